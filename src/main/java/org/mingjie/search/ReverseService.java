package org.mingjie.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.place.PlaceSummaries;
import org.mingjie.place.PlaceSummary;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** From a position to the divisions around it and the names nearby, on any day. */
@Service
class ReverseService {

  /** Within which a position that was measured lies on a line. */
  static final double ON_THE_LINE_METRES = 0.1;
  /** Of a degree of latitude; one of longitude is shorter, so lines east and west count from a little nearer. */
  private static final double METRES_OF_A_DEGREE = 111_320;
  /** Degrees east are shorter than degrees north: more are looked at than are wanted. */
  private static final int LOOK_AT_FOR_EACH = 4;
  /** Farther off nothing is near. */
  private static final double NEAR_METRES = 100_000;

  /** Polygons of a day that hold the position or touch it. */
  static final String AROUND = """
      WITH at AS MATERIALIZED (SELECT st_setsrid(st_makepoint(:lon, :lat), 4490) AS g)
      SELECT d.id, d.code, d.level, lower(g.valid) AS known_from,
        st_covers(g.geom, at.g) AS inside, st_dwithin(st_boundary(g.geom), at.g, :tolerance) AS on_line
      FROM at CROSS JOIN division_geometry g JOIN division d ON d.id = g.division_id
      WHERE st_dwithin(g.geom, at.g, :tolerance) AND g.valid @> CAST(:day AS date) AND d.valid @> CAST(:day AS date)
      ORDER BY d.level DESC, d.code
      """;

  /** Where no polygon is of that day: the one next to it in time, with the unit that its place was on the day. */
  static final String AROUND_LATER = """
      WITH at AS MATERIALIZED (SELECT st_setsrid(st_makepoint(:lon, :lat), 4490) AS g)
      SELECT o.id, o.code, o.level, lower(g.valid) AS known_from,
        st_covers(g.geom, at.g) AS inside, st_dwithin(st_boundary(g.geom), at.g, :tolerance) AS on_line
      FROM at CROSS JOIN division_geometry g JOIN division d ON d.id = g.division_id
      JOIN LATERAL (
        SELECT x.id, x.code, x.level FROM division x WHERE x.place_id = d.place_id AND x.valid @> CAST(:day AS date)
        UNION ALL
        SELECT x.id, x.code, x.level FROM division_lineage l JOIN division x ON x.id = l.predecessor_id
        WHERE l.successor_id = d.id AND x.valid @> CAST(:day AS date)
          AND NOT EXISTS (SELECT 1 FROM division own WHERE own.place_id = d.place_id AND own.valid @> CAST(:day AS date))
      ) o ON true
      WHERE st_dwithin(g.geom, at.g, :tolerance)
      ORDER BY o.level DESC, abs(lower(g.valid) - CAST(:day AS date)), o.code
      """;

  /** The way up on that day: a parent is the unit that its place was then. */
  static final String CHAIN = """
      WITH RECURSIVE up AS (
        SELECT d.id, d.place_id, d.parent_id, d.code, d.level FROM division d WHERE d.id = :unit
        UNION ALL
        SELECT n.id, n.place_id, n.parent_id, n.code, n.level FROM up
        JOIN division told ON told.id = up.parent_id
        JOIN LATERAL (SELECT x.* FROM division x WHERE x.place_id = told.place_id
                      ORDER BY x.valid @> CAST(:day AS date) DESC, abs(coalesce(lower(x.valid), '0001-01-01') - CAST(:day AS date)), x.code LIMIT 1) n
          ON n.level < up.level
      )
      SELECT p.code, up.code AS official_code, up.level, n.text AS name
      FROM up JOIN place p ON p.id = up.place_id
      JOIN LATERAL (SELECT m.text FROM name m JOIN source s ON s.id = m.source_id
                    WHERE m.place_id = up.place_id AND m.kind = 'name' AND m.language = 'zh' AND m.status <> 'rejected'
                    ORDER BY m.valid @> CAST(:day AS date) DESC, abs(coalesce(lower(m.valid), '0001-01-01') - CAST(:day AS date)),
                      m.status = 'standard' DESC, s.rank DESC, s.state_date DESC, m.text LIMIT 1) n ON true
      ORDER BY up.level
      """;

  static final String NEAREST = """
      SELECT near.place_id, near.x, near.y, near.metres, n.text AS name, n.status FROM (
        SELECT g.place_id, st_x(g.geom) AS x, st_y(g.geom) AS y,
          st_distance(g.geom::geography, st_setsrid(st_makepoint(:lon, :lat), 4490)::geography) AS metres
        FROM place_geometry g WHERE g.role = 'point' AND g.geom IS NOT NULL AND g.valid @> CAST(:day AS date)
        ORDER BY g.geom <-> st_setsrid(st_makepoint(:lon, :lat), 4490) LIMIT :limit) near
      JOIN LATERAL (SELECT m.text, m.status FROM name m JOIN source s ON s.id = m.source_id
                    WHERE m.place_id = near.place_id AND m.kind = 'name' AND m.language = 'zh' AND m.status <> 'rejected' AND m.valid @> CAST(:day AS date)
                    ORDER BY m.status = 'standard' DESC, s.rank DESC, s.state_date DESC LIMIT 1) n ON true
      """;

  private record Around(UUID id, String code, int level, LocalDate knownFrom, boolean inside, boolean onLine) {}

  private record Named(UUID place, double x, double y, double metres, String name, String status) {}

  private final JdbcClient jdbc;
  private final PlaceSummaries places;

  ReverseService(@Qualifier("read") JdbcClient jdbc, PlaceSummaries places) {
    this.jdbc = jdbc;
    this.places = places;
  }

  /**
   * @param lon degrees @param lat degrees, EPSG:4490
   * @param day the legal day whose state is asked for
   * @param limit of the nearest names
   * @param toleranceMetres within which a boundary is said to be at the position
   */
  Surroundings around(double lon, double lat, LocalDate day, int limit, double toleranceMetres) {
    double tolerance = toleranceMetres / METRES_OF_A_DEGREE;
    List<Around> around = around(AROUND, lon, lat, day, tolerance);
    @Nullable LocalDate known = null;
    if (around.isEmpty()) {
      around = around(AROUND_LATER, lon, lat, day, tolerance);
      known = around.isEmpty() ? null : around.get(0).knownFrom();
    }
    int deepest = around.stream().mapToInt(Around::level).max().orElse(0);
    List<Around> units = around.stream().filter(a -> a.level() == deepest)
        .sorted(Comparator.comparing((Around a) -> !a.inside()).thenComparing(Around::code)).toList();
    boolean onLine = around.stream().anyMatch(Around::onLine);
    return new Surroundings(new double[] {lon, lat}, day, onLine, onLine ? sides(around, day) : List.of(),
        units.isEmpty() ? List.of() : chain(units.get(0), day), known, nearest(lon, lat, day, limit));
  }

  private List<Around> around(String statement, double lon, double lat, LocalDate day, double tolerance) {
    return jdbc.sql(statement).param("lon", lon).param("lat", lat).param("day", day).param("tolerance", tolerance)
        .query(Around.class).list();
  }

  /** The units that the boundary parts: those of the highest level of which several touch the position. */
  private List<Surroundings.Unit> sides(List<Around> around, LocalDate day) {
    int level = around.stream().filter(Around::onLine).mapToInt(Around::level).min().orElse(0);
    return around.stream().filter(a -> a.onLine() && a.level() == level).map(a -> chain(a, day)).filter(c -> !c.isEmpty())
        .map(c -> c.get(c.size() - 1)).toList();
  }

  private List<Surroundings.Unit> chain(Around unit, LocalDate day) {
    return jdbc.sql(CHAIN).param("unit", unit.id()).param("day", day)
        .query((row, n) -> new Surroundings.Unit(row.getString("code"), row.getString("name"), row.getString("official_code"), row.getInt("level")))
        .list();
  }

  private List<Surroundings.Near> nearest(double lon, double lat, LocalDate day, int limit) {
    List<Named> near = jdbc.sql(NEAREST).param("lon", lon).param("lat", lat).param("day", day).param("limit", limit * LOOK_AT_FOR_EACH)
        .query((row, n) -> new Named(row.getObject("place_id", UUID.class), row.getDouble("x"), row.getDouble("y"), row.getDouble("metres"),
            row.getString("name"), row.getString("status"))).list().stream()
        .filter(n -> n.metres() <= NEAR_METRES).sorted(Comparator.comparingDouble(Named::metres).thenComparing(Named::place)).limit(limit).toList();
    Map<UUID, PlaceSummary> summaries = places.of(near.stream().map(Named::place).toList());
    List<Surroundings.Near> told = new ArrayList<>();
    for (Named n : near) {
      PlaceSummary place = summaries.get(n.place());
      if (place != null) {
        told.add(new Surroundings.Near(place.code(), n.name(), n.status(), place.classCode(), place.className(), place.classNameEn(), place.divisionPath(),
            new double[] {n.x(), n.y()}, Math.round(n.metres() * 10) / 10.0));
      }
    }
    return told;
  }
}

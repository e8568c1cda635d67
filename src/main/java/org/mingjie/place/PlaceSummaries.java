package org.mingjie.place;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.romanization.Readings;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Describes places in one line each. */
@Service
public class PlaceSummaries {

  /**
   * The way up is walked once for each division that places lie in, not for each place. To plan this takes longer than to run
   * it, and it follows each keystroke: the connections of the search keep its plan. OFFSET 0 keeps that plan, made perhaps while there were
   * few spellings, from reading all of them. The rule of a class is position_grid(), which would be planned anew for each row.
   */
  private static final String DESCRIBE = """
      WITH RECURSIVE wanted AS MATERIALIZED (
        SELECT p.id, own.id AS own_id, coalesce(own.parent_id, lies.division_id) AS within
        FROM place p
        LEFT JOIN LATERAL (SELECT id, parent_id FROM division WHERE place_id = p.id
                           ORDER BY upper_inf(valid) DESC, lower(valid) DESC LIMIT 1) own ON true
        LEFT JOIN LATERAL (SELECT pd.division_id FROM place_in_division pd JOIN division x ON x.id = pd.division_id
                           WHERE pd.place_id = p.id ORDER BY pd.main DESC, upper_inf(pd.valid) DESC, x.level DESC, x.code LIMIT 1) lies ON own.id IS NULL
        WHERE p.id = ANY (:ids)
      ), up AS (
        SELECT d.id AS start, d.parent_id, d.place_id, d.level FROM (SELECT DISTINCT within FROM wanted) w JOIN division d ON d.id = w.within
        UNION ALL
        SELECT up.start, d.parent_id, d.place_id, d.level FROM up JOIN division d ON d.id = up.parent_id
      ), unit AS MATERIALIZED (
        SELECT u.place_id, (SELECT code FROM place WHERE id = u.place_id) AS code,
          (SELECT text FROM name m WHERE m.place_id = u.place_id AND m.kind = 'name'
           ORDER BY m.valid @> current_date DESC, upper(m.valid) DESC NULLS FIRST, m.status = 'standard' DESC LIMIT 1) AS text
        FROM (SELECT DISTINCT place_id FROM up) u
      ), path AS MATERIALIZED (
        SELECT up.start, array_agg(unit.text ORDER BY up.level) AS names, array_agg(unit.code ORDER BY up.level) AS codes
        FROM up JOIN unit ON unit.place_id = up.place_id GROUP BY up.start
      )
      SELECT p.id, p.code, p.class_code, c.name AS class_name, c.name_en AS class_name_en, p.status, n.text, n.status AS name_state, n.generic,
        n.valid @> current_date AS today, s.text AS spelling, s.status AS spelling_state, path.names, path.codes,
        past.ended, past.successors, (
          SELECT r.grid_metres FROM position_rule r WHERE starts_with(p.class_code, r.prefix) ORDER BY length(r.prefix) DESC LIMIT 1) AS position_grid,
        st_x(pt.g) AS x, st_y(pt.g) AS y, st_xmin(bx.g) AS west, st_ymin(bx.g) AS south, st_xmax(bx.g) AS east, st_ymax(bx.g) AS north
      FROM wanted w
      JOIN place p ON p.id = w.id
      JOIN place_class c ON c.code = p.class_code
      JOIN LATERAL (
        SELECT n.* FROM name n JOIN source s ON s.id = n.source_id
        WHERE n.place_id = p.id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
        ORDER BY n.valid @> current_date DESC, upper(n.valid) DESC NULLS FIRST, n.status = 'standard' DESC, s.rank DESC, s.state_date DESC
        LIMIT 1) n ON true
      LEFT JOIN LATERAL (SELECT text, status FROM spelling WHERE name_id = n.id AND script = 'Latn' AND status <> 'rejected' AND upper_inf(valid) OFFSET 0) s ON true
      LEFT JOIN path ON path.start = w.within
      LEFT JOIN LATERAL (
        SELECT max(upper(d.valid)) AS ended, (
          SELECT array_agg(DISTINCT (SELECT m.text FROM name m WHERE m.place_id = next.place_id AND m.kind = 'name'
                                     ORDER BY m.valid @> current_date DESC, upper(m.valid) DESC NULLS FIRST LIMIT 1))
          FROM division gone JOIN division_lineage l ON l.predecessor_id = gone.id JOIN division next ON next.id = l.successor_id
          WHERE gone.place_id = p.id AND next.place_id <> p.id AND upper(gone.valid) = (SELECT max(upper(z.valid)) FROM division z WHERE z.place_id = p.id)) AS successors
        FROM division d WHERE d.place_id = p.id) past ON p.status = 'historical'
      LEFT JOIN LATERAL (SELECT geom FROM place_geometry WHERE place_id = p.id AND upper_inf(valid)
                         ORDER BY role = 'area' DESC, role = 'line' DESC LIMIT 1) pg ON true
      LEFT JOIN LATERAL (SELECT geom FROM division_geometry WHERE division_id = w.own_id AND upper_inf(valid)) dg ON true
      LEFT JOIN LATERAL (SELECT geom FROM place_geometry WHERE place_id = p.id AND role = 'point' AND upper_inf(valid)) seat ON true
      LEFT JOIN LATERAL (SELECT coalesce(seat.geom, CASE WHEN st_dimension(pg.geom) = 1
          THEN st_lineinterpolatepoint(st_geometryn(pg.geom, 1), 0.5) ELSE st_pointonsurface(coalesce(pg.geom, dg.geom)) END) AS g) pt ON true
      LEFT JOIN LATERAL (SELECT st_envelope(coalesce(dg.geom, pg.geom)) AS g WHERE st_dimension(coalesce(dg.geom, pg.geom)) > 0) bx ON true
      """;

  private final JdbcClient jdbc;
  private final Readings readings;

  PlaceSummaries(@Qualifier("search") JdbcClient jdbc, Readings readings) {
    this.jdbc = jdbc;
    this.readings = readings;
  }

  /** Places that exist, in the order asked for. */
  public Map<UUID, PlaceSummary> of(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<UUID, PlaceSummary> found = new LinkedHashMap<>();
    jdbc.sql(DESCRIBE).param("ids", ids.toArray(UUID[]::new)).query((row, n) -> summary(row)).list()
        .forEach(s -> found.put(s.id(), s));
    return found;
  }

  private PlaceSummary summary(ResultSet row) throws SQLException {
    String name = row.getString("text");
    String spelling = row.getString("spelling");
    double[] point = point(row);
    boolean past = !row.getBoolean("today") || !row.getString("status").equals("current");
    return new PlaceSummary(row.getObject("id", UUID.class), row.getString("code"), name,
        past ? "former" : row.getString("name_state"),
        spelling != null ? spelling : readings.suggestion(name, row.getString("generic")),
        spelling != null ? row.getString("spelling_state") : "suggested",
        row.getString("class_code"), className(row), row.getString("class_name_en"),
        texts(row, "names"), texts(row, "codes"), row.getObject("ended", LocalDate.class), texts(row, "successors"), point, box(row, point),
        row.getObject("position_grid", Integer.class));
  }

  /** A township-level unit is called by its generic term: 镇, 乡, 街道. */
  private static String className(ResultSet row) throws SQLException {
    String generic = row.getString("generic");
    boolean division = row.getString("class_code").compareTo("21600") < 0 && row.getString("class_code").startsWith("21");
    return division && generic != null ? generic : row.getString("class_name");
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
  }

  private static double @Nullable [] point(ResultSet row) throws SQLException {
    double x = row.getDouble("x");
    return row.wasNull() ? null : new double[] {round(x), round(row.getDouble("y"))};
  }

  /** Of shape and point: a point has a source of its own and may lie beside the shape. */
  private static double @Nullable [] box(ResultSet row, double @Nullable [] point) throws SQLException {
    double west = row.getDouble("west");
    if (row.wasNull()) {
      return null;
    }
    double[] box = {round(west), round(row.getDouble("south")), round(row.getDouble("east")), round(row.getDouble("north"))};
    return point == null ? box
        : new double[] {Math.min(box[0], point[0]), Math.min(box[1], point[1]), Math.max(box[2], point[0]), Math.max(box[3], point[1])};
  }

  /** Seven decimals of a degree are a centimetre. */
  private static double round(double degrees) {
    return Math.round(degrees * 1e7) / 1e7;
  }
}

package org.mingjie.tile;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Fills, labels and boundaries of the units whose places stand in {@code changed_place}. */
@Component
class Divisions {

  /** Zooms of tiles that show fills of level 1 to 5. */
  private static final String TOUCH_AREAS = """
      INSERT INTO tile_touched (layer, low, high, g3857)
      SELECT 'division', (ARRAY[0, 6, 8, 11, 13])[level], (ARRAY[7, 10, 16, 16, 16])[level], st_envelope(g3857)
      FROM tile_area WHERE geometry_id = ANY (:ids) AND band = 16
      """;

  private static final String WITHDRAW_AREAS = "DELETE FROM tile_area WHERE geometry_id = ANY (:ids)";

  /** Of a large polygon only the pieces in a tile are read and cut. */
  private static final String INSERT_AREAS = """
      INSERT INTO tile_area (geometry_id, division_id, level, band, piece, g3857)
      SELECT p.geometry_id, p.division_id, p.level, 16, s.n, s.shape
      FROM tile_polygon p JOIN division_geometry g ON g.id = p.geometry_id
      CROSS JOIN LATERAL (
        SELECT g.g3857 AS shape, 1 AS n WHERE st_npoints(g.g3857) <= 1024
        UNION ALL
        SELECT d.shape, d.n FROM st_subdivide(g.g3857, 256) WITH ORDINALITY d (shape, n) WHERE st_npoints(g.g3857) > 1024) s
      WHERE p.geometry_id = ANY (:ids)
      """;

  private static final String CHAINS_OF = "SELECT id FROM tile_chain WHERE owners && :ids";
  private static final String CHAINS_CHANGED = "SELECT DISTINCT id FROM tile_chain_changed";

  private static final String UNIT_PLACES = """
      CREATE TEMPORARY TABLE tile_unit_place ON COMMIT DROP AS
      SELECT p.place_id FROM tile_polygon p WHERE p.geometry_id = ANY (:ids)
      UNION SELECT p.place_id FROM changed_place c JOIN tile_polygon p USING (place_id)
      UNION SELECT t.place_id FROM changed_place c JOIN tile_division t USING (place_id)
      UNION SELECT t.place_id FROM tile_division t WHERE t.geometry_id = ANY (:gone)
      """;

  private static final String NEXT = """
      CREATE TEMPORARY TABLE tile_division_next ON COMMIT DROP AS
      SELECT p.geometry_id, p.division_id, p.place_id, l.tile_id, n.valid * p.valid AS valid, l.code, n.text AS name,
        l.class_code AS class, p.level, l.importance AS rank, p.radius, p.label
      FROM (%s) n
      JOIN tile_polygon p ON p.place_id = n.place_id AND p.valid && n.valid
      JOIN place l ON l.id = p.place_id AND l.status IN ('current', 'historical')
      """.formatted(ShownNames.of("tile_unit_place"));

  private static final String SAME = """
      (n.geometry_id, n.division_id, n.place_id, n.valid, n.name, n.class, n.level, n.rank, n.radius) =
      (t.geometry_id, t.division_id, t.place_id, t.valid, t.name, t.class, t.level, t.rank, t.radius) AND n.label = t.label""";

  private static final String WITHDRAW = """
      WITH gone AS (
        DELETE FROM tile_division t USING tile_unit_place c
        WHERE t.place_id = c.place_id AND NOT EXISTS (SELECT 1 FROM tile_division_next n WHERE %s)
        RETURNING t.geometry_id, t.level, t.label, t.valid), noted AS (%s)
      INSERT INTO tile_touched (layer, low, high, g3857) %s
      """;

  private static final String INSERT = """
      WITH come AS (
        INSERT INTO tile_division (geometry_id, division_id, place_id, tile_id, valid, code, name, class, level, rank, radius, label)
        SELECT geometry_id, division_id, place_id, tile_id, valid, code, name, class, level, rank, radius, label FROM tile_division_next n
        WHERE NOT EXISTS (SELECT 1 FROM tile_division t WHERE %s)
        RETURNING geometry_id, level, label, valid), noted AS (%s)
      INSERT INTO tile_touched (layer, low, high, g3857) %s
      """;

  /** Zooms of tiles that show labels and fills of level 1 to 5. */
  private static final String TOUCHED = """
      SELECT 'division_label', (ARRAY[0, 6, 8])[x.level], (ARRAY[7, 8, 16])[x.level], x.label FROM %1$s x WHERE x.level <= 3
      UNION ALL
      SELECT 'division', (ARRAY[0, 6, 8, 11, 13])[x.level], (ARRAY[7, 10, 16, 16, 16])[x.level], st_envelope(a.g3857)
      FROM %1$s x JOIN tile_area a ON a.geometry_id = x.geometry_id AND a.band = 16
      """;

  private final JdbcClient jdbc;
  private final Polygons polygons;
  private final Chains chains;
  private final Bands bands;
  private final BoundaryRows boundaries;

  Divisions(JdbcClient jdbc, Polygons polygons, Chains chains, Bands bands, BoundaryRows boundaries) {
    this.jdbc = jdbc;
    this.polygons = polygons;
    this.chains = chains;
    this.bands = bands;
    this.boundaries = boundaries;
  }

  void follow(long changedPlaces) {
    Polygons.Change change = polygons.follow(changedPlaces);
    if (!change.gone().isEmpty() || !change.come().isEmpty()) {
      areas(change);
      chains.follow(change);
    }
    if (!change.isEmpty()) {
      lines(change);
    }
    names(change);
  }

  private void areas(Polygons.Change change) {
    jdbc.sql(TOUCH_AREAS).param("ids", Polygons.array(change.gone())).update();
    jdbc.sql(WITHDRAW_AREAS).param("ids", Polygons.array(change.gone())).update();
    jdbc.sql(INSERT_AREAS).param("ids", Polygons.array(change.come())).update();
    jdbc.sql(TOUCH_AREAS).param("ids", Polygons.array(change.come())).update();
  }

  private void lines(Polygons.Change change) {
    Set<Long> concerned = new LinkedHashSet<>();
    if (!change.gone().isEmpty() || !change.come().isEmpty()) {
      concerned.addAll(bands.follow(change.come()));
      concerned.addAll(jdbc.sql(CHAINS_CHANGED).query(Long.class).list());
    }
    concerned.addAll(jdbc.sql(CHAINS_OF).param("ids", Polygons.array(change.altered())).query(Long.class).list());
    boundaries.write(concerned);
  }

  private void names(Polygons.Change change) {
    Collection<UUID> drawn = new LinkedHashSet<>(change.come());
    drawn.addAll(change.altered());
    jdbc.sql("DROP TABLE IF EXISTS tile_unit_place").update();
    jdbc.sql("DROP TABLE IF EXISTS tile_division_next").update();
    int units = jdbc.sql(UNIT_PLACES).param("ids", Polygons.array(drawn)).param("gone", Polygons.array(change.gone())).update();
    if (units > 0) {
      jdbc.sql(NEXT).update();
      jdbc.sql(WITHDRAW.formatted(SAME, DayChanges.gone("gone"), TOUCHED.formatted("gone"))).update();
      jdbc.sql(INSERT.formatted(SAME, DayChanges.come("come"), TOUCHED.formatted("come"))).update();
    }
  }
}

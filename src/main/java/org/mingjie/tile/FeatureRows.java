package org.mingjie.tile;

import java.sql.Date;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Points, roads, water and built-up ground of the places in {@code changed_place}, with the days on which they are so.
 * Rows that say what they said stay; of points, those whose cell has another leader are thinned anew.
 */
@Component
class FeatureRows {

  /** Above this many changed points the thinning is done for all at once. */
  private static final int MANY_POINTS = 5_000;

  /**
   * Levels as the style reads them: settlements 2 prefecture seat to 6 hamlet; roads 1 motorway to 8 railway; water 1
   * main river to 3 stream. First zooms are those of tiles of 512 pixels, one before the zoom that the style tells.
   * Tiers follow the zooms from which the style draws a class, so that what it does not draw yet, or as the
   * seat of a province never, displaces nothing.
   */
  private static final String NEXT = """
      CREATE TEMPORARY TABLE tile_feature_next ON COMMIT DROP AS
      SELECT p.id AS place_id, p.tile_id, k.layer, n.valid * g.valid AS valid, (n.valid * g.valid) @> CAST(:day AS date) AS today,
        p.code, n.text AS name, p.class_code AS class, k.level::smallint AS level, r.rank, p.attributes ->> 'ref' AS ref,
        (p.attributes ->> 'heightMetres')::numeric::integer AS height, p.attributes ->> 'heritage' AS heritage,
        CASE WHEN k.layer = 'place' THEN thinning_cell(g.g3857) END AS cell,
        thinning_order(r.tier, p.importance, r.rank, p.tile_id) AS prio,
        (CASE k.layer
          WHEN 'place' THEN 16
          WHEN 'road' THEN (ARRAY[6, 7, 8, 9, 10, 12, 11, 8])[k.level]
          WHEN 'water' THEN (ARRAY[5, 8, 10])[k.level]
          ELSE CASE p.class_code WHEN '22200' THEN 11 WHEN '25200' THEN 11 ELSE 8 END END)::smallint AS min_zoom,
        g.g3857
      FROM (%s) n
      JOIN place p ON p.id = n.place_id AND p.status IN ('current', 'historical')
      JOIN place_geometry g ON g.place_id = p.id AND g.geom IS NOT NULL AND g.valid && n.valid
      CROSS JOIN LATERAL (SELECT CASE
          WHEN g.role = 'point' THEN 'place'
          WHEN p.class_code LIKE '121%%' OR p.class_code LIKE '122%%' OR p.class_code LIKE '242%%' OR p.class_code LIKE '245%%' THEN 'water'
          WHEN g.role = 'line' AND p.class_code >= '23200' AND p.class_code < '23600' THEN 'road'
          WHEN g.role = 'area' AND (p.class_code LIKE '22%%' OR p.class_code LIKE '252%%' OR p.class_code LIKE '253%%') THEN 'ground'
        END AS layer, CASE
          WHEN g.role = 'point' THEN CASE WHEN p.class_code BETWEEN '21200' AND '21600' THEN substr(p.class_code, 3, 1)::int - 1
                                          WHEN p.class_code LIKE '216%%' THEN 5
                                          WHEN p.class_code LIKE '22%%' THEN 6 ELSE 0 END
          WHEN p.class_code LIKE '12%%' OR p.class_code LIKE '24%%' THEN
            CASE WHEN p.importance >= 0.6 THEN 1 WHEN p.importance >= 0.35 THEN 2 ELSE 3 END
          WHEN p.class_code LIKE '233%%' THEN 8
          ELSE coalesce(array_position(ARRAY['motorway', 'national', 'provincial', 'county', 'township', 'village', 'street'], p.attributes ->> 'grade'),
            CASE p.class_code WHEN '23211' THEN 2 WHEN '23212' THEN 3 WHEN '23213' THEN 4 WHEN '23214' THEN 5
                              WHEN '23510' THEN 7 WHEN '23500' THEN 7 ELSE 6 END)
        END AS level) k
      CROSS JOIN LATERAL (SELECT CASE WHEN k.layer = 'place' AND k.level >= 5 THEN ((hashtext(p.code) & 65535) / 65535.0)::real
                                      ELSE p.importance END AS rank,
                                 CASE WHEN k.level BETWEEN 2 AND 4 THEN k.level - 2 WHEN p.class_code LIKE '134%%' THEN 3
                                      WHEN k.level = 5 OR p.attributes -> 'heritage' IS NOT NULL THEN 4 ELSE 5 END AS tier) r
      WHERE k.layer IS NOT NULL AND (p.status = 'current' OR NOT upper_inf(n.valid))
      """.formatted(ShownNames.of("changed_place"));

  private static final String SAME = """
      n.place_id = t.place_id AND n.layer = t.layer AND n.valid = t.valid AND n.today = t.today AND n.prio = t.prio
        AND (n.name, n.class, n.level, n.rank, n.ref, n.height, n.heritage)
            IS NOT DISTINCT FROM (t.name, t.class, t.level, t.rank, t.ref, t.height, t.heritage)
        AND n.g3857 = t.g3857""";

  private static final String WITHDRAW = """
      WITH gone AS (
        DELETE FROM tile_feature t USING changed_place c
        WHERE t.place_id = c.place_id AND NOT EXISTS (SELECT 1 FROM tile_feature_next n WHERE %s)
        RETURNING t.layer, t.min_zoom, t.g3857, t.today, t.cell, t.valid), noted AS (%s)
      INSERT INTO tile_touched (layer, low, high, g3857, today, cell) SELECT layer, min_zoom, 16, st_envelope(g3857), today, cell FROM gone
      """.formatted(SAME, DayChanges.gone("gone"));

  private static final String DROP_UNCHANGED =
      "DELETE FROM tile_feature_next n USING tile_feature t WHERE " + SAME;

  private static final String INSERT = """
      WITH come AS (
        INSERT INTO tile_feature (place_id, tile_id, layer, valid, today, code, name, class, level, rank, ref, height, heritage,
          cell, prio, min_zoom, g3857)
        SELECT place_id, tile_id, layer, valid, today, code, name, class, level, rank, ref, height, heritage, cell, prio, min_zoom, g3857
        FROM tile_feature_next ORDER BY cell, tile_id
        RETURNING layer, min_zoom, g3857, today, cell, valid), noted AS (%s)
      INSERT INTO tile_touched (layer, low, high, g3857, today, cell) SELECT layer, min_zoom, 16, st_envelope(g3857), today, cell FROM come
      """.formatted(DayChanges.come("come"));

  private static final String POINTS_CHANGED = """
      SELECT (SELECT count(*) FROM tile_feature_next WHERE layer = 'place') + (SELECT count(*) FROM tile_touched WHERE cell IS NOT NULL)
      """;

  private static final String THIN = """
      SELECT thin_points(t.today, t.cells)
      FROM (SELECT today, array_agg(DISTINCT cell) AS cells FROM tile_touched WHERE cell IS NOT NULL GROUP BY today) t
      """;

  private final JdbcClient jdbc;

  FeatureRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @param day that counts as today */
  void follow(LocalDate day) {
    jdbc.sql("DROP TABLE IF EXISTS tile_feature_next").update();
    int rows = jdbc.sql(NEXT).param("day", Date.valueOf(day)).update();
    jdbc.sql("CREATE INDEX ON tile_feature_next (place_id)").update();
    jdbc.sql("ANALYZE tile_feature_next").update();
    jdbc.sql(WITHDRAW).update();
    jdbc.sql(DROP_UNCHANGED).update();
    boolean many = jdbc.sql(POINTS_CHANGED).query(Long.class).single() > MANY_POINTS;
    if (many) {
      jdbc.sql("SELECT thin_all_points(t) FROM (VALUES (true), (false)) v (t)").query().listOfRows();
    }
    jdbc.sql(INSERT).update();
    if (!many) {
      jdbc.sql(THIN).query().listOfRows();
    }
    if (rows > MANY_POINTS) {
      jdbc.sql("SELECT refresh_statistics('tile_feature')").query().singleRow();
    }
  }
}

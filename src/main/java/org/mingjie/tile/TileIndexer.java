package org.mingjie.tile;

import org.mingjie.place.PlacesChanged;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the features of the map in step with the registry, within the transaction that changes it. */
@Component
class TileIndexer {

  private static final String DELETE_FEATURES = """
      DELETE FROM tile_feature t USING changed_place c WHERE t.place_id = c.place_id
      """;

  /**
   * Levels as the style reads them: settlements 2 prefecture seat to 6 hamlet; roads 1 motorway to 8 railway;
   * water 1 main river to 3 stream. min_zoom: where the style first draws the class.
   */
  private static final String INSERT_FEATURES = """
      INSERT INTO tile_feature (place_id, tile_id, layer, code, name, class, level, rank, ref, height, heritage, min_zoom, g3857)
      SELECT p.id, p.tile_id, k.layer, p.code, n.text, p.class_code, k.level,
        CASE WHEN k.layer = 'place' AND k.level >= 5 THEN (hashtext(p.code) & 65535) / 65535.0 ELSE p.importance END,
        p.attributes ->> 'ref', (p.attributes ->> 'heightMetres')::numeric::integer, p.attributes ->> 'heritage',
        CASE k.layer
          WHEN 'place' THEN CASE WHEN k.level = 1 THEN 4 WHEN k.level = 2 THEN 5 WHEN k.level = 3 THEN 7 WHEN k.level = 4 THEN 9
                                 WHEN k.level = 5 THEN 11 WHEN k.level = 6 THEN 13
                                 WHEN p.attributes -> 'heritage' IS NOT NULL THEN 11 WHEN p.class_code LIKE '134%' THEN 10 ELSE 13 END
          WHEN 'road' THEN (ARRAY[7, 8, 9, 10, 11, 13, 12, 9])[k.level]
          WHEN 'water' THEN (ARRAY[6, 9, 11])[k.level]
          ELSE CASE p.class_code WHEN '22200' THEN 12 WHEN '25200' THEN 12 ELSE 9 END END,
        g.g3857
      FROM changed_place c
      JOIN place p ON p.id = c.place_id AND p.status = 'current'
      JOIN LATERAL (SELECT text FROM name m JOIN source s ON s.id = m.source_id
                    WHERE m.place_id = p.id AND m.kind = 'name' AND m.language = 'zh' AND m.status <> 'rejected' AND m.valid @> current_date
                    ORDER BY m.status = 'standard' DESC, s.rank DESC, s.state_date DESC LIMIT 1) n ON true
      JOIN place_geometry g ON g.place_id = p.id AND upper_inf(g.valid)
      CROSS JOIN LATERAL (SELECT CASE
          WHEN g.role = 'point' THEN 'place'
          WHEN p.class_code LIKE '121%' OR p.class_code LIKE '122%' OR p.class_code LIKE '242%' OR p.class_code LIKE '245%' THEN 'water'
          WHEN g.role = 'line' AND p.class_code >= '23200' AND p.class_code < '23600' THEN 'road'
          WHEN g.role = 'area' AND (p.class_code LIKE '22%' OR p.class_code LIKE '252%' OR p.class_code LIKE '253%') THEN 'ground'
        END AS layer, CASE
          WHEN g.role = 'point' THEN CASE WHEN p.class_code BETWEEN '21200' AND '21600' THEN substr(p.class_code, 3, 1)::int - 1
                                          WHEN p.class_code LIKE '216%' THEN 5
                                          WHEN p.class_code LIKE '22%' THEN 6 ELSE 0 END
          WHEN p.class_code LIKE '12%' OR p.class_code LIKE '24%' THEN
            CASE WHEN p.importance >= 0.6 THEN 1 WHEN p.importance >= 0.35 THEN 2 ELSE 3 END
          WHEN p.class_code LIKE '233%' THEN 8
          ELSE coalesce(array_position(ARRAY['motorway', 'national', 'provincial', 'county', 'township', 'village', 'street'], p.attributes ->> 'grade'),
            CASE p.class_code WHEN '23211' THEN 2 WHEN '23212' THEN 3 WHEN '23213' THEN 4 WHEN '23214' THEN 5
                              WHEN '23510' THEN 7 WHEN '23500' THEN 7 ELSE 6 END)
        END AS level) k
      WHERE k.layer IS NOT NULL
      """;

  private static final String DELETE_DIVISIONS = """
      DELETE FROM tile_division t USING changed_place c WHERE t.place_id = c.place_id
      """;

  /** Names of counties and above stand in the middle of the largest circle that fits an outline simplified to a hundredth of its size. */
  private static final String INSERT_DIVISIONS = """
      INSERT INTO tile_division (division_id, place_id, tile_id, code, name, class, level, rank, radius, label)
      SELECT d.id, p.id, p.tile_id, p.code, n.text, p.class_code, d.level, p.importance, o.radius, o.center
      FROM changed_place c
      JOIN place p ON p.id = c.place_id AND p.status = 'current'
      JOIN division d ON d.place_id = p.id AND d.valid @> current_date
      JOIN division_geometry g ON g.division_id = d.id AND upper_inf(g.valid)
      JOIN LATERAL (SELECT text FROM name m JOIN source s ON s.id = m.source_id
                    WHERE m.place_id = p.id AND m.kind = 'name' AND m.language = 'zh' AND m.status <> 'rejected' AND m.valid @> current_date
                    ORDER BY m.status = 'standard' DESC, s.rank DESC, s.state_date DESC LIMIT 1) n ON true
      CROSS JOIN LATERAL (
        SELECT st_simplifypreservetopology(x.geom, sqrt(st_area(x.geom)) / 100) AS part
        FROM st_dump(g.g3857) x ORDER BY st_area(x.geom) DESC LIMIT 1) q
      CROSS JOIN LATERAL (
        SELECT m.center, m.radius FROM st_maximuminscribedcircle(q.part) m WHERE d.level < 4
        UNION ALL SELECT st_pointonsurface(q.part), 0 WHERE d.level >= 4) o
      """;

  private static final String HAS_GEOMETRY = """
      SELECT EXISTS (SELECT 1 FROM changed_place c JOIN division d ON d.place_id = c.place_id
                     JOIN division_geometry g ON g.division_id = d.id)
      """;

  private final JdbcClient jdbc;
  private final BoundaryLines boundaries;

  TileIndexer(JdbcClient jdbc, BoundaryLines boundaries) {
    this.jdbc = jdbc;
    this.boundaries = boundaries;
  }

  @EventListener
  void on(PlacesChanged changed) {
    jdbc.sql(DELETE_FEATURES).update();
    jdbc.sql(INSERT_FEATURES).update();
    jdbc.sql(DELETE_DIVISIONS).update();
    boolean areas = jdbc.sql(HAS_GEOMETRY).query(Boolean.class).single();
    if (areas) {
      jdbc.sql(INSERT_DIVISIONS).update();
      boundaries.rebuild();
    }
  }
}

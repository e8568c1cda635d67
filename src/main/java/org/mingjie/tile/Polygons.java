package org.mingjie.tile;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The polygons on file against those that have been drawn ({@code tile_polygon}): which have come, gone or say something else. */
@Component
class Polygons {

  /** Above this many changed places every polygon is looked at. */
  private static final int MANY_PLACES = 2_000;

  /**
   * @param gone polygons whose course is no longer drawn
   * @param come polygons whose course is to be drawn, upper levels first, province by province; a changed one is gone and come
   * @param altered polygons of the same course whose unit has another period, code or superior
   */
  record Change(List<UUID> gone, List<UUID> come, List<UUID> altered) {

    boolean isEmpty() {
      return gone.isEmpty() && come.isEmpty() && altered.isEmpty();
    }
  }

  private static final String ALL = """
      SELECT division_id AS id FROM division_geometry UNION SELECT division_id FROM tile_polygon
      """;

  /** Units of the changed places and all below them: their superiors may be others now. */
  private static final String CONCERNED = """
      WITH RECURSIVE down AS (
        SELECT d.id FROM changed_place c JOIN division d ON d.place_id = c.place_id
        UNION SELECT p.division_id FROM changed_place c JOIN tile_polygon p ON p.place_id = c.place_id
        UNION SELECT d.id FROM down JOIN division d ON d.parent_id = down.id)
      SELECT id FROM down
      """;

  private static final String NOW = """
      CREATE TEMPORARY TABLE tile_polygon_now ON COMMIT DROP AS
      SELECT g.id AS geometry_id, d.id AS division_id, d.place_id, d.level, d.code, d.province, d.valid * g.valid AS valid,
        ARRAY (WITH RECURSIVE up AS (
                 SELECT x.id, x.parent_id, x.level FROM division x WHERE x.id = d.id
                 UNION ALL SELECT x.id, x.parent_id, x.level FROM division x JOIN up ON x.id = up.parent_id)
               SELECT (SELECT u.id FROM up u WHERE u.level = l) FROM generate_series(1, 5) l) AS ancestors,
        md5(st_asbinary(g.g3857)) || d.level AS digest
      FROM (%s) c
      JOIN division d ON d.id = c.id
      JOIN division_geometry g ON g.division_id = d.id AND g.valid && d.valid
      """;

  private static final String GONE = """
      SELECT p.geometry_id FROM (%s) c JOIN tile_polygon p ON p.division_id = c.id
      LEFT JOIN tile_polygon_now n USING (geometry_id)
      WHERE n.digest IS DISTINCT FROM p.digest
      """;

  private static final String COME = """
      SELECT n.geometry_id FROM tile_polygon_now n LEFT JOIN tile_polygon p USING (geometry_id)
      WHERE n.digest IS DISTINCT FROM p.digest ORDER BY n.level, n.code, n.geometry_id
      """;

  private static final String ALTERED = """
      SELECT n.geometry_id FROM tile_polygon_now n JOIN tile_polygon p USING (geometry_id)
      WHERE n.digest = p.digest AND (n.division_id, n.place_id, n.level, n.code, n.province, n.valid, n.ancestors)
            IS DISTINCT FROM (p.division_id, p.place_id, p.level, p.code, p.province, p.valid, p.ancestors)
      """;

  private static final String ALTER = """
      UPDATE tile_polygon p SET division_id = n.division_id, place_id = n.place_id, level = n.level, code = n.code,
        province = n.province, valid = n.valid, ancestors = n.ancestors
      FROM tile_polygon_now n WHERE n.geometry_id = p.geometry_id AND p.geometry_id = ANY (:ids)
      """;

  private static final String WITHDRAW = "DELETE FROM tile_polygon WHERE geometry_id = ANY (:ids)";

  /** Names of counties and above stand in the middle of the largest circle that fits an outline simplified to a hundredth of its size. */
  private static final String DRAW = """
      INSERT INTO tile_polygon (geometry_id, division_id, place_id, level, code, province, valid, ancestors, digest, radius, label)
      SELECT n.geometry_id, n.division_id, n.place_id, n.level, n.code, n.province, n.valid, n.ancestors, n.digest, o.radius, o.center
      FROM tile_polygon_now n JOIN division_geometry g ON g.id = n.geometry_id
      CROSS JOIN LATERAL (
        SELECT st_simplifypreservetopology(x.geom, sqrt(st_area(x.geom)) / 100) AS part
        FROM st_dump(g.g3857) x ORDER BY st_area(x.geom) DESC, x.path LIMIT 1) q
      CROSS JOIN LATERAL (
        SELECT m.center, m.radius FROM st_maximuminscribedcircle(q.part) m WHERE n.level < 4
        UNION ALL SELECT st_pointonsurface(q.part), 0 WHERE n.level >= 4) o
      WHERE n.geometry_id = ANY (:ids)
      """;

  private final JdbcClient jdbc;

  Polygons(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Finds what {@code changed_place} brings and takes it down in {@code tile_polygon}. */
  Change follow(long changedPlaces) {
    String concerned = changedPlaces > MANY_PLACES ? ALL : CONCERNED;
    jdbc.sql("DROP TABLE IF EXISTS tile_polygon_now").update();
    jdbc.sql(NOW.formatted(concerned)).update();
    jdbc.sql("ANALYZE tile_polygon_now").update();
    Change change = new Change(ids(GONE.formatted(concerned)), ids(COME), ids(ALTERED));
    if (!change.isEmpty()) {
      jdbc.sql(ALTER).param("ids", array(change.altered())).update();
      jdbc.sql(WITHDRAW).param("ids", array(change.gone())).update();
      jdbc.sql(DRAW).param("ids", array(change.come())).update();
    }
    return change;
  }

  private List<UUID> ids(String query) {
    return jdbc.sql(query).query(UUID.class).list();
  }

  static UUID[] array(java.util.Collection<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }
}

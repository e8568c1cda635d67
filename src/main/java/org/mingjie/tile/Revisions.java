package org.mingjie.tile;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Numbers that tell how fresh tiles are. What a change touches stands in {@code tile_touched}: layer, zooms and course
 * in EPSG:3857. Writers of the tile tables take turns until their commit, so that numbers rise in the order of commits.
 */
@Component
class Revisions {

  /** With more touched features the layer as a whole gets a new number. */
  private static final int MANY = 20_000;

  private static final String CREATE_TABLE = """
      CREATE TEMPORARY TABLE IF NOT EXISTS tile_touched (
        layer text NOT NULL, low integer NOT NULL, high integer NOT NULL, g3857 geometry NOT NULL, today boolean, cell bigint
      ) ON COMMIT DROP
      """;

  private static final String COUNT = "SELECT layer, count(*) AS features FROM tile_touched GROUP BY layer";

  /** Cells at z 0 to 8 within reach: the feature's box and the buffer of a 64th of a tile. Deeper tiles count for their cell at z 8. */
  private static final String BUMP_CELLS = """
      INSERT INTO tile_revision (layer, z, x, y, rev)
      SELECT c.layer, c.z, c.x, c.y, nextval('tile_revision_seq') FROM (
        SELECT DISTINCT t.layer, z, x, y
        FROM tile_touched t
        CROSS JOIN generate_series(0, 8) z
        CROSS JOIN LATERAL (SELECT 40075016.685578488 / (1 << z) AS side, 20037508.342789244 AS half) k
        CROSS JOIN LATERAL generate_series(
          greatest(0, floor((st_xmin(t.g3857) + half) / side - 0.0157)::integer),
          least((1 << z) - 1, floor((st_xmax(t.g3857) + half) / side + 0.0157)::integer)) x
        CROSS JOIN LATERAL generate_series(
          greatest(0, floor((half - st_ymax(t.g3857)) / side - 0.0157)::integer),
          least((1 << z) - 1, floor((half - st_ymin(t.g3857)) / side + 0.0157)::integer)) y
        WHERE t.layer = :layer AND (z BETWEEN t.low AND t.high OR z = 8 AND t.high > 8)
        ORDER BY 2, 3, 4) c
      ON CONFLICT (z, x, y, layer) DO UPDATE SET rev = excluded.rev
      """;

  private static final String FORGET_CELLS = "DELETE FROM tile_revision WHERE layer = :layer";

  private static final String BUMP_LAYER =
      "INSERT INTO tile_revision (layer, z, x, y, rev) VALUES (:layer, -1, 0, 0, nextval('tile_revision_seq'))";

  private final JdbcClient jdbc;

  Revisions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Waits for other writers of the tile tables to commit; nothing is touched yet. */
  void begin() {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('mingjie tile tables'))").query().listOfRows();
    jdbc.sql(CREATE_TABLE).update();
    jdbc.sql("DELETE FROM tile_touched").update();
  }

  /** Everything touched since {@link #begin} has a new number once the transaction commits. */
  void bump() {
    record Touched(String layer, long features) {}
    for (Touched touched : jdbc.sql(COUNT).query(Touched.class).list()) {
      if (touched.features() > MANY) {
        jdbc.sql(FORGET_CELLS).param("layer", touched.layer()).update();
        jdbc.sql(BUMP_LAYER).param("layer", touched.layer()).update();
      } else {
        jdbc.sql(BUMP_CELLS).param("layer", touched.layer()).update();
      }
    }
  }
}

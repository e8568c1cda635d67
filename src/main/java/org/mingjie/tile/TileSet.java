package org.mingjie.tile;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The set {@code base}: divisions and their labels, boundaries, water, ground, roads and places of today, in one
 * statement a tile. A tile of 512 pixels is shown one zoom nearer than its number (z0 fills the world with 512 pixels),
 * so tile z carries what the style draws at zoom z + 1. Band predicates are literals chosen by zoom, so that partial indexes match.
 */
@Component
class TileSet {

  static final int MAX_ZOOM = 14;

  /** Tolerance of half a 256-pixel pixel, in metres of EPSG:3857 at a zoom. */
  private static final double HALF_PIXEL_AT_0 = 40075016.685578488 / 256 / 2;

  private static final String DIVISION = """
      SELECT t.tile_id AS id, t.code, t.name, t.class, t.level, t.rank,
        st_asmvtgeom(%2$s, b.tile, 4096, 64, true) AS g
      FROM b, tile_division t JOIN division_geometry dg ON dg.division_id = t.division_id AND upper_inf(dg.valid)
      WHERE dg.g3857 && b.reach AND t.level IN (%1$s) ORDER BY t.level, t.tile_id
      """;

  private static final String LABEL = """
      SELECT t.tile_id AS id, t.code, t.name, t.class, t.level, t.rank, round(t.radius)::integer AS radius,
        st_asmvtgeom(t.label, b.tile, 4096, 64, true) AS g
      FROM b, tile_division t WHERE t.label && b.reach AND t.level IN (%s) ORDER BY t.level, t.tile_id
      """;

  private static final String BOUNDARY = """
      SELECT t.id, ''::text AS code, coalesce(t.name, '') AS name, ''::text AS class, t.level, 0::real AS rank,
        st_asmvtgeom(%2$s, b.tile, 4096, 64, true) AS g
      FROM b, tile_boundary t WHERE t.g3857 && b.reach AND t.level <= %1$s ORDER BY t.id
      """;

  private static final String FEATURE = """
      SELECT t.tile_id AS id, t.code, t.name, t.class, t.level, t.rank, %4$s
        st_asmvtgeom(%3$s, b.tile, 4096, 64, true) AS g
      FROM b, tile_feature t
      WHERE t.g3857 && b.reach AND t.layer = '%1$s' AND t.min_zoom <= %2$s ORDER BY t.rank DESC, t.tile_id
      """;

  private final JdbcClient jdbc;
  private final String[] statements = new String[MAX_ZOOM + 1];

  TileSet(@Qualifier("read") JdbcClient jdbc) {
    this.jdbc = jdbc;
    for (int z = 0; z <= MAX_ZOOM; z++) {
      statements[z] = statement(z);
    }
  }

  /** Bytes of the tile, empty where nothing lies. */
  byte[] tile(int z, int x, int y) {
    byte[] bytes = jdbc.sql(statements[z]).param("z", z).param("x", x).param("y", y).query(byte[].class).single();
    return bytes == null ? new byte[0] : bytes;
  }

  private static String statement(int z) {
    int shown = z + 1;
    double tolerance = HALF_PIXEL_AT_0 / (1 << shown);
    String areas = shown < 7 ? "1" : shown < 9 ? "1, 2" : shown < 12 ? "2, 3" : shown < 14 ? "3, 4" : "3, 4, 5";
    String labels = shown < 7 ? "1" : shown < 9 ? "1, 2" : shown < 10 ? "2, 3" : "3";
    String lines = shown < 6 ? "1" : shown < 8 ? "2" : shown < 10 ? "3" : shown < 13 ? "4" : "5";
    String shape = z > 11 ? "dg.g3857" : "st_simplify(dg.g3857, " + tolerance + ", true)";
    String course = z > 11 ? "t.g3857" : "st_simplify(t.g3857, " + tolerance + ")";
    return """
        WITH b AS MATERIALIZED (
          SELECT st_tileenvelope(:z, :x, :y) AS tile, st_tileenvelope(:z, :x, :y, margin => 0.015625) AS reach
        )
        SELECT %s || %s || %s || %s || %s || %s || %s
        """.formatted(
        layer("ground", FEATURE.formatted("ground", shown, course, "")),
        layer("water", FEATURE.formatted("water", shown, course, "")),
        layer("division", DIVISION.formatted(areas, shape)),
        layer("boundary", BOUNDARY.formatted(lines, course)),
        layer("road", FEATURE.formatted("road", shown, course, "t.ref,")),
        layer("division_label", LABEL.formatted(labels)),
        layer("place", FEATURE.formatted("place", shown, "t.g3857", "t.height, t.heritage,")));
  }

  private static String layer(String name, String query) {
    return "(SELECT coalesce(st_asmvt(q, '" + name + "', 4096, 'g', 'id'), ''::bytea) FROM (" + query
        + ") q WHERE q.g IS NOT NULL)";
  }
}

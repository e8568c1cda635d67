package org.mingjie.tile;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statement that makes a tile, one for each zoom. A tile of 512 pixels is shown one zoom nearer than its number (z0
 * fills the world with 512 pixels), so tile z carries what the style draws at zoom z + 1. Bands and levels are literals
 * chosen here by zoom, so that partial indexes match. Aggregates are ordered: equal data give equal bytes.
 */
final class TileStatements {

  /** Tolerance of half a 256-pixel pixel, in metres of EPSG:3857 at a zoom. */
  private static final double HALF_PIXEL_AT_0 = 40075016.685578488 / 256 / 2;

  /** Features of a layer of shapes, and of the grid, each time a tile has turned out too large. */
  private static final int[] MOST_SHAPES = {8_000, 3_000, 1_000, 400, 150, 50};
  private static final int[] EXTENT = {4096, 4096, 2048, 1024, 512, 256};

  static final int THRIFTIEST = EXTENT.length - 1;

  private static final int MOST_POINTS = 256;

  private static final String REVISION = """
      SELECT coalesce(max(rev), 0) FROM (
        SELECT rev FROM tile_revision WHERE z = -1 AND x = 0 AND y = 0 AND layer IN (%1$s)
        UNION ALL SELECT rev FROM tile_revision WHERE z = :rz AND x = :rx AND y = :ry AND layer IN (%1$s)) r
      """;

  private static final String REVISION_OF_ALL = """
      SELECT coalesce(max(rev), 0) FROM (
        SELECT rev FROM tile_revision WHERE z = -1 AND x = 0 AND y = 0
        UNION ALL SELECT rev FROM tile_revision WHERE z = :rz AND x = :rx AND y = :ry) r
      """;

  /** How fresh all layers of many cells are: place in the arrays from 1, number. Parameters: arrays of z, x and y. */
  static final String REVISIONS = """
      SELECT c.n, greatest(w.rev, (SELECT max(r.rev) FROM tile_revision r WHERE r.z = c.z AND r.x = c.x AND r.y = c.y))
      FROM (SELECT coalesce(max(rev), 0) AS rev FROM tile_revision WHERE z = -1 AND x = 0 AND y = 0) w,
        unnest(?, ?, ?) WITH ORDINALITY AS c(z, x, y, n)
      """;

  private static final String TILE = """
      WITH b AS MATERIALIZED (
        SELECT st_tileenvelope(:z, :x, :y) AS tile, st_tileenvelope(:z, :x, :y, margin => 0.015625) AS reach, CAST(:day AS date) AS day
      )
      SELECT (%s) AS revision, %s AS bytes
      """;

  /** OFFSET 0 keeps the planner from cutting each shape twice, once to see whether anything is left of it. */
  private static final String LAYER = """
      (SELECT coalesce(st_asmvt(q, '%s', %d, 'g', 'id'), ''::bytea) FROM (
      %s OFFSET 0) q WHERE q.g IS NOT NULL)""";

  /** OFFSET 0 keeps the planner from reading all divisions where a look at a few is meant. */
  private static final String DIVISION = """
      SELECT t.tile_id AS id, t.code, t.name, t.class, t.level, t.rank, a.g
      FROM (SELECT a.geometry_id, st_collectionextract(st_collect(st_asmvtgeom(a.g3857, b.tile, %3$d, %4$d, true) ORDER BY a.piece), 3) AS g
            FROM b, tile_area a WHERE a.g3857 && b.reach AND a.band = %2$d AND a.level IN (%1$s) GROUP BY a.geometry_id) a
      CROSS JOIN LATERAL (
        SELECT * FROM tile_division t WHERE t.geometry_id = a.geometry_id AND t.valid @> (SELECT day FROM b) OFFSET 0) t
      ORDER BY t.level, t.tile_id, t.geometry_id
      """;

  private static final String LABEL = """
      SELECT t.tile_id AS id, t.code, t.name, t.class, t.level, t.rank, round(t.radius)::integer AS radius,
        st_asmvtgeom(t.label, b.tile, %2$d, %3$d, true) AS g
      FROM b, tile_division t WHERE t.label && b.reach AND t.level IN (%1$s) AND t.valid @> b.day ORDER BY t.level, t.tile_id, t.geometry_id
      """;

  private static final String BOUNDARY = """
      SELECT t.chain_id AS id, ''::text AS code, ''::text AS name, ''::text AS class, t.level, 0::real AS rank,
        st_asmvtgeom(t.%2$s, b.tile, %3$d, %4$d, true) AS g
      FROM b, tile_boundary t WHERE t.%2$s && b.reach AND t.net = %5$d AND t.level <= %1$d AND t.valid @> b.day ORDER BY t.chain_id
      """;

  private static final String SHAPE = """
      SELECT t.id, t.code, t.name, t.class, t.level, t.rank, %4$s st_asmvtgeom(%3$s, b.tile, %6$d, %7$d, true) AS g
      FROM (SELECT t.tile_id AS id, t.code, t.name, t.class, t.level, t.rank, t.ref, t.g3857 FROM b, tile_feature t
            WHERE t.g3857 && b.reach AND t.layer <> 'place' AND t.layer = '%1$s' AND t.min_zoom <= %2$d AND t.valid @> b.day
            ORDER BY t.rank DESC, t.tile_id, t.g3857 LIMIT %5$d) t, b
      ORDER BY t.rank DESC, t.id, t.g3857
      """;

  /** Points inside come before those of the buffer, so that the bound never takes one that the tile must show. */
  private static final String PLACE = """
      SELECT t.tile_id AS id, t.code, t.name, t.class, t.level, t.rank, t.height, t.heritage,
        st_asmvtgeom(t.g3857, b.tile, %3$d, %4$d, true) AS g
      FROM (SELECT t.tile_id, t.code, t.name, t.class, t.level, t.rank, t.height, t.heritage, t.prio, t.g3857 FROM b, tile_feature t
            WHERE t.g3857 && b.reach AND t.layer = 'place' AND t.min_zoom <= %1$d AND t.valid @> b.day
            ORDER BY NOT t.g3857 && b.tile, t.prio, t.tile_id LIMIT %2$d) t, b
      ORDER BY t.prio, t.tile_id
      """;

  private TileStatements() {}

  /** One row: how fresh the cell is. Parameters rz, rx, ry. */
  static String revision(Set<TileLayer> layers) {
    return layers.equals(TileLayer.ALL) ? REVISION_OF_ALL : REVISION.formatted(layers.stream().sorted().map(l -> "'" + l.id() + "'").collect(Collectors.joining(", ")));
  }

  /**
   * One row, read in one snapshot: revision and bytes of the tile. Parameters z, x, y, day and those of the revision.
   *
   * @param thrift 0, or how many times the tile has turned out too large
   */
  static String tile(int z, Set<TileLayer> layers, int thrift) {
    return TILE.formatted(revision(layers).strip(), layers.stream().sorted()
        .map(layer -> LAYER.formatted(layer.id(), EXTENT[thrift], features(layer, z, thrift))).collect(Collectors.joining(" || ")));
  }

  private static String features(TileLayer layer, int z, int thrift) {
    int extent = EXTENT[thrift];
    int buffer = extent / 64;
    return switch (layer) {
      case DIVISION -> DIVISION.formatted(
          z < 6 ? "1" : z < 8 ? "1, 2" : z < 11 ? "2, 3" : z < 13 ? "3, 4" : "3, 4, 5", band(z), extent, buffer);
      case DIVISION_LABEL -> LABEL.formatted(z < 6 ? "1" : z < 8 ? "1, 2" : z < 9 ? "2, 3" : "3", extent, buffer);
      case BOUNDARY -> BOUNDARY.formatted(z < 5 ? 1 : z < 7 ? 2 : z < 9 ? 3 : z < 12 ? 4 : 5,
          z <= 8 ? "band" + band(z) : "g3857", extent, buffer, z <= 8 ? 3 : 5);
      case PLACE -> PLACE.formatted(z, MOST_POINTS, extent, buffer);
      case ROAD -> shape(layer, z, "t.ref,", thrift, extent, buffer);
      case GROUND, WATER -> shape(layer, z, "", thrift, extent, buffer);
    };
  }

  private static String shape(TileLayer layer, int z, String more, int thrift, int extent, int buffer) {
    double tolerance = HALF_PIXEL_AT_0 / (1 << z + 1) * (4096 / extent);
    String course = z > 11 ? "t.g3857" : "st_simplify(t.g3857, " + tolerance + ", true)";
    return SHAPE.formatted(layer.id(), z, course, more, MOST_SHAPES[thrift], extent, buffer);
  }

  private static int band(int z) {
    return z <= 4 ? 4 : z <= 6 ? 6 : z <= 8 ? 8 : 16;
  }
}

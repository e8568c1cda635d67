package org.mingjie.feature;

import java.util.Optional;
import org.mingjie.tile.TileSets;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where the features of a collection lie, by the spatial indexes, of roads as their tiles tell it: never too small, and no table is
 * read. Nothing is kept: what is no longer published must not be told a moment longer.
 */
@Component
class Extents {

  private static final double DECIMALS = 1e4;

  /**
   * No row where nothing has a position. Of places the outermost on each
   * side, as neighbours of lines far out there: the root of their index still holds positions that are no longer published. An index
   * keeps boxes in single precision, hence the margin.
   */
  private static final String EXTENT = """
      SELECT st_xmin(e), st_ymin(e), st_xmax(e), st_ymax(e)
      FROM (SELECT st_extent(CAST(x.box AS geometry)) AS e FROM (
        SELECT st_estimatedextent('app', 'division_geometry', 'geom') AS box
        UNION ALL
        SELECT box2d(st_expand(CAST(st_extent(o.geom) AS geometry), 2e-5))
        FROM (VALUES (st_makeenvelope(0, -90, 0, 90, 4490)), (st_makeenvelope(180, -90, 180, 90, 4490)),
                     (st_makeenvelope(0, -90, 180, -90, 4490)), (st_makeenvelope(0, 90, 180, 90, 4490))) far (side)
        CROSS JOIN LATERAL (SELECT g.geom FROM place_geometry g WHERE g.geom IS NOT NULL ORDER BY g.geom <#> far.side LIMIT 1) o
        WHERE :places) x) y
      WHERE e IS NOT NULL
      """;

  private final JdbcClient jdbc;
  private final TileSets tiles;

  Extents(@Qualifier("read") JdbcClient jdbc, TileSets tiles) {
    this.jdbc = jdbc;
    this.tiles = tiles;
  }

  /** West, south, east, north in degrees; empty where nothing has a position. */
  Optional<double[]> of(ItemCollection collection) {
    if (collection == ItemCollection.ROADS) {
      return tiles.bounds(collection.id());
    }
    return jdbc.sql(EXTENT).param("places", collection == ItemCollection.PLACES)
        .query((row, n) -> new double[] {
          down(row.getDouble(1)), down(row.getDouble(2)), -down(-row.getDouble(3)), -down(-row.getDouble(4))
        }).optional();
  }

  private static double down(double degrees) {
    return Math.floor(degrees * DECIMALS) / DECIMALS;
  }
}

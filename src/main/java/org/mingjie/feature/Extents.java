package org.mingjie.feature;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where the features of a collection lie, from the roots of the spatial indexes: never too small, and no table is read. */
@Component
class Extents {

  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final double DECIMALS = 1e4;

  /** Null where a table has no rows; then the bounds within which the registry takes coordinates. */
  private static final String EXTENT = """
      SELECT coalesce(st_xmin(e), 73), coalesce(st_ymin(e), 3), coalesce(st_xmax(e), 136), coalesce(st_ymax(e), 54)
      FROM (SELECT st_extent(CAST(x.box AS geometry)) AS e FROM (
        SELECT st_estimatedextent('app', 'division_geometry', 'geom') AS box WHERE :divisions
        UNION ALL
        SELECT st_estimatedextent('app', 'place_geometry', 'geom') WHERE :places) x) y
      """;

  private final JdbcClient jdbc;
  private final LoadingCache<ItemCollection, double[]> extents =
      Caffeine.newBuilder().expireAfterWrite(KEPT).build(this::read);

  Extents(@Qualifier("read") JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** West, south, east, north in degrees. */
  double[] of(ItemCollection collection) {
    return extents.get(collection).clone();
  }

  private double[] read(ItemCollection collection) {
    return jdbc.sql(EXTENT)
        .param("divisions", collection != ItemCollection.ROADS)
        .param("places", collection != ItemCollection.DIVISIONS)
        .query((row, n) -> new double[] {
          down(row.getDouble(1)), down(row.getDouble(2)), -down(-row.getDouble(3)), -down(-row.getDouble(4))
        }).single();
  }

  private static double down(double degrees) {
    return Math.floor(degrees * DECIMALS) / DECIMALS;
  }
}

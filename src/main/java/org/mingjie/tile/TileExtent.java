package org.mingjie.tile;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.Set;
import org.mingjie.place.PlacesChanged;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where layers have features, from the roots of the spatial indexes: never too small, and no table is read. */
@Component
class TileExtent {

  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final double DECIMALS = 1e4;
  private static final double HALF_WORLD = 20037508.342789244;

  /**
   * Degrees, and the same in EPSG:3857.
   *
   * @param left metres, as right, bottom and top
   */
  record Box(double west, double south, double east, double north, double left, double bottom, double right, double top) {

    /** Columns and rows at a zoom that reach into the box: first and last column, first and last row. */
    int[] cells(int z) {
      double side = 2 * HALF_WORLD / (1 << z);
      int last = (1 << z) - 1;
      return new int[] {
        cell(left + HALF_WORLD, side, last), cell(right + HALF_WORLD, side, last),
        cell(HALF_WORLD - top, side, last), cell(HALF_WORLD - bottom, side, last)};
    }

    /** Zoom at which a tile is about as large as the box. */
    int zoomToSee() {
      double side = Math.max(right - left, top - bottom);
      return (int) Math.max(0, Math.min(TileAddress.MAX_ZOOM, Math.floor(Math.log(2 * HALF_WORLD / Math.max(side, 1)) / Math.log(2))));
    }

    private static int cell(double metres, double side, int last) {
      return (int) Math.max(0, Math.min(last, Math.floor(metres / side)));
    }
  }

  /** Null where a table has no rows; then the bounds within which the registry takes coordinates. */
  private static final String EXTENT = """
      SELECT st_xmin(d), st_ymin(d), st_xmax(d), st_ymax(d), st_xmin(e), st_ymin(e), st_xmax(e), st_ymax(e)
      FROM (
        SELECT coalesce(st_setsrid(CAST(st_extent(CAST(x.box AS geometry)) AS geometry), 3857),
          st_transform(st_makeenvelope(73, 3, 136, 54, 4490), 3857)) AS e FROM (
            SELECT st_estimatedextent('app', 'tile_area', 'g3857') AS box WHERE :areas
            UNION ALL SELECT st_estimatedextent('app', 'tile_feature', 'g3857') WHERE :features) x) y
      CROSS JOIN LATERAL st_transform(y.e, 4490) d
      """;

  private final JdbcClient jdbc;
  private final LoadingCache<Set<TileLayer>, Box> boxes = Caffeine.newBuilder().expireAfterWrite(KEPT).build(this::read);

  TileExtent(@Qualifier("read") JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Other processes learn of a change within {@link #KEPT}. */
  @EventListener
  void on(PlacesChanged changed) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        boxes.invalidateAll();
      }
    });
  }

  Box of(Set<TileLayer> layers) {
    return boxes.get(Set.copyOf(layers));
  }

  private Box read(Set<TileLayer> layers) {
    boolean areas = layers.contains(TileLayer.DIVISION) || layers.contains(TileLayer.BOUNDARY) || layers.contains(TileLayer.DIVISION_LABEL);
    boolean features = layers.contains(TileLayer.PLACE) || layers.contains(TileLayer.ROAD) || layers.contains(TileLayer.WATER)
        || layers.contains(TileLayer.GROUND);
    return jdbc.sql(EXTENT).param("areas", areas).param("features", features)
        .query((row, n) -> new Box(down(row.getDouble(1)), down(row.getDouble(2)), -down(-row.getDouble(3)), -down(-row.getDouble(4)),
            row.getDouble(5), row.getDouble(6), row.getDouble(7), row.getDouble(8))).single();
  }

  private static double down(double degrees) {
    return Math.floor(degrees * DECIMALS) / DECIMALS;
  }
}

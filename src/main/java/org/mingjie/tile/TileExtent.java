package org.mingjie.tile;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.mingjie.place.PlacesChanged;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where layers have features: never too small, and no table is read. */
@Component
class TileExtent {

  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final double DECIMALS = 1e4;
  private static final Set<TileLayer> SHAPES = EnumSet.of(TileLayer.ROAD, TileLayer.WATER, TileLayer.GROUND);
  private static final double HALF_WORLD = 20037508.342789244;

  /**
   * Degrees, and the same in EPSG:3857.
   *
   * @param left metres, as right, bottom and top
   * @param isEmpty whether there are no features; the box is then that within which there could be some
   */
  record Box(double west, double south, double east, double north, double left, double bottom, double right, double top, boolean isEmpty) {

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

  /**
   * The outermost boxes on each side, as neighbours of lines far out there, by indexes that hold all rows of a layer. Shapes of all
   * layers share one, where those of others that lie farther out are passed by. An index keeps boxes in single precision, hence the
   * metres around. Where there are no rows, the bounds within which the registry takes coordinates.
   */
  private static final String EXTENT = """
      SELECT st_xmin(d), st_ymin(d), st_xmax(d), st_ymax(d), st_xmin(e), st_ymin(e), st_xmax(e), st_ymax(e), none
      FROM (
        SELECT coalesce(st_setsrid(CAST(st_expand(st_extent(CAST(x.box AS geometry)), 2) AS geometry), 3857),
          st_transform(st_makeenvelope(73, 3, 136, 54, 4490), 3857)) AS e, count(*) = 0 AS none
        FROM (VALUES (st_makeenvelope(-1e8, -1e8, -1e8, 1e8, 3857)), (st_makeenvelope(1e8, -1e8, 1e8, 1e8, 3857)),
                     (st_makeenvelope(-1e8, -1e8, 1e8, -1e8, 3857)), (st_makeenvelope(-1e8, 1e8, 1e8, 1e8, 3857))) far (side)
        CROSS JOIN LATERAL (
          (SELECT box2d(g3857) AS box FROM tile_area WHERE :areas AND band = 16 ORDER BY g3857 <#> far.side LIMIT 1)
          UNION ALL (SELECT box2d(g3857) FROM tile_feature WHERE :points AND layer = 'place' ORDER BY g3857 <#> far.side LIMIT 1)
          UNION ALL (SELECT box2d(g3857) FROM tile_feature WHERE cardinality(CAST(:shapes AS text[])) > 0 AND layer <> 'place' AND layer = ANY (:shapes) ORDER BY g3857 <#> far.side LIMIT 1)) x) y
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
    String[] shapes = layers.stream().filter(SHAPES::contains).map(TileLayer::id).toArray(String[]::new);
    return jdbc.sql(EXTENT).param("areas", areas).param("points", layers.contains(TileLayer.PLACE)).param("shapes", shapes)
        .query((row, n) -> new Box(down(row.getDouble(1)), down(row.getDouble(2)), -down(-row.getDouble(3)), -down(-row.getDouble(4)),
            row.getDouble(5), row.getDouble(6), row.getDouble(7), row.getDouble(8), row.getBoolean(9))).single();
  }

  private static double down(double degrees) {
    return Math.floor(degrees * DECIMALS) / DECIMALS;
  }
}

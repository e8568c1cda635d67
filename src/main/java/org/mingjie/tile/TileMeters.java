package org.mingjie.tile;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How much work tiles are. */
@Component
class TileMeters implements MeterBinder {

  private final TileService tiles;
  private final TileQueue queue;

  TileMeters(TileService tiles, TileQueue queue) {
    this.tiles = tiles;
    this.queue = queue;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("mingjie.tiles.made", tiles, TileService::made).description("Tiles made by the database").register(registry);
    Gauge.builder("mingjie.tiles.waiting", queue, TileQueue::waiting).description("Tiles that wait to be made").register(registry);
    Gauge.builder("mingjie.tiles.memory", tiles, TileService::memoryBytes).baseUnit("bytes").description("Tiles kept in memory").register(registry);
  }
}

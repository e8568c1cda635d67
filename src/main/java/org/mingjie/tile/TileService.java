package org.mingjie.tile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Tiles, from memory while their revision stands. Whoever asks for a tile that is being made waits for it if its snapshot
 * is not older than the request, so that a tile is made once however many ask, and after a commit nobody gets the old one.
 */
@Service
class TileService {

  private static final Logger LOG = LoggerFactory.getLogger(TileService.class);

  private static final int MOST_RAW_BYTES = 500_000;
  private static final int MOST_ZIPPED_BYTES = 150_000;
  private static final long CACHE_BYTES = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);
  private static final int ENTRY_BYTES = 400;
  private static final long NO_REVISION = -1;

  private final TileReader reader;
  private final RevisionLookup revisions;
  private final TileQueue queue;
  private final Cache<TileAddress, Tile> cache = Caffeine.newBuilder().maximumWeight(CACHE_BYTES)
      .weigher((TileAddress address, Tile tile) -> tile.zippedBytes() + ENTRY_BYTES).build();
  private final Map<TileAddress, Flight> flights = new ConcurrentHashMap<>();
  private final AtomicLong made = new AtomicLong();

  TileService(TileReader reader, RevisionLookup revisions, TileQueue queue) {
    this.reader = reader;
    this.revisions = revisions;
    this.queue = queue;
  }

  /** A tile being made for all who ask for it. */
  private final class Flight implements TileQueue.Work {

    private final TileAddress address;
    private final CompletableFuture<Tile> tile = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile long begunAt = Long.MAX_VALUE;

    Flight(TileAddress address) {
      this.address = address;
    }

    @Override
    public void run() {
      if (!begun.compareAndSet(false, true)) {
        return;
      }
      begunAt = System.nanoTime();
      try {
        Tile fresh = make(address);
        cache.put(address, fresh);
        land();
        tile.complete(fresh);
      } catch (SQLException busy) {
        LOG.warn("tile {}: {}", address, busy.getMessage());
        land();
        tile.completeExceptionally(TileRefusal.overloaded());
      } catch (Throwable failed) {
        land();
        tile.completeExceptionally(failed);
      }
    }

    @Override
    public void giveUp() {
      if (begun.compareAndSet(false, true)) {
        land();
        tile.completeExceptionally(TileRefusal.overloaded());
      }
    }

    private void land() {
      flights.remove(address, this);
    }
  }

  /**
   * The tile as of now, done where it is at hand or nobody waits for a place to make it.
   *
   * @param client whom a tile that has to be made is counted against
   */
  CompletableFuture<Tile> get(TileAddress address, String client) {
    long asked = System.nanoTime();
    long revision = NO_REVISION;
    if (cache.getIfPresent(address) != null) {
      revision = revision(address);
      Tile kept = cache.getIfPresent(address);
      if (kept != null && kept.revision() == revision) {
        return CompletableFuture.completedFuture(kept);
      }
    }
    Flight mine = new Flight(address);
    Flight flight = flights.computeIfAbsent(address, a -> mine);
    if (flight == mine && queue.begin(client)) {
      try {
        flight.run();
      } finally {
        queue.end(client);
      }
    } else if (!flight.begun.get() && !queue.offer(client, flight) && flight == mine) {
      flight.giveUp();
    }
    long known = revision;
    return flight.tile.thenCompose(tile -> tile.revision() == known || flight.begunAt - asked > 0
        ? CompletableFuture.completedFuture(tile) : get(address, client));
  }

  /** Tiles made so far, each by one query of geometry unless it was too large. */
  long made() {
    return made.get();
  }

  void forgetAll() {
    cache.invalidateAll();
  }

  private long revision(TileAddress address) {
    try {
      return revisions.revision(address);
    } catch (SQLException busy) {
      LOG.warn("revision of tile {}: {}", address, busy.getMessage());
      throw TileRefusal.overloaded();
    }
  }

  private Tile make(TileAddress address) throws SQLException {
    made.incrementAndGet();
    for (int thrift = 0; thrift < TileStatements.THRIFTIEST; thrift++) {
      Tile tile = reader.tile(address, thrift);
      if (tile.rawBytes() <= MOST_RAW_BYTES && tile.zippedBytes() <= MOST_ZIPPED_BYTES) {
        return tile;
      }
    }
    return reader.tile(address, TileStatements.THRIFTIEST);
  }
}

package org.mingjie.tile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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

  private final TileReader reader;
  private final RevisionLookup revisions;
  private final RevisionLease lease;
  private final TileQueue queue;
  private final Cache<TileAddress, Tile> cache = Caffeine.newBuilder().maximumWeight(CACHE_BYTES)
      .weigher((TileAddress address, Tile tile) -> tile.zippedBytes() + ENTRY_BYTES).build();
  private final Map<TileAddress, Flight> flights = new ConcurrentHashMap<>();
  private final AtomicLong made = new AtomicLong();

  TileService(TileReader reader, RevisionLookup revisions, RevisionLease lease, TileQueue queue) {
    this.reader = reader;
    this.revisions = revisions;
    this.lease = lease;
    this.queue = queue;
  }

  /** A tile being made for all who ask for it. */
  private final class Flight implements TileQueue.Work {

    private final TileAddress address;
    private final CompletableFuture<Tile> tile = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean joined;
    private volatile long asOf;

    Flight(TileAddress address) {
      this.address = address;
    }

    @Override
    public void run() {
      if (!begun.compareAndSet(false, true)) {
        return;
      }
      asOf = System.nanoTime();
      long term = lease.term();
      try {
        Tile fresh = make(address);
        fresh.foundFreshIn(term);
        cache.put(address, fresh);
        land();
        if (joined) {
          confirm(fresh);
        }
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

    /** Once for all who came while the tile was made; nothing need be asked if it was made within a term that lasts. */
    private void confirm(Tile fresh) {
      long now = System.nanoTime();
      try {
        if (fresh.isFreshIn(lease.term()) || revisions.revision(address) == fresh.revision()) {
          asOf = now;
        }
      } catch (SQLException busy) {
        LOG.warn("revision of tile {}: {}", address, busy.getMessage()); // each looks himself
      }
    }

    /** Called before the flight lands or not at all. */
    private Flight join() {
      joined = true;
      return this;
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
    Tile kept = inTerm(address);
    if (kept != null) {
      return CompletableFuture.completedFuture(kept);
    }
    Flight others = flights.computeIfPresent(address, (a, flight) -> flight.join());
    kept = others == null ? lookUp(address) : null;
    return kept != null ? CompletableFuture.completedFuture(kept) : make(address, client, asked, others);
  }

  /**
   * The tile that is not at hand: made by the calling thread where nobody waits for a place.
   *
   * @param asked by {@link System#nanoTime}; the tile is not older
   * @param others whom the caller has joined
   */
  private CompletableFuture<Tile> make(TileAddress address, String client, long asked, @Nullable Flight others) {
    Flight mine = new Flight(address);
    Flight flight = others != null ? others : flights.compute(address, (a, meanwhile) -> meanwhile == null ? mine : meanwhile.join());
    if (flight == mine && queue.begin(client)) {
      try {
        flight.run();
      } finally {
        queue.end(client);
      }
    } else if (!flight.begun.get() && !queue.offer(client, flight) && flight == mine) {
      flight.giveUp();
    }
    return flight.tile.thenCompose(tile -> flight.asOf - asked > 0 ? CompletableFuture.completedFuture(tile) : get(address, client));
  }

  /** The tile as of now if that is known without asking the database. */
  @Nullable Tile inTerm(TileAddress address) {
    Tile kept = cache.getIfPresent(address);
    return kept != null && kept.isFreshIn(lease.term()) ? kept : null;
  }

  private @Nullable Tile lookUp(TileAddress address) {
    if (cache.getIfPresent(address) == null) {
      return null;
    }
    long term = lease.term();
    long revision = revision(address);
    Tile latest = cache.getIfPresent(address);
    if (latest == null || latest.revision() != revision) {
      return null;
    }
    latest.foundFreshIn(term);
    return latest;
  }

  /** Tiles made so far, each by one query of geometry unless it was too large. */
  long made() {
    return made.get();
  }

  long memoryBytes() {
    return cache.policy().eviction().flatMap(eviction -> eviction.weightedSize().stream().boxed().findFirst()).orElse(0L);
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

package org.mingjie.tile;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.mingjie.condition.Preconditions;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Tiles as answers. As many threads of the server as there are workers may be making tiles; some wait for one in their place for
 * a moment, for to be called back costs more than the answer; no other waits.
 */
@Component
class TileAnswers {

  static final MediaType MVT = MediaType.parseMediaType("application/vnd.mapbox-vector-tile");

  /** Attribute of a request that has asked for its tile and waited in its place already. */
  static final String ASKED = TileAnswers.class.getName() + ".asked";

  /** Shorter than the server would wait before it gives an answer of its own. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);

  private static final Duration MOMENT = Duration.ofMillis(250);
  private static final int WAITING_IN_PLACE = 100;

  private final TileService tiles;
  private final Semaphore places = new Semaphore(WAITING_IN_PLACE);

  TileAnswers(TileService tiles) {
    this.tiles = tiles;
  }

  /** @return the answer, or where the tile has to be made a future of it */
  Object answer(HttpServletRequest request, String z, String x, String y, Set<TileLayer> layers, LocalDate day) {
    return answer(request, TileAddress.parse(z, x, y, layers, day), tile -> { });
  }

  /**
   * @param check refuses a tile that is not to be given
   * @return the answer, or where the tile has to be made a future of it
   */
  @SuppressWarnings("unchecked")
  Object answer(HttpServletRequest request, TileAddress address, Consumer<Tile> check) {
    CompletableFuture<Tile> tile = (CompletableFuture<Tile>) request.getAttribute(ASKED);
    if (tile == null) {
      tile = tiles.get(address, request.getRemoteAddr());
      awaitInPlace(tile);
    }
    if (tile.isDone() && !tile.isCompletedExceptionally()) {
      check.accept(tile.join());
      return TileAnswer.of(tile.join(), request);
    }
    // read before the request may be used for another
    Preconditions wanted = Preconditions.of(request);
    boolean zip = TileAnswer.takesGzip(request);
    return tile.copy().orTimeout(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS).handle((made, failed) -> {
      if (made != null) {
        check.accept(made);
        return new TileAnswer(made, wanted, zip);
      }
      Throwable cause = failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
      throw cause instanceof TileRefusal refusal ? refusal : cause instanceof TimeoutException ? TileRefusal.overloaded() : new CompletionException(cause);
    });
  }

  void awaitInPlace(CompletableFuture<Tile> tile) {
    if (!tile.isDone() && places.tryAcquire()) {
      try {
        tile.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException laterOrNever) {
        // the answer is given or refused when it is known
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      } finally {
        places.release();
      }
    }
  }
}

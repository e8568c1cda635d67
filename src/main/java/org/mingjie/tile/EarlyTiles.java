package org.mingjie.tile;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.EarlyAnswers;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Today's tiles of all layers for pages of this server, where they are at hand or made within a moment; all others are for
 * {@link TileController}.
 */
@Component
class EarlyTiles implements EarlyAnswers {

  private static final String ROOT = "/tiles/" + TileSets.BASE + "/";
  private static final String END = ".mvt";

  /** As of all answers that other sites may read, for caches on the way. */
  private static final List<String> VARY =
      List.of(HttpHeaders.ORIGIN, HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);

  /** Whoever has waited so long goes on beside the others: they may be waiting for slow clients. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(10);

  private final TileService tiles;
  private final TileAnswers answers;
  private final Clock clock;

  /** One for each processor: of more answers at once some are interrupted half done and wait for all the others. */
  private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors());

  EarlyTiles(TileService tiles, TileAnswers answers, ObjectProvider<Clock> clock) {
    this.tiles = tiles;
    this.answers = answers;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  @Override
  public boolean answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getQueryString() != null || !request.getMethod().equals(HttpMethod.GET.name())
        || request.getHeader(HttpHeaders.ORIGIN) != null) {
      return false;
    }
    try {
      TileAddress address = find(request.getRequestURI(), request.getContextPath().length());
      return address != null && (answerInTurn(address, request, response) || answerSoon(address, request, response));
    } catch (TileRefusal toldByTheController) {
      return false;
    }
  }

  /** @return null where this is no address of a tile */
  private @Nullable TileAddress find(String path, int start) {
    if (!path.startsWith(ROOT, start) || !path.endsWith(END)) {
      return null;
    }
    int first = start + ROOT.length();
    int second = path.indexOf('/', first) + 1;
    int third = path.indexOf('/', second) + 1;
    return second == 0 || third == 0 ? null : TileAddress.parse(path.substring(first, second - 1), path.substring(second, third - 1),
        path.substring(third, path.length() - END.length()), TileLayer.ALL, LegalDay.today(clock));
  }

  private boolean answerInTurn(TileAddress address, HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean inTurn = awaitTurn();
    try {
      Tile tile = tiles.inTerm(address);
      if (tile == null) {
        return false;
      }
      TileAnswer answer = TileAnswer.of(tile, request);
      if (inTurn && answer.isLong()) {
        turns.release();
        inTurn = false;
      }
      write(answer, request, response);
      return true;
    } finally {
      if (inTurn) {
        turns.release();
      }
    }
  }

  private boolean answerSoon(TileAddress address, HttpServletRequest request, HttpServletResponse response) throws IOException {
    CompletableFuture<Tile> tile = tiles.get(address, request.getRemoteAddr());
    answers.awaitInPlace(tile);
    if (tile.isDone() && !tile.isCompletedExceptionally()) {
      write(TileAnswer.of(tile.join(), request), request, response);
      return true;
    }
    request.setAttribute(TileAnswers.ASKED, tile);
    return false;
  }

  private static void write(TileAnswer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
    ServerHttpObservationFilter.findObservationContext(request).ifPresent(seen -> seen.setPathPattern(TileController.TILE));
    VARY.forEach(header -> response.addHeader(HttpHeaders.VARY, header));
    answer.writeTo(request, response);
  }

  private boolean awaitTurn() {
    try {
      return turns.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

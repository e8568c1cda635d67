package org.mingjie.tile;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Tiles as answers. As many threads of the server as there are workers may be making tiles; none waits for one. */
@Component
class TileAnswers {

  static final MediaType MVT = MediaType.parseMediaType("application/vnd.mapbox-vector-tile");

  /** Shorter than the server would wait before it gives an answer of its own. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);

  private final TileService tiles;

  TileAnswers(TileService tiles) {
    this.tiles = tiles;
  }

  /** @return the answer, or where the tile has to be made a future of it */
  Object answer(HttpServletRequest request, String z, String x, String y, Set<TileLayer> layers, LocalDate day) {
    TileAddress address = new TileAddress(number(z, z, x, y), number(x, z, x, y), number(y, z, x, y), layers, day);
    CompletableFuture<Tile> tile = tiles.get(address, request.getRemoteAddr());
    String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    boolean zip = accepted != null && accepted.contains("gzip");
    if (tile.isDone() && !tile.isCompletedExceptionally()) {
      return answer(tile.join(), known, zip);
    }
    return tile.copy().orTimeout(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS).handle((made, failed) -> {
      if (made != null) {
        return answer(made, known, zip);
      }
      Throwable cause = failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
      throw cause instanceof TileRefusal refusal ? refusal : cause instanceof TimeoutException ? TileRefusal.overloaded() : new CompletionException(cause);
    });
  }

  private static ResponseEntity<byte[]> answer(Tile tile, @org.jspecify.annotations.Nullable String known, boolean zip) {
    boolean unchanged = known != null && (known.strip().equals("*") || known.contains(tile.tag().substring(2)));
    HttpStatus status = unchanged ? HttpStatus.NOT_MODIFIED : tile.isEmpty() ? HttpStatus.NO_CONTENT : HttpStatus.OK;
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(status).eTag(tile.tag())
        .cacheControl(CacheControl.noCache()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (status != HttpStatus.OK) {
      return answer.build();
    }
    return zip ? answer.contentType(MVT).header(HttpHeaders.CONTENT_ENCODING, "gzip").body(tile.zipped())
        : answer.contentType(MVT).body(tile.raw());
  }

  /** Seven digits at most: what is longer is the number of no tile. */
  private static int number(String text, String z, String x, String y) {
    if (!text.matches("[0-9]{1,7}")) {
      throw TileRefusal.noTile("%s/%s/%s".formatted(z, x, y));
    }
    return Integer.parseInt(text);
  }
}

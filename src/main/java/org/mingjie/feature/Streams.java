package org.mingjie.feature;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Sends collections of any size in one answer (RFC 8142), batch by batch: memory stays flat, and no connection of the
 * database waits while a batch is sent.
 */
@Component
class Streams {

  private static final int BATCH = 2_000;

  /**
   * @param next where the following batch begins; null at the end
   */
  private record Batch(Spool spool, @Nullable Position next, int count) {}

  private final ItemSearch search;
  private final GeoJson geoJson;
  private final Reading reading;
  private final Semaphore places;
  private final int share;
  private final Map<String, Integer> clients = new ConcurrentHashMap<>();

  Streams(ItemSearch search, GeoJson geoJson, Reading reading, FeatureSettings settings) {
    this.search = search;
    this.geoJson = geoJson;
    this.reading = reading;
    this.places = new Semaphore(settings.streams());
    this.share = Math.max(1, settings.streams() / 2);
  }

  /**
   * One address has half of the places at most.
   *
   * @param most features
   */
  void send(ItemsRequest request, long most, HttpServletRequest asked, HttpServletResponse response) throws IOException {
    String client = asked.getRemoteAddr();
    int mine = clients.merge(client, 1, Integer::sum);
    try {
      if (mine > share || !places.tryAcquire()) {
        throw Refusal.busy();
      }
      try {
        stream(request, most, asked, response);
      } catch (ClientGone nobodyToTell) {
        // what it was asking the database is cancelled
      } finally {
        places.release();
      }
    } finally {
      clients.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1);
    }
  }

  private void stream(ItemsRequest request, long most, HttpServletRequest asked, HttpServletResponse response) throws IOException {
    BooleanSupplier gone = ClientLine.gone(asked);
    Position after = request.after();
    long left = most;
    boolean begun = false;
    do {
      ItemsRequest part = request.following(after, (int) Math.min(left, BATCH));
      Batch batch = begun ? next(part, gone) : reading.run(gone, () -> read(part)); // the first may still be refused
      try (InputStream body = batch.spool().open()) {
        if (!begun) {
          head(request, response);
          begun = true;
        }
        if (asked.getMethod().equals("HEAD")) {
          return;
        }
        body.transferTo(response.getOutputStream());
      }
      left -= batch.count();
      after = batch.next();
    } while (after != null && left > 0);
  }

  /** An answer that has begun and breaks off must not end like a whole one: the connection is closed. */
  private Batch next(ItemsRequest part, BooleanSupplier gone) {
    try {
      return reading.run(gone, () -> read(part));
    } catch (Refusal tooLate) {
      throw new IllegalStateException("a stream of " + part.collection().id() + " breaks off: " + tooLate.getBody().getDetail(), tooLate);
    }
  }

  private Batch read(ItemsRequest part) {
    Page page = search.page(part);
    Spool spool = new Spool();
    spool.hashed(false); // a stream has no tag
    try {
      geoJson.writeSequence(part, page, spool);
      return new Batch(spool, page.next(), page.features().size());
    } catch (RuntimeException failed) {
      spool.discard();
      throw failed;
    }
  }

  private static void head(ItemsRequest request, HttpServletResponse response) {
    response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noCache().getHeaderValue());
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    response.setHeader("Content-Crs", request.crs().header());
    response.setContentType(Representation.GEOJSON_SEQUENCE.toString());
  }
}

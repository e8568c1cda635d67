package org.mingjie.feature;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a finished answer as fast as its client takes it. While a client takes its time, no thread and no connection of
 * the database waits for it.
 */
final class Delivery implements WriteListener, AsyncListener {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int SMALL = 32 * 1024;
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final InputStream body;
  private final byte[] buffer = new byte[16 * 1024];

  private Delivery(AsyncContext context, ServletOutputStream out, InputStream body) {
    this.context = context;
    this.out = out;
    this.body = body;
  }

  static void send(Spool spool, HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (spool.length() <= SMALL) {
      try (InputStream body = spool.open()) {
        body.transferTo(response.getOutputStream());
      }
      return;
    }
    AsyncContext context = request.startAsync(request, response);
    context.setTimeout(LONGEST.toMillis());
    Delivery delivery = new Delivery(context, response.getOutputStream(), spool.open());
    context.addListener(delivery);
    delivery.out.setWriteListener(delivery);
  }

  @Override
  public void onWritePossible() throws IOException {
    while (out.isReady()) {
      int count = body.read(buffer);
      if (count < 0) {
        context.complete();
        return;
      }
      out.write(buffer, 0, count);
    }
  }

  /** The container closes the connection, so that what was sent cannot pass for the whole; likewise below. */
  @Override
  public void onError(Throwable failed) {
    LOG.debug("the client is gone", failed);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    LOG.debug("the client has not taken its answer within {}", LONGEST);
  }

  @Override
  public void onError(AsyncEvent event) {}

  @Override
  public void onComplete(AsyncEvent event) throws IOException {
    body.close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}

package org.mingjie.launch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl+C (or a plain {@code kill}) of a command: the process waits until the command has stopped by itself, put the
 * database back and said so.
 */
final class Interruption implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::await, "stop-command");
  private volatile boolean asked;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether someone wants the command to stop. */
  boolean asked() {
    return asked;
  }

  private void await() {
    asked = true;
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has ended; the process may. */
  @Override
  public void close() {
    ended.countDown();
  }
}

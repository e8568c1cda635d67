package org.mingjie.exchange;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Carries the wish to stop into running statements: a watcher asks twice a second and cancels the query. */
final class Stopper implements AutoCloseable {

  private static final long ASK_MILLIS = 500;

  private final Progress progress;
  private final Thread watcher;
  private volatile @Nullable PGConnection running;
  private volatile boolean cancelled;

  Stopper(Progress progress) {
    this.progress = progress;
    watcher = new Thread(this::ask, "import-stopper");
    watcher.setDaemon(true);
    watcher.start();
  }

  void watch(@Nullable PGConnection connection) {
    running = connection;
  }

  /** @throws Cancelled if someone wants to stop */
  void check() {
    if (cancelled || progress.cancelled()) {
      throw Cancelled.ofImport();
    }
  }

  void at(String stage, long done, long total) {
    check();
    progress.at(stage, done, total);
  }

  /** An error of the database that is only the echo of the wish to stop. */
  RuntimeException translate(RuntimeException failed) {
    return cancelled ? Cancelled.ofImport() : failed;
  }

  private void ask() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(ASK_MILLIS);
        PGConnection at = running;
        if (progress.cancelled() && at != null) {
          cancelled = true;
          at.cancelQuery();
        }
      }
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    } catch (SQLException gone) {
      cancelled = true;
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}

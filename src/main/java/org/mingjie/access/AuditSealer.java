package org.mingjie.access;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Chains committed audit records within a second. To chain them in the transactions of the deeds would make all writers wait for
 * one another.
 */
@Component
@ConditionalOnWebApplication
class AuditSealer implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(AuditSealer.class);
  private static final int MOST = 5_000;
  private static final long EVERY_MILLIS = 500;
  private static final long STOP_SECONDS = 5;

  private final JdbcClient jdbc;
  private final AuditAnchors anchors;
  private @Nullable ScheduledExecutorService worker;

  AuditSealer(JdbcClient jdbc, AuditAnchors anchors) {
    this.jdbc = jdbc;
    this.anchors = anchors;
  }

  @Override
  public synchronized void start() {
    worker = Executors.newSingleThreadScheduledExecutor(work -> {
      Thread thread = new Thread(work, "audit-sealer");
      thread.setDaemon(true);
      return thread;
    });
    worker.scheduleWithFixedDelay(this::sealWhatWaits, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sealWhatWaits() {
    try {
      if (seal()) {
        anchors.note(false);
      }
    } catch (DataAccessException away) {
      LOG.debug("audit records wait for the database: {}", away.getMessage());
    } catch (RuntimeException failed) {
      LOG.warn("audit records could not be chained", failed);
    }
  }

  /** Chains all that are committed. @return whether there were any */
  boolean seal() {
    boolean any = false;
    while (jdbc.sql("SELECT EXISTS (SELECT FROM audit_unsealed)").query(Boolean.class).single()) {
      if (jdbc.sql("SELECT seal_audit(:most)").param("most", MOST).query(Long.class).single() == 0) {
        return any; // another server is at it
      }
      any = true;
    }
    return any;
  }

  /** What was committed until now is chained first. */
  @Override
  public synchronized void stop() {
    if (worker == null) {
      return;
    }
    worker.shutdown();
    try {
      if (worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS) && seal()) {
        anchors.note(true);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (DataAccessException away) {
      LOG.debug("audit records wait for the next start: {}", away.getMessage());
    }
    worker = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return worker != null;
  }
}

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
import org.springframework.stereotype.Component;

/** Reads what administrators have set before the first request comes, and again every two seconds: another server may have changed it. */
@Component
@ConditionalOnWebApplication
class SettingUpkeep implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(SettingUpkeep.class);
  private static final long EVERY_MILLIS = 2_000;

  private final SettingLedger ledger;
  private @Nullable ScheduledExecutorService worker;

  SettingUpkeep(SettingLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public synchronized void start() {
    ledger.look();
    worker = Executors.newSingleThreadScheduledExecutor(work -> {
      Thread thread = new Thread(work, "setting-upkeep");
      thread.setDaemon(true);
      return thread;
    });
    worker.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      ledger.look();
    } catch (DataAccessException away) {
      LOG.debug("what was read of the settings last goes on: {}", away.getMessage());
    } catch (RuntimeException failed) {
      LOG.warn("the settings of administrators could not be read", failed);
    }
  }

  @Override
  public synchronized void stop() {
    if (worker != null) {
      worker.shutdownNow();
      worker = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return worker != null;
  }

  /** Before the web server, which starts near the end. */
  @Override
  public int getPhase() {
    return 0;
  }
}

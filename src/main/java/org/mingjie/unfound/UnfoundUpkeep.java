package org.mingjie.unfound;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.LegalDay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Writes every few seconds what was counted, and deletes once a day what nobody asks for any more. Nobody's answer waits for it. */
@Component
@ConditionalOnWebApplication
class UnfoundUpkeep implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(UnfoundUpkeep.class);
  private static final int EVERY_SECONDS = 5;

  private final UnfoundCounts counts;
  private final UnfoundLedger ledger;
  private final UnfoundSettings settings;
  private final Clock clock;
  private @Nullable ScheduledExecutorService worker;
  private @Nullable LocalDate lookedThrough;

  UnfoundUpkeep(UnfoundCounts counts, UnfoundLedger ledger, UnfoundSettings settings, ObjectProvider<Clock> clock) {
    this.counts = counts;
    this.ledger = ledger;
    this.settings = settings;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  @Override
  public synchronized void start() {
    worker = Executors.newSingleThreadScheduledExecutor(work -> {
      Thread thread = new Thread(work, "unfound-queries");
      thread.setDaemon(true);
      return thread;
    });
    worker.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      write();
      forget();
    } catch (DataAccessException away) {
      LOG.warn("queries that found nothing could not be written; again in {} s: {}", EVERY_SECONDS, away.getMessage());
    } catch (RuntimeException failed) {
      LOG.warn("queries that found nothing could not be written", failed);
    }
  }

  void write() {
    Map<String, Long> taken = counts.take();
    if (taken.isEmpty()) {
      return;
    }
    try {
      ledger.count(taken, LegalDay.today(clock));
    } catch (DataAccessException away) {
      counts.giveBack(taken);
      throw away;
    }
  }

  void forget() {
    LocalDate today = LegalDay.today(clock);
    if (!today.equals(lookedThrough)) {
      ledger.forget(today, settings.days());
      lookedThrough = today;
    }
  }

  /** What was counted last is written too, if the database is there. */
  @Override
  public synchronized void stop() {
    if (worker != null) {
      worker.shutdownNow();
      worker = null;
      look();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return worker != null;
  }
}

package org.mingjie.correction;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Accounts;
import org.mingjie.access.Audit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deletes how to reach reporters some time after the answer: what for is done, and a number of a telephone is no record of the
 * office (个人信息保护法 art. 19, 47). Looks when the server starts and every hour after; of several servers one is at it at a time.
 */
@Component
@ConditionalOnWebApplication
class ContactRetention implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ContactRetention.class);
  private static final long EVERY_MINUTES = 60;
  private static final String FORGET = "SELECT forget_contacts(:days)";

  private final JdbcClient jdbc;
  private final Audit audit;
  private final CorrectionSettings settings;
  private final TransactionOperations transactions;
  private @Nullable ScheduledExecutorService worker;

  ContactRetention(JdbcClient jdbc, Audit audit, CorrectionSettings settings, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.settings = settings;
    this.transactions = transactions;
  }

  @Override
  public synchronized void start() {
    worker = Executors.newSingleThreadScheduledExecutor(work -> {
      Thread thread = new Thread(work, "contact-retention");
      thread.setDaemon(true);
      return thread;
    });
    worker.scheduleWithFixedDelay(this::forgetWhatIsOver, 0, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private void forgetWhatIsOver() {
    try {
      forget();
    } catch (DataAccessException away) {
      LOG.warn("contacts of reporters could not be looked through; within the hour again: {}", away.getMessage());
    } catch (RuntimeException failed) {
      LOG.warn("contacts of reporters could not be looked through", failed);
    }
  }

  /** @return how many are gone; the audit has the count and nothing of them */
  long forget() {
    Long count = transactions.execute(status -> {
      long gone = jdbc.sql(FORGET).param("days", settings.contactDays()).query(Long.class).single();
      if (gone > 0) {
        audit.record(Accounts.SYSTEM, "report.contacts-forgotten", "error_report:all", null,
            JsonMapper.shared().writeValueAsString(Map.of("count", gone, "days", settings.contactDays())));
      }
      return gone;
    });
    return count == null ? 0 : count;
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
}

package org.mingjie.feature;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads from the database for requests: so many at a time, each on one connection and in one state of the data, and no
 * longer than its client waits. Connections are given back before anything is sent.
 */
@EnableConfigurationProperties(FeatureSettings.class)
@Component
class Reading implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
  private static final long LOOK_MILLIS = 250;
  /** SQLSTATE query_canceled: by the time limit of the read role's statements. */
  private static final String CANCELED = "57014";

  /**
   * Every statement has one good plan, looks into indexes for a window of rows, and to plan it anew takes as long as to run it. A
   * plan made while a table was small would read it from its beginning.
   */
  static final String PLANS = "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off";

  private final HikariDataSource source;
  private final TransactionTemplate snapshot;
  private final FeatureSettings settings;
  private final Semaphore turns;
  private final ExecutorService threads = Executors.newCachedThreadPool(new CustomizableThreadFactory("feature-"));

  Reading(@Qualifier("read") HikariDataSource source, FeatureSettings settings) {
    this.source = source;
    this.settings = settings;
    this.turns = new Semaphore(settings.concurrent(), true);
    this.snapshot = new TransactionTemplate(new JdbcTransactionManager(source));
    snapshot.setReadOnly(true);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * Does the work on another thread while this one watches the client.
   *
   * @param work reads with the read client of this database; must not wait for the client
   * @throws ClientGone if the client went away; what its work was asking the database is cancelled
   */
  <T> T run(BooleanSupplier gone, Supplier<T> work) {
    if (!inTurn()) {
      throw Refusal.busy();
    }
    Job<T> job = new Job<>(work);
    CompletableFuture<T> result;
    try {
      result = CompletableFuture.supplyAsync(job, threads);
      result.whenComplete((value, failed) -> turns.release());
    } catch (RuntimeException refused) {
      turns.release();
      throw refused;
    }
    while (true) {
      try {
        return result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillReading) {
        if (gone.getAsBoolean()) {
          job.cancel();
          throw new ClientGone();
        }
      } catch (ExecutionException failed) {
        throw told(failed.getCause());
      } catch (InterruptedException stopping) {
        job.cancel();
        Thread.currentThread().interrupt();
        throw Refusal.busy();
      }
    }
  }

  private boolean inTurn() {
    try {
      return turns.tryAcquire()
          || turns.getQueueLength() < settings.waiting() && turns.tryAcquire(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static RuntimeException told(Throwable failed) {
    if (failed instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return told(wrapped.getCause());
    }
    if (failed instanceof DataAccessException refused && refused.getRootCause() instanceof SQLException cause
        && CANCELED.equals(cause.getSQLState())) {
      return Refusal.tooLong();
    }
    if (failed instanceof DataAccessResourceFailureException || failed instanceof CannotCreateTransactionException
        || failed instanceof TransientDataAccessResourceException) {
      LOG.warn("the database cannot be reached or has no connection to spare: {}", failed.getMessage());
      return Refusal.busy();
    }
    return failed instanceof RuntimeException known ? known : new IllegalStateException(failed);
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }

  private final class Job<T> implements Supplier<T> {

    private final Supplier<T> work;
    private @Nullable Connection connection;
    private boolean cancelled;

    Job(Supplier<T> work) {
      this.work = work;
    }

    @Override
    public T get() {
      return snapshot.execute(state -> {
        begin(DataSourceUtils.getConnection(source));
        try {
          settle();
          return work.get();
        } finally {
          end();
        }
      });
    }

    private void settle() {
      try (Statement plans = DataSourceUtils.getConnection(source).createStatement()) {
        plans.execute(PLANS);
      } catch (SQLException broken) {
        throw new TransientDataAccessResourceException("plans cannot be settled", broken);
      }
    }

    private synchronized void begin(Connection own) {
      if (cancelled) {
        throw new ClientGone();
      }
      connection = own;
    }

    private synchronized void end() {
      connection = null;
    }

    /** The job cannot end meanwhile, so that no other one's query on the same connection is hit. */
    synchronized void cancel() {
      cancelled = true;
      if (connection == null) {
        return;
      }
      try {
        connection.unwrap(PGConnection.class).cancelQuery();
      } catch (SQLException broken) {
        LOG.warn("a query nobody waits for could not be cancelled: {}", broken.getMessage());
      }
    }
  }
}

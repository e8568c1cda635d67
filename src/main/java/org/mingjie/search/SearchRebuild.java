package org.mingjie.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the search table in the order of importance again, beside the running system: a new table from a snapshot, while
 * whoever changes places notes them in {@code place_search_delta}; these are made good twice, the second time under a
 * short lock, and the new table takes the name.
 */
@Component
@ConditionalOnWebApplication
class SearchRebuild implements SmartLifecycle, DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(SearchRebuild.class);
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final long LOCK = 0x6D6A_7365_6172_6368L;   // "mjsearch"
  private static final int FEWEST = 20_000;
  private static final double SHARE = 0.02;
  private static final int TRIES = 20;
  private static final int EARLY = 0;
  private static final long MOST_BEFORE_THE_PORT = 1_000_000;
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String SHADOW = "place_search_shadow";

  private static final String STATE = """
      SELECT (SELECT count(*) FROM place_search WHERE fresh IS TRUE) AS fresh,
        (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'place_search'::regclass) AS rows,
        EXISTS (SELECT 1 FROM place WHERE status = 'current')
          AND (NOT EXISTS (SELECT 1 FROM place_search) OR (SELECT version FROM search_words) <> :words) AS lost,
        (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'place'::regclass) AS places,
        pg_total_relation_size('place_search') AS bytes,
        host(inet_server_addr()) = '127.0.0.1' AS local
      """;

  private static final String REPLAY_DELETE = """
      DELETE FROM place_search_shadow s USING changed_place c WHERE s.place_id = c.place_id
      """;

  private static final String TAKE_DELTA = """
      WITH told AS (DELETE FROM place_search_delta RETURNING place_id)
      INSERT INTO changed_place SELECT DISTINCT place_id FROM told
      """;

  private record State(long fresh, long rows, boolean lost, long places, long bytes, boolean local) {

    boolean isDue() {
      return lost || fresh > Math.max(FEWEST, SHARE * rows);
    }
  }

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final TransactionTemplate apart;
  private final TransactionTemplate snapshot;
  private final SearchIndexer indexer;
  private final Path home;
  private volatile boolean running;
  private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(work -> {
    Thread thread = new Thread(work, "search-rebuild");
    thread.setDaemon(true);
    return thread;
  });

  SearchRebuild(JdbcClient jdbc, PlatformTransactionManager transactions, SearchIndexer indexer, @Value("${mingjie.home}") Path home) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.apart = new TransactionTemplate(transactions);
    this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.snapshot = new TransactionTemplate(transactions);
    this.snapshot.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.indexer = indexer;
    this.home = home;
  }

  /**
   * A table without rows, or with the words of an earlier version, is made before the port opens: nobody is told that there is
   * no such name. A
   * registry of the nation would keep the port closed for too long; there it goes on beside the running system.
   */
  @Override
  public void start() {
    running = true;
    State state = jdbc.sql(STATE).param("words", Tokens.VERSION).query(State.class).single();
    if (state.lost()) {
      LOG.info("检索表要重建{}", state.places() <= MOST_BEFORE_THE_PORT ? "，完成后才开始服务" : "；完成之前检索不全");
      if (state.places() <= MOST_BEFORE_THE_PORT) {
        run();
      }
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server, which starts among the last. */
  @Override
  public int getPhase() {
    return EARLY;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    worker.execute(this::clearAway);
    worker.scheduleWithFixedDelay(this::runIfDue, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What a rebuild left that was cut off: no one makes notes for it any more. */
  private void clearAway() {
    try {
      transaction.executeWithoutResult(status -> {
        if (jdbc.sql("SELECT pg_try_advisory_xact_lock(:lock)").param("lock", LOCK).query(Boolean.class).single()
            && jdbc.sql("DELETE FROM search_rebuild").update() > 0) {
          jdbc.sql("DELETE FROM place_search_delta").update();
          jdbc.sql("SELECT drop_search_table(:t)").param("t", SHADOW).query().singleRow();
        }
      });
    } catch (DataAccessException failed) {
      LOG.warn("没有清理上次中断的检索表重排：{}", failed.getMessage());
    }
  }

  private void runIfDue() {
    try {
      State state = jdbc.sql(STATE).param("words", Tokens.VERSION).query(State.class).single();
      if (state.isDue() && hasRoom(state)) {
        run();
      }
    } catch (DataAccessException | IOException failed) {
      LOG.warn("检索表没有重排，过一会儿再试：{}", failed.getMessage());
    }
  }

  /** Old and new table lie side by side for a while. */
  private boolean hasRoom(State state) throws IOException {
    long free = state.local() ? Files.getFileStore(home).getUsableSpace() : Long.MAX_VALUE;
    if (free < 2 * state.bytes()) {
      LOG.warn("检索表该重排了，但磁盘只剩 {} MB，需要 {} MB", free >> 20, 2 * state.bytes() >> 20);
    }
    return free >= 2 * state.bytes();
  }

  /** @return false if another process is at it, or a bulk command has made the table anew meanwhile */
  boolean run() {
    // the lock is held by a transaction of its own; the work goes on in others
    return Boolean.TRUE.equals(transaction.execute(held ->
        jdbc.sql("SELECT pg_try_advisory_xact_lock(:lock)").param("lock", LOCK).query(Boolean.class).single() && rebuild()));
  }

  private boolean rebuild() {
    try {
      String before = apart.execute(status -> {
        jdbc.sql("SELECT drop_search_table(:t)").param("t", SHADOW).query().singleRow();
        jdbc.sql("SELECT begin_search_table(:t)").param("t", SHADOW).query().singleRow();
        jdbc.sql("DELETE FROM place_search_delta").update();
        jdbc.sql("INSERT INTO search_rebuild DEFAULT VALUES ON CONFLICT DO NOTHING").update();
        return oid();
      });
      snapshot.executeWithoutResult(status -> indexer.fillAll(SHADOW));
      apart.executeWithoutResult(status -> jdbc.sql("SELECT index_search_table(:t)").param("t", SHADOW).query().singleRow());
      apart.executeWithoutResult(status -> replay());
      return takeOver(String.valueOf(before));
    } finally {
      apart.executeWithoutResult(status -> {
        jdbc.sql("DELETE FROM search_rebuild").update();
        jdbc.sql("SELECT drop_search_table(:t)").param("t", SHADOW).query().singleRow();
      });
    }
  }

  private boolean takeOver(String before) {
    for (int i = 0; ; i++) {
      try {
        return Boolean.TRUE.equals(apart.execute(status -> {
          jdbc.sql("SET LOCAL lock_timeout = '500ms'").update();
          jdbc.sql("SELECT lock_search_table()").query().singleRow();
          if (!oid().equals(before)) {
            return false;
          }
          replay();
          jdbc.sql("SELECT take_search_table(:t)").param("t", SHADOW).query().singleRow();
          jdbc.sql("DELETE FROM search_rebuild").update();
          jdbc.sql("UPDATE search_words SET version = :words").param("words", Tokens.VERSION).update();
          return true;
        }));
      } catch (DataAccessException busy) {
        if (i == TRIES || !isLocked(busy)) {
          throw busy;
        }
      }
    }
  }

  /** Whether others held a lock for too long, or against us. */
  private static boolean isLocked(DataAccessException failed) {
    return failed.getMostSpecificCause() instanceof SQLException cause
        && (PSQLState.DEADLOCK_DETECTED.getState().equals(cause.getSQLState()) || LOCK_NOT_AVAILABLE.equals(cause.getSQLState()));
  }

  private void replay() {
    jdbc.sql("CREATE TEMPORARY TABLE changed_place (place_id uuid PRIMARY KEY) ON COMMIT DROP").update();
    if (jdbc.sql(TAKE_DELTA).update() > 0) {
      jdbc.sql("ANALYZE changed_place").update();
      jdbc.sql(REPLAY_DELETE).update();
      indexer.fillChanged(SHADOW);
    }
  }

  private String oid() {
    return jdbc.sql("SELECT 'app.place_search'::regclass::oid::text").query(String.class).single();
  }

  @Override
  public void destroy() {
    worker.shutdownNow();
  }
}

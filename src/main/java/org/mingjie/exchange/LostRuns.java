package org.mingjie.exchange;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends the record of an import whose process was killed: nobody else would. An import holds the lock of its run while it writes a
 * file; between two files it holds none for a moment, so only a run that was seen twice without it is lost. Should one live all the
 * same, it writes its own end over this one.
 */
@Component
@ConditionalOnWebApplication
class LostRuns implements DisposableBean {

  /** Of the locks of runs, told apart by a hash of their ids. */
  static final int LOCKS = 7_701_943;

  private static final Logger LOG = LoggerFactory.getLogger(LostRuns.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** Of the open ones; the locks are given back at once. */
  private static final String WITHOUT_PROCESS = """
      WITH open_run AS MATERIALIZED (SELECT id FROM import_run WHERE state = 'running')
      SELECT id FROM open_run WHERE NOT pg_is_in_recovery() AND pg_try_advisory_xact_lock(:locks, hashtext(id::text))
      """;

  private static final String END = """
      UPDATE import_run SET state = 'failed', ended_at = clock_timestamp(), message = :message
      WHERE state = 'running' AND id = ANY (CAST(:ids AS uuid[]))
      """;

  private static final String MESSAGE = "导入中途程序停了，正在写的文件什么也没有留下，在它之前写完的文件照旧；可以重新导入同样的文件";

  private final JdbcClient jdbc;
  private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(work -> {
    Thread thread = new Thread(work, "lost-imports");
    thread.setDaemon(true);
    return thread;
  });
  private List<UUID> suspected = List.of();

  LostRuns(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    worker.scheduleWithFixedDelay(this::lookAgain, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookAgain() {
    try {
      look();
    } catch (DataAccessException away) {
      LOG.debug("open imports are looked at later: {}", away.getMessage());
    }
  }

  /** Ends those that had no process this time nor the time before. */
  void look() {
    List<UUID> now = jdbc.sql(WITHOUT_PROCESS).param("locks", LOCKS).query(UUID.class).list();
    UUID[] lost = now.stream().filter(suspected::contains).toArray(UUID[]::new);
    if (lost.length > 0 && jdbc.sql(END).param("ids", lost).param("message", MESSAGE).update() > 0) {
      LOG.warn("导入的程序停了，记为中断：{}", List.of(lost));
    }
    suspected = now;
  }

  @Override
  public void destroy() {
    worker.shutdownNow();
  }
}

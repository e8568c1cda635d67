package org.mingjie.tile;

import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Terms in which no revision changes, so that what has been found fresh in a term stays so to its end: this server holds a
 * lock that whoever changes revisions waits for. It looks many times a second whether somebody does, ends the term and lets
 * go. A term counts only for a moment after the database has last told that the lock is held.
 */
@Component
class RevisionLease {

  /** No term: what is fresh has to be looked up. */
  static final long NONE = 0;

  private static final Logger LOG = LoggerFactory.getLogger(RevisionLease.class);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final Duration UNUSED = Duration.ofSeconds(10);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

  /** The time of the last question is noted no more often. */
  private static final Duration NOTED = Duration.ofSeconds(1);

  private static final Duration LONGEST_END = Duration.ofSeconds(1);

  /** On a copy of the database the locks of those who write elsewhere are not seen. */
  private static final String TAKE = "SELECT CASE WHEN pg_is_in_recovery() THEN false ELSE pg_try_advisory_lock_shared(7701936) END";

  private static final String GIVE = "SELECT pg_advisory_unlock_shared(7701936)";

  private static final String GIVE_ALL = "SELECT pg_advisory_unlock_all()";

  /** Not to be had, for a moment either, by a session other than the holder's where somebody waits. */
  private static final String NOBODY_WAITS = "SELECT pg_try_advisory_xact_lock_shared(7701936)";

  private static final String STILL_THERE = "SELECT true";

  /** If this server stops, the database lets go for it, after the term has run out. */
  private static final String END_WHEN_SILENT = "SET idle_session_timeout = '2s'";

  private static final String AS_BEFORE = "RESET idle_session_timeout";

  private record Term(long number, long until) {}

  private final DataSource pool;
  private final Thread keeper = new Thread(this::keep, "revision-lease");
  private volatile @Nullable Term term;
  private volatile long asked = System.nanoTime() - UNUSED.toNanos();
  private volatile boolean closed;
  private long terms = NONE;

  RevisionLease(@Qualifier("tile") DataSource pool) {
    this.pool = pool;
    keeper.setDaemon(true);
    keeper.start();
  }

  /** @return number of the term in which this moment lies, or {@link #NONE} */
  long term() {
    long now = System.nanoTime();
    if (now - asked > NOTED.toNanos()) {
      asked = now;
      LockSupport.unpark(keeper);
    }
    Term mine = term;
    return mine != null && now - mine.until() < 0 ? mine.number() : NONE;
  }

  @PreDestroy
  void close() throws InterruptedException {
    closed = true;
    LockSupport.unpark(keeper);
    keeper.join(LONGEST_END.toMillis());
  }

  private void keep() {
    while (!closed) {
      if (!isWanted()) {
        LockSupport.park(this);
        continue;
      }
      try (Connection holder = pool.getConnection(); Connection watcher = pool.getConnection()) {
        hold(holder, watcher);
      } catch (SQLException failed) {
        if (!closed) {
          LOG.warn("the lease of revisions is lost and taken again in a second: {}", failed.getMessage());
          LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
        }
      }
    }
  }

  private boolean isWanted() {
    return !closed && System.nanoTime() - asked < UNUSED.toNanos();
  }

  private void hold(Connection holder, Connection watcher) throws SQLException {
    try (PreparedStatement take = holder.prepareStatement(TAKE); PreparedStatement give = holder.prepareStatement(GIVE);
        PreparedStatement stillThere = holder.prepareStatement(STILL_THERE);
        PreparedStatement nobodyWaits = watcher.prepareStatement(NOBODY_WAITS)) {
      execute(holder, END_WHEN_SILENT);
      boolean held = false;
      while (isWanted()) {
        long now = System.nanoTime();
        if (!held) {
          held = tells(take);
          terms++;
        } else if (!tells(nobodyWaits)) {
          term = null;
          tells(give);
          held = false;
        } else {
          tells(stillThere);
        }
        term = held ? new Term(terms, now + MOMENT.toNanos()) : null;
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
    } finally {
      term = null;
      giveBack(holder);
    }
  }

  /** As it came, or not at all. */
  private static void giveBack(Connection holder) throws SQLException {
    try {
      execute(holder, GIVE_ALL);
      execute(holder, AS_BEFORE);
    } catch (SQLException broken) {
      holder.abort(Runnable::run);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean tells(PreparedStatement question) throws SQLException {
    try (ResultSet row = question.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }
}

package org.mingjie.tile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * How fresh cells are, as of a moment after the question. Who asks while others are being answered goes together with all who
 * wait into the next statement, so that a thousand questions a moment are a few statements; who asks alone asks at once.
 */
@Component
class RevisionLookup {

  private static final int STATEMENTS_AT_ONCE = 1;
  private static final int MOST_TOGETHER = 64;

  /** Threads waiting for one statement, whose number of the cell is their answer. */
  private static final class Question {

    private final TileAddress address;
    private final Thread asker = Thread.currentThread();
    private volatile boolean answered;
    private long revision;
    private @Nullable SQLException failure;

    Question(TileAddress address) {
      this.address = address;
    }

    void answer(long revision, @Nullable SQLException failure) {
      this.revision = revision;
      this.failure = failure;
      answered = true;
      LockSupport.unpark(asker);
    }
  }

  private final DataSource pool;
  private final ConcurrentMap<Set<TileLayer>, String> statements = new ConcurrentHashMap<>();
  private final Queue<Question> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore turns = new Semaphore(STATEMENTS_AT_ONCE);

  RevisionLookup(@Qualifier("tile") DataSource pool) {
    this.pool = pool;
  }

  long revision(TileAddress address) throws SQLException {
    if (!address.layers().equals(TileLayer.ALL)) {
      return single(address);
    }
    Question mine = new Question(address);
    waiting.add(mine);
    while (!mine.answered) {
      if (turns.tryAcquire()) {
        try {
          answerWaiting();
        } finally {
          turns.release();
        }
        Question next = waiting.peek();
        if (next != null) {
          LockSupport.unpark(next.asker);
        }
      } else {
        LockSupport.park(this);
      }
    }
    if (mine.failure != null) {
      throw new SQLException(mine.failure.getMessage(), mine.failure.getSQLState(), mine.failure);
    }
    return mine.revision;
  }

  private void answerWaiting() {
    List<Question> together = new ArrayList<>();
    for (Question next = waiting.poll(); next != null; next = together.size() < MOST_TOGETHER ? waiting.poll() : null) {
      together.add(next);
    }
    SQLException failure = new SQLException("the look-up of revisions has failed");
    int answered = 0;
    try {
      if (together.size() == 1) {
        together.get(0).answer(single(together.get(0).address), null);
        answered = 1;
      } else if (!together.isEmpty()) {
        long[] revisions = several(together);
        for (; answered < revisions.length; answered++) {
          together.get(answered).answer(revisions[answered], null);
        }
      }
    } catch (SQLException failed) {
      failure = failed;
    } finally {
      for (Question left : together.subList(answered, together.size())) {
        left.answer(0, failure);
      }
    }
  }

  private long single(TileAddress address) throws SQLException {
    String sql = statements.computeIfAbsent(address.layers(), layers -> TileStatements.revision(layers).replaceAll(":r[zxy]", "?"));
    try (Connection connection = pool.getConnection(); PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, address.revisionZoom());
      statement.setInt(2, address.revisionX());
      statement.setInt(3, address.revisionY());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private long[] several(List<Question> questions) throws SQLException {
    int size = questions.size();
    Integer[] z = new Integer[size];
    Integer[] x = new Integer[size];
    Integer[] y = new Integer[size];
    for (int i = 0; i < size; i++) {
      TileAddress address = questions.get(i).address;
      z[i] = address.revisionZoom();
      x[i] = address.revisionX();
      y[i] = address.revisionY();
    }
    try (Connection connection = pool.getConnection(); PreparedStatement statement = connection.prepareStatement(TileStatements.REVISIONS)) {
      statement.setArray(1, connection.createArrayOf("int4", z));
      statement.setArray(2, connection.createArrayOf("int4", x));
      statement.setArray(3, connection.createArrayOf("int4", y));
      long[] revisions = new long[size];
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          revisions[rows.getInt(1) - 1] = rows.getLong(2);
        }
      }
      return revisions;
    }
  }
}

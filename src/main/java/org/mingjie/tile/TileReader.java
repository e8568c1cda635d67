package org.mingjie.tile;

import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Reads tiles. To plan the statement of a tile takes the database longer than to run it, so connections
 * are kept for a while, on which a statement is planned once for all tiles of its zoom; the one used last, whose plans are
 * the most, is taken first.
 */
@Component
class TileReader {

  private static final Duration KEPT = Duration.ofMinutes(10);

  private record Kind(int z, Set<TileLayer> layers, int thrift) {}

  private record Held(Connection connection, long until) {}

  private final DataSource pool;
  private final Deque<Held> held = new ConcurrentLinkedDeque<>();
  private final Map<Kind, String> statements = new ConcurrentHashMap<>();

  TileReader(@Qualifier("tile") DataSource pool) {
    this.pool = pool;
  }

  /** The tile with its revision, of one snapshot. */
  Tile tile(TileAddress address, int thrift) throws SQLException {
    Held mine = take();
    boolean sound = false;
    try {
      Tile tile = tile(mine.connection(), address, thrift);
      sound = true;
      return tile;
    } finally {
      if (sound) {
        held.addFirst(mine);
      } else {
        release(mine);
      }
    }
  }

  private Tile tile(Connection connection, TileAddress address, int thrift) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(statement(address, thrift))) {
      int i = 0;
      for (int twice = 0; twice < 2; twice++) {
        statement.setInt(++i, address.z());
        statement.setInt(++i, address.x());
        statement.setInt(++i, address.y());
      }
      statement.setDate(++i, Date.valueOf(address.day()));
      statement.setInt(++i, address.revisionZoom());
      statement.setInt(++i, address.revisionX());
      statement.setInt(++i, address.revisionY());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Tile(row.getLong("revision"), row.getBytes("bytes"));
      }
    }
  }

  private String statement(TileAddress address, int thrift) {
    return statements.computeIfAbsent(new Kind(address.z(), address.layers(), thrift), kind ->
        TileStatements.tile(kind.z(), kind.layers(), kind.thrift()).replaceAll(":(r?[zxy]|day)\\b", "?"));
  }

  @PreDestroy
  void close() {
    for (Held left = held.pollFirst(); left != null; left = held.pollFirst()) {
      release(left);
    }
  }

  private Held take() throws SQLException {
    for (Held kept = held.pollFirst(); kept != null; kept = held.pollFirst()) {
      if (System.nanoTime() - kept.until() < 0) {
        return kept;
      }
      release(kept);
    }
    Held mine = new Held(pool.getConnection(), System.nanoTime() + KEPT.toNanos());
    try {
      mine.connection().unwrap(PGConnection.class).setPrepareThreshold(1);
      execute(mine.connection(), "SET plan_cache_mode = force_generic_plan");
      return mine;
    } catch (SQLException broken) {
      release(mine);
      throw broken;
    }
  }

  /** Back to the pool as it came. */
  private static void release(Held mine) {
    try (Connection connection = mine.connection()) {
      execute(connection, "RESET plan_cache_mode");
      connection.unwrap(PGConnection.class).setPrepareThreshold(5);
    } catch (SQLException broken) {
      // the pool throws it away
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

package org.mingjie.tile;

import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Reads tiles and their revisions. To plan the statement of a tile takes the database longer than to run it, so each worker
 * keeps a connection of a pool of their own for a while, on which a statement is planned once for all tiles of its zoom.
 */
@Component
class TileReader {

  private static final Duration KEPT = Duration.ofMinutes(10);

  private record Held(Connection connection, long until) {}

  private final DataSource pool;
  private final Map<Thread, Held> held = new ConcurrentHashMap<>();
  private final Map<Object, String> statements = new ConcurrentHashMap<>();

  TileReader(@Qualifier("tile") DataSource pool) {
    this.pool = pool;
  }

  /** How fresh the cell of the tile is. */
  long revision(TileAddress address) throws SQLException {
    String sql = statements.computeIfAbsent(address.layers(), layers -> TileStatements.revision(address.layers()).replaceAll(":r[zxy]", "?"));
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

  /** The tile with its revision, of one snapshot. Called by workers only. */
  Tile tile(TileAddress address, int thrift) throws SQLException {
    String sql = TileStatements.tile(address.z(), address.layers(), thrift);
    Connection connection = connection();
    try (PreparedStatement statement = connection.prepareStatement(sql.replaceAll(":(r?[zxy]|day)\\b", "?"))) {
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
    } catch (SQLException failed) {
      release(held.remove(Thread.currentThread()));
      throw failed;
    }
  }

  @PreDestroy
  void close() {
    held.values().forEach(TileReader::release);
    held.clear();
  }

  private Connection connection() throws SQLException {
    Held mine = held.get(Thread.currentThread());
    if (mine != null && System.nanoTime() < mine.until()) {
      return mine.connection();
    }
    release(held.remove(Thread.currentThread()));
    Connection connection = pool.getConnection();
    held.put(Thread.currentThread(), new Held(connection, System.nanoTime() + KEPT.toNanos()));
    connection.unwrap(PGConnection.class).setPrepareThreshold(1);
    execute(connection, "SET plan_cache_mode = force_generic_plan");
    return connection;
  }

  /** Back to the pool as it came. */
  private static void release(@Nullable Held mine) {
    if (mine != null) {
      try (Connection connection = mine.connection()) {
        execute(connection, "RESET plan_cache_mode");
        connection.unwrap(PGConnection.class).setPrepareThreshold(5);
      } catch (SQLException broken) {
        // the pool throws it away
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

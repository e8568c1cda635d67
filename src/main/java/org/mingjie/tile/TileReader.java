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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Reads tiles. To plan the statement of a tile takes the database longer than to run it, so each worker
 * keeps a connection of a pool of their own for a while, on which a statement is planned once for all tiles of its zoom.
 */
@Component
class TileReader {

  private static final Duration KEPT = Duration.ofMinutes(10);

  private record Kind(int z, Set<TileLayer> layers, int thrift) {}

  private record Held(Connection connection, long until) {}

  private final DataSource pool;
  private final Map<Thread, Held> held = new ConcurrentHashMap<>();
  private final Map<Kind, String> statements = new ConcurrentHashMap<>();

  TileReader(@Qualifier("tile") DataSource pool) {
    this.pool = pool;
  }

  /** The tile with its revision, of one snapshot. Called by workers only. */
  Tile tile(TileAddress address, int thrift) throws SQLException {
    Connection connection = connection();
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
    } catch (SQLException failed) {
      release(held.remove(Thread.currentThread()));
      throw failed;
    }
  }

  private String statement(TileAddress address, int thrift) {
    return statements.computeIfAbsent(new Kind(address.z(), address.layers(), thrift), kind ->
        TileStatements.tile(kind.z(), kind.layers(), kind.thrift()).replaceAll(":(r?[zxy]|day)\\b", "?"));
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

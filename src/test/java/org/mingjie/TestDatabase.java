package org.mingjie;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mingjie.launch.ThrowAwayCluster;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * PostGIS for tests, one server for the whole JVM, started when first asked for.
 *
 * <p>It is, in this order: the server behind {@code TEST_DB_URL}
 * ({@code jdbc:postgresql://host/db?user=u&password=p}, where u is superuser); the machine's own PostgreSQL as a
 * throw-away cluster; a container, where Docker runs. Where there is none of them the test fails and says so.
 */
public final class TestDatabase {

  private static final String IMAGE = "postgis/postgis:15-3.4";

  private static final Duration POOLS_LIMIT = Duration.ofSeconds(3);
  private static final String SESSIONS =
      "SELECT 1 FROM pg_stat_activity WHERE datname = ANY (?) AND backend_type = 'client backend' LIMIT 1";

  private static @Nullable TestDatabase instance;
  private static @Nullable IllegalStateException failure;

  private final UnaryOperator<String> urls;
  private final Runnable stop;
  private final Queue<String> databases = new ConcurrentLinkedQueue<>();

  private TestDatabase(UnaryOperator<String> urls, Runnable stop) {
    this.urls = urls;
    this.stop = stop;
  }

  /**
   * JDBC URL, with user and password of a superuser, of a new and empty database in UTF-8 and the locale
   * C.UTF-8. Fit to be {@code mingjie.database-url}; extensions, roles and schema are the caller's to make.
   */
  public static String freshUrl() {
    TestDatabase server = get();
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    server.execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'");
    server.databases.add(name);
    return server.urls.apply(name);
  }

  private static synchronized TestDatabase get() {
    if (failure != null) {
      throw failure;
    }
    if (instance == null) {
      try {
        instance = start();
      } catch (RuntimeException failed) {
        failure = new IllegalStateException("no PostGIS for tests: " + failed.getMessage(), failed);
        throw failure;
      }
      Runtime.getRuntime().addShutdownHook(new Thread(instance::close, "test-database-close"));
    }
    return instance;
  }

  private static TestDatabase start() {
    String given = System.getenv("TEST_DB_URL");
    if (given != null && !given.isBlank()) {
      return new TestDatabase(name -> withDatabase(given, name), () -> {});
    }
    Optional<ThrowAwayCluster> local = ThrowAwayCluster.tryStart();
    if (local.isPresent()) {
      return new TestDatabase(local.get()::url, local.get()::close);
    }
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return container();
    }
    throw new IllegalStateException("""
        neither TEST_DB_URL nor a local PostgreSQL 15+ with PostGIS nor Docker. Install the packages with
        ./mingjie test, or set TEST_DB_URL=jdbc:postgresql://127.0.0.1/postgres?user=postgres&password=...""");
  }

  private static TestDatabase container() {
    PostgreSQLContainer container =
        new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"));
    container.start();
    String given = "jdbc:postgresql://%s:%d/postgres?user=%s&password=%s".formatted(container.getHost(),
        container.getFirstMappedPort(), container.getUsername(), container.getPassword());
    return new TestDatabase(name -> withDatabase(given, name), container::stop);
  }

  private static String withDatabase(String jdbcUrl, String database) {
    URI given = URI.create(jdbcUrl.substring("jdbc:".length()));
    String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
    return "jdbc:postgresql://" + given.getRawAuthority() + "/" + database + query;
  }

  /** Shutdown hooks run side by side: application contexts that close now still want their database. */
  private void awaitPoolsClosed() {
    Instant limit = Instant.now().plus(POOLS_LIMIT);
    try (Connection connection = DriverManager.getConnection(urls.apply("postgres"));
        PreparedStatement sessions = connection.prepareStatement(SESSIONS)) {
      sessions.setArray(1, connection.createArrayOf("text", databases.toArray()));
      while (Instant.now().isBefore(limit) && hasRows(sessions)) {
        Thread.sleep(50);
      }
    } catch (SQLException gone) {
      throw new IllegalStateException("the test database is gone: " + gone.getMessage(), gone);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean hasRows(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      return rows.next();
    }
  }

  private void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(urls.apply("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql + ": " + failed.getMessage(), failed);
    }
  }

  private void close() {
    awaitPoolsClosed();
    databases.forEach(name -> execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"));
    stop.run();
  }
}

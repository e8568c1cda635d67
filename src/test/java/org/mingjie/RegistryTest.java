package org.mingjie;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application on a real PostGIS, with an empty registry before each test. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class RegistryTest {

  /** All but people, classes and the log of migrations; as a replica, since sources and places are for ever. */
  private static final String EMPTY = """
      DO $$ BEGIN
        PERFORM pg_advisory_xact_lock(7881402264017302881); -- while the audit is chained, tables are locked in another order
        SET LOCAL session_replication_role = replica;
        EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('app.%I', tablename), ', ') FROM pg_tables
                 WHERE schemaname = 'app' AND tablename NOT IN ('account', 'place_class', 'search_words', 'flyway_schema_history'));
        PERFORM setval('app.place_code_seq', 1, false); -- the same data have the same codes, and look the same on the map
      END $$
      """;

  private static final String DEADLOCK = "40P01";

  private static final String URL = TestDatabase.freshUrl();
  private static final Path HOME = TestFolders.create("mingjie-test-");

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("mingjie.database-url", () -> URL);
    registry.add("mingjie.home", HOME::toString);
    registry.add("mingjie.start.sample", () -> "false");
    registry.add("management.server.port", () -> "${test.management.port:-1}");
    // to set one up at each sign-in is what the tests of it do
    registry.add("mingjie.second-factor", () -> "${test.second-factor:optional}");
    registry.add("server.address", () -> "127.0.0.1");
  }

  @BeforeEach
  protected void emptyTheRegistry() throws SQLException {
    try (Connection connection = asSuperuser()) {
      empty(connection);
      Files.deleteIfExists(HOME.resolve("log/audit-anchors")); // of the chain that has gone
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** What still runs in the background of the test before takes its locks in another order: whoever is turned away comes again. */
  private static void empty(Connection connection) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        connection.createStatement().execute(EMPTY);
        return;
      } catch (SQLException refused) {
        if (!DEADLOCK.equals(refused.getSQLState()) || tries == 5) {
          throw refused;
        }
      }
    }
  }

  /** A connection that the database takes for the app role, as the program itself has it. */
  protected static Connection asApp() throws SQLException {
    Connection connection = DriverManager.getConnection(URL);
    connection.createStatement().execute("SET search_path = app, public; SET ROLE mingjie_app");
    return connection;
  }

  /** A session of its own, with every right. */
  protected static Connection asSuperuser() throws SQLException {
    return DriverManager.getConnection(URL);
  }

  /** A client for looking at everything, on the one connection of all tests; superuser. */
  protected static JdbcClient database() {
    return Looking.CLIENT;
  }

  private static final class Looking {
    static final JdbcClient CLIENT = client();

    private static JdbcClient client() {
      JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(URL, true));
      client.sql("SET search_path = app, public").update();
      return client;
    }
  }
}

package org.mingjie;

import java.io.IOException;
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

  private static final String EMPTY = """
      TRUNCATE source, file, audit, place, division, name, spelling, reading, place_geometry, division_geometry,
        division_lineage, place_in_division, place_concordance, unplaced_geometry, attestation, import_run, import_proposal,
        place_search, tile_feature, tile_boundary, tile_division, place_history, division_history, name_history,
        spelling_history, place_geometry_history, division_geometry_history CASCADE
      """;

  private static final String URL = TestDatabase.freshUrl();
  private static final Path HOME = home();

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("mingjie.database-url", () -> URL);
    registry.add("mingjie.home", HOME::toString);
    registry.add("mingjie.start.sample", () -> "false");
    registry.add("management.server.port", () -> "-1");
    registry.add("server.address", () -> "127.0.0.1");
  }

  @BeforeEach
  protected void emptyTheRegistry() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL)) {
      connection.createStatement().execute("SET search_path = app, public");
      connection.createStatement().execute(EMPTY);
    }
  }

  /** A connection that the database takes for the app role, as the program itself has it. */
  protected static Connection asApp() throws SQLException {
    Connection connection = DriverManager.getConnection(URL);
    connection.createStatement().execute("SET search_path = app, public; SET ROLE mingjie_app");
    return connection;
  }

  /** A client for looking at everything; superuser. */
  protected static JdbcClient database() {
    SingleConnectionDataSource source = new SingleConnectionDataSource(URL, true);
    JdbcClient client = JdbcClient.create(source);
    client.sql("SET search_path = app, public").update();
    return client;
  }

  private static Path home() {
    try {
      return Files.createTempDirectory("mingjie-test-");
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}

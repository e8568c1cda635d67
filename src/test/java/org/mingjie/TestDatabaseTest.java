package org.mingjie;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

  @Test
  void givesEveryCallerAnEmptyDatabaseOfItsOwnWithPostgisAtHand() throws SQLException {
    String url = TestDatabase.freshUrl();
    assertThat(TestDatabase.freshUrl()).isNotEqualTo(url);
    try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
      assertThat(text(statement, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(text(statement, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).isEqualTo("t");
      assertThat(text(statement, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).isEqualTo("0");
      statement.execute("CREATE EXTENSION postgis");
      assertThat(text(statement, "SELECT ST_AsText(ST_Point(113.1, 27.8, 4490))")).isEqualTo("POINT(113.1 27.8)");
    }
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}

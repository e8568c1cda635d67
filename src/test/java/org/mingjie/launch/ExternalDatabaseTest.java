package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalDatabaseTest {

  private static final String HARD_PASSWORD = "a:b@c/d e%f&g+h#密";

  private static ThrowAwayCluster cluster;

  @BeforeAll
  static void start() {
    cluster = ThrowAwayCluster.tryStart().orElseThrow();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void preparesAnEmptyDatabaseOfASuperuser() throws SQLException {
    execute("postgres", "CREATE DATABASE fresh TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'");
    DatabaseAccess access = ExternalDatabase.open(cluster.url("fresh"));
    assertThat(access.url()).isEqualTo("jdbc:postgresql://127.0.0.1:%d/fresh".formatted(cluster.port()));
    assertThat(List.of(access.owner().role(), access.app().role(), access.read().role()))
        .containsExactly("mingjie_owner", "mingjie_app", "mingjie_read");
    execute("fresh", "CREATE TABLE app.probe AS SELECT ST_Point(113, 28, 4490) AS geom");
    assertThat(ExternalDatabase.open(cluster.url("fresh"))).as("a second start").isEqualTo(access);
  }

  @Test
  void namesAllThatIsMissingInOneMessage() throws SQLException {
    execute("postgres", "CREATE ROLE nobody_special LOGIN PASSWORD 'x'",
        "CREATE DATABASE plain TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'");
    assertThat(refusal(url("nobody_special", "x", "plain")).getMessage())
        .contains("UTF8，现为 SQL_ASCII", "LC_CTYPE 不能是 C", "扩展 postgis 要由超级用户先建",
            "没有在库里建模式的权限", "角色 mingjie_owner", "角色 mingjie_app", "角色 mingjie_read");
    assertThat(schemas("plain")).as("nothing is written").doesNotContain("app");
  }

  @ParameterizedTest
  @CsvSource({"latin, LATIN1, C", "ascii, SQL_ASCII, C", "utf_c, UTF8, C"})
  void refusesEncodingsAndLocalesInWhichChineseDoesNotWork(String name, String encoding, String locale)
      throws SQLException {
    execute("postgres", "CREATE DATABASE %s TEMPLATE template0 ENCODING '%s' LOCALE '%s'".formatted(name, encoding, locale));
    String message = refusal(cluster.url(name)).getMessage();
    assertThat(message).contains("LC_CTYPE 不能是 C").doesNotContain("postgis", "角色");
    assertThat(message.contains("现为 " + encoding)).isEqualTo(!encoding.equals("UTF8"));
  }

  @Test
  void anOrdinaryUserWillDoOnceTheAdministratorHasPreparedTheDatabase() throws SQLException {
    execute("postgres", "CREATE ROLE officer LOGIN PASSWORD 'x'",
        "CREATE DATABASE bureau TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
        "GRANT CREATE ON DATABASE bureau TO officer");
    createRoles();
    execute("postgres", "GRANT mingjie_owner, mingjie_app, mingjie_read TO officer");
    assertThat(refusal(url("officer", "x", "bureau")).getMessage())
        .contains("CREATE EXTENSION postgis SCHEMA public").doesNotContain("角色", "权限", "UTF8");

    execute("bureau", "CREATE EXTENSION postgis SCHEMA public");
    assertThat(ExternalDatabase.open(url("officer", "x", "bureau")).owner().user()).isEqualTo("officer");
    assertThat(schemas("bureau")).contains("app");
  }

  @Test
  void takesLibpqAndJdbcAddressesWithAnyPassword() throws SQLException {
    execute("postgres", "CREATE ROLE hard SUPERUSER LOGIN PASSWORD '" + HARD_PASSWORD + "'",
        "CREATE DATABASE hard TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'");
    String libpq = "postgresql://hard:a%%3Ab%%40c%%2Fd%%20e%%25f%%26g%%2Bh%%23%%E5%%AF%%86@127.0.0.1:%d/hard?connect_timeout=5"
        .formatted(cluster.port());
    String jdbc = "jdbc:postgresql://127.0.0.1:%d/hard?user=hard&password=a%%3Ab%%40c%%2Fd+e%%25f%%26g%%2Bh%%23%%E5%%AF%%86"
        .formatted(cluster.port());
    for (String url : new String[] {libpq, libpq.replace("postgresql:", "postgres:"), jdbc}) {
      DatabaseAccess access = ExternalDatabase.open(url);
      assertThat(access.app().password()).isEqualTo(HARD_PASSWORD);
      assertThat(access.url()).doesNotContain("password", "a%3A", "user=");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "mysql://u:s3cret@127.0.0.1/db", "postgresql://u:s3cret%@127.0.0.1/db", "postgresql://u:s3cret@127.0.0.1:port/db",
      "postgresql://u:s3 cret@/db", "s3cret", "jdbc:postgresql://127.0.0.1:1/db?user=u&password=s3cret"})
  void refusesAddressesThatLeadNowhereWithoutTellingThePassword(String url) {
    StartRefused refused = refusal(url);
    assertThat(refused.getMessage() + refused.remedy()).doesNotContain("s3", "cret");
  }

  @Test
  void refusesAWrongPasswordWithoutTellingIt() {
    assertThatThrownBy(() -> ExternalDatabase.open(url("mingjie_super", "s3cret", "postgres")))
        .isInstanceOf(StartRefused.class).hasMessageContaining("连不上数据库").hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
      "postgresql://u:p@db.example:5433/names, jdbc:postgresql://db.example:5433/names?user=u&password=p",
      "postgresql://u@my_host/names, jdbc:postgresql://my_host/names?user=u",
      "postgres://u:p@[::1]:5432/names?sslmode=require, jdbc:postgresql://[::1]:5432/names?user=u&password=p&sslmode=require",
      "postgresql://db/names?user=u&password=p, jdbc:postgresql://db/names?user=u&password=p",
      "postgresql://u%3Av:p%2Bq@db/names, jdbc:postgresql://db/names?user=u%3Av&password=p%2Bq",
      "jdbc:postgresql://db/names?user=u, jdbc:postgresql://db/names?user=u"})
  void writesEveryAddressTheJdbcWay(String given, String jdbc) {
    assertThat(JdbcUrl.of(given)).isEqualTo(jdbc);
  }

  @ParameterizedTest
  @CsvSource({"3.2.9, true", "2.5.10, true", "3.3.2, false", "3.10.0, false", "4.0.0beta1, false"})
  void knowsWhichPostgisIsTooOld(String version, boolean tooOld) {
    assertThat(ExternalDatabase.olderThan33(version)).isEqualTo(tooOld);
  }

  private static StartRefused refusal(String url) {
    return catchThrowableOfType(StartRefused.class, () -> ExternalDatabase.open(url));
  }

  private static String url(String user, String password, String database) {
    return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(user, password, cluster.port(), database);
  }

  private static void createRoles() throws SQLException {
    try (Connection administrator = DriverManager.getConnection(cluster.url("postgres"));
        Statement statement = administrator.createStatement()) {
      for (String role : new String[] {DatabaseRoles.OWNER, DatabaseRoles.APP, DatabaseRoles.READ}) {
        statement.execute("DO $$ BEGIN CREATE ROLE " + role + "; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
      }
    }
  }

  private static List<String> schemas(String database) throws SQLException {
    try (Connection connection = DriverManager.getConnection(cluster.url(database));
        var rows = connection.createStatement().executeQuery("SELECT string_agg(nspname, ',') FROM pg_namespace")) {
      rows.next();
      return List.of(rows.getString(1).split(","));
    }
  }

  private static void execute(String database, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(cluster.url(database));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}

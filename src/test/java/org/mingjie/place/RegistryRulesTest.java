package org.mingjie.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RegistryTest;

/** The rules that the database itself must hold, each attacked with plain SQL as the app role. */
class RegistryRulesTest extends RegistryTest {

  private static final String SYSTEM = "00000000-0000-7000-8000-000000000001";

  private Connection app;
  private String source;
  private String place;
  private String division;

  @BeforeEach
  void aTownshipWithAName() throws SQLException {
    app = asApp();
    source = insert("INSERT INTO source (id, kind, title, rank, state_date, author_id) "
        + "VALUES ('%s', 'list', '名单', 30, '2016-07-31', '" + SYSTEM + "')");
    place = insert("INSERT INTO place (id, class_code, importance, province, source_id, author_id) "
        + "VALUES ('%s', '21500', 0.5, '43', '" + source + "', '" + SYSTEM + "')");
    division = division("430281102", "[2016-07-31,)");
    name("王仙镇", "standard", "[2016-07-31,)");
  }

  @AfterEach
  void close() throws SQLException {
    app.close();
  }

  private String insert(String statement) throws SQLException {
    String id = UUID.randomUUID().toString();
    app.createStatement().execute(statement.formatted(id));
    return id;
  }

  private String division(String code, String valid) throws SQLException {
    return insert("INSERT INTO division (id, place_id, code, level, province, valid, source_id, author_id) VALUES ('%s', '"
        + place + "', '" + code + "', 4, '43', '" + valid + "', '" + source + "', '" + SYSTEM + "')");
  }

  private String name(String text, String status, String valid) throws SQLException {
    return insert("INSERT INTO name (id, place_id, status, text, valid, source_id, author_id) VALUES ('%s', '" + place
        + "', '" + status + "', '" + text + "', '" + valid + "', '" + source + "', '" + SYSTEM + "')");
  }

  private String geometry(String role, String wkt) throws SQLException {
    return insert("INSERT INTO place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id) VALUES ('%s', '"
        + place + "', '" + role + "', st_geomfromtext('" + wkt + "', 4490), 'CGCS2000', '[2016-07-31,)', '" + source + "', '" + SYSTEM + "')");
  }

  private String area(String wkt) throws SQLException {
    return insert("INSERT INTO division_geometry (id, division_id, geom, datum_original, valid, source_id, author_id) VALUES ('%s', '"
        + division + "', st_geomfromtext('" + wkt + "', 4490), 'CGCS2000', '[2016-07-31,)', '" + source + "', '" + SYSTEM + "')");
  }

  private void refused(String state, String statement) {
    assertThatThrownBy(() -> app.createStatement().execute(statement))
        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
  }

  @Test
  void everyPlaceHasASource() {
    refused("23502", "INSERT INTO place (id, class_code, importance, province, author_id) VALUES (gen_random_uuid(), '21500', 0.5, '43', '"
        + SYSTEM + "')");
    refused("23503", "INSERT INTO place (id, class_code, importance, province, source_id, author_id) VALUES (gen_random_uuid(), '21500', 0.5, '43', gen_random_uuid(), '"
        + SYSTEM + "')");
  }

  @Test
  void aPlaceCodeIsIssuedOnceAndNeverChanges() throws SQLException {
    try (ResultSet row = app.createStatement().executeQuery("SELECT code, is_place_code(code) FROM place")) {
      row.next();
      assertThat(row.getString(1)).matches("P[0-9]{12}");
      assertThat(row.getBoolean(2)).isTrue();
    }
    refused("42501", "UPDATE place SET code = 'P000000000197'");
    refused("42501", "UPDATE place SET id = gen_random_uuid()");
    refused("42501", "DELETE FROM place");
    for (String code : new String[] {"P000000000198", "P000000000197"}) {
      refused("42501", "INSERT INTO place (id, code, class_code, importance, province, source_id, author_id) VALUES (gen_random_uuid(), '" + code
          + "', '21500', 0.5, '43', '" + source + "', '" + SYSTEM + "')");
    }
    assertThatThrownBy(() -> database().sql("INSERT INTO place (id, code, class_code, importance, province, source_id, author_id) "
        + "VALUES (gen_random_uuid(), 'P000000000198', '21500', 0.5, '43', CAST(? AS uuid), CAST(? AS uuid))").params(source, SYSTEM).update())
        .hasMessageContaining("place_code_check");
  }

  @ParameterizedTest
  @ValueSource(strings = {"place", "division", "name", "place_geometry", "division_geometry", "spelling"})
  void nobodySaysWhenAStatementWasRecorded(String table) {
    refused("42501", "INSERT INTO " + table + " (recorded) VALUES ('[1999-01-01,)')");
    refused("42501", "UPDATE " + table + " SET recorded = '[1999-01-01,)'");
  }

  @Test
  void nobodySaysWhenADeedWasDoneOrAListArrived() {
    refused("42501", "INSERT INTO audit (at) VALUES ('1999-01-01')");
    refused("42501", "INSERT INTO source (recorded_at) VALUES ('1999-01-01')");
  }

  @Test
  void statementsStayWithTheirPlaceAndRowsOfListsStayAsTheyWere() {
    refused("42501", "UPDATE name SET place_id = gen_random_uuid()");
    refused("42501", "UPDATE place_geometry SET place_id = gen_random_uuid()");
    refused("42501", "UPDATE division_geometry SET division_id = gen_random_uuid()");
    refused("42501", "UPDATE attestation SET given = 'x'");
  }

  @Test
  void aStandardNameIsOfTheLanguageAndNoAlias() {
    refused("23514", "INSERT INTO name (id, place_id, language, status, text, valid, source_id, author_id) VALUES (gen_random_uuid(), '" + place
        + "', 'zh-CN', 'standard', '望仙镇', '[2016-07-31,)', '" + source + "', '" + SYSTEM + "')");
    refused("23514", "INSERT INTO name (id, place_id, language, kind, status, text, valid, source_id, author_id) VALUES (gen_random_uuid(), '" + place
        + "', 'bo', 'alias', 'standard', '望仙镇', '[2016-07-31,)', '" + source + "', '" + SYSTEM + "')");
  }

  @Test
  void aStandardNameDoesNotVanish() throws SQLException {
    refused("23514", "DELETE FROM name");
    name("望仙", "unverified", "[2016-07-31,)");
    assertThat(app.createStatement().executeUpdate("DELETE FROM name WHERE status = 'unverified'")).isEqualTo(1);
  }

  @Test
  void aClassThatIsNotInTheTableIsRefused() {
    refused("23503", "UPDATE place SET class_code = '21501'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"43028110", "4302811020", "43O281102", "", "430281102 "})
  void aTownshipCodeHasNineDigits(String code) {
    assertThatThrownBy(() -> division(code, "[2000-01-01,2001-01-01)")).hasMessageContaining("violates check constraint");
  }

  @Test
  void aCodeBelongsToOneUnitAtATime() throws SQLException {
    assertThatThrownBy(() -> division("430281102", "[2017-01-01,)")).hasMessageContaining("division_code_open");
    assertThatThrownBy(() -> division("430281102", "[2015-01-01,2016-08-01)")).hasMessageContaining("periods overlap");
    division("430281102", "[2010-01-01,2016-07-31)");
    assertThatThrownBy(() -> division("430281102", "[2012-01-01,2013-01-01)")).hasMessageContaining("division_code_periods");
  }

  @Test
  void aParentIsOfAHigherLevel() {
    refused("23514", "UPDATE division SET parent_id = (SELECT id FROM division LIMIT 1)");
  }

  @Test
  void aPlaceHasOneStandardNameOnAnyDay() throws SQLException {
    assertThatThrownBy(() -> name("王仙乡", "standard", "[2020-01-01,)")).hasMessageContaining("one_standard_name_open");
    assertThatThrownBy(() -> name("王仙乡", "standard", "[2010-01-01,2016-08-01)")).hasMessageContaining("periods overlap");
    name("王仙乡", "standard", "[2000-01-01,2016-07-31)");
    assertThatThrownBy(() -> name("王仙公社", "standard", "[1999-01-01,2000-01-02)")).hasMessageContaining("one_standard_name_closed");
    assertThatCode(() -> name("王仙公社", "unverified", "[1999-01-01,2001-01-01)")).doesNotThrowAnyException();
  }

  @Test
  void aStandardNameCannotBeSlippedInByMovingItsPeriod() throws SQLException {
    String before = name("王仙乡", "standard", "[2000-01-01,2016-07-31)");
    assertThatThrownBy(() -> app.createStatement().execute("UPDATE name SET valid = '[2000-01-01,2016-08-01)' WHERE id = '" + before + "'"))
        .hasMessageContaining("periods overlap");
    String unverified = name("王仙墟", "unverified", "[2016-07-31,)");
    assertThatThrownBy(() -> app.createStatement().execute("UPDATE name SET status = 'standard' WHERE id = '" + unverified + "'"))
        .hasMessageContaining("one_standard_name_open");
  }

  @Test
  void twoTransactionsCannotBothGiveAStandardNameForTheSameDays() throws Exception {
    app.createStatement().execute("UPDATE name SET valid = '[2020-01-01,)'");
    ExecutorService pool = Executors.newFixedThreadPool(2);
    CountDownLatch begun = new CountDownLatch(2);
    Future<Boolean> open = pool.submit(() -> slowly("王仙墟", "[2005-01-01,2012-01-01)", begun));
    Future<Boolean> closed = pool.submit(() -> slowly("王仙乡", "[2010-01-01,2015-01-01)", begun));
    assertThat(Stream.of(open.get(), closed.get()).filter(won -> won).count()).isEqualTo(1);
    pool.shutdown();
  }

  private boolean slowly(String text, String valid, CountDownLatch begun) throws Exception {
    try (Connection other = asApp()) {
      other.setAutoCommit(false);
      begun.countDown();
      begun.await();
      other.createStatement().execute("INSERT INTO name (id, place_id, status, text, valid, source_id, author_id) VALUES (gen_random_uuid(), '"
          + place + "', 'standard', '" + text + "', '" + valid + "', '" + source + "', '" + SYSTEM + "')");
      Thread.sleep(300);
      other.commit();
      return true;
    } catch (SQLException lost) {
      assertThat(lost.getSQLState()).isIn("23P01", "40P01");
      return false;
    }
  }

  @Test
  void thePartsOfANameMakeTheWhole() {
    refused("23514", "UPDATE name SET specific = '王', generic = '镇'");
    refused("23514", "UPDATE name SET text = ' 王仙镇'");
    refused("23514", "UPDATE name SET text = ''");
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "[infinity,)", "[-infinity,2000-01-01)"})
  void aPeriodIsNeitherEmptyNorWithoutDate(String valid) {
    assertThatThrownBy(() -> name("空", "unverified", valid)).hasMessageContaining("check constraint");
  }

  @Test
  void geometryIsOfTheTypeOfItsRole() throws SQLException {
    geometry("point", "POINT(113.59 27.74)");
    geometry("line", "LINESTRING(113.5 27.7, 113.6 27.8)");
    geometry("area", "POLYGON((113 27, 114 27, 114 28, 113 27))");
    assertThatThrownBy(() -> geometry("point", "LINESTRING(113.5 27.7, 113.6 27.8)")).hasMessageContaining("check constraint");
    assertThatThrownBy(() -> geometry("area", "GEOMETRYCOLLECTION(POINT(113 27))")).hasMessageContaining("check constraint");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "POINT(NaN 27)", "POINT(113 NaN)", "POINT(Infinity 27)", "POINT(27.74 113.59)", "POINT(0 0)", "POINT EMPTY",
    "POINT(397637 3069000)", "POINT Z (113 27 5)"})
  void aPointIsFiniteAndInChina(String wkt) {
    assertThatThrownBy(() -> geometry("point", wkt)).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "MULTIPOLYGON(((113 27, 114 28, 114 27, 113 28, 113 27)))",
    "MULTIPOLYGON(((113 27, 114 27, 114 NaN, 113 27)))",
    "MULTIPOLYGON EMPTY",
    "POLYGON((113 27, 114 27, 114 28, 113 27))",
    "MULTIPOLYGON(((13 27, 14 27, 14 28, 13 27)))"})
  void anAreaIsAValidMultiPolygonInChina(String wkt) {
    assertThatThrownBy(() -> area(wkt)).isInstanceOf(SQLException.class);
  }

  @Test
  void geometryIsInCgcs2000() {
    refused("22023", "INSERT INTO place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id) VALUES (gen_random_uuid(), '"
        + place + "', 'point', st_geomfromtext('POINT(113 27)', 4326), 'WGS84', '[2016-07-31,)', '" + source + "', '" + SYSTEM + "')");
  }

  @Test
  void whatIsNoLongerHeldTrueIsKeptInTheHistory() throws SQLException {
    app.createStatement().execute("UPDATE name SET text = '王仙乡', status = 'unverified'");
    app.createStatement().execute("DELETE FROM name");
    try (ResultSet row = app.createStatement().executeQuery(
        "SELECT text, upper_inf(recorded), lower(recorded) < upper(recorded) FROM name_history ORDER BY lower(recorded)")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("王仙镇");
      assertThat(row.getBoolean(2)).isFalse();
      assertThat(row.getBoolean(3)).isTrue();
      row.next();
      assertThat(row.getString(1)).isEqualTo("王仙乡");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"name_history", "place_history", "division_history", "audit"})
  void historyAndAuditCannotBeTamperedWith(String table) {
    refused("42501", "DELETE FROM " + table);
    refused("42501", "TRUNCATE " + table);
    String column = table.equals("audit") ? "reason" : "source_row";
    refused("42501", "UPDATE " + table + " SET " + column + " = NULL");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "COPY name TO PROGRAM 'cat'", "CREATE EXTENSION pg_stat_statements", "CREATE TABLE app.mine (x int)",
    "ALTER TABLE name DISABLE TRIGGER ALL", "DROP TABLE name", "SELECT pg_read_file('/etc/passwd')", "SET ROLE mingjie_owner",
    "DELETE FROM source", "UPDATE source SET rank = 100", "SET session_replication_role = replica"})
  void theAppRoleIsNoMaster(String statement) throws SQLException {
    // the test signs in as superuser and becomes the role; SET SESSION AUTHORIZATION takes the way back
    app.createStatement().execute("RESET ROLE; SET SESSION AUTHORIZATION mingjie_app");
    refused("42501", statement);
  }
}

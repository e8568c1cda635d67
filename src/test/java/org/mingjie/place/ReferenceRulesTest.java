package org.mingjie.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RegistryTest;
import org.postgresql.PGConnection;

/** References that no foreign key holds any more but checks of whole statements, each attacked with plain SQL. */
class ReferenceRulesTest extends RegistryTest {

  private static final String SYSTEM = "00000000-0000-7000-8000-000000000001";
  private static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";

  /** One more sound row of each table; words in braces are references. */
  private static final Map<String, String> INSERT = Map.of(
      "place", """
          INSERT INTO place (id, class_code, importance, province, source_id, author_id)
          VALUES (gen_random_uuid(), '{class_code}', 0.5, '43', '{source_id}', '{author_id}')""",
      "division", """
          INSERT INTO division (id, place_id, code, level, province, valid, source_id, author_id)
          VALUES (gen_random_uuid(), '{place_id}', '430281102', 4, '43', '[2016-07-31,)', '{source_id}', '{author_id}')""",
      "name", """
          INSERT INTO name (id, place_id, status, text, valid, source_id, author_id)
          VALUES (gen_random_uuid(), '{place_id}', 'unverified', '王仙镇', '[2016-07-31,)', '{source_id}', '{author_id}')""",
      "place_geometry", """
          INSERT INTO place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id)
          VALUES (gen_random_uuid(), '{place_id}', 'point', st_point(113.59, 27.74, 4490), 'CGCS2000', '[2016-07-31,)', '{source_id}', '{author_id}')""",
      "division_geometry", """
          INSERT INTO division_geometry (id, division_id, geom, datum_original, valid, source_id, author_id)
          VALUES (gen_random_uuid(), '{division_id}', st_multi(st_makeenvelope(113, 27, 114, 28, 4490)), 'CGCS2000', '[2016-07-31,)', '{source_id}', '{author_id}')""",
      "place_in_division", """
          INSERT INTO place_in_division (place_id, division_id, main, valid, source_id)
          VALUES ('{place_id}', '{division_id}', true, '[2016-07-31,)', '{source_id}')""",
      "reading", "INSERT INTO reading (name_id, syllables, source_id) VALUES ('{name_id}', 'li ling', '{source_id}')",
      "attestation", """
          INSERT INTO attestation (source_id, row_no, list_code, by_name, level, given, name, name_key, class_code, is_period, attested)
          VALUES ('{source_id}', 1, '430281', false, 3, '醴陵市', '醴陵市', '醴陵', '21400', false, '[2016-07-31,2016-08-01)')""");

  private final Map<String, String> known = new HashMap<>(Map.of("author_id", SYSTEM, "class_code", "21400"));
  private Connection app;
  private Connection other;
  private String county;

  @BeforeEach
  void aCountyWithAName() throws SQLException {
    app = asApp();
    other = asApp();
    known.put("source_id", insert("INSERT INTO source (id, kind, title, rank, state_date, author_id) "
        + "VALUES ('%s', 'list', '名单', 30, '2016-07-31', '" + SYSTEM + "')"));
    known.put("place_id", insert(sound("INSERT INTO place (id, class_code, importance, province, source_id, author_id) "
        + "VALUES ('%s', '{class_code}', 0.7, '43', '{source_id}', '{author_id}')")));
    county = unit("430281", 3, null);
    known.put("division_id", county);
    known.put("name_id", insert(sound("INSERT INTO name (id, place_id, status, text, valid, source_id, author_id) "
        + "VALUES ('%s', '{place_id}', 'unverified', '醴陵市', '[2016-07-31,)', '{source_id}', '{author_id}')")));
  }

  @AfterEach
  void close() throws SQLException {
    app.close();
    other.close();
  }

  private String sound(String statement) {
    String filled = statement;
    for (Map.Entry<String, String> reference : known.entrySet()) {
      filled = filled.replace("{" + reference.getKey() + "}", reference.getValue());
    }
    return filled;
  }

  private String insert(String statement) throws SQLException {
    String id = UUID.randomUUID().toString();
    app.createStatement().execute(statement.formatted(id));
    return id;
  }

  private String unit(String code, int level, String parent) throws SQLException {
    return insert(unitStatement(code, level, parent));
  }

  private String unitStatement(String code, int level, String parent) {
    return sound("INSERT INTO app.division (id, place_id, code, level, parent_id, province, valid, source_id, author_id) VALUES ('%s', '{place_id}', '"
        + code + "', " + level + ", " + (parent == null ? "NULL" : "'" + parent + "'") + ", '43', '[2016-07-31,)', '{source_id}', '{author_id}')");
  }

  private static void refused(Connection by, String statement, String why) {
    refused(() -> by.createStatement().execute(statement), why);
  }

  private static void refused(ThrowingCallable act, String why) {
    assertThatThrownBy(act).isInstanceOfSatisfying(SQLException.class, e -> {
      assertThat(e.getMessage()).contains(why);
      assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("23503");
    });
  }

  // --- references to sources, accounts, classes and places ----------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "place, source_id", "place, author_id", "place, class_code",
    "division, place_id", "division, source_id", "division, author_id",
    "name, place_id", "name, source_id", "name, author_id",
    "place_geometry, place_id", "place_geometry, source_id", "place_geometry, author_id",
    "division_geometry, source_id", "division_geometry, author_id",
    "place_in_division, source_id", "reading, source_id", "attestation, source_id"})
  void aReferenceToNothingIsRefusedWhenARowComesAndWhenItChanges(String table, String column) throws SQLException {
    String nothing = column.equals("class_code") ? "21401" : UNKNOWN;
    String why = "%s.%s %s is not in".formatted(table, column, nothing);

    refused(app, sound(INSERT.get(table).replace("{" + column + "}", nothing)), why);
    app.createStatement().execute(sound(INSERT.get(table)));
    app.createStatement().execute("SET ROLE mingjie_owner");   // the app role may not even try with all of them
    refused(app, "UPDATE %s SET %s = '%s'".formatted(table, column, nothing), why);
  }

  @Test
  void oneUnknownRowRefusesTheWholeList() throws SQLException {
    String rows = sound("{name_id}\tli ling\t{source_id}\n{name_id}\tli\t" + UNKNOWN + "\n");

    refused(() -> app.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY reading (name_id, syllables, source_id) FROM STDIN",
        new java.io.ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8))), "reading.source_id");

    assertThat(database().sql("SELECT count(*) FROM reading").query(Long.class).single()).isZero();
  }

  @Test
  void anInsertThatTurnsIntoAnUpdateIsCheckedAsOne() throws SQLException {
    app.createStatement().execute(sound(INSERT.get("reading")));
    refused(app, sound(INSERT.get("reading")) + " ON CONFLICT (name_id, syllables) DO UPDATE SET source_id = '" + UNKNOWN + "'",
        "reading.source_id");
  }

  // --- for ever -----------------------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {
    "DELETE FROM source", "DELETE FROM account", "DELETE FROM place_class WHERE code = '24100'", "DELETE FROM place",
    "UPDATE source SET id = gen_random_uuid()", "UPDATE account SET id = gen_random_uuid()",
    "UPDATE place_class SET code = '24101' WHERE code = '24100'", "UPDATE place SET id = gen_random_uuid()",
    "UPDATE place SET code = 'P000000000197'", "UPDATE division SET id = gen_random_uuid()",
    "TRUNCATE source CASCADE", "TRUNCATE account CASCADE", "TRUNCATE place_class CASCADE", "TRUNCATE place CASCADE",
    "TRUNCATE file CASCADE"})
  void evenTheOwnerAndTheSuperuserCannotTakeAwayWhatOthersReferTo(String statement) throws SQLException {
    for (String role : new String[] {"SET ROLE mingjie_owner", "RESET ROLE"}) {
      app.createStatement().execute(role);
      refused(app, statement, "rows are never removed and keep their key");
    }
  }

  @Test
  void theAppRoleCannotChangeTheKeyOfADivision() {
    assertThatThrownBy(() -> app.createStatement().execute("UPDATE division SET id = gen_random_uuid()"))
        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }

  // --- parents ------------------------------------------------------------------------------------------------------

  @Test
  void anUnknownParentIsRefusedWhenAUnitComesAndWhenItMoves() throws SQLException {
    refused(() -> unit("430281102", 4, UNKNOWN), "division 430281102: its parent is not in division");
    unit("430281102", 4, county);
    refused(app, "UPDATE division SET parent_id = '" + UNKNOWN + "' WHERE level = 4", "its parent is not in division");
  }

  @Test
  void aParentStaysUntilItsLastChildIsGone() throws SQLException {
    String town = unit("430281102", 4, county);
    refused(app, "DELETE FROM division WHERE id = '" + county + "'", "division 430281102: its parent cannot go before it");
    app.createStatement().execute("UPDATE division SET parent_id = NULL WHERE id = '" + town + "'");
    assertThatCode(() -> app.createStatement().execute("DELETE FROM division WHERE id = '" + county + "'")).doesNotThrowAnyException();
  }

  @Test
  void aParentMayGoTogetherWithItsChildren() throws SQLException {
    unit("430281102", 4, county);
    assertThat(app.createStatement().executeUpdate("DELETE FROM division")).isEqualTo(2);
  }

  @Test
  void aParentThatGoesWaitsForAChildThatComesAndThenStays() throws Exception {
    app.setAutoCommit(false);
    unit("430281102", 4, county);
    Future<?> deletion = meanwhile("DELETE FROM division WHERE id = '" + county + "'");

    app.commit();

    refused(() -> join(deletion), "its parent cannot go before it");
  }

  @Test
  void aChildThatComesWaitsForItsParentThatGoesAndIsThenRefused() throws Exception {
    app.setAutoCommit(false);
    app.createStatement().execute("DELETE FROM division WHERE id = '" + county + "'");
    Future<?> birth = meanwhile(unitStatement("430281102", 4, county).formatted(UUID.randomUUID()));

    app.commit();

    refused(() -> join(birth), "its parent is not in division");
  }

  @Test
  void aChildThatMovesWaitsForItsNewParentThatGoesAndIsThenRefused() throws Exception {
    unit("430281102", 4, null);
    app.setAutoCommit(false);
    app.createStatement().execute("DELETE FROM division WHERE id = '" + county + "'");
    Future<?> move = meanwhile("UPDATE division SET parent_id = '" + county + "' WHERE level = 4");

    app.commit();

    refused(() -> join(move), "its parent is not in division");
  }

  @Test
  void aChildComesAfterAllWhereItsParentStays() throws Exception {
    app.setAutoCommit(false);
    app.createStatement().execute("DELETE FROM division WHERE id = '" + county + "'");
    Future<?> birth = meanwhile(unitStatement("430281102", 4, county).formatted(UUID.randomUUID()));

    app.rollback();

    assertThatCode(() -> join(birth)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void anOldSnapshotDoesNotHideAChild(int isolation) throws SQLException {
    other.setTransactionIsolation(isolation);
    other.setAutoCommit(false);
    other.createStatement().execute("SELECT count(*) FROM division");
    unit("430281102", 4, county);

    assertThatThrownBy(() -> other.createStatement().execute("DELETE FROM division WHERE id = '" + county + "'"))
        .hasMessageContaining("rows go under READ COMMITTED only");
  }

  // --- shadows ------------------------------------------------------------------------------------------------------

  @Test
  void aTemporaryTableOfTheSameNameDoesNotDeceiveTheChecks() throws SQLException {
    unit("430281102", 4, county);
    app.createStatement().execute("CREATE TEMPORARY TABLE division AS SELECT '" + UNKNOWN + "'::uuid AS id, NULL::uuid AS parent_id, "
        + "'43'::text AS code, 1::smallint AS level, '[2016-07-31,)'::daterange AS valid");
    app.createStatement().execute("CREATE TEMPORARY TABLE name (LIKE app.name)");

    refused(() -> unit("430281103", 4, UNKNOWN), "its parent is not in division");
    refused(app, "DELETE FROM app.division WHERE id = '" + county + "'", "its parent cannot go before it");
    assertThatThrownBy(() -> app.createStatement().execute(sound(INSERT.get("name")).replace("INTO name", "INTO app.name")
        .replace("王仙镇", "醴陵市").replace("[2016-07-31,)", "[2016-07-30,2016-08-01)"))).hasMessageContaining("periods overlap");
  }

  // ------------------------------------------------------------------------------------------------------------------

  /** Begins a statement on the other connection and returns when it waits for the first. */
  private Future<?> meanwhile(String statement) throws Exception {
    int waiting = other.unwrap(PGConnection.class).getBackendPID();
    int holding = app.unwrap(PGConnection.class).getBackendPID();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Future<?> running = pool.submit(() -> other.createStatement().execute(statement));
    pool.shutdown();
    for (int i = 0; i < 100 && !isBlocked(waiting, holding); i++) {
      Thread.sleep(20);
    }
    assertThat(isBlocked(waiting, holding)).as("waits for the other transaction").isTrue();
    return running;
  }

  private static boolean isBlocked(int waiting, int holding) {
    return database().sql("SELECT :holding = ANY (pg_blocking_pids(:waiting))").param("holding", holding).param("waiting", waiting)
        .query(Boolean.class).single();
  }

  private static void join(Future<?> running) throws Throwable {
    try {
      running.get();
    } catch (ExecutionException failed) {
      throw failed.getCause();
    }
  }
}

package org.mingjie.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** The search table put in order again beside the running system. */
class SearchReorderTest extends RegistryTest {

  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  @Autowired private SearchService search;
  @Autowired private SearchRebuild rebuild;
  private Importing importing;

  @BeforeEach
  void aCountyOfManyVillages() {
    importing = new Importing(imports, profiles);
    StringBuilder list = new StringBuilder(Importing.VILLAGES).append("430000000000,,湖南省,province,f,f,,\n430281000000,430000000000,醴陵市,county,f,f,,\n")
        .append("430281102000,430281000000,王仙镇,town,f,f,,\n");
    for (int i = 200; i < 990; i++) {
      list.append("430281102%d,430281102000,%s桥村,village,f,f,,\n".formatted(i, "东西南北上下中大小".charAt(i % 9) + "" + "山河湖石木龙松林田".charAt(i / 9 % 9)));
    }
    importing.run(importing.listOf("many", "2016-07-31", ""), importing.file("many.csv", list.toString()));
  }

  private List<String> rows(String query) {
    return database().sql(query).query(String.class).list();
  }

  private void oneMore(int number) {
    importing.run(importing.listOf("more" + number, "2017-01-01", "").toString(), importing.file("more" + number + ".csv",
        Importing.VILLAGES + "440281%03d000,440281000000,梅花第%d镇,town,f,f,,\n".formatted(100 + number, number)));
  }

  @Test
  void theTableIsInTheOrderOfImportanceAgainAndNothingIsFresh() {
    String before = rows("SELECT 'place_search'::regclass::oid::text").get(0);
    List<String> content = rows("SELECT concat_ws('|', place_id, name, py, imp, div) FROM place_search ORDER BY 1");

    assertThat(rebuild.run()).isTrue();

    assertThat(rows("SELECT 'place_search'::regclass::oid::text").get(0)).isNotEqualTo(before);
    assertThat(rows("SELECT concat_ws('|', place_id, name, py, imp, div) FROM place_search ORDER BY 1")).isEqualTo(content);
    assertThat(rows("SELECT name FROM place_search WHERE fresh")).isEmpty();
    assertThat(rows("SELECT imp::text FROM place_search ORDER BY ctid")).isEqualTo(rows("SELECT imp::text FROM place_search ORDER BY imp DESC"));
    assertThat(rows("SELECT to_regclass('place_search_shadow')::text")).containsOnlyNulls();
    assertThat(search.search("王仙镇", 5)).hasSize(1);
  }

  @Test
  void changesThatCommitMeanwhileAreInTheNewTableAndSearchesGoOn() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger written = new AtomicInteger();
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
      while (!done.get() && written.get() < 60) {
        oneMore(written.incrementAndGet());
      }
    });
    CompletableFuture<Integer> searching = CompletableFuture.supplyAsync(() -> {
      int searches = 0;
      for (; !done.get(); searches++) {
        assertThat(search.search("王仙镇", 5)).hasSize(1);
      }
      return searches;
    });

    for (int i = 0; i < 3; i++) {
      rebuild.run();
    }

    done.set(true);
    writing.get(60, TimeUnit.SECONDS);
    assertThat(searching.get(60, TimeUnit.SECONDS)).isPositive();
    assertThat(written.get()).isGreaterThan(1);
    assertThat(rows("SELECT p.code FROM place p WHERE p.status = 'current' AND NOT EXISTS (SELECT 1 FROM place_search s WHERE s.place_id = p.id)")).isEmpty();
    assertThat(rows("SELECT place_id::text FROM place_search WHERE NOT alternative GROUP BY place_id, name HAVING count(*) > 1")).isEmpty();
    assertThat(rows("SELECT 'x' FROM search_rebuild UNION ALL SELECT 'y' FROM place_search_delta")).isEmpty();
  }

  @Test
  void whoHoldsTheTableForAWhileDoesNotEndTheReordering() throws Exception {
    try (Connection reader = asApp()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("LOCK TABLE place_search IN ACCESS SHARE MODE");
      CompletableFuture<Boolean> reordering = CompletableFuture.supplyAsync(rebuild::run);
      Thread.sleep(2_500);   // longer than one try waits
      assertThat(reordering).isNotDone();
      reader.rollback();
      assertThat(reordering.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatAServerKilledInTheMiddleHasLeftNeitherHarmsNorStays() {
    database().sql("SELECT begin_search_table('place_search_shadow')").query().singleRow();
    database().sql("INSERT INTO search_rebuild DEFAULT VALUES").update();
    oneMore(1);
    assertThat(rows("SELECT 'x' FROM place_search_delta")).isNotEmpty();
    assertThat(search.search("梅花第1镇", 5)).hasSize(1);

    assertThat(rebuild.run()).isTrue();

    assertThat(rows("SELECT 'x' FROM search_rebuild UNION ALL SELECT 'y' FROM place_search_delta")).isEmpty();
    assertThat(rows("SELECT to_regclass('place_search_shadow')::text")).containsOnlyNulls();
    assertThat(search.search("梅花第1镇", 5)).hasSize(1);
  }

  @Test
  void whenTheDatabaseCutsItOffTheOldTableAnswersAndTheNextOneSucceeds() throws Exception {
    String before = rows("SELECT 'place_search'::regclass::oid::text").get(0);
    try (Connection reader = asApp()) {
      reader.setAutoCommit(false);   // holds the table, so that the new one cannot take its name
      reader.createStatement().execute("SELECT 1 FROM place_search LIMIT 1");
      CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(rebuild::run);
      for (int i = 0; i < 200 && rows("SELECT 'x' FROM search_rebuild").isEmpty(); i++) {
        Thread.sleep(50);
      }
      assertThat(rows("SELECT 'x' FROM search_rebuild")).isNotEmpty();
      reader.createStatement().execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()");
      assertThatThrownBy(() -> run.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(DataAccessException.class);
      reader.rollback();
    }
    assertThat(rows("SELECT 'place_search'::regclass::oid::text").get(0)).isEqualTo(before);
    assertThat(search.search("王仙镇", 5)).hasSize(1);
    oneMore(1);

    assertThat(rebuild.run()).isTrue();

    assertThat(search.search("梅花第1镇", 5)).hasSize(1);
    assertThat(rows("SELECT 'x' FROM search_rebuild UNION ALL SELECT 'y' FROM place_search_delta")).isEmpty();
  }

  @Test
  void onlyOneProcessIsAtIt() throws Exception {
    try (var other = asApp()) {
      other.setAutoCommit(false);
      other.createStatement().execute("SELECT pg_advisory_xact_lock(" + 0x6D6A_7365_6172_6368L + ")");
      assertThat(rebuild.run()).isFalse();
      other.rollback();
    }
    assertThat(rebuild.run()).isTrue();
  }

  @Test
  void aTableThatAMigrationHasEmptiedIsFilledBeforeThePortOpens() {
    database().sql("TRUNCATE place_search").update();
    assertThat(search.search("王仙镇", 5)).isEmpty();

    rebuild.start();

    assertThat(search.search("王仙镇", 5)).hasSize(1);
    assertThat(rebuild.getPhase()).isLessThan(org.springframework.context.SmartLifecycle.DEFAULT_PHASE - 4096);
  }

  @Test
  void aTableWithTheWordsOfAnEarlierVersionAnswersUntilItIsMadeAnewBeforeThePortOpens() {
    SearchFilter county = SearchFilter.NONE.within(List.of("430281"));
    database().sql("UPDATE place_search SET tok = array_to_tsvector(ARRAY['仙镇', 'r430281']) WHERE name = '王仙镇'").update();
    database().sql("UPDATE search_words SET version = 0").update();
    assertThat(search.search("王仙镇", 5)).hasSize(1);
    assertThat(search.search("仙镇", county, Cursor.start(0), 5)).isEmpty();

    rebuild.start();

    assertThat(search.search("仙镇", county, Cursor.start(0), 5)).hasSize(1);
    assertThat(database().sql("SELECT version FROM search_words").query(Integer.class).single()).isEqualTo(Tokens.VERSION);
  }
}

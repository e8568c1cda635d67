package org.mingjie.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.mingjie.search.SearchHit;
import org.mingjie.search.SearchService;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The search table made anew after a list of more than 20 000 units, and left alone where that list does not stay. */
class SearchRebuildTest extends RegistryTest {

  private static final int TOWNS = 22;
  private static final int VILLAGES = 990;
  private static final String[] FIRST = "东 西 南 北 上 下 前 后 大 小".split(" ");
  private static final String[] SECOND = "山 河 湖 石 桥 龙 松 林 田 井".split(" ");
  private static final String[] THIRD = "家 湾 坪 塘 冲 岭 坡 洲 口 头".split(" ");

  private static final String FEW = Importing.VILLAGES + """
      440000000000,,广东省,province,f,f,,
      440281000000,440000000000,乐昌市,county,f,f,,
      440281100000,440281000000,坪石镇,town,f,f,,
      """;

  /** Everything that a table made by hand could get wrong, without its oid. */
  private static final String SHAPE = """
      SELECT 'index ' || indexname || ': ' || indexdef FROM pg_indexes WHERE schemaname = 'app' AND tablename = 'place_search'
      UNION ALL SELECT 'constraint ' || conname || ': ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'place_search'::regclass
      UNION ALL SELECT concat_ws(' ', 'column', attnum, attname, format_type(atttypid, atttypmod), attnotnull) FROM pg_attribute
        WHERE attrelid = 'place_search'::regclass AND attnum > 0 AND NOT attisdropped
      UNION ALL SELECT concat_ws(' ', 'table', relowner::regrole, relacl, reloptions, relpersistence) FROM pg_class WHERE oid = 'place_search'::regclass
      ORDER BY 1
      """;

  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  @Autowired private SearchService search;
  private final JdbcClient database = database();
  private Importing importing;
  private Path many;

  @BeforeEach
  void aTableWithAFewRowsAndAListOfMany() {
    importing = new Importing(imports, profiles);
    importing.run("villages-2016", importing.file("few.csv", FEW));
    StringBuilder list = new StringBuilder(Importing.VILLAGES)
        .append("430000000000,,湖南省,province,f,f,,\n430281000000,430000000000,醴陵市,county,f,f,,\n");
    for (int town = 0; town < TOWNS; town++) {
      String code = "430281%d".formatted(100 + town);
      list.append("%s000,430281000000,%s桥镇,town,f,f,,\n".formatted(code, SECOND[town % 10]));
      for (int i = 1; i < VILLAGES; i++) {
        list.append("%s%03d,%s000,%s%s%s村,village,f,f,,\n".formatted(code, i, code, FIRST[i / 100], SECOND[i / 10 % 10], THIRD[i % 10]));
      }
      list.append("%s%03d,%s000,凤鸣%s村,village,f,f,,\n".formatted(code, VILLAGES, code, town == 7 ? "塘" : "岭"));
    }
    many = importing.file("many.csv", list.toString());
  }

  private List<String> rows(String query) {
    return database.sql(query).query(String.class).list();
  }

  private String oid() {
    return rows("SELECT 'app.place_search'::regclass::oid::text").get(0);
  }

  private List<String> found(String typed) {
    return search.search(typed, 10).stream().map(SearchHit::name).toList();
  }

  /** Nothing of the list is in the table, and the table is the one that was there. */
  private void asBefore(String oid, List<String> rows) {
    assertThat(oid()).isEqualTo(oid);
    assertThat(rows("SELECT s::text FROM place_search s ORDER BY 1")).isEqualTo(rows);
    assertThat(rows("SELECT to_regclass('app.place_search_next')::text")).containsOnlyNulls();
    assertThat(found("坪石镇")).containsExactly("坪石镇");
    assertThat(found("凤鸣塘村")).isEmpty();
  }

  @Test
  void theNewTableIsLikeTheOldOneAndSearchesAndChangesGoOn() {
    String oid = oid();
    List<String> shape = rows(SHAPE);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Integer> searching = CompletableFuture.supplyAsync(() -> {
      int searches = 0;
      for (; !done.get(); searches++) {
        assertThat(found("坪石镇")).containsExactly("坪石镇");
      }
      return searches;
    });

    importing.run("villages-2016", many);

    done.set(true);
    assertThat(searching.join()).isPositive();
    assertThat(oid()).as("made anew").isNotEqualTo(oid);
    assertThat(rows(SHAPE)).isEqualTo(shape).anyMatch(line -> line.startsWith("index place_search_py:"));
    assertThat(rows("SELECT to_regclass('app.place_search_next')::text")).containsOnlyNulls();
    assertThat(rows("SELECT p.code FROM place p WHERE NOT EXISTS (SELECT 1 FROM place_search s WHERE s.place_id = p.id)")).isEmpty();
    assertThat(rows("SELECT count(*)::text FROM place")).containsExactly(Integer.toString(3 + 2 + TOWNS * (VILLAGES + 1)));
    assertThat(found("凤鸣塘村")).containsExactly("凤鸣塘村");
    assertThat(found("fengmingtangcun")).containsExactly("凤鸣塘村");
    assertThat(found("fmtc")).containsExactly("凤鸣塘村");
    aFewMoreAreAddedToTheTableThatIsThere();
  }

  private void aFewMoreAreAddedToTheTableThatIsThere() {
    String oid = oid();

    importing.run("villages-2016", importing.file("more.csv", Importing.VILLAGES + "440281101000,440281000000,梅花镇,town,f,f,,\n"));

    assertThat(oid()).isEqualTo(oid);
    assertThat(found("meihuazhen")).containsExactly("梅花镇");
    assertThat(found("凤鸣塘村")).containsExactly("凤鸣塘村");
  }

  @Test
  void aDryRunOfManyLeavesTheTableAsItWas() {
    String oid = oid();
    List<String> before = rows("SELECT s::text FROM place_search s ORDER BY 1");

    assertThat(importing.run("villages-2016", true, Progress.NONE, many).accepted()).isEqualTo(2 + TOWNS * (VILLAGES + 1));

    asBefore(oid, before);
  }

  @Test
  void anImportOfManyThatIsCancelledWhileTheTableIsMadeLeavesItAsItWas() {
    String oid = oid();
    List<String> before = rows("SELECT s::text FROM place_search s ORDER BY 1");
    AtomicBoolean stop = new AtomicBoolean();
    Progress progress = new Progress() {
      @Override
      public void at(String stage, long done, long total) {
        stop.set(stage.equals("更新检索和地图"));
      }

      @Override
      public boolean cancelled() {
        return stop.get();
      }
    };

    assertThatThrownBy(() -> importing.run("villages-2016", false, progress, many)).isInstanceOf(Cancelled.class);

    asBefore(oid, before);
  }

  @Test
  void anImportOfManyWhoseConnectionBreaksWhileTheTableIsMadeLeavesItAsItWas() {
    String oid = oid();
    List<String> before = rows("SELECT s::text FROM place_search s ORDER BY 1");
    CompletableFuture<Void> breaking = CompletableFuture.runAsync(() -> {
      JdbcClient other = database();
      while (other.sql("""
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND query LIKE 'COPY place_search_unsorted%'""").query(Boolean.class).list().isEmpty()) {
        Thread.onSpinWait();
      }
    });

    assertThatThrownBy(() -> importing.run("villages-2016", many)).isInstanceOf(RuntimeException.class);

    breaking.join();
    asBefore(oid, before);
    assertThat(rows("SELECT state FROM import_run WHERE file_names = '{many.csv}'")).containsExactly("failed");
  }

  @Test
  void aTemporaryTableOfTheSameNameIsNotTakenForTheModelOfTheNewOne() throws SQLException {
    List<String> shape = rows(SHAPE);
    try (Connection app = asApp()) {
      app.createStatement().execute("CREATE TEMPORARY TABLE place_search (place_id text DEFAULT current_user)");
      app.createStatement().execute("SELECT begin_search_table('place_search_next'); SELECT index_search_table('place_search_next'); SELECT take_search_table('place_search_next')");
    }
    assertThat(rows(SHAPE)).isEqualTo(shape);
  }
}

package org.mingjie.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No statement of the search scans a table: the plans of all of them on a million names. */
class SearchPlansTest extends RegistryTest {

  @Autowired @Qualifier("search") private DataSource reading;

  private static final long NAMES = 1_000_000;

  /** Rare and frequent words for each parameter. */
  private static final Map<String, List<String>> VALUES = Map.of(
      "q", List.of("王家村", "王", "王家", "wangjia", "w", "wjc", "不存在的名称", "zzzz"),
      "head", List.of("王家村委", "wangjiacunwe", "wjcwh", "没有"), "end", List.of("\uDBFF\uDFFF"),
      "tokens", List.of("'王家'", "'王家' & '家村' & 'r43'", "'村' & 'r430281'", "(('王家430281' & '家村430281') | ('王家430223' & '家村430223' & 'r430223101'))", "('?家村' | '王?村' | '王家?') & 'r4302'", "'wang_jia' & 'ga113_27'",
          "('王家43':* & '家村43':*)", "'@wjc':* & 'r43'", "'没有'"),
      "words", List.of("{王家村,长沙市}", "{wangjiacun}"), "scopes", List.of("{43}", "{430281,430223101}"),
      "from", List.of("43", ""), "to", List.of("43\uDBFF\uDFFF", "\uDBFF\uDFFF"),
      "limit", List.of("11"));

  private static final Pattern ROWS = Pattern.compile("actual rows=([0-9]+)");
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z]+)");

  @Autowired private JdbcClient jdbc;

  private static Stream<String> statements() {
    return Arrays.stream(SearchStatements.class.getDeclaredFields())
        .filter(f -> Modifier.isStatic(f.getModifiers()) && !Modifier.isPrivate(f.getModifiers()))
        .flatMap(f -> {
          try {
            Object value = f.get(null);
            return value instanceof List<?> several ? several.stream().map(String.class::cast) : value instanceof String one ? Stream.of(one) : Stream.empty();
          } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
          }
        });
  }

  @Test
  void everyStatementIsAnsweredByAnIndexWhateverIsAskedFor() throws Exception {
    try (Connection app = asApp()) {
      ManyNames.fill(app, NAMES, false);
    }
    try (Connection reader = reading.getConnection()) {
      assertThat(statements().toList()).hasSizeGreaterThan(35).allSatisfy(statement -> {
        for (int i = 0; i < 8; i++) {
          String plan = plan(reader, "EXPLAIN", statement, i);
          assertThat(plan).as(statement + "\n" + plan).doesNotContain("Seq Scan").doesNotContain("place_search_fresh_rows");
        }
      });
      keystrokesReadNoMoreThanTheyGive(reader);
      longBeginningsReadBoundedly(reader);
      villagesAreReadBoundedly(reader);
      assertThat(plan(reader, "EXPLAIN", SearchStatements.SAME_NAME, 0)).contains("Index Only Scan using place_search_name_div");
      assertThat(plan(reader, "EXPLAIN", SearchStatements.SAME_SOUND, 0)).contains("Index Only Scan using place_search_py_div");
      String one = plan(reader, "EXPLAIN (ANALYZE, TIMING OFF)", SearchStatements.CONTAINED_HOT, 2); // '村', of a third of all names
      assertThat(one).as(one).contains("never executed");
      jdbc.sql("UPDATE place_search SET fresh = true WHERE py < 'b'").update();
      database().sql("ANALYZE app.place_search").update();   // as the database does by itself after a while
      String manyAreNew = plan(reader, "EXPLAIN (ANALYZE, TIMING OFF)", SearchStatements.CONTAINED, 7);
      assertThat(manyAreNew).as(manyAreNew).contains("on place_search_fresh ", "on place_search_fresh_hot ", "on place_search_hot ", "on place_search_tok ")
          .doesNotContain("place_search_fresh_rows");
    }
  }

  private static void keystrokesReadNoMoreThanTheyGive(Connection reader) throws SQLException {
    Map<String, Integer> keystrokes = Map.of(SearchStatements.NAME_1, 1, SearchStatements.NAME_2, 2, SearchStatements.PY.get(0), 4);
    for (Map.Entry<String, Integer> keystroke : keystrokes.entrySet()) {
      String plan = plan(reader, "EXPLAIN (ANALYZE, TIMING OFF)", keystroke.getKey(), keystroke.getValue());
      List<Integer> read = ROWS.matcher(plan).results().map(rows -> Integer.valueOf(rows.group(1))).toList();
      assertThat(read).as(plan).contains(11).allMatch(rows -> rows <= 11);
    }
  }

  /** However many names begin so, three hundred of them are read. */
  private static void longBeginningsReadBoundedly(Connection reader) throws SQLException {
    List<String> bounded = List.of(SearchStatements.NAME_LONG, SearchStatements.PY_LONG, SearchStatements.INI_LONG, SearchStatements.PY.get(1));
    assertThat(bounded).allSatisfy(statement -> {
      String plan = plan(reader, "EXPLAIN (ANALYZE, TIMING OFF)", statement, 4);   // all that begins with w, nothing with a head
      List<Integer> read = ROWS.matcher(plan).results().map(rows -> Integer.valueOf(rows.group(1))).toList();
      assertThat(read).as(plan).allMatch(rows -> rows <= SearchStatements.MOST_CONTAINED);
      assertThat(plan).doesNotContain("Seq Scan");
    });
    assertThat(plan(reader, "EXPLAIN (ANALYZE, TIMING OFF)", SearchStatements.PY_LONG, 4)).contains("rows=110 loops=1");
  }

  /** However many are called so: sixty of a name are looked at, in the order of their importance where they may lie anywhere. */
  private static void villagesAreReadBoundedly(Connection reader) throws SQLException {
    Map<String, String> indexes = Map.of(SearchStatements.VILLAGES_NAMED, "Index Scan using place_search_name on",
        SearchStatements.VILLAGES_WITHIN, "Index Scan using place_search_name_div on");
    for (Map.Entry<String, String> villages : indexes.entrySet()) {
      String plan = plan(reader, "EXPLAIN (ANALYZE, TIMING OFF)", villages.getKey(), 0);
      assertThat(plan).as(plan).contains(villages.getValue()).doesNotContain("Sort");
      assertThat(ROWS.matcher(plan).results().map(rows -> Integer.valueOf(rows.group(1)))).as(plan).allMatch(rows -> rows <= 2 * 60);   // of two names
    }
  }

  /** The plan that the reading connection keeps for all values. */
  private static String plan(Connection reader, String explain, String statement, int turn) throws SQLException {
    List<String> names = PARAMETER.matcher(statement).results().map(r -> r.group(1)).distinct().toList();
    String numbered = PARAMETER.matcher(statement).replaceAll(r -> "\\$" + (names.indexOf(r.group(1)) + 1));
    String values = names.stream().map(name -> literal(name, turn)).collect(Collectors.joining(", ", "(", ")"));
    try (Statement run = reader.createStatement()) {
      run.execute("PREPARE asked AS " + numbered);
      StringBuilder plan = new StringBuilder();
      try (ResultSet lines = run.executeQuery(explain + " EXECUTE asked" + (names.isEmpty() ? "" : values))) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
      run.execute("DEALLOCATE asked");
      return plan.toString();
    }
  }

  private static String literal(String name, int turn) {
    List<String> all = VALUES.get(name);
    String value = all.get(turn % all.size());
    return "'" + (name.equals("end") ? VALUES.get("q").get(turn % 8) + value : value).replace("'", "''") + "'";
  }
}

package org.mingjie.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  private static final Map<String, List<Object>> VALUES = Map.of(
      "q", List.of("王家村", "王", "王家", "wangjia", "w", "wjc", "不存在的名称", "zzzz"),
      "end", List.of("\uDBFF\uDFFF"),
      "tokens", List.of("'王家'", "'王家' & '家村' & 'r43'", "'村' & 'r430281'", "('?家村' | '王?村' | '王家?') & 'r4302'", "'wang_jia' & 'ga113_27'",
          "'@wjc':* & 'r43'", "'没有'"),
      "words", List.of(new String[] {"王家村", "长沙市"}, new String[] {"wangjiacun"}),
      "from", List.of("43", ""), "to", List.of("43\uDBFF\uDFFF", "\uDBFF\uDFFF"),
      "limit", List.of(11));

  private static Stream<String> statements() {
    return Arrays.stream(SearchStatements.class.getDeclaredFields())
        .filter(f -> Modifier.isStatic(f.getModifiers()) && f.getType() == String.class && !Modifier.isPrivate(f.getModifiers()))
        .map(f -> {
          try {
            return (String) f.get(null);
          } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
          }
        });
  }

  @Test
  void everyStatementIsAnsweredByAnIndexWhateverIsAskedFor() throws Exception {
    try (Connection app = asApp()) {
      ManyNames.fill(app, NAMES, false);
      JdbcClient client = JdbcClient.create(reading);
      assertThat(statements().toList()).hasSizeGreaterThan(20).allSatisfy(statement -> {
        for (int i = 0; i < 8; i++) {
          String plan = plan(client, statement, i);
          assertThat(plan).as(statement + "\n" + plan).doesNotContain("Seq Scan");
        }
      });
      keystrokesReadNoMoreThanTheyGive(client);
    }
  }

  private static void keystrokesReadNoMoreThanTheyGive(JdbcClient client) {
    Map<String, String> keystrokes = Map.of(SearchStatements.NAME_1, "王", SearchStatements.NAME_2, "王家", SearchStatements.PY_1, "w",
        SearchStatements.PY_3, "wan", SearchStatements.INI_1, "w");
    keystrokes.forEach((statement, q) -> assertThat(String.join("\n", client.sql("EXPLAIN (ANALYZE, TIMING OFF) " + statement)
        .param("q", q).param("limit", 11).query(String.class).list())).contains("rows=11 loops=1").doesNotContain("Sort"));
  }

  private static String plan(JdbcClient client, String statement, int turn) {
    JdbcClient.StatementSpec prepared = client.sql("EXPLAIN " + statement);
    for (Map.Entry<String, List<Object>> value : VALUES.entrySet()) {
      if (statement.contains(":" + value.getKey())) {
        Object given = value.getValue().get(turn % value.getValue().size());
        String q = (String) VALUES.get("q").get(turn % 8);
        prepared = prepared.param(value.getKey(), value.getKey().equals("end") ? q + given : given);
      }
    }
    return String.join("\n", prepared.query(String.class).list());
  }
}

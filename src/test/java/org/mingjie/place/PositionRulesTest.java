package org.mingjie.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.mingjie.access.SettingLedger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A security administrator says which positions are for everybody: it counts with the next request, in both directions. */
class PositionRulesTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String POSITIONS = "/api/admin/positions";

  private static final String SOURCE = "INSERT INTO source (id, kind, title, rank, state_date, author_id) VALUES (uuid7(), 'list', '名单', 10, '2020-01-01', :author)";
  private static final String PLACES = """
      WITH p AS (INSERT INTO place (id, class_code, importance, province, source_id, author_id)
                 SELECT uuid7(), :class, 0.2, '43', s.id, s.author_id FROM source s, generate_series(1, :count) RETURNING id, source_id, author_id),
        n AS (INSERT INTO name (id, place_id, status, text, valid, source_id, author_id)
              SELECT uuid7(), id, 'unverified', :name, daterange('2020-01-01', NULL), source_id, author_id FROM p)
      INSERT INTO place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id)
      SELECT uuid7(), id, 'point', st_setsrid(st_makepoint(113.5, 27.6), 4490), 'CGCS2000', daterange('2020-01-01', NULL), source_id, author_id FROM p
      """;

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  @Autowired private SettingLedger ledger;
  private Browser guard;
  private String well;

  @BeforeEach
  void aWellAndItsGuard() {
    ledger.fresh("positions");
    accounts.createIfAbsent("p-guard", "管安全的", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    accounts.createIfAbsent("p-county", "管一个市的", PASSWORD, Role.SECURITY_ADMINISTRATOR, "4302");
    accounts.createIfAbsent("p-keeper", "管系统的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    database().sql(SOURCE).param("author", Accounts.SYSTEM).update();
    places("24100", "石井", 1);
    well = database().sql("SELECT code FROM place WHERE class_code = '24100'").query(String.class).single();
    guard = Browser.of(port, "p-guard", PASSWORD);
  }

  /** Others may have the same application. */
  @AfterEach
  void asItWas() throws SQLException {
    emptyTheRegistry();
    ledger.fresh("positions");
  }

  private static void places(String classCode, String name, int count) {
    database().sql(PLACES).param("class", classCode).param("name", name).param("count", count).update();
  }

  private static Map<String, @Nullable Object> rule(@Nullable String prefix, @Nullable Object grid) {
    Map<String, @Nullable Object> rule = new HashMap<>();
    rule.put("prefix", prefix);
    rule.put("gridMetres", grid);
    return rule;
  }

  @SafeVarargs
  private Answer put(Map<String, @Nullable Object>... rules) {
    return guard.put(POSITIONS, Map.of("rules", Arrays.asList(rules), "reason", "主管部门来函"), "If-Match", guard.get(POSITIONS).header("ETag"));
  }

  private JsonNode point() {
    return new Browser(port).get("/api/places/" + well).json().path("point");
  }

  @Test
  void whatIsSetCountsWithTheNextRequestAndWhatIsTakenAwayToo() {
    assertThat(guard.get(POSITIONS).json().at("/given/rules").size()).isZero();
    assertThat(guard.get(POSITIONS).json().path("classes").valueStream().filter(c -> c.path("code").asString().equals("24100")).map(c -> c.path("places").asInt()))
        .containsExactly(1);
    Answer set = put(rule("241", 1_000));
    assertThat(set.status()).as(set.raw().body()).isEqualTo(200);
    assertThat(set.header("ETag")).isEqualTo("\"1\"");
    assertThat(set.json().at("/given/rules/0/gridMetres").asInt()).isEqualTo(1_000);
    assertThat(point().get(0).asDouble()).isNotEqualTo(113.5);
    assertThat(put(rule("241", 0)).status()).isEqualTo(200);
    assertThat(point().isNull()).isTrue();
    assertThat(put().status()).isEqualTo(200);
    for (Object neither : new Object[] {2_000.7, "2000", true}) {
      Answer coerced = put(rule("241", neither));
      assertThat(coerced.status()).as(coerced.raw().body()).isEqualTo(400);
      assertThat(coerced.detail()).contains("gridMetres");
    }
    assertThat(guard.put(POSITIONS, Map.of("rules", List.of(), "reason", "来函"), "If-Match", "*").status()).isEqualTo(428);
    assertThat(point().get(0).asDouble()).isEqualTo(113.5);
    JsonNode changes = guard.get(POSITIONS).json().path("changes");
    assertThat(changes.size()).isEqualTo(3);
    assertThat(changes.at("/0/before/rules/0/prefix").asString()).isEqualTo("241");
    assertThat(changes.at("/0/reason").asString()).isEqualTo("主管部门来函");
    JsonNode audit = guard.get("/api/audit?action=positions").json().path("entries");
    assertThat(audit.size()).isEqualTo(3);
    assertThat(audit.toString()).contains("\"action\":\"positions.change\"").doesNotContain("113.5");
  }

  @Test
  void theSameRulesOnceMoreAreNoChange() {
    put(rule("241", 1_000));
    assertThat(put(rule("241", 1_000)).json().path("changes").size()).isEqualTo(1);
  }

  @Test
  void rulesThatCannotBeAreRefusedTogether() {
    Answer answer = put(rule("215", 1_000), rule("2", 1_000), rule("99", 1_000), rule("241", 50), rule("241", 0), rule(null, null), null);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errors").valueStream().map(e -> e.path("parameter").asString())).containsExactly("rules[0].prefix", "rules[1].prefix", "rules[2].prefix",
        "rules[3].gridMetres", "rules[4].prefix", "rules[5].prefix", "rules[5].gridMetres", "rules[6].prefix", "rules[6].gridMetres");
    assertThat(answer.detail()).contains("驻地是公开的", "100 至 20000", "有两条规则");
    assertThat(guard.put(POSITIONS, Map.of("reason", "来函"), "If-Match", "\"0\"").detail()).contains("一条也没有就给空的");
    assertThat(guard.put(POSITIONS, Map.of("rules", List.of()), "If-Match", "\"0\"").detail()).contains("reason");
    assertThat(guard.put(POSITIONS, Map.of("rules", java.util.Collections.nCopies(101, rule("241", 0)), "reason", "来函"), "If-Match", "\"0\"").detail()).contains("不能超过 100 条");
    assertThat(point().get(0).asDouble()).isEqualTo(113.5);
  }

  @Test
  void whoChangesAnOlderVersionOrKeepsAPartOnlyIsRefused() {
    put(rule("241", 1_000));
    Map<String, Object> body = Map.of("rules", List.of(), "reason", "来函");
    assertThat(guard.put(POSITIONS, body).status()).isEqualTo(428);
    assertThat(guard.put(POSITIONS, body, "If-Match", "\"0\"").status()).isEqualTo(412);
    assertThat(Browser.of(port, "p-county", PASSWORD).get(POSITIONS).detail()).contains("管辖全部区划的安全管理员");
    assertThat(Browser.of(port, "p-county", PASSWORD).put(POSITIONS, body, "If-Match", "\"1\"").status()).isEqualTo(403);
    assertThat(Browser.of(port, "p-keeper", PASSWORD).get(POSITIONS).status()).isEqualTo(403);
    assertThat(new Browser(port).get(POSITIONS).status()).isEqualTo(401);
    assertThat(point().get(0).asDouble()).isNotEqualTo(113.5);
  }

  @Test
  void whileAnImportWritesNothingIsChanged() throws SQLException {
    try (Connection importing = asApp()) {
      importing.setAutoCommit(false);
      importing.createStatement().execute("UPDATE place SET version = version + 1");
      Answer answer = put(rule("241", 1_000));
      assertThat(answer.status()).as(answer.raw().body()).isEqualTo(409);
      assertThat(answer.detail()).contains("等它完了");
      importing.rollback();
    }
    assertThat(guard.get(POSITIONS).json().path("changes").size()).isZero();
    assertThat(put(rule("241", 1_000)).status()).isEqualTo(200);
  }

  @Test
  void oneChangeConcernsNoMorePlacesThanItCanDoWhileSomebodyWaits() {
    places("22900", "石屋", PositionRules.MOST_PLACES + 1);
    Answer answer = put(rule("229", 1_000));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).contains("涉及 50001 个地名");
    assertThat(put(rule("241", 1_000)).status()).isEqualTo(200);
  }
}

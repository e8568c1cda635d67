package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit: chained, only ever added to, seen by those who may. */
class AuditTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";

  @LocalServerPort private int port;
  @Value("${mingjie.home}") private Path home;
  @Autowired private Accounts accounts;
  @Autowired private Audit audit;
  @Autowired private AuditSealer sealer;
  @Autowired private AuditAnchors anchors;
  @Autowired private AuditVerification verification;
  private final Map<String, Browser> browsers = new HashMap<>();
  private final JsonMapper json = new JsonMapper();
  private UUID clerk;

  @BeforeEach
  void people() throws Exception {
    accounts.createIfAbsent("auditor", "审计员", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
    accounts.createIfAbsent("guard", "安全员", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    accounts.createIfAbsent("shen", "沈文博", PASSWORD, Role.PLACE_NAME_CLERK, "4302");
    clerk = accounts.idOf("shen").orElseThrow();
    Files.deleteIfExists(home.resolve("log/audit-anchors"));
  }

  private HttpResponse<String> ask(String login, String address) {
    Browser browser = login == null ? new Browser(port) : browsers.computeIfAbsent(login, who -> Browser.of(port, who, PASSWORD));
    return browser.get(address).raw();
  }

  private JsonNode read(String login, String address) throws Exception {
    HttpResponse<String> answer = ask(login, address);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  private List<String> actions(String login, String address) throws Exception {
    List<String> actions = new ArrayList<>();
    read(login, address).path("entries").forEach(entry -> actions.add(entry.path("action").asString()));
    return actions;
  }

  private void some(int count) {
    for (int i = 1; i <= count; i++) {
      audit.record(clerk, "test.act", "place:P" + i, "第 %d 次".formatted(i), "{\"n\": %d}".formatted(i));
    }
    awaitSealed();
  }

  private void awaitSealed() {
    Instant limit = Instant.now().plus(Duration.ofSeconds(20));
    while (count("audit_unsealed") > 0 && Instant.now().isBefore(limit)) {
      sealer.seal();
    }
    assertThat(count("audit_unsealed")).isZero();
  }

  private static long count(String table) {
    return database().sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  /** What only whoever owns the whole database server can do. */
  private static void tamper(String sql) throws SQLException {
    try (Connection connection = asSuperuser(); Statement run = connection.createStatement()) {
      run.execute("SET search_path = app, public; SET session_replication_role = replica");
      run.execute(sql);
    }
  }

  private List<String> faults() {
    return verification.verify(List.of()).faults().stream().map(f -> f.position() + " " + f.what().replaceFirst("[：（].*", "")).toList();
  }

  @Test
  void recordsAreChainedSoonAfterTheirCommit() throws Exception {
    audit.record(clerk, "test.act", "place:P1", null, "{}");
    Instant limit = Instant.now().plus(Duration.ofSeconds(20));
    while (count("audit_seal") == 0 && Instant.now().isBefore(limit)) {
      Thread.sleep(50);
    }
    assertThat(count("audit_seal")).isEqualTo(1);
    assertThat(verification.verify(List.of())).satisfies(o -> {
      assertThat(o.isWhole()).isTrue();
      assertThat(o.records()).isEqualTo(1);
    });
  }

  @Test
  void aRecordOfALongTransactionIsChainedBehindThoseThatCommittedBeforeIt() throws Exception {
    try (Connection app = asApp(); Statement run = app.createStatement()) {
      app.setAutoCommit(false);
      run.execute("INSERT INTO audit (id, account_id, action, object) VALUES (gen_random_uuid(), '%s', 'test.slow', 'x:1')".formatted(clerk));
      some(3);
      app.commit();
    }
    awaitSealed();
    assertThat(database().sql("SELECT a.action FROM audit_seal s JOIN audit a ON a.id = s.audit_id ORDER BY s.position").query(String.class).list())
        .containsExactly("test.act", "test.act", "test.act", "test.slow");
    assertThat(faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "UPDATE audit SET reason = 'x' WHERE object = 'place:P3'; 3 内容与校验值不符",
    "UPDATE audit SET detail = '{\"n\": 30}' WHERE object = 'place:P3'; 3 内容与校验值不符",
    "UPDATE audit SET at = at - interval '1 day' WHERE object = 'place:P3'; 3 内容与校验值不符",
    "UPDATE audit SET account_id = '00000000-0000-7000-8000-000000000001' WHERE object = 'place:P3'; 3 内容与校验值不符",
    "DELETE FROM audit WHERE object = 'place:P3'; 3 链上有这一条，审计表里没有",
    "UPDATE audit_seal SET hash = sha256('x') WHERE position = 3; 3 内容与校验值不符,4 与前一条接不上",
    "DELETE FROM audit_seal WHERE position = 3; 4 前面缺少记录,null 不在链上",
    "INSERT INTO audit (id, account_id, action, object) VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'x', 'y'); null 不在链上"})
  void whateverIsTamperedWithIsNamed(String sql, String named) throws Exception {
    some(5);
    assertThat(faults()).isEmpty();

    tamper(sql);

    assertThat(faults()).containsExactly(named.split(","));
    assertThat(read("auditor", "/api/audit/verification").path("faults")).hasSize(named.split(",").length);
  }

  @Test
  void aTailThatWasCutOffIsFoundByWhatWasNotedOutsideTheDatabase() throws Exception {
    some(5);
    anchors.note(true);
    AuditAnchors.Anchor elsewhere = anchors.current().orElseThrow();
    tamper("WITH s AS (DELETE FROM audit_seal WHERE position > 3 RETURNING audit_id) DELETE FROM audit a USING s WHERE a.id = s.audit_id");

    assertThat(faults()).hasSize(1).first().asString().startsWith("5 链在").contains("时有这一条，现在没有");

    Files.delete(home.resolve("log/audit-anchors"));
    assertThat(verification.verify(List.of()).isWhole()).isTrue();
    assertThat(verification.verify(List.of(elsewhere)).isWhole()).isFalse();
  }

  @Test
  void aChainThatWasWrittenAnewDoesNotFitItsAnchors() throws Exception {
    some(4);
    anchors.note(true);
    tamper("""
        UPDATE audit SET reason = '改过' WHERE object = 'place:P2'; TRUNCATE audit_seal; INSERT INTO audit_unsealed SELECT id FROM audit""");
    awaitSealed();

    assertThat(faults()).hasSize(1).first().asString().startsWith("4 链在").contains("校验值与现在不同");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE audit SET reason = 'x'", "DELETE FROM audit", "TRUNCATE audit", "UPDATE audit SET at = now()",
      "INSERT INTO audit (id, at, account_id, action, object) SELECT gen_random_uuid(), now(), id, 'x', 'y' FROM account LIMIT 1",
      "INSERT INTO audit_seal (position, audit_id, prev_hash, hash) SELECT 99, id, sha256('a'), sha256('b') FROM audit LIMIT 1",
      "UPDATE audit_seal SET hash = sha256('x')", "DELETE FROM audit_seal", "DELETE FROM audit_unsealed", "INSERT INTO audit_unsealed SELECT id FROM audit",
      "ALTER TABLE audit DISABLE TRIGGER ALL", "SET session_replication_role = replica", "CREATE OR REPLACE FUNCTION audit_hash(prev bytea, one audit) RETURNS bytea LANGUAGE sql AS 'SELECT prev'"})
  void theProgramItselfCanOnlyAddToTheAudit(String sql) throws Exception {
    some(2);
    try (Connection app = asApp(); Statement run = app.createStatement()) {
      assertThatThrownBy(() -> run.execute(sql)).isInstanceOf(SQLException.class).hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
  }

  @Test
  void aCorrectionTellsWhyAndACorrectionAndAChangeAreToldApart() throws Exception {
    assertThatThrownBy(() -> audit.record(clerk, Audit.Kind.CORRECTION, "place.spelling", "place:P1", "", null, null)).hasMessageContaining("correction_has_a_reason");
    audit.record(clerk, Audit.Kind.CORRECTION, "place.spelling", "place:P1", "读音录错", "{\"text\": \"Hǔxī\"}", "{\"text\": \"Xǔxī\"}");
    audit.record(clerk, Audit.Kind.CHANGE, "place.name", "place:P1", "批复更名", "{\"text\": \"浒溪乡\"}", "{\"text\": \"浒溪镇\"}");

    JsonNode corrections = read("auditor", "/api/audit?kind=correction").path("entries");
    assertThat(corrections).hasSize(1);
    assertThat(corrections.get(0).path("before").path("text").asString()).isEqualTo("Hǔxī");
    assertThat(corrections.get(0).path("after").path("text").asString()).isEqualTo("Xǔxī");
    assertThat(corrections.get(0).path("reason").asString()).isEqualTo("读音录错");
    assertThat(actions("auditor", "/api/audit?kind=change&object=place:P")).containsExactly("place.name");
  }

  @Test
  void recordsAreFilteredAndPagedTheNewestFirst() throws Exception {
    some(7);
    audit.record(Accounts.SYSTEM, "other.act", "source:1", null, "{}");
    actions("auditor", "/api/audit"); // signs in, which is a deed too
    audit.record(Accounts.SYSTEM, "last.act", "source:2", null, "{}");
    assertThat(actions("auditor", "/api/audit?limit=2")).containsExactly("last.act", "sign-in");
    assertThat(actions("auditor", "/api/audit?account=system")).containsExactly("last.act", "other.act");
    assertThat(actions("auditor", "/api/audit?action=test")).hasSize(7);
    assertThat(actions("auditor", "/api/audit?object=place:P3")).hasSize(1);
    assertThat(actions("auditor", "/api/audit?from=2100-01-01")).isEmpty();
    assertThat(actions("auditor", "/api/audit?to=2000-01-01")).isEmpty();
    assertThat(actions("auditor", "/api/audit?from=2000-01-01&to=2100-01-01&address=10.0.0.1")).isEmpty();

    List<String> seen = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = read("auditor", "/api/audit?action=test&limit=3" + next);
      page.path("entries").forEach(entry -> seen.add(entry.path("object").asString()));
      some(1); // others write meanwhile
      next = page.path("next").isString() ? "&cursor=" + page.path("next").asString() : null;
    } while (next != null);
    assertThat(seen).containsExactly("place:P7", "place:P6", "place:P5", "place:P4", "place:P3", "place:P2", "place:P1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "from=x", "to=2015-02-30", "account=nobody", "kind=lie", "cursor=1", "cursor=x_y", "colour=red", "action=%00",
      "cursor=99999999999999999999_00000000-0000-7000-8000-000000000001", "from=2020-01-01&from=2020-01-02"})
  void whatCannotBeIsRefused(String query) throws Exception {
    HttpResponse<String> refused = ask("auditor", "/api/audit?" + query);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json.readTree(refused.body()).path("errors")).hasSize(1);
  }

  @Test
  void whoMayNotSeeItIsToldWhatHeMaySee() throws Exception {
    some(1);
    for (String address : List.of("/api/audit", "/api/audit/export", "/api/audit/verification", "/api/audit/anchor")) {
      assertThat(ask(null, address).statusCode()).as(address).isEqualTo(401);
      assertThat(ask("shen", address)).as(address).satisfies(denied -> {
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("/api/audit/mine");
      });
    }
    assertThat(ask("guard", "/api/audit/export").statusCode()).isEqualTo(403);
    assertThat(ask(null, "/api/audit/mine").statusCode()).isEqualTo(401);
  }

  @Test
  void everyoneSeesHisOwnRecordAndNobodyElses() throws Exception {
    some(2);
    audit.record(Accounts.SYSTEM, "other.act", "source:1", null, "{}");
    assertThat(actions("shen", "/api/audit/mine")).containsExactly("sign-in", "test.act", "test.act");
    assertThat(actions("shen", "/api/audit/mine?object=place:P2")).hasSize(1);
    assertThat(ask("shen", "/api/audit/mine?account=system").statusCode()).isEqualTo(400);
    assertThat(read("shen", "/api/audit/mine").path("entries").get(0).path("displayName").asString()).isEqualTo("沈文博");
  }

  @Test
  void theSecurityAdministratorSeesWhatWasDoneToAccountsWithPersonsMasked() throws Exception {
    some(1);
    audit.record(clerk, "account.create", "account:x", "新来的", "{\"displayName\": \"李四光\", \"phone\": \"13812345678\", \"email\": \"li@example.org\", \"from\": \"10.11.12.13\"}");
    assertThat(actions("guard", "/api/audit")).containsExactly("sign-in", "account.create");
    JsonNode masked = read("guard", "/api/audit?action=account").path("entries").get(0);
    assertThat(masked.path("displayName").asString()).isEqualTo("沈**");
    assertThat(masked.path("detail").toString()).isEqualTo("{\"from\":\"10.11.*.*\",\"email\":\"l**@example.org\",\"phone\":\"138****5678\",\"displayName\":\"李**\"}");
    assertThat(read("auditor", "/api/audit?action=account").path("entries").get(0).path("detail").toString()).contains("李四光", "13812345678");
  }

  @Test
  void theExportIsATableThatNoSpreadsheetTakesForFormulasAndIsRecordedItself() throws Exception {
    audit.record(clerk, "test.act", "place:P1", "=HYPERLINK(\"http://example.org\")", "{}");
    HttpResponse<String> csv = ask("auditor", "/api/audit/export?action=test");
    assertThat(csv.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
    assertThat(csv.body()).startsWith("\uFEFF链上位置,").contains("沈文博").contains("\"'=HYPERLINK(\"\"http://example.org\"\")\"");
    assertThat(csv.body().lines()).hasSize(2);
    assertThat(actions("auditor", "/api/audit?action=audit.export")).hasSize(1);
    assertThat(read("auditor", "/api/audit?action=audit.export").path("entries").get(0).path("address").asString()).isEqualTo("127.0.0.1");
  }

  @Test
  void theAnchorIsWhereTheChainStands() throws Exception {
    assertThat(ask("auditor", "/api/audit/anchor").statusCode()).isEqualTo(204);
    some(3);
    awaitSealed();
    assertThat(read("auditor", "/api/audit/anchor").path("position").asLong()).isEqualTo(4); // of the sign-in, too
    assertThat(read("auditor", "/api/audit/anchor").path("hash").asString()).matches("[0-9a-f]{64}");
  }

  @Test
  void halfALineOfAnAnchorIsNoAnchor() throws Exception {
    some(1);
    anchors.note(true);
    Path file = home.resolve("log/audit-anchors");
    Files.writeString(file, Files.readString(file) + "2026-01-01T00:00:00Z 77 abc");
    assertThat(faults()).isEmpty();
  }
}

package org.mingjie.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.Chromium;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Audit;
import org.mingjie.access.AuditWatch;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.util.ReflectionTestUtils;
import tools.jackson.databind.JsonNode;

/** What waits for whom, and what takes it from the desk. */
@TestPropertySource(properties = "test.second-factor=required")
class DeskTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  @Autowired private Audit audit;
  @Autowired private JdbcClient app;
  @Autowired private AuditWatch watch;

  @BeforeEach
  void people() {
    accounts.createIfAbsent("d-keeper", "管系统的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("d-county", "县里的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "4302");
    accounts.createIfAbsent("d-guard", "管安全的", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    accounts.createIfAbsent("d-auditor", "管审计的", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
    accounts.createIfAbsent("d-clerk", "办地名的", PASSWORD, Role.PLACE_NAME_CLERK, "4302");
    accounts.createIfAbsent("d-approver", "审批的", PASSWORD, Role.APPROVER, "4302");
  }

  private UUID id(String login) {
    return database().sql("SELECT id FROM account WHERE login = ?").param(login).query(UUID.class).single();
  }

  /** Signed in with a second factor where one is asked for. */
  private Browser browser(String login) {
    Browser browser = Browser.of(port, login, PASSWORD);
    if (browser.get("/api/session").json().path("next").asString("").equals("enrol-second-factor")) {
      String secret = browser.post("/api/session/second-factor/enrolment", null).json().get("secret").asString();
      assertThat(browser.put("/api/session/second-factor/enrolment", Map.of("code", Chromium.code(secret, 0))).status()).isEqualTo(200);
    }
    return browser;
  }

  private static List<String> kinds(Browser browser) {
    Answer answer = browser.get("/api/desk");
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().get("items").valueStream().map(item -> item.get("kind").asString()).toList();
  }

  private UUID run(String state, long flagged, int minutesAgo) {
    UUID run = UUID.randomUUID();
    database().sql("INSERT INTO import_run (id, profile, file_names, author_id, dry_run, started_at, ended_at, state, flagged, message)"
        + " VALUES (?, 'villages-2016', '{list.csv}', ?, false, now() - make_interval(mins => ?), now() - make_interval(mins => ?), ?, ?, '没有坐标系')")
        .params(run, id("d-keeper"), minutesAgo, minutesAgo, state, flagged).update();
    return run;
  }

  @Test
  void aClerkHasAnEmptyDeskToday() {
    assertThat(kinds(browser("d-clerk"))).isEmpty();
  }

  @Test
  void whoeverHasNotSignedInHasNoDesk() {
    assertThat(new Browser(port).get("/api/desk").status()).isEqualTo(401);
  }

  @Test
  void aBackupIsMissedByTheKeeperOfTheWholeRegistryAfterADay() {
    Browser keeper = browser("d-keeper");
    assertThat(kinds(keeper)).containsExactly("backup-never");
    assertThat(kinds(browser("d-county"))).isEmpty();
    audit.record(Accounts.SYSTEM, "backup", "backup:b.tar", null, "{}");
    assertThat(kinds(keeper)).isEmpty();
    database().sql("SET session_replication_role = replica").update();
    database().sql("UPDATE audit SET at = now() - interval '3 days' WHERE action = 'backup'").update();
    database().sql("SET session_replication_role = origin").update();
    JsonNode item = keeper.get("/api/desk").json().at("/items/0");
    assertThat(item.get("kind").asString()).isEqualTo("backup-old");
    assertThat(item.get("pressing").asBoolean()).isTrue();
    assertThat(item.get("due").isNull()).as("no law gives a day").isTrue();
    assertThat(Duration.between(Instant.parse(item.get("since").asString()), Instant.now()).toHours()).isBetween(47L, 48L);
  }

  @Test
  void anImportThatFailedOrLeftRemarksWaitsUntilSomebodySettlesIt() {
    audit.record(Accounts.SYSTEM, "backup", "backup:b.tar", null, "{}");
    UUID refused = run("refused", 0, 30);
    UUID flagged = run("done", 3, 20);
    Browser keeper = browser("d-keeper");
    assertThat(kinds(keeper)).containsExactly("import-failed", "import-flagged");
    assertThat(kinds(browser("d-county"))).isEmpty();
    Answer unreasoned = keeper.post("/api/imports/" + refused + "/settlement", Map.of("reason", " "));
    assertThat(unreasoned.status()).isEqualTo(400);
    assertThat(unreasoned.detail()).contains("怎样处理");
    assertThat(keeper.post("/api/imports/" + refused + "/settlement", Map.of("reason", "文件退回县里补")).status()).isEqualTo(204);
    assertThat(keeper.post("/api/imports/" + refused + "/settlement", Map.of("reason", "再来一次")).status()).isEqualTo(404);
    assertThat(kinds(keeper)).containsExactly("import-flagged");
    JsonNode runs = keeper.get("/api/imports").json().get("runs");
    assertThat(runs.get(0).get("id").asString()).isEqualTo(flagged.toString());
    assertThat(runs.get(1).at("/settled/reason").asString()).isEqualTo("文件退回县里补");
    assertThat(database().sql("SELECT reason FROM audit WHERE action = 'import.settle'").query(String.class).single()).isEqualTo("文件退回县里补");
  }

  @Test
  void aLaterImportOfTheSameFilesThatWentInWhollySettlesThoseBefore() {
    audit.record(Accounts.SYSTEM, "backup", "backup:b.tar", null, "{}");
    run("failed", 0, 30);
    Browser keeper = browser("d-keeper");
    assertThat(kinds(keeper)).containsExactly("import-failed");
    run("done", 0, 10);
    assertThat(kinds(keeper)).isEmpty();
  }

  @Test
  void secondFactorsThatAreMissingWaitForTheSecurityAdministrator() {
    Browser guard = browser("d-guard");
    JsonNode item = guard.get("/api/desk").json().at("/items/0");
    assertThat(item.get("kind").asString()).isEqualTo("second-factor-missing");
    long missing = item.at("/values/count").asLong();
    browser("d-approver");
    assertThat(guard.get("/api/desk").json().at("/items/0/values/count").asLong()).isEqualTo(missing - 1);
  }

  @Test
  void anAuditThatIsNotWholeWaitsForTheAuditAdministrator() {
    Browser auditor = browser("d-auditor");
    audit.record(Accounts.SYSTEM, "backup", "backup:b.tar", null, "{}");
    app.sql("SELECT seal_audit(1000)").query().singleRow();
    database().sql("SET session_replication_role = replica").update();
    database().sql("UPDATE audit SET reason = '改过' WHERE action = 'backup'").update();
    database().sql("SET session_replication_role = origin").update();
    // a whole chain is believed for five minutes; a server that starts now sees it at once
    ReflectionTestUtils.setField(watch, "outcome", null);
    assertThat(kinds(auditor)).containsExactly("audit-not-whole");
    assertThat(kinds(browser("d-guard"))).doesNotContain("audit-not-whole");
  }
}

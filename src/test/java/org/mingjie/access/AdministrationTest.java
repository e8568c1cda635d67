package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Administrators and the accounts of others. */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
class AdministrationTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String ACCOUNTS = "/api/admin/accounts";
  private static int made;

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;

  @BeforeEach
  void people() {
    for (String jurisdiction : List.of("", "4302")) {
      accounts.createIfAbsent("sysadm" + jurisdiction, "系统管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, jurisdiction);
      accounts.createIfAbsent("safety" + jurisdiction, "安全管理员", PASSWORD, Role.SECURITY_ADMINISTRATOR, jurisdiction);
    }
    accounts.createIfAbsent("auditor", "审计员", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
    accounts.createIfAbsent("clerk1", "干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
  }

  @AfterEach
  void asItWas() {
    database().sql("UPDATE account SET disabled_at = NULL WHERE login IN ('sysadm', 'sysadm4302')").update();
  }

  private Browser as(String login) {
    return Browser.of(port, login, PASSWORD);
  }

  private static String id(String login) {
    return database().sql("SELECT id::text FROM account WHERE login = ?").params(login).query(String.class).single();
  }

  private static Map<String, Object> account(Object... more) {
    Map<String, Object> account = new HashMap<>(Map.of("login", "new" + ++made, "displayName", "新人", "role", "place_name_clerk", "jurisdiction", "430281", "reason", "到岗"));
    for (int i = 0; i < more.length; i += 2) {
      account.put((String) more[i], more[i + 1]);
    }
    return account;
  }

  /** The same of one that is there. */
  private static Map<String, Object> change(Map<String, Object> account) {
    Map<String, Object> change = new HashMap<>(account);
    change.remove("login");
    change.putIfAbsent("disabled", false);
    return change;
  }

  /** @return whose one-time password has been changed to the one of all */
  private String newcomer(Object... more) {
    Map<String, Object> wanted = account(more);
    Answer created = as("sysadm").post(ACCOUNTS, wanted);
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    Browser browser = Browser.of(port, (String) wanted.get("login"), created.json().get("oneTimePassword").asString());
    assertThat(browser.put("/api/session/password", Map.of("old", created.json().get("oneTimePassword").asString(), "new", PASSWORD)).status()).isEqualTo(200);
    return (String) wanted.get("login");
  }

  private static List<String> audited(String action) {
    return database().sql("SELECT a.login || '|' || object || '|' || reason || '|' || detail FROM audit JOIN account a ON a.id = account_id WHERE action = ?").params(action)
        .query(String.class).list();
  }

  @Test
  void aNewAccountHasAOneTimePasswordThatIsToldOnce() {
    Map<String, Object> wanted = account("role", "custodian", "section", "4302-0281-03");
    Answer created = as("sysadm").post(ACCOUNTS, wanted);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("ETag")).isEqualTo("\"0\"");
    String location = created.header("Location");
    assertThat(location).isEqualTo(ACCOUNTS + "/" + id((String) wanted.get("login")));
    Answer read = as("safety").get(location);
    assertThat(read.json().get("section").asString()).isEqualTo("4302-0281-03");
    assertThat(read.json().get("passwordOnce").asBoolean()).isTrue();
    assertThat(read.raw().body()).doesNotContain(created.json().get("oneTimePassword").asString());
    assertThat(new Browser(port).signIn((String) wanted.get("login"), created.json().get("oneTimePassword").asString()).json().get("next").asString()).isEqualTo("change-password");
    assertThat(audited("account.create")).hasSize(1).first().asString().startsWith("sysadm|account:").contains("|到岗|", "\"role\": \"custodian\"", "4302-0281-03").doesNotContain("新人");
    assertThat(as("sysadm").post(ACCOUNTS, wanted).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({"login,A", "login,x", "login,system user", "displayName,''", "role,administrator", "role,system", "jurisdiction,43028", "jurisdiction,4302x", "reason,' '", "section,abc"})
  void aBadAccountIsToldWithItsMember(String member, String value) {
    Answer refused = as("sysadm").post(ACCOUNTS, account(member, value));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").valueStream().map(e -> e.get("parameter").asString())).containsExactly(member);
  }

  @Test
  void allFaultsAreToldTogether() {
    Answer refused = as("sysadm").post(ACCOUNTS, Map.of());
    assertThat(refused.json().get("errors").valueStream().map(e -> e.get("parameter").asString()))
        .containsExactlyInAnyOrder("login", "displayName", "role", "jurisdiction", "reason");
    assertThat(as("sysadm").post(ACCOUNTS, account("role", "custodian")).json().at("/errors/0/parameter").asString()).isEqualTo("section");
    assertThat(as("sysadm").post(ACCOUNTS, account("displayName", "字".repeat(61), "reason", "a\nb")).json().get("errors")).hasSize(2);
  }

  @Test
  void onlyAnEmptyTextMeansTheWholeRegistry() {
    Map<String, Object> silent = account("role", "reader", "jurisdiction", null);
    Answer refused = as("sysadm").post(ACCOUNTS, silent);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/detail").asString()).startsWith("没有给出");
    silent.remove("jurisdiction");
    assertThat(as("sysadm").post(ACCOUNTS, silent).json().at("/errors/0/parameter").asString()).isEqualTo("jurisdiction");
    assertThat(as("sysadm").post(ACCOUNTS, with(silent, "jurisdiction", "")).json().at("/account/jurisdiction").asString()).isEmpty();
    String address = ACCOUNTS + "/" + id((String) silent.get("login"));
    assertThat(as("sysadm").put(address, change(with(silent, "jurisdiction", null)), "If-Match", "\"0\"").status()).isEqualTo(400);
  }

  @Test
  void aChangeIsAuditedWithBeforeAndAfterAndCountsAtOnce() {
    String login = newcomer();
    Browser person = as(login);
    Browser admin = as("sysadm");
    String address = ACCOUNTS + "/" + id(login);
    String tag = admin.get(address).header("ETag");
    Answer changed = admin.put(address, change(account("role", "reviewer", "jurisdiction", "4302", "displayName", "新 人", "reason", "转岗")), "If-Match", tag);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
    assertThat(person.get("/api/session").json().at("/account/role").asString()).isEqualTo("reviewer");
    assertThat(audited("account.change")).hasSize(1).first().asString().contains("|转岗|", "\"role\": \"place_name_clerk\"", "\"role\": \"reviewer\"", "\"renamed\": true");
    assertThat(admin.put(address, change(account("disabled", true)), "If-Match", changed.header("ETag")).json().get("disabled").asBoolean()).isTrue();
    assertThat(person.get("/api/session").json().get("account").isNull()).isTrue();
    assertThat(new Browser(port).signIn(login, PASSWORD).status()).isEqualTo(401);
  }

  @Test
  void whereNothingIsDifferentNothingIsRecorded() {
    Map<String, Object> wanted = account("role", "custodian", "section", "4302-0281-03");
    String address = as("sysadm").post(ACCOUNTS, wanted).header("Location");
    Answer same = as("sysadm").put(address, change(wanted), "If-Match", "\"0\"");
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.header("ETag")).isEqualTo("\"0\"");
    assertThat(as("sysadm").put(address, change(wanted), "If-Match", "\"7\"").status()).isEqualTo(412);
    assertThat(audited("account.change")).isEmpty();
    assertThat(as("sysadm").put(address, change(with(wanted, "displayName", "改名")), "If-Match", "\"0\"").header("ETag")).isEqualTo("\"1\"");
    assertThat(audited("account.change")).hasSize(1);
  }

  @Test
  void aChangeTellsWhichVersionItIsOf() {
    String address = ACCOUNTS + "/" + id(newcomer());
    Browser admin = as("sysadm");
    String tag = admin.get(address).header("ETag");
    assertThat(admin.get(address, "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(admin.put(address, change(account())).status()).isEqualTo(428);
    assertThat(admin.put(address, change(account()), "If-Match", "\"77\"").status()).isEqualTo(412);
    assertThat(admin.put(address, change(account("displayName", "改过")), "If-Match", tag).status()).isEqualTo(200);
    assertThat(admin.put(address, change(account()), "If-Match", tag).status()).as("changed by another since").isEqualTo(412);
  }

  @Test
  void nobodyRaisesHimself() {
    Browser admin = as("sysadm4302");
    String address = ACCOUNTS + "/" + id("sysadm4302");
    String tag = admin.get(address).header("ETag");
    Map<String, Object> own = account("displayName", "株洲系统管理员", "role", "system_administrator", "jurisdiction", "4302");
    assertThat(admin.put(address, change(with(own, "jurisdiction", "")), "If-Match", tag).status()).isEqualTo(403);
    assertThat(admin.put(address, change(with(own, "jurisdiction", "430281")), "If-Match", tag).status()).isEqualTo(403);
    assertThat(admin.put(address, change(with(own, "role", "approver")), "If-Match", tag).status()).isEqualTo(403);
    assertThat(admin.put(address, change(with(own, "disabled", true)), "If-Match", tag).status()).isEqualTo(403);
    assertThat(admin.post(address + "/password-reset", Map.of("reason", "忘了")).status()).isEqualTo(403);
    assertThat(admin.put(address, change(own), "If-Match", tag).status()).as("his name he may").isEqualTo(200);
    assertThat(audited("access.refused")).hasSize(5);
    assertThat(database().sql("SELECT role || jurisdiction FROM account WHERE login = 'sysadm4302'").query(String.class).single()).isEqualTo("system_administrator4302");
  }

  private static Map<String, Object> with(Map<String, Object> account, String member, Object value) {
    Map<String, Object> other = new HashMap<>(account);
    other.put(member, value);
    return other;
  }

  @Test
  void theLastWhoKeepsTheWholeRegistryStays() throws Exception {
    String other = newcomer("role", "system_administrator", "jurisdiction", "");
    database().sql("UPDATE account SET disabled_at = clock_timestamp() WHERE role = 'system_administrator' AND jurisdiction = '' AND login NOT IN ('sysadm', ?)").params(other).update();
    try {
      Browser one = as("sysadm");
      Browser two = as(other);
      Map<String, Object> off = change(account("role", "system_administrator", "jurisdiction", "", "disabled", true));
      String tag = one.get(ACCOUNTS + "/" + id(other)).header("ETag");
      String ownTag = one.get(ACCOUNTS + "/" + id("sysadm")).header("ETag");
      CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> one.put(ACCOUNTS + "/" + id(other), off, "If-Match", tag));
      Answer second = two.put(ACCOUNTS + "/" + id("sysadm"), off, "If-Match", ownTag);
      assertThat(List.of(first.get().status(), second.status())).as("each takes the other's right at once").contains(200).doesNotContain(500);
      assertThat(database().sql("SELECT count(*) FROM account WHERE role = 'system_administrator' AND jurisdiction = '' AND disabled_at IS NULL").query(Long.class).single()).isEqualTo(1);
    } finally {
      database().sql("UPDATE account SET disabled_at = NULL WHERE role = 'system_administrator'").update();
    }
  }

  @Test
  void eachAdministratorReachesWhatLiesWithinHisJurisdiction() {
    String beside = newcomer("jurisdiction", "4303");
    Browser admin = as("sysadm4302");
    String address = ACCOUNTS + "/" + id(beside);
    assertThat(admin.get(ACCOUNTS).json().get("accounts").valueStream().map(a -> a.get("login").asString())).contains("clerk1", "sysadm4302").doesNotContain(beside, "sysadm", "auditor");
    assertThat(admin.get(address).status()).isEqualTo(403);
    assertThat(admin.put(address, change(account()), "If-Match", "\"0\"").status()).isEqualTo(403);
    assertThat(admin.post(address + "/password-reset", Map.of("reason", "x")).status()).isEqualTo(403);
    assertThat(as("safety4302").post(address + "/unlock", Map.of("reason", "x")).status()).isEqualTo(403);
    assertThat(admin.post(ACCOUNTS, account("jurisdiction", "43")).status()).isEqualTo(403);
    assertThat(admin.post(ACCOUNTS, account("jurisdiction", "4302")).status()).isEqualTo(201);
    String within = newcomer("jurisdiction", "430202");
    String tag = admin.get(ACCOUNTS + "/" + id(within)).header("ETag");
    assertThat(admin.put(ACCOUNTS + "/" + id(within), change(account("jurisdiction", "4303")), "If-Match", tag).status()).isEqualTo(403);
    assertThat(audited("access.refused")).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void aResetPasswordEndsTheSessionsAndHasToBeChanged() {
    String login = newcomer();
    Browser person = as(login);
    Answer reset = as("sysadm").post(ACCOUNTS + "/" + id(login) + "/password-reset", Map.of("reason", "忘记口令"));
    assertThat(person.get("/api/session").json().get("account").isNull()).isTrue();
    assertThat(new Browser(port).signIn(login, PASSWORD).status()).isEqualTo(401);
    assertThat(new Browser(port).signIn(login, reset.json().get("oneTimePassword").asString()).json().get("next").asString()).isEqualTo("change-password");
    assertThat(audited("password.reset")).hasSize(1).first().asString().contains("忘记口令");
  }

  @Test
  void locksAndSecondFactorsAreForSecurityAdministrators() {
    String login = newcomer();
    for (int i = 0; i < WrongPasswords.ALLOWED; i++) {
      new Browser(port).signIn(login, "wrong");
    }
    assertThat(new Browser(port).signIn(login, PASSWORD).status()).isEqualTo(401);
    Browser safety = as("safety");
    String address = ACCOUNTS + "/" + id(login);
    assertThat(safety.get(address).json().get("lockedUntil").isNull()).isFalse();
    assertThat(as("sysadm").post(address + "/unlock", Map.of("reason", "x")).status()).isEqualTo(403);
    assertThat(safety.post(address + "/unlock", Map.of()).status()).isEqualTo(400);
    assertThat(safety.post(address + "/unlock", Map.of("reason", "本人来电")).status()).isEqualTo(204);
    Browser person = as(login);

    database().sql("INSERT INTO second_factor (account_id, secret, confirmed_at) SELECT id, 'x', now() FROM account WHERE login = ?").params(login).update();
    assertThat(as("safety").get(address).json().get("secondFactor").asBoolean()).isTrue();
    assertThat(as("sysadm").post(address + "/second-factor-reset", Map.of("reason", "x")).status()).isEqualTo(403);
    assertThat(safety.post(address + "/second-factor-reset", Map.of("reason", "手机丢了")).status()).isEqualTo(204);
    assertThat(as("safety").get(address).json().get("secondFactor").asBoolean()).isFalse();
    assertThat(person.get("/api/session").json().get("account").isNull()).isTrue();
    assertThat(safety.put(address, change(account()), "If-Match", "\"0\"").status()).isEqualTo(403);
    assertThat(safety.post(ACCOUNTS + "/" + id("safety") + "/second-factor-reset", Map.of("reason", "x")).status()).as("his own").isEqualTo(403);
    assertThat(safety.get("/api/admin/policies").json().get("sessionIdle").asString()).isEqualTo("PT30M");
    assertThat(audited("account.unlock")).hasSize(1);
    assertThat(audited("second-factor.reset")).hasSize(1);
  }

  @Test
  void whatIsNotThereIsToldAndOnlyAdministratorsLook() {
    String none = ACCOUNTS + "/00000000-0000-7000-8000-0000000000ff";
    assertThat(as("sysadm").get(none).status()).isEqualTo(404);
    assertThat(as("sysadm").get(ACCOUNTS + "/" + Accounts.SYSTEM).status()).as("what no person is").isEqualTo(404);
    assertThat(as("sysadm").get(ACCOUNTS + "/x").status()).isEqualTo(404);
    assertThat(as("auditor").get(ACCOUNTS).status()).isEqualTo(200);
    assertThat(as("auditor").post(ACCOUNTS, account()).status()).isEqualTo(403);
    assertThat(as("clerk1").get(ACCOUNTS).status()).isEqualTo(403);
    assertThat(as("sysadm").get("/api/admin/roles").json().get("roles").valueStream().map(r -> r.get("role").asString())).hasSize(Role.values().length - 1).doesNotContain("system");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><b>粗</b>", "&lt;&amp;'; DROP TABLE account; --"})
  void htmlComesBackAsText(String text) {
    Map<String, Object> wanted = account("displayName", text, "reason", text, "role", "custodian", "section", text);
    Answer created = as("sysadm").post(ACCOUNTS, wanted);
    Answer read = as("sysadm").get(created.header("Location"));
    for (Answer answer : List.of(created, read)) {
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Content-Security-Policy")).contains("script-src 'self'");
    }
    assertThat(read.json().get("displayName").asString()).isEqualTo(text);
    assertThat(read.json().get("section").asString()).isEqualTo(text);
    assertThat(database().sql("SELECT reason FROM audit WHERE action = 'account.create'").query(String.class).single()).isEqualTo(text);
    for (String member : List.of("login", "role", "jurisdiction")) {
      Answer refused = as("sysadm").post(ACCOUNTS, account(member, text));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    }
  }
}

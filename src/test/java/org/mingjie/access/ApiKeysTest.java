package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Keys of programs. */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
class ApiKeysTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String PROFILES = "/api/imports/profiles";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;

  @BeforeEach
  void people() {
    accounts.createIfAbsent("owner", "系统管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("plain", "干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("guard", "安全员", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    accounts.createIfAbsent("guard4303", "安全管理员", PASSWORD, Role.SECURITY_ADMINISTRATOR, "4303");
    database().sql("UPDATE account SET role = 'system_administrator', jurisdiction = '', disabled_at = NULL WHERE login = 'owner'").update();
  }

  private Browser as(String login) {
    return Browser.of(port, login, PASSWORD);
  }

  private static Map<String, Object> wanted(Object... more) {
    Map<String, Object> wanted = new HashMap<>(Map.of("name", "夜间导入", "scopes", List.of("import")));
    for (int i = 0; i < more.length; i += 2) {
      wanted.put((String) more[i], more[i + 1]);
    }
    return wanted;
  }

  private String key(Object... more) {
    Answer created = as("owner").post("/api/keys", wanted(more));
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    return created.json().get("secret").asString();
  }

  private Answer ask(String key, String path) {
    return new Browser(port).get(path, "Authorization", "Bearer " + key);
  }

  @Test
  void aKeyIsShownOnceKeptAsAHashAndOpensWhatItsScopeSays() {
    Answer created = as("owner").post("/api/keys", wanted("perDay", 500));
    String key = created.json().get("secret").asString();
    assertThat(key).matches("mj_[A-Za-z0-9_-]{43}");
    assertThat(created.json().at("/key/hint").asString()).isEqualTo(key.substring(0, 8));
    assertThat(database().sql("SELECT string_agg(k::text, ' ') FROM api_key k").query(String.class).single()).doesNotContain(key, key.substring(8));
    assertThat(as("owner").get("/api/keys").raw().body()).doesNotContain(key);
    Answer used = ask(key, PROFILES);
    assertThat(used.status()).isEqualTo(200);
    assertThat(used.raw().headers().allValues("Set-Cookie")).isEmpty();
    assertThat(as("owner").get("/api/keys").json().at("/keys/0/lastUsedAt").isNull()).isFalse();
    assertThat(database().sql("SELECT action || ' ' || reason FROM audit WHERE object LIKE 'key:%'").query(String.class).list()).containsExactly("key.create 夜间导入");
  }

  @Test
  void aKeyToReadOpensNoImportAndNoKeyOpensTheAdministration() {
    String read = key("scopes", List.of("read"));
    assertThat(ask(read, "/api/session").json().at("/account/login").asString()).isEqualTo("owner");
    assertThat(ask(read, PROFILES).status()).isEqualTo(403);
    assertThat(ask(read, PROFILES).detail()).contains("没有 import");
    for (String path : List.of("/api/desk", "/api/corrections/P000000000001", "/api/error-reports", "/api/admin/accounts")) {
      assertThat(ask(read, path).detail()).as(path).contains(path, "登录以后的会话", "密钥只能查公开的接口");
    }
    String both = key("scopes", List.of("read", "import"));
    assertThat(ask(both, PROFILES).status()).isEqualTo(200);
    for (String path : List.of("/api/admin/accounts", "/api/keys", "/api/admin/keys")) {
      assertThat(ask(both, path).status()).as(path).isEqualTo(403);
    }
    assertThat(new Browser(port).post("/api/keys", wanted(), "Authorization", "Bearer " + both).status()).isEqualTo(403);
    assertThat(ask(both, "/api/search?q=a").status()).isEqualTo(200);
  }

  @Test
  void aKeyNeverDoesMoreThanItsOwnerMayNow() {
    String key = key();
    database().sql("UPDATE account SET role = 'place_name_clerk' WHERE login = 'owner'").update();
    assertThat(ask(key, PROFILES).status()).isEqualTo(403);
    database().sql("UPDATE account SET role = 'system_administrator', jurisdiction = '43' WHERE login = 'owner'").update();
    assertThat(ask(key, PROFILES).status()).isEqualTo(403);
    database().sql("UPDATE account SET jurisdiction = '', disabled_at = clock_timestamp() WHERE login = 'owner'").update();
    assertThat(ask(key, PROFILES).status()).isEqualTo(401);
    database().sql("UPDATE account SET disabled_at = NULL WHERE login = 'owner'").update();
    assertThat(ask(key, PROFILES).status()).isEqualTo(200);
    assertThat(as("plain").post("/api/keys", wanted()).status()).isEqualTo(403);
    assertThat(as("plain").post("/api/keys", wanted("scopes", List.of("read"))).status()).isEqualTo(201);
  }

  @Test
  void beyondItsRateAKeyWaitsForTheNextMinute() {
    String key = key("perMinute", 2);
    database().sql("INSERT INTO api_key_use SELECT id, current_date, 0, date_trunc('minute', clock_timestamp()) + interval '1 min', 0, now() FROM api_key").update();
    assertThat(ask(key, PROFILES).status()).isEqualTo(200);
    assertThat(ask(key, PROFILES).status()).isEqualTo(200);
    Answer beyond = ask(key, PROFILES);
    assertThat(beyond.status()).isEqualTo(429);
    assertThat(Integer.parseInt(beyond.header("Retry-After"))).isBetween(60, 120);
    assertThat(beyond.header("Content-Type")).isEqualTo("application/problem+json");
    database().sql("UPDATE api_key_use SET minute = minute - interval '3 min'").update();
    assertThat(ask(key, PROFILES).status()).as("the next minute").isEqualTo(200);
  }

  @Test
  void beyondItsQuotaAKeyWaitsForTheNextDayAlsoWhereTheClockIsPutBack() {
    String key = key("perDay", 1);
    assertThat(ask(key, PROFILES).status()).isEqualTo(200);
    Answer beyond = ask(key, PROFILES);
    assertThat(beyond.status()).isEqualTo(429);
    assertThat(Integer.parseInt(beyond.header("Retry-After"))).isBetween(1, 86_400);
    database().sql("UPDATE api_key_use SET day = day + 1").update();
    assertThat(ask(key, PROFILES).status()).as("the clock says yesterday").isEqualTo(429);
    database().sql("UPDATE api_key_use SET day = current_date - 1").update();
    assertThat(ask(key, PROFILES).status()).as("the next day").isEqualTo(200);
  }

  @Test
  void aKeyEndsByItsExpiryOrARevocation() {
    String key = key("days", 1);
    database().sql("UPDATE api_key SET expires_at = clock_timestamp()").update();
    Answer expired = ask(key, PROFILES);
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.header("WWW-Authenticate")).startsWith("Bearer");
    String other = key();
    Browser owner = as("owner");
    String id = owner.get("/api/keys").json().at("/keys/1/id").asString();
    assertThat(as("plain").delete("/api/keys/" + id, null).status()).as("of another").isEqualTo(404);
    assertThat(owner.delete("/api/keys/" + id, null).status()).isEqualTo(204);
    assertThat(owner.delete("/api/keys/" + id, null).status()).isEqualTo(204);
    assertThat(ask(other, PROFILES).status()).isEqualTo(401);
    assertThat(database().sql("SELECT count(*) FROM audit WHERE action = 'key.revoke'").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void securityAdministratorsRevokeTheKeysOfTheirJurisdiction() {
    String key = key();
    Browser guard = as("guard");
    String id = guard.get("/api/admin/keys").json().at("/keys/0/id").asString();
    Browser beside = as("guard4303");
    assertThat(beside.get("/api/admin/keys").json().get("keys")).isEmpty();
    assertThat(beside.post("/api/admin/keys/" + id + "/revocation", Map.of("reason", "x")).status()).isEqualTo(403);
    assertThat(guard.post("/api/admin/keys/" + id + "/revocation", Map.of()).status()).isEqualTo(400);
    assertThat(guard.post("/api/admin/keys/" + id + "/revocation", Map.of("reason", "密钥泄露")).status()).isEqualTo(204);
    assertThat(guard.post("/api/admin/keys/00000000-0000-7000-8000-0000000000ff/revocation", Map.of("reason", "x")).status()).isEqualTo(404);
    assertThat(as("owner").get("/api/admin/keys").status()).isEqualTo(403);
    assertThat(ask(key, PROFILES).status()).isEqualTo(401);
    assertThat(database().sql("SELECT reason FROM audit WHERE action = 'key.revoke'").query(String.class).list()).containsExactly("密钥泄露");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mj_", "mj_0000000000000000000000000000000000000000000", "x", "", "eyJhbGciOiJub25lIn0.e30."})
  void whatIsNoKeyIsRefused(String key) {
    assertThat(ask(key, PROFILES).status()).isEqualTo(401);
    assertThat(ask(key, "/api/session").status()).isEqualTo(401);
  }

  @Test
  void aBadWishIsToldWithItsMembers() {
    Answer refused = as("owner").post("/api/keys", Map.of("scopes", List.of("write"), "perDay", 0, "perMinute", 1_000_000, "days", 400));
    assertThat(refused.json().get("errors").valueStream().map(e -> e.get("parameter").asString())).containsExactlyInAnyOrder("name", "scopes", "perDay", "perMinute", "days");
    assertThat(as("owner").post("/api/keys", Map.of("name", "a")).json().at("/errors/0/parameter").asString()).isEqualTo("scopes");
  }
}

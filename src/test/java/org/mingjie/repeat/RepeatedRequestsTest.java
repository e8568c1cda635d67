package org.mingjie.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What comes again under the same key is done once: an answer that was lost on its way can be asked for again. */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
class RepeatedRequestsTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String ACCOUNTS = "/api/admin/accounts";
  private static final String LIST = "code,parent_code,name,level,urban,in_name,lng,lat\n430281000000,,醴陵市,county,f,f,,\n";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  private Browser keeper;
  private Browser clerk;

  @BeforeEach
  void people() {
    accounts.createIfAbsent("r-keeper", "系统管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("r-clerk", "干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("r-deputy", "代办", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    keeper = Browser.of(port, "r-keeper", PASSWORD);
    clerk = Browser.of(port, "r-clerk", PASSWORD);
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static Map<String, Object> account(String login) {
    Map<String, Object> account = new HashMap<>();
    account.put("login", login);
    account.put("displayName", "新人");
    account.put("role", "reader");
    account.put("jurisdiction", "430281");
    account.put("reason", "到岗");
    return account;
  }

  private static String login() {
    return "r" + UUID.randomUUID().toString().substring(0, 12);
  }

  private static long count(String table) {
    return database().sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  private static long audited(String action) {
    return database().sql("SELECT count(*) FROM audit WHERE action = :action").param("action", action).query(Long.class).single();
  }

  @Test
  void anAccountIsMadeOnceAndItsPasswordToldOnce() {
    Map<String, Object> wanted = account(login());
    String key = key();
    Answer first = keeper.post(ACCOUNTS, wanted, "Idempotency-Key", key);
    Answer again = keeper.post(ACCOUNTS, wanted, "Idempotency-Key", key);
    assertThat(first.status()).as(first.raw().body()).isEqualTo(201);
    assertThat(first.json().get("toldBefore").asBoolean()).isFalse();
    assertThat(again.status()).as(again.raw().body()).isEqualTo(200);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.json().get("toldBefore").asBoolean()).isTrue();
    assertThat(again.json().get("oneTimePassword").isNull()).isTrue();
    assertThat(again.json().get("account")).isEqualTo(first.json().get("account"));
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(audited("account.create")).isEqualTo(1);
    assertThat(database().sql("SELECT body FROM request_once").query(String.class).single()).doesNotContain(first.json().get("oneTimePassword").asString());
  }

  @Test
  void aKeyOfAProgramIsMadeOnceAndToldOnce() {
    Map<String, Object> wanted = Map.of("name", "制图", "scopes", List.of("read"));
    String key = key();
    Answer first = clerk.post("/api/keys", wanted, "Idempotency-Key", key);
    Answer again = clerk.post("/api/keys", wanted, "Idempotency-Key", key);
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("secret").isNull()).isTrue();
    assertThat(again.json().get("toldBefore").asBoolean()).isTrue();
    assertThat(again.json().at("/key/id")).isEqualTo(first.json().at("/key/id"));
    assertThat(count("api_key")).isEqualTo(1);
    assertThat(database().sql("SELECT body FROM request_once").query(String.class).single()).doesNotContain(first.json().get("secret").asString());
  }

  @Test
  void aDeputyIsNamedOnceAndTheAnswerIsTheSame() {
    Map<String, Object> wanted = Map.of("deputy", "r-deputy", "to", OffsetDateTime.now().plusDays(1).toString(), "reason", "出差");
    String key = key();
    Answer first = clerk.post("/api/delegations", wanted, "Idempotency-Key", key);
    Answer again = clerk.post("/api/delegations", wanted, "Idempotency-Key", key);
    assertThat(first.status()).as(first.raw().body()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(count("delegation")).isEqualTo(1);
  }

  /** A second reset would make void the password that the administrator has just passed on. */
  @Test
  void aPasswordIsResetOnceUnderAKeyAndAgainUnderAnother() {
    String login = login();
    String location = keeper.post(ACCOUNTS, account(login)).header("Location");
    String key = key();
    Answer first = keeper.post(location + "/password-reset", Map.of("reason", "忘了"), "Idempotency-Key", key);
    Answer again = keeper.post(location + "/password-reset", Map.of("reason", "忘了"), "Idempotency-Key", key);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("oneTimePassword").isNull()).isTrue();
    String once = first.json().get("oneTimePassword").asString();
    assertThat(new Browser(port).signIn(login, once).status()).isEqualTo(200);
    assertThat(keeper.post(location + "/password-reset", Map.of("reason", "忘了"), "Idempotency-Key", key()).json().get("oneTimePassword").asString()).isNotEqualTo(once);
    assertThat(new Browser(port).signIn(login, once).status()).isEqualTo(401);
    assertThat(audited("password.reset")).isEqualTo(2);
  }

  private HttpResponse<String> upload(String key, String profile, String content) throws Exception {
    String body = "--cut\r\nContent-Disposition: form-data; name=\"profile\"\r\n\r\n" + profile + "\r\n--cut\r\nContent-Disposition: form-data; name=\"dryRun\"\r\n\r\ntrue\r\n"
        + "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\nContent-Type: text/csv\r\n\r\n" + content + "\r\n--cut--\r\n";
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/imports"))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(("r-keeper:" + PASSWORD).getBytes(StandardCharsets.UTF_8)))
        .header("Content-Type", "multipart/form-data; boundary=cut").header("Idempotency-Key", key).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  @Test
  void aFileIsImportedOnceAndTheSameJobIsTold() throws Exception {
    String key = key();
    int before = keeper.get("/api/imports").json().get("jobs").size();
    HttpResponse<String> first = upload(key, "villages-2016", LIST);
    HttpResponse<String> again = upload(key, "villages-2016", LIST);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
    assertThat(again.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
    assertThat(keeper.get("/api/imports").json().get("jobs")).hasSize(before + 1);
    assertThat(upload(key, "villages-2016", LIST + "430223000000,,攸县,county,f,f,,\n").statusCode()).as("another file").isEqualTo(422);
    assertThat(upload(key(), "villages-2016", LIST).headers().firstValue("Location")).isNotEqualTo(first.headers().firstValue("Location"));
  }

  @Test
  void aKeyIsOfOneRequestAndOfOneAccount() {
    String key = key();
    Map<String, Object> wanted = Map.of("name", "制图", "scopes", List.of("read"));
    clerk.post("/api/keys", wanted, "Idempotency-Key", key);
    Answer other = clerk.post("/api/keys", Map.of("name", "另一个", "scopes", List.of("read")), "Idempotency-Key", key);
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("title").asString()).isEqualTo("这个键用过了");
    assertThat(clerk.post("/api/delegations", Map.of("deputy", "r-deputy"), "Idempotency-Key", key).status()).as("another address").isEqualTo(422);
    assertThat(keeper.post("/api/keys", wanted, "Idempotency-Key", key).status()).as("of another account").isEqualTo(201);
    assertThat(count("api_key")).isEqualTo(2);
  }

  /** Kept by the program before an upgrade, or told by the one after it. */
  @Test
  void anAnswerThatHadAMemberMoreIsToldAgain() {
    String key = key();
    Map<String, Object> wanted = Map.of("name", "制图", "scopes", List.of("read"));
    Answer first = clerk.post("/api/keys", wanted, "Idempotency-Key", key);
    database().sql("UPDATE request_once SET body = regexp_replace(body, '}$', ',\"former\":1}')").update();
    Answer again = clerk.post("/api/keys", wanted, "Idempotency-Key", key);
    assertThat(again.status()).as(again.raw().body()).isEqualTo(200);
    assertThat(again.json().at("/key/id")).isEqualTo(first.json().at("/key/id"));
  }

  @Test
  void whatWasRefusedLeavesTheKeyFree() {
    String key = key();
    Map<String, Object> wanted = account(login());
    wanted.put("role", "king");
    assertThat(keeper.post(ACCOUNTS, wanted, "Idempotency-Key", key).status()).isEqualTo(400);
    assertThat(count("request_once")).isZero();
    wanted.put("role", "reader");
    assertThat(keeper.post(ACCOUNTS, wanted, "Idempotency-Key", key).status()).isEqualTo(201);
  }

  @Test
  void ofManyAtTheSameTimeOneMakesItAndTheOthersAreToldOfIt() {
    String key = key();
    Map<String, Object> wanted = account(login());
    List<CompletableFuture<Answer>> all = IntStream.range(0, 6)
        .mapToObj(n -> CompletableFuture.supplyAsync(() -> Browser.of(port, "r-keeper", PASSWORD).post(ACCOUNTS, wanted, "Idempotency-Key", key))).toList();
    List<Integer> statuses = all.stream().map(one -> one.join().status()).sorted().toList();
    assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 201);
    assertThat(audited("account.create")).isEqualTo(1);
  }

  @Test
  void whoeverWaitsTooLongForTheFirstIsToldToComeAgain() throws Exception {
    String key = key();
    try (Connection other = asSuperuser()) {
      other.setAutoCommit(false);
      other.createStatement().execute("INSERT INTO app.request_once (account_id, key, hash) SELECT id, '%s', sha256('a') FROM app.account WHERE login = 'r-clerk'".formatted(key));
      Answer busy = clerk.post("/api/keys", Map.of("name", "制图", "scopes", List.of("read")), "Idempotency-Key", key);
      assertThat(busy.status()).as(busy.raw().body()).isEqualTo(409);
      assertThat(busy.header("Retry-After")).isEqualTo("5");
      assertThat(busy.detail()).contains("正在办理");
      other.rollback();
    }
    assertThat(clerk.post("/api/keys", Map.of("name", "制图", "scopes", List.of("read")), "Idempotency-Key", key).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "with a blank"})
  void whatIsNoKeyIsRefused(String key) {
    Answer refused = clerk.post("/api/keys", Map.of("name", "制图", "scopes", List.of("read")), "Idempotency-Key", key);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/parameter").asString()).isEqualTo("Idempotency-Key");
    assertThat(count("api_key")).isZero();
  }

  @Test
  void afterADayAKeyIsForgottenAndSwept() {
    String key = key();
    Map<String, Object> wanted = Map.of("name", "制图", "scopes", List.of("read"));
    clerk.post("/api/keys", wanted, "Idempotency-Key", key);
    clerk.post("/api/keys", wanted, "Idempotency-Key", key());
    database().sql("UPDATE request_once SET created_at = created_at - interval '25 h'").update();
    assertThat(clerk.post("/api/keys", Map.of("name", "另一个", "scopes", List.of("read")), "Idempotency-Key", key).status()).isEqualTo(201);
    assertThat(count("request_once")).isEqualTo(1);
    assertThat(count("api_key")).isEqualTo(3);
  }
}

package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RawClient;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What others try with the browser of somebody, or with cookies that they have laid there. */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
class ForgedRequestsTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;

  @BeforeEach
  void people() {
    accounts.createIfAbsent("wang", "王干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("li", "李干部", PASSWORD, Role.PLACE_NAME_CLERK, "430282");
  }

  private static List<String> refused() {
    return database().sql("SELECT login || ' ' || object || ' ' || reason FROM audit JOIN account a ON a.id = account_id WHERE action = 'access.refused'").query(String.class).list();
  }

  private void checkRefused(Answer answer) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.detail()).contains("X-XSRF-TOKEN");
  }

  @Test
  void aRequestOfAnotherSiteLacksTheTokenAndIsRefusedAndNoted() {
    Browser browser = Browser.of(port, "wang", PASSWORD);
    String token = browser.cookies.get(Browser.TOKEN);
    for (String forged : List.of("", "guess", token.substring(1), token + "0")) {
      browser.headers.put("X-XSRF-TOKEN", forged);
      checkRefused(browser.delete("/api/session", null));
    }
    browser.cookies.remove(Browser.TOKEN);
    browser.headers.remove("X-XSRF-TOKEN");
    checkRefused(browser.delete("/api/session?_csrf=" + token, null));
    assertThat(refused()).hasSize(5).allMatch(line -> line.equals("wang DELETE /api/session 请求没有凭证"));
    assertThat(browser.get("/api/session").json().at("/account/login").asString()).isEqualTo("wang");
  }

  @Test
  void aMethodThatNoAddressHasIsToldWhichAre() {
    for (String method : List.of("QUERY", "PROPFIND", "patch")) {
      String answer = RawClient.ask(port, method + " /api/session", "");
      assertThat(answer).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: DELETE, GET, HEAD, OPTIONS, POST\r\n", method);
      assertThat(RawClient.ask(port, method + " /api/session/ways", "")).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
    }
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      assertThat(RawClient.ask(port, method + " /api/session", "")).as(method).startsWith("HTTP/1.1 403 ").contains("X-XSRF-TOKEN");
    }
  }

  @Test
  void aTokenThatANeighbourLaysIntoTheCookieIsNoneOfTheSession() {
    Browser browser = Browser.of(port, "wang", PASSWORD);
    browser.cookies.put(Browser.TOKEN, "of-the-neighbour");
    checkRefused(browser.delete("/api/session", null));
  }

  @Test
  void theTokenOfAnotherAccountOpensNothing() {
    Browser wang = Browser.of(port, "wang", PASSWORD);
    Browser li = Browser.of(port, "li", PASSWORD);
    li.cookies.put(Browser.TOKEN, wang.cookies.get(Browser.TOKEN));
    checkRefused(li.delete("/api/session", null));
    assertThat(wang.get("/api/session").json().at("/account/login").asString()).isEqualTo("wang");
  }

  @Test
  void nobodyIsSignedInUnawareUnderTheAccountOfAnother() {
    Browser victim = new Browser(port);
    checkRefused(victim.post("/api/session", Map.of("login", "li", "password", PASSWORD)));
    assertThat(victim.cookies).doesNotContainKey(Browser.SESSION);
  }

  @Test
  void aSessionLaidIntoTheBrowserBeforeTheSignInIsNotTheOneAfterIt() {
    Browser attacker = Browser.of(port, "li", PASSWORD);
    String laid = attacker.cookies.get(Browser.SESSION);
    Browser victim = new Browser(port);
    victim.cookies.putAll(attacker.cookies);
    assertThat(victim.post("/api/session", Map.of("login", "wang", "password", PASSWORD)).status()).isEqualTo(200);
    assertThat(victim.cookies.get(Browser.SESSION)).isNotEqualTo(laid);
    assertThat(victim.get("/api/session").json().at("/account/login").asString()).isEqualTo("wang");
    assertThat(attacker.get("/api/session").json().get("account").isNull()).isTrue();

    Browser inventor = new Browser(port);
    inventor.cookies.put(Browser.SESSION, "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw");
    assertThat(inventor.signIn("wang", PASSWORD).status()).isEqualTo(200);
    assertThat(inventor.cookies.get(Browser.SESSION)).doesNotStartWith("MDAwMDAwMDAt");
  }

  @Test
  void aSessionThatHasEndedIsOverForWhoeverHasKeptItsCookie() {
    Browser browser = Browser.of(port, "wang", PASSWORD);
    Map<String, String> kept = Map.copyOf(browser.cookies);
    browser.delete("/api/session", null);
    Browser thief = new Browser(port);
    thief.cookies.putAll(kept);
    assertThat(thief.get("/api/session").json().get("account").isNull()).isTrue();
  }

  @Test
  void aStormOfSignInsIsBrakedForItsAddressAloneAndLocksTheAccount() {
    Browser storm = new Browser(port);
    storm.headers.put("X-Forwarded-For", "198.51.100.30");
    for (int i = 0; i < SignInBrake.WRONG_OF_AN_ADDRESS; i++) {
      assertThat(storm.signIn(i < WrongPasswords.ALLOWED ? "wang" : "nobody" + i, "wrong").status()).isEqualTo(401);
    }
    Answer braked = storm.signIn("li", PASSWORD);
    assertThat(braked.status()).isEqualTo(429);
    assertThat(braked.header("Retry-After")).isEqualTo("60");
    Browser other = new Browser(port);
    other.headers.put("X-Forwarded-For", "198.51.100.31");
    assertThat(other.signIn("li", PASSWORD).status()).isEqualTo(200);
    assertThat(other.signIn("wang", PASSWORD).status()).isEqualTo(401);
    assertThat(database().sql("SELECT login FROM audit JOIN account a ON a.id = account_id WHERE action = 'sign-in.locked'").query(String.class).list()).containsExactly("wang");
  }
}

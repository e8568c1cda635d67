package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Sign-in of browsers. */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
class SessionTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;

  @BeforeEach
  void people() {
    accounts.createIfAbsent("wang", "王干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("lister", "名单管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("partly", "株洲管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "4302");
  }

  private static List<String> sessions() {
    return database().sql("SELECT principal_name FROM web_session").query(String.class).list();
  }

  private static List<String> audited() {
    return database().sql("SELECT action || ' ' || login FROM audit JOIN account a ON a.id = account_id ORDER BY at").query(String.class).list();
  }

  @Test
  void whoSignsInIsKnownUntilHeSignsOut() {
    Browser browser = new Browser(port);
    Answer nobody = browser.get("/api/session");
    assertThat(nobody.status()).isEqualTo(200);
    assertThat(nobody.json().get("account").isNull()).isTrue();
    assertThat(browser.cookies).containsOnlyKeys(Browser.TOKEN);

    Answer signedIn = browser.signIn("wang", PASSWORD);
    assertThat(signedIn.status()).isEqualTo(200);
    assertThat(signedIn.json().at("/account/login").asString()).isEqualTo("wang");
    assertThat(signedIn.json().at("/account/role").asString()).isEqualTo("place_name_clerk");
    assertThat(signedIn.json().at("/account/roleName").asString()).isEqualTo("地名干部");
    assertThat(signedIn.json().at("/account/jurisdiction").asString()).isEqualTo("430281");
    assertThat(browser.get("/api/session").json().at("/account/login").asString()).isEqualTo("wang");
    assertThat(sessions()).hasSize(1);

    assertThat(browser.delete("/api/session", null).status()).isEqualTo(204);
    assertThat(browser.cookies).doesNotContainKey(Browser.SESSION);
    assertThat(browser.get("/api/session").json().get("account").isNull()).isTrue();
    assertThat(sessions()).isEmpty();
    assertThat(browser.delete("/api/session", null).status()).isEqualTo(204);
    assertThat(audited()).containsExactly("sign-in wang", "sign-out wang");
  }

  @Test
  void cookiesAreOutOfReachOfScriptsAndOfOtherSitesAndEncryptedWhereTheAddressIs() {
    Browser browser = new Browser(port);
    Answer plain = browser.signIn("wang", PASSWORD);
    assertThat(cookie(plain, Browser.SESSION)).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Secure");
    assertThat(cookie(plain, Browser.TOKEN)).contains("SameSite=Lax", "Path=/").doesNotContain("HttpOnly", "Secure");
    Browser behindProxy = new Browser(port);
    behindProxy.headers.put("X-Forwarded-Proto", "https");
    Answer secure = behindProxy.signIn("wang", PASSWORD);
    assertThat(cookie(secure, Browser.SESSION)).contains("; Secure", "HttpOnly", "SameSite=Lax");
    assertThat(cookie(secure, Browser.TOKEN)).contains("; Secure");
    assertThat(secure.header("Cache-Control")).contains("no-store");
    assertThat(behindProxy.get("/api/session").header("Cache-Control")).contains("no-store");
  }

  private static String cookie(Answer answer, String name) {
    return answer.raw().headers().allValues("Set-Cookie").stream().filter(c -> c.startsWith(name + "=")).findFirst().orElseThrow();
  }

  @Test
  void aWrongPasswordIsToldAndStartsNoSession() {
    Browser browser = new Browser(port);
    Answer wrong = browser.signIn("wang", "wrong");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.json().path("title").asString()).isEqualTo("登录名或口令不对");
    assertThat(wrong.header("WWW-Authenticate")).startsWith("Session");
    assertThat(wrong.header("Content-Type")).startsWith("application/problem+json");
    assertThat(browser.signIn("nobody", PASSWORD).detail()).isEqualTo(wrong.detail());
    assertThat(sessions()).isEmpty();
    Answer empty = browser.post("/api/session", Map.of("login", " "));
    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.json().get("errors").valueStream().map(e -> e.get("parameter").asString())).containsExactly("login", "password");
    assertThat(browser.post("/api/session", "{").status()).isEqualTo(400);
    Answer list = browser.post("/api/session", Map.of("login", List.of("a"), "password", "b"));
    assertThat(list.status()).isEqualTo(400);
    assertThat(list.json().get("errors").valueStream().map(e -> e.get("parameter").asString())).containsExactly("login");
  }

  @Test
  void aSessionIsOverWhereItsAccountIsDisabledOrNothingIsAskedForLong() {
    Browser browser = Browser.of(port, "wang", PASSWORD);
    database().sql("UPDATE account SET disabled_at = clock_timestamp() WHERE login = 'wang'").update();
    assertThat(browser.get("/api/session").json().get("account").isNull()).isTrue();
    assertThat(sessions()).isEmpty();
    database().sql("UPDATE account SET disabled_at = NULL WHERE login = 'wang'").update();

    Browser idle = Browser.of(port, "wang", PASSWORD);
    assertThat(database().sql("SELECT max_inactive_interval FROM web_session").query(Integer.class).list()).containsExactly(1800);
    database().sql("UPDATE web_session SET last_access_time = last_access_time - 1801000, expiry_time = expiry_time - 1801000").update();
    assertThat(idle.get("/api/session").json().get("account").isNull()).isTrue();
  }

  @Test
  void anImportIsOpenToTheBrowserOfWhoKeepsTheWholeRegistry() {
    assertThat(Browser.of(port, "lister", PASSWORD).get("/api/imports/profiles").status()).isEqualTo(200);
    Answer partly = Browser.of(port, "partly", PASSWORD).get("/api/imports/profiles");
    assertThat(partly.status()).isEqualTo(403);
    assertThat(partly.detail()).contains("管辖全部区划");
    assertThat(new Browser(port).get("/api/imports/profiles").status()).isEqualTo(401);
    assertThat(new Browser(port).get("/api/imports/profiles", "Sec-Fetch-Mode", "cors").header("WWW-Authenticate")).startsWith("Session");
    assertThat(audited()).contains("access.refused partly");
  }

  /** The tables are taken away from the app: whoever touches them, or the accounts, has an error to answer. */
  @Test
  void publicAddressesTouchNoSessionAndSetNoCookieWhateverCookieComes() {
    Browser browser = Browser.of(port, "wang", PASSWORD);
    String tables = "web_session, web_session_attributes, account";
    database().sql("REVOKE ALL ON " + tables + " FROM mingjie_app").update();
    try {
      assertThat(browser.get("/api/session").status()).as("whoever touches the session").isEqualTo(500);
      for (String path : List.of("/", "/favicon.svg", "/place/P000000000001", "/tiles/base.json", "/tiles/base/8/0/0.mvt", "/tiles/base/9/0/0.mvt", "/ogc", "/ogc/collections/places/items",
          "/api/search?q=a", "/api/suggest?q=a", "/api/reverse?lon=113&lat=27", "/api/same-names?name=a", "/api/places/P000000000001", "/api/site", "/api/openapi.json", "/tiles/nope")) {
        Answer answer = browser.get(path);
        assertThat(answer.status()).as(path).isIn(200, 204, 404);
        assertThat(answer.raw().headers().allValues("Set-Cookie")).as(path).isEmpty();
      }
    } finally {
      database().sql("GRANT SELECT, INSERT, UPDATE, DELETE ON web_session, web_session_attributes TO mingjie_app").update();
      database().sql("GRANT SELECT, INSERT ON account TO mingjie_app").update();
      database().sql("GRANT UPDATE (display_name, password_hash, role, jurisdiction, section, disabled_at, password_once, credentials, version) ON account TO mingjie_app").update();
    }
    assertThat(browser.get("/api/session").json().at("/account/login").asString()).isEqualTo("wang");
  }
}

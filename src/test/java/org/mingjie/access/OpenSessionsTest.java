package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Where one has signed in, told to oneself, and ended there. */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
class OpenSessionsTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";
  private static final String IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;

  @BeforeEach
  void people() {
    accounts.createIfAbsent("o-clerk", "干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("o-other", "别人", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("o-guard", "安全管理员", PASSWORD, Role.SECURITY_ADMINISTRATOR, "43");
    accounts.createIfAbsent("o-far", "安全管理员", PASSWORD, Role.SECURITY_ADMINISTRATOR, "44");
  }

  private Browser from(String login, String agent, String address) {
    Browser browser = new Browser(port);
    browser.headers.put("User-Agent", agent);
    browser.headers.put("X-Forwarded-For", address);
    assertThat(browser.signIn(login, PASSWORD).status()).isEqualTo(200);
    return browser;
  }

  private static boolean isIn(Browser browser) {
    return !browser.get("/api/session").json().get("account").isNull();
  }

  private static List<JsonNode> list(Browser browser) {
    return browser.get("/api/sessions").json().get("sessions").valueStream().toList();
  }

  private static String audited(String action) {
    return String.join("; ", database().sql("SELECT a.login || ' ' || coalesce(reason, '-') || ' ' || detail FROM audit JOIN account a ON a.id = account_id WHERE action = ? ORDER BY at")
        .params(action).query(String.class).list());
  }

  @Test
  void eachIsWholeInWhateverOrderTheDatabaseHasItsRows() {
    Browser office = from("o-clerk", CHROME, "203.0.113.5");
    List<String> places = new ArrayList<>(List.of("203.0.113.5"));
    for (int i = 1; i <= 12; i++) {
      places.add("198.51.100." + i);
      from("o-clerk", i % 2 == 0 ? CHROME : IPHONE, "198.51.100." + i);
    }
    // those written last lie behind all others, and of so many the database makes no index of it
    database().sql("UPDATE web_session_attributes SET attribute_bytes = attribute_bytes WHERE attribute_name = 'credentials'").update();
    database().sql("UPDATE web_session_attributes SET attribute_bytes = attribute_bytes WHERE attribute_name = 'since'").update();
    database().sql("ANALYZE web_session, web_session_attributes").update();
    Answer answer = office.get("/api/sessions");
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(list(office)).extracting(one -> one.get("from").asString()).containsExactlyInAnyOrderElementsOf(places);
  }

  @Test
  void eachIsToldWithItsPlaceItsBrowserAndWhichOneAsks() {
    from("o-other", CHROME, "203.0.113.9");
    Browser office = from("o-clerk", CHROME, "203.0.113.5");
    Browser phone = from("o-clerk", IPHONE, "198.51.100.7");
    List<JsonNode> all = list(office);
    assertThat(all).hasSize(2);
    assertThat(all.get(0).get("current").asBoolean()).isTrue();
    assertThat(all.get(0).get("browser").asString()).isEqualTo("Chrome 138");
    assertThat(all.get(0).get("system").asString()).isEqualTo("Windows");
    assertThat(all.get(0).get("from").asString()).isEqualTo("203.0.113.5");
    assertThat(all.get(1).get("current").asBoolean()).isFalse();
    assertThat(all.get(1).get("browser").asString()).isEqualTo("Safari 18");
    assertThat(all.get(1).get("system").asString()).isEqualTo("iPhone");
    assertThat(all.get(1).get("complete").asBoolean()).isTrue();
    assertThat(all.get(1).get("since").asString()).matches("20\\d\\d-.*Z");
    assertThat(all.get(1).get("lastRequest").asString()).matches("20\\d\\d-.*Z");
    String cookie = new String(java.util.Base64.getDecoder().decode(phone.cookies.get(Browser.SESSION)));
    assertThat(office.get("/api/sessions").raw().body()).as("the identifier itself opens it").doesNotContain(cookie, phone.cookies.get(Browser.SESSION));
  }

  @Test
  void oneElsewhereIsEndedAndTheOthersGoOn() {
    Browser office = from("o-clerk", CHROME, "203.0.113.5");
    Browser phone = from("o-clerk", IPHONE, "198.51.100.7");
    Browser third = from("o-clerk", "curl/8", "198.51.100.8");
    String id = list(office).stream().filter(one -> one.get("from").asString().equals("198.51.100.7")).findFirst().orElseThrow().get("id").asString();
    assertThat(office.delete("/api/sessions/" + id, null).status()).isEqualTo(204);
    assertThat(isIn(phone)).isFalse();
    assertThat(isIn(third)).isTrue();
    assertThat(isIn(office)).isTrue();
    assertThat(office.delete("/api/sessions/" + id, null).status()).as("a second time").isEqualTo(404);
    assertThat(audited("session.end")).isEqualTo("o-clerk - {\"sessions\": 1}");
    JsonNode unknown = list(office).stream().filter(one -> one.get("from").asString().equals("198.51.100.8")).findFirst().orElseThrow();
    assertThat(unknown.get("browser").isNull()).isTrue();
  }

  @Test
  void theOneInUseIsLeftByTheSignOut() {
    Browser office = from("o-clerk", CHROME, "203.0.113.5");
    Answer refused = office.delete("/api/sessions/" + list(office).get(0).get("id").asString(), null);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.detail()).contains("DELETE /api/session");
    assertThat(isIn(office)).isTrue();
  }

  @Test
  void thatOfAnotherPersonIsNotEnded() {
    Browser other = from("o-other", CHROME, "203.0.113.9");
    String id = list(other).get(0).get("id").asString();
    assertThat(from("o-clerk", CHROME, "203.0.113.5").delete("/api/sessions/" + id, null).status()).isEqualTo(404);
    assertThat(isIn(other)).isTrue();
  }

  @Test
  void allElsewhereAreEndedAtOnce() {
    Browser office = from("o-clerk", CHROME, "203.0.113.5");
    Browser phone = from("o-clerk", IPHONE, "198.51.100.7");
    Browser third = from("o-clerk", "curl/8", "198.51.100.8");
    assertThat(office.delete("/api/sessions", null).status()).isEqualTo(204);
    assertThat(isIn(phone)).isFalse();
    assertThat(isIn(third)).isFalse();
    assertThat(isIn(office)).isTrue();
    assertThat(list(office)).hasSize(1);
    assertThat(audited("session.end")).isEqualTo("o-clerk - {\"sessions\": 2}");
  }

  @Test
  void aSecurityAdministratorEndsAllOfAnAccountWithinHisReach() {
    Browser office = from("o-clerk", CHROME, "203.0.113.5");
    String address = "/api/admin/accounts/" + office.get("/api/session").json().at("/account/id").asString() + "/sign-out";
    assertThat(from("o-far", CHROME, "203.0.113.6").post(address, Map.of("reason", "丢了手机")).status()).isEqualTo(403);
    Browser guard = from("o-guard", CHROME, "203.0.113.6");
    assertThat(guard.post(address, Map.of("reason", " ")).status()).isEqualTo(400);
    assertThat(isIn(office)).isTrue();
    assertThat(guard.post(address, Map.of("reason", "丢了手机")).status()).isEqualTo(204);
    assertThat(isIn(office)).isFalse();
    assertThat(isIn(guard)).isTrue();
    assertThat(audited("account.sign-out")).isEqualTo("o-guard 丢了手机 {}");
    assertThat(list(from("o-clerk", CHROME, "203.0.113.5"))).as("what is over is not told").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0', Edge 138, Windows",
    "'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', Firefox 140, Linux",
    "'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15', Safari 18, macOS",
    "'Mozilla/5.0 (Linux; Android 15; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.60.2860', WeChat 8, Android",
    "'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1 Mobile HuaweiBrowser/5.1.2', Huawei Browser 5, HarmonyOS",
    "'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.95 Safari/537.36 QIHU 360SE', 360 Browser, Windows",
    "curl/8.5.0,,"
  })
  void aBrowserIsKnownByWhatItSaysOfItself(String agent, String browser, String system) {
    assertThat(Device.of(agent)).isEqualTo(new Device(browser, system));
  }

  @Test
  void aBrowserThatSaysNothingIsNone() {
    assertThat(Device.of(null)).isEqualTo(new Device(null, null));
  }
}

package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
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

/** The rules of sign-in, which a security administrator changes while people are signed in. */
@TestPropertySource(properties = {"mingjie.session.idle=45m", "test.second-factor=optional"})
class PoliciesTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String POLICIES = "/api/admin/policies";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  @Autowired private SettingLedger ledger;
  private Browser guard;

  @BeforeEach
  void people() {
    ledger.fresh(Policies.SUBJECT);
    accounts.createIfAbsent("q-guard", "管安全的", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    accounts.createIfAbsent("q-county", "管一个市的", PASSWORD, Role.SECURITY_ADMINISTRATOR, "4302");
    accounts.createIfAbsent("q-keeper", "管系统的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("q-clerk", "干部", PASSWORD, Role.PLACE_NAME_CLERK, "4302");
    guard = Browser.of(port, "q-guard", PASSWORD);
  }

  @AfterEach
  void asItWas() throws SQLException {
    emptyTheRegistry();
    ledger.fresh(Policies.SUBJECT);
  }

  private static Map<String, @Nullable Object> rules(Object... more) {
    Map<String, @Nullable Object> rules = new HashMap<>();
    List.of("secondFactor", "sessionIdle", "sessionAbsolute").forEach(member -> rules.put(member, null));
    rules.put("reason", "按等保测评意见");
    for (int i = 0; i < more.length; i += 2) {
      rules.put((String) more[i], more[i + 1]);
    }
    return rules;
  }

  private Answer put(Object... members) {
    return guard.put(POLICIES, rules(members), "If-Match", guard.get(POLICIES).header("ETag"));
  }

  private void set(Object... members) {
    Answer answer = put(members);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
  }

  private static boolean isSignedIn(Browser browser) {
    return !browser.get("/api/session").json().get("account").isNull();
  }

  @Test
  void anAdministratorsRuleGoesBeforeThatOfTheStartAndBack() {
    assertThat(guard.get(POLICIES).json().get("sessionIdle").asString()).isEqualTo("PT45M");
    set("sessionIdle", "PT10M", "sessionAbsolute", "PT8H", "secondFactor", "off");
    JsonNode now = guard.get(POLICIES).json();
    assertThat(now.get("sessionIdle").asString() + now.get("sessionAbsolute").asString() + now.get("secondFactor").asString()).isEqualTo("PT10MPT8Hoff");
    assertThat(now.at("/start/sessionIdle").asString() + now.at("/start/secondFactor").asString()).isEqualTo("PT45Moptional");
    assertThat(now.at("/changes/0/reason").asString()).isEqualTo("按等保测评意见");
    set();
    assertThat(guard.get(POLICIES).json().get("sessionIdle").asString()).isEqualTo("PT45M");
    assertThat(guard.get(POLICIES).json().at("/given/sessionIdle").isNull()).isTrue();
  }

  @Test
  void sessionsAtHandFollowTheNewIdleLimit() {
    Browser idle = Browser.of(port, "q-clerk", PASSWORD);
    Browser busy = Browser.of(port, "q-clerk", PASSWORD);
    database().sql("UPDATE web_session SET last_access_time = last_access_time - 20 * 60000, expiry_time = expiry_time - 20 * 60000 WHERE session_id = ?")
        .params(sessionOf(idle)).update();
    set("sessionIdle", "PT10M");
    assertThat(isSignedIn(idle)).as("twenty minutes without a request").isFalse();
    assertThat(isSignedIn(busy)).isTrue();
    assertThat(limits()).containsOnly(600);
    database().sql("UPDATE web_session SET max_inactive_interval = 2700").update(); // as a request writes it back that has begun before
    assertThat(isSignedIn(busy)).isTrue();
    assertThat(database().sql("SELECT max_inactive_interval FROM web_session WHERE session_id = ?").params(sessionOf(busy)).query(Integer.class).single()).isEqualTo(600);
    assertThat(isSignedIn(Browser.of(port, "q-clerk", PASSWORD))).as("new ones have it too").isTrue();
    set("sessionIdle", "PT2H");
    assertThat(limits()).containsOnly(7200);
  }

  private static List<Integer> limits() {
    return database().sql("SELECT max_inactive_interval FROM web_session").query(Integer.class).list();
  }

  private static String sessionOf(Browser browser) {
    return new String(java.util.Base64.getDecoder().decode(browser.cookies.get(Browser.SESSION)), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void sessionsAtHandFollowTheNewAbsoluteLimit() throws InterruptedException {
    Browser clerk = Browser.of(port, "q-clerk", PASSWORD);
    set("sessionIdle", "PT1M", "sessionAbsolute", "PT1M");
    assertThat(isSignedIn(clerk)).isTrue();
    database().sql("""
        UPDATE web_session_attributes SET attribute_bytes = decode(replace(encode(attribute_bytes, 'hex'), encode(convert_to(since.was, 'UTF8'), 'hex'),
            encode(convert_to((since.was::bigint - 61000)::text, 'UTF8'), 'hex')), 'hex')
        FROM (SELECT right(convert_from(substring(attribute_bytes FROM length(attribute_bytes) - 12), 'UTF8'), 13) AS was, session_primary_id
              FROM web_session_attributes WHERE attribute_name = 'since') since
        WHERE attribute_name = 'since' AND since.session_primary_id = web_session_attributes.session_primary_id""").update();
    assertThat(isSignedIn(clerk)).as("a minute after the sign-in, however busy").isFalse();
  }

  @Test
  void theSecondFactorIsAskedForWithTheNextRequest() {
    Browser keeper = Browser.of(port, "q-keeper", PASSWORD);
    assertThat(keeper.get("/api/admin/health").status()).isEqualTo(200);
    set("secondFactor", "required");
    assertThat(keeper.get("/api/session").json().get("next").asString()).isEqualTo("enrol-second-factor");
    assertThat(keeper.get("/api/admin/health").status()).isEqualTo(403);
    assertThat(guard.put(POLICIES, rules(), "If-Match", "\"1\"").status()).as("who has switched it on needs one too").isEqualTo(403);
  }

  @Test
  void aSecondFactorThatIsOffWaitsOnTheDeskOfTheSecurityAdministrator() {
    assertThat(kinds(guard)).doesNotContain("second-factor-off");
    set("secondFactor", "off");
    assertThat(kinds(guard)).contains("second-factor-off");
    JsonNode item = items(guard).stream().filter(i -> i.get("kind").asString().equals("second-factor-off")).findFirst().orElseThrow();
    assertThat(Instant.parse(item.get("since").asString())).isAfter(Instant.now().minusSeconds(60));
    assertThat(item.get("pressing").asBoolean()).isTrue();
    set("secondFactor", "off", "sessionIdle", "PT20M");
    assertThat(items(guard)).as("since it was switched off, whatever was changed later").contains(item);
    assertThat(item.get("page").asString()).isEqualTo("/admin/policies");
    assertThat(kinds(Browser.of(port, "q-county", PASSWORD))).doesNotContain("second-factor-off");
    assertThat(kinds(Browser.of(port, "q-keeper", PASSWORD))).doesNotContain("second-factor-off");
  }

  private static List<String> kinds(Browser browser) {
    return items(browser).stream().map(item -> item.get("kind").asString()).toList();
  }

  private static List<JsonNode> items(Browser browser) {
    return browser.get("/api/desk").json().get("items").valueStream().toList();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"secondFactor|OFF", "secondFactor|maybe", "secondFactor|''", "sessionIdle|30m", "sessionIdle|PT59S", "sessionIdle|PT-30M", "sessionIdle|PT90.5S",
    "sessionAbsolute|P8D", "sessionAbsolute|P1Y", "sessionAbsolute|PT168H1S", "sessionIdle|PT13H", "sessionAbsolute|PT40M:sessionIdle", "reason|' '", "reason|<字>{501}", "sessionIdle|<script>"})
  void aBadRuleIsToldWithItsMember(String member, String value) {
    String[] parts = value.split(":");
    Answer refused = put(member, parts[0].equals("<字>{501}") ? "字".repeat(501) : parts[0]);
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(400);
    assertThat(refused.json().get("errors").valueStream().map(e -> e.get("parameter").asString())).containsExactly(parts.length > 1 ? parts[1] : member);
    assertThat(ledger.fresh(Policies.SUBJECT).version()).isZero();
  }

  @Test
  void aChangeTellsItsVersionAndItsReasonAndIsAudited() {
    String tag = guard.get(POLICIES).header("ETag");
    assertThat(guard.put(POLICIES, rules("sessionIdle", "PT10M")).status()).isEqualTo(428);
    assertThat(guard.put(POLICIES, rules("sessionIdle", "PT10M", "reason", null), "If-Match", tag).status()).isEqualTo(400);
    assertThat(guard.put(POLICIES, rules("sessionIdle", "PT10M"), "If-Match", tag).status()).isEqualTo(200);
    assertThat(guard.put(POLICIES, rules("sessionIdle", "PT20M"), "If-Match", tag).status()).isEqualTo(412);
    assertThat(database().sql("SELECT object || ' ' || reason || ' ' || kind || ' ' || (after ->> 'sessionIdle') FROM audit WHERE action = 'policy.change'").query(String.class).list())
        .containsExactly("setting:policies 按等保测评意见 change PT10M");
    assertThat(guard.get("/api/audit?action=policy").json().get("entries")).as("he sees what he has done").hasSize(1);
  }

  @Test
  void onlyTheSecurityAdministratorOfTheWholeRegistryChangesThem() {
    Browser county = Browser.of(port, "q-county", PASSWORD);
    assertThat(county.get(POLICIES).status()).isEqualTo(200);
    Answer refused = county.put(POLICIES, rules("secondFactor", "off"), "If-Match", "\"0\"");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.detail()).contains("管辖全部区划的安全管理员");
    assertThat(Browser.of(port, "q-keeper", PASSWORD).put(POLICIES, rules("secondFactor", "off"), "If-Match", "\"0\"").status()).isEqualTo(403);
    assertThat(ledger.fresh(Policies.SUBJECT).version()).isZero();
  }

  @Test
  void theSettingsPageTellsWhatAnAdministratorHasSet() {
    set("sessionIdle", "PT10M");
    JsonNode settings = Browser.of(port, "q-keeper", PASSWORD).get("/api/admin/settings").json().get("settings");
    Map<String, JsonNode> byName = new HashMap<>();
    settings.valueStream().forEach(one -> byName.put(one.get("name").asString(), one));
    assertThat(byName.get("MINGJIE_SESSION_IDLE").get("source").asString()).isEqualTo("administrator");
    assertThat(byName.get("MINGJIE_SESSION_IDLE").get("value").asString()).isEqualTo("10m");
    assertThat(byName.get("MINGJIE_SESSION_ABSOLUTE").get("source").asString()).isEqualTo("default");
  }
}

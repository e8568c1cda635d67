package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Codes by time, as they are asked for by default, with a clock that a test can put anywhere. */
@Import(SecondFactorTest.Time.class)
@TestPropertySource(properties = {"test.second-factor=required", "mingjie.session.absolute=2h"})
class SecondFactorTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String FACTOR = "/api/session/second-factor";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  @Autowired private SecretBox box;
  @Autowired private JumpingClock clock;

  static final class JumpingClock extends Clock {

    private volatile Duration ahead = Duration.ZERO;

    void jump(Duration by) {
      ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(instant(), zone);
    }
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Time {

    @Bean
    JumpingClock clock() {
      return new JumpingClock();
    }
  }

  @BeforeEach
  void people() {
    accounts.createIfAbsent("approves", "审批人", PASSWORD, Role.APPROVER, "4302");
    accounts.createIfAbsent("keeps", "系统管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("writes", "地名干部", PASSWORD, Role.PLACE_NAME_CLERK, "4302");
  }

  private String code(String secret, int steps) throws Exception {
    return new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(new SecretKeySpec(new Base32().decode(secret), "HmacSHA1"),
        clock.instant().plusSeconds(30L * steps));
  }

  /** @return the secret; the browser has signed in with it, and the code of this moment is spent */
  private String enrol(Browser browser) throws Exception {
    String secret = browser.post(FACTOR + "/enrolment", null).json().get("secret").asString();
    assertThat(browser.put(FACTOR + "/enrolment", Map.of("code", code(secret, 0))).status()).isEqualTo(200);
    return secret;
  }

  private static String next(Answer answer) {
    return answer.json().get("next").isNull() ? "" : answer.json().get("next").asString();
  }

  @ParameterizedTest
  @CsvSource({"approves,enrol-second-factor", "keeps,enrol-second-factor", "writes,''"})
  void approversAndAdministratorsSetUpOneAtTheirFirstSignIn(String login, String next) {
    assertThat(next(new Browser(port).signIn(login, PASSWORD))).isEqualTo(next);
  }

  @Test
  void whoHasToSetOneUpMayDoNothingElse() throws Exception {
    Browser browser = Browser.of(port, "keeps", PASSWORD);
    Answer early = browser.get("/api/imports/profiles");
    assertThat(early.status()).isEqualTo(403);
    assertThat(early.detail()).contains("/api/session/second-factor/enrolment");
    Answer begun = browser.post(FACTOR + "/enrolment", null);
    String secret = begun.json().get("secret").asString();
    assertThat(begun.json().get("uri").asString()).startsWith("otpauth://totp/%E5%90%8D%E7%95%8C:keeps?secret=" + secret + "&issuer=%E5%90%8D%E7%95%8C&algorithm=SHA1&digits=6&period=30");
    Answer wrong = browser.put(FACTOR + "/enrolment", Map.of("code", "000000"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().at("/errors/0/parameter").asString()).isEqualTo("code");
    Browser elsewhere = Browser.of(port, "keeps", PASSWORD);
    String before = browser.cookies.get(Browser.SESSION);
    Answer done = browser.put(FACTOR + "/enrolment", Map.of("code", code(secret, 0)));
    assertThat(done.json().get("recoveryCodes").valueStream().map(JsonNode::asString).distinct()).hasSize(10).allMatch(c -> c.matches("[a-z2-7]{4}(-[a-z2-7]{4}){3}"));
    assertThat(browser.cookies.get(Browser.SESSION)).isNotEqualTo(before);
    assertThat(browser.get("/api/imports/profiles").status()).isEqualTo(200);
    assertThat(elsewhere.get("/api/session").json().get("account").isNull()).isTrue();
    assertThat(browser.post(FACTOR + "/enrolment", null).status()).isEqualTo(409);
  }

  @Test
  void thePasswordAloneOpensNothingOnceOneIsSetUp() throws Exception {
    String secret = enrol(Browser.of(port, "keeps", PASSWORD));
    Browser browser = new Browser(port);
    assertThat(next(browser.signIn("keeps", PASSWORD))).isEqualTo("second-factor");
    for (String path : List.of("/api/imports/profiles")) {
      assertThat(browser.get(path).status()).isEqualTo(403);
    }
    assertThat(browser.put("/api/session/password", Map.of("old", PASSWORD, "new", "another long one")).status()).isEqualTo(403);
    assertThat(browser.post(FACTOR + "/enrolment", null).status()).isEqualTo(403);
    Answer program = new Browser(port).get("/api/imports/profiles", "Authorization", "Basic " + Base64.getEncoder().encodeToString(("keeps:" + PASSWORD).getBytes()));
    assertThat(program.status()).isEqualTo(401);
    assertThat(program.detail()).contains("API 密钥");
    assertThat(browser.post(FACTOR, Map.of("code", code(secret, 1))).status()).isEqualTo(200);
    assertThat(browser.get("/api/imports/profiles").status()).isEqualTo(200);
  }

  @Test
  void aCodeIsTakenOnceAndTheNextBeforeItNoMore() throws Exception {
    String secret = enrol(Browser.of(port, "approves", PASSWORD));
    Browser browser = Browser.of(port, "approves", PASSWORD);
    assertThat(browser.post(FACTOR, Map.of("code", code(secret, 0))).status()).as("spent at the enrolment").isEqualTo(400);
    String ahead = code(secret, 1);
    assertThat(browser.post(FACTOR, Map.of("code", ahead.substring(0, 3) + " " + ahead.substring(3))).status()).as("one step ahead").isEqualTo(200);
    Browser again = Browser.of(port, "approves", PASSWORD);
    assertThat(again.post(FACTOR, Map.of("code", ahead)).status()).as("spent").isEqualTo(400);
    clock.jump(Duration.ofSeconds(90));
    assertThat(again.post(FACTOR, Map.of("code", code(secret, 2))).status()).as("two steps ahead").isEqualTo(400);
    assertThat(again.post(FACTOR, Map.of("code", code(secret, -1))).status()).as("one step behind").isEqualTo(200);
  }

  @Test
  void aClockThatIsPutBackReplaysNoCode() throws Exception {
    String secret = enrol(Browser.of(port, "approves", PASSWORD));
    clock.jump(Duration.ofMinutes(10));
    String seen = code(secret, 0);
    assertThat(Browser.of(port, "approves", PASSWORD).post(FACTOR, Map.of("code", seen)).status()).isEqualTo(200);
    Browser thief = Browser.of(port, "approves", PASSWORD);
    assertThat(thief.post(FACTOR, Map.of("code", seen)).status()).isEqualTo(400);
    clock.jump(Duration.ofMinutes(-5));
    thief = Browser.of(port, "approves", PASSWORD);
    assertThat(thief.post(FACTOR, Map.of("code", code(secret, 0))).status()).as("of a step before").isEqualTo(400);
    clock.jump(Duration.ofMinutes(6));
    assertThat(thief.post(FACTOR, Map.of("code", code(secret, 0))).status()).isEqualTo(200);
  }

  @Test
  void recoveryCodesAreGoodOnceAndKeptAsHashes() throws Exception {
    Browser first = Browser.of(port, "approves", PASSWORD);
    String secret = first.post(FACTOR + "/enrolment", null).json().get("secret").asString();
    Answer done = first.put(FACTOR + "/enrolment", Map.of("code", code(secret, 0)));
    String recovery = done.json().at("/recoveryCodes/0").asString();
    Browser browser = Browser.of(port, "approves", PASSWORD);
    assertThat(browser.post(FACTOR, Map.of("code", " " + recovery.toUpperCase() + " ")).status()).isEqualTo(200);
    assertThat(Browser.of(port, "approves", PASSWORD).post(FACTOR, Map.of("code", recovery)).status()).isEqualTo(400);
    assertThat(database().sql("SELECT detail->>'recovery' FROM audit WHERE action = 'sign-in.second-factor'").query(String.class).list()).containsExactly("true");
    assertThat(database().sql("SELECT string_agg(r::text, ' ') FROM recovery_code r").query(String.class).single()).doesNotContain(recovery, recovery.replace("-", ""));
  }

  @Test
  void wrongCodesLockTheAccountHoweverOftenThePasswordIsGivenRight() throws Exception {
    String secret = enrol(Browser.of(port, "approves", PASSWORD));
    for (int i = 0; i < WrongPasswords.ALLOWED; i++) {
      assertThat(Browser.of(port, "approves", PASSWORD).post(FACTOR, Map.of("code", "11111" + i)).status()).isEqualTo(400);
    }
    assertThat(new Browser(port).signIn("approves", PASSWORD).status()).isEqualTo(401);
    database().sql("UPDATE sign_in_failure SET locked_until = clock_timestamp()").update();
    assertThat(Browser.of(port, "approves", PASSWORD).post(FACTOR, Map.of("code", code(secret, 1))).status()).isEqualTo(200);
    assertThat(database().sql("SELECT count(*) FROM sign_in_failure").query(Long.class).single()).isZero();
  }

  @Test
  void secretsLieEncryptedInTheDatabaseEachForItsOwnAccount() throws Exception {
    String secret = enrol(Browser.of(port, "approves", PASSWORD));
    byte[] kept = database().sql("SELECT secret FROM second_factor").query((row, n) -> row.getBytes(1)).single();
    byte[] plain = new Base32().decode(secret);
    assertThat(Base64.getEncoder().encodeToString(kept)).doesNotContain(Base64.getEncoder().encodeToString(plain).substring(0, 12));
    UUID account = database().sql("SELECT account_id FROM second_factor").query(UUID.class).single();
    assertThat(box.open(account, kept)).isEqualTo(plain);
    assertThatThrownBy(() -> box.open(UUID.randomUUID(), kept)).hasMessageContaining("second-factor-key");
  }

  @Test
  void aSessionEndsWithItsAbsoluteLimitAndWhereTheClockIsPutBackBehindItsBeginning() {
    Browser browser = Browser.of(port, "writes", PASSWORD);
    clock.jump(Duration.ofMinutes(119));
    assertThat(browser.get("/api/session").json().at("/account/login").asString()).isEqualTo("writes");
    clock.jump(Duration.ofMinutes(2));
    assertThat(browser.get("/api/session").json().get("account").isNull()).isTrue();

    Browser other = Browser.of(port, "writes", PASSWORD);
    clock.jump(Duration.ofSeconds(-30));
    assertThat(other.get("/api/session").json().at("/account/login").asString()).isEqualTo("writes");
    clock.jump(Duration.ofMinutes(-2));
    assertThat(other.get("/api/session").json().get("account").isNull()).isTrue();
  }

  @Test
  void onesOwnFactorIsToldWithItsDayAndTheCodesThatAreLeft() throws Exception {
    Browser clerk = Browser.of(port, "writes", PASSWORD);
    JsonNode none = clerk.get(FACTOR).json();
    assertThat(none.get("set").asBoolean()).isFalse();
    assertThat(none.get("demanded").asBoolean()).isFalse();
    assertThat(clerk.post(FACTOR + "/recovery-codes", Map.of("code", "123456")).status()).as("without one").isEqualTo(409);
    Browser browser = Browser.of(port, "approves", PASSWORD);
    String secret = browser.post(FACTOR + "/enrolment", null).json().get("secret").asString();
    List<String> codes = browser.put(FACTOR + "/enrolment", Map.of("code", code(secret, 0))).json().get("recoveryCodes").valueStream().map(JsonNode::asString).toList();
    Browser other = Browser.of(port, "approves", PASSWORD);
    assertThat(browser.get("/api/sessions").json().get("sessions").valueStream().map(one -> one.get("complete").asBoolean())).as("the password alone").containsExactly(true, false);
    assertThat(other.get(FACTOR).status()).as("before the second step").isEqualTo(403);
    assertThat(other.post(FACTOR, Map.of("code", codes.get(0))).status()).isEqualTo(200);
    JsonNode set = other.get(FACTOR).json();
    assertThat(set.get("set").asBoolean()).isTrue();
    assertThat(set.get("since").asString()).startsWith("20");
    assertThat(set.get("recoveryCodes").asInt()).isEqualTo(9);
    assertThat(set.get("demanded").asBoolean()).isTrue();
  }

  @Test
  void recoveryCodesAreRenewedWithACodeOfTheDeviceAlone() throws Exception {
    Browser browser = Browser.of(port, "approves", PASSWORD);
    String secret = browser.post(FACTOR + "/enrolment", null).json().get("secret").asString();
    List<String> old = browser.put(FACTOR + "/enrolment", Map.of("code", code(secret, 0))).json().get("recoveryCodes").valueStream().map(JsonNode::asString).toList();
    String address = FACTOR + "/recovery-codes";
    assertThat(browser.post(address, Map.of("code", "")).status()).isEqualTo(400);
    Answer refused = browser.post(address, Map.of("code", old.get(0)));
    assertThat(refused.status()).as("with a recovery code").isEqualTo(400);
    assertThat(refused.detail()).contains("恢复码在这里不能用");
    assertThat(browser.get(FACTOR).json().get("recoveryCodes").asInt()).as("nothing was spent").isEqualTo(10);
    String now = code(secret, 1);
    Answer renewed = browser.post(address, Map.of("code", now));
    assertThat(renewed.status()).as(renewed.raw().body()).isEqualTo(200);
    List<String> fresh = renewed.json().get("recoveryCodes").valueStream().map(JsonNode::asString).toList();
    assertThat(fresh).hasSize(10).doesNotContainAnyElementsOf(old);
    assertThat(browser.post(address, Map.of("code", now)).status()).as("the same code again").isEqualTo(400);
    assertThat(Browser.of(port, "approves", PASSWORD).post(FACTOR, Map.of("code", old.get(1))).status()).as("one of before").isEqualTo(400);
    assertThat(Browser.of(port, "approves", PASSWORD).post(FACTOR, Map.of("code", fresh.get(1))).status()).isEqualTo(200);
    assertThat(database().sql("SELECT count(*) FROM audit WHERE action = 'second-factor.recovery-codes'").query(Long.class).single()).isEqualTo(1);
  }
}

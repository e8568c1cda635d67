package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Map;
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
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.context.TestPropertySource;

/** What a password has to be, and how people change theirs. */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
class PasswordRulesTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  @Autowired private PasswordEncoder encoder;
  private final PasswordRules rules = new PasswordRules();

  @BeforeEach
  void people() {
    accounts.createIfAbsent("changer", "改口令的人", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("onetime", "新来的管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    database().sql("UPDATE account SET password_hash = ?, password_once = login = 'onetime' WHERE login IN ('changer', 'onetime')").params(encoder.encode(PASSWORD)).update();
  }

  @ParameterizedTest
  @CsvSource({"short-one,字符", "王小明的口令啊,字符", "zhangsan2026,登录名", "2026zhangsan!!,登录名", "nasgnahz-1234,登录名", "password2026,常见", "P@ssw0rd2026,常见", "Admin@123456,常见",
    "woaini1314520,常见", "1q2w3e4r5t,常见", "aaaaaaaaaaaa,重复", "abcabcabcabc,重复", "1212121212121,重复", "abcdefghijklm,连着", "98765432109876,连着", "qwertyuiopasdf,连着",
    "1qaz2wsx3edc4rfv,连着", "abcdefgh1234,连着", "mnbvcxzlkjh,连着"})
  void refusesWhatIsTriedFirstAndSaysWhy(String password, String says) {
    assertThat(rules.fault("zhangsan", password)).hasValueSatisfying(fault -> assertThat(fault).contains(says));
  }

  @ParameterizedTest
  @CsvSource({"Qingdu12345,false", "2026-qingdu-2026,false", "clerk.qingdu.77,false", "QingduClerk88,false", "qingdu rivers 7,true", "clerical-note-7,true", "desk-of-9-xu,true"})
  void refusesTheWordsOfALoginWithNothingButFigures(String password, boolean taken) {
    assertThat(rules.fault("qingdu.clerk-xu", password).isEmpty()).isEqualTo(taken);
  }

  @Test
  void refusesWhatIsTooLongToCompare() {
    assertThat(rules.fault("zhangsan", "ab3-".repeat(40))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-long-password", "correct horse battery", "青山绿水通古县东街口路", "k7Rw-2mQx-99", "0f3a9c1d2b4e8f70", "zhangsan likes rivers"})
  void takesLongOnesOfItsOwn(String password) {
    assertThat(rules.fault("zhangsan", password)).isEmpty();
  }

  @Test
  void aChangeEndsTheSessionsElsewhereAndGoesOnHere() {
    Browser here = Browser.of(port, "changer", PASSWORD);
    Browser elsewhere = Browser.of(port, "changer", PASSWORD);
    Answer changed = here.put("/api/session/password", Map.of("old", PASSWORD, "new", "another long one"));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().at("/account/login").asString()).isEqualTo("changer");
    assertThat(here.get("/api/session").json().at("/account/login").asString()).isEqualTo("changer");
    assertThat(elsewhere.get("/api/session").json().get("account").isNull()).isTrue();
    assertThat(new Browser(port).signIn("changer", PASSWORD).status()).isEqualTo(401);
    assertThat(new Browser(port).signIn("changer", "another long one").status()).isEqualTo(200);
    assertThat(database().sql("SELECT count(*) FROM audit WHERE action = 'password.change'").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void aBadChangeIsToldAndChangesNothing() {
    Browser browser = Browser.of(port, "changer", PASSWORD);
    assertThat(browser.put("/api/session/password", Map.of("old", PASSWORD, "new", "password2026")).json().at("/errors/0/parameter").asString()).isEqualTo("new");
    assertThat(browser.put("/api/session/password", Map.of("old", PASSWORD, "new", PASSWORD)).status()).isEqualTo(400);
    assertThat(browser.put("/api/session/password", Map.of("new", "another long one")).status()).isEqualTo(400);
    assertThat(browser.put("/api/session/password", Map.of("old", "wrong", "new", "another long one")).status()).isEqualTo(401);
    assertThat(database().sql("SELECT count FROM sign_in_failure JOIN account ON id = account_id WHERE login = 'changer'").query(Integer.class).list()).containsExactly(1);
    assertThat(new Browser(port).put("/api/session/password", Map.of()).status()).isEqualTo(403);
    assertThat(new Browser(port).signIn("changer", PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void whoHasAOneTimePasswordChangesItBeforeAnythingElse() {
    Browser browser = Browser.of(port, "onetime", PASSWORD);
    assertThat(browser.get("/api/session").json().get("next").asString()).isEqualTo("change-password");
    Answer early = browser.get("/api/imports/profiles");
    assertThat(early.status()).isEqualTo(403);
    assertThat(early.detail()).contains("/api/session/password");
    String basic = "Basic " + Base64.getEncoder().encodeToString(("onetime:" + PASSWORD).getBytes());
    Answer program = new Browser(port).get("/api/imports/profiles", "Authorization", basic);
    assertThat(program.status()).isEqualTo(401);
    assertThat(program.detail()).contains("口令是管理员给的");
    assertThat(browser.put("/api/session/password", Map.of("old", PASSWORD, "new", "another long one")).json().get("next").isNull()).isTrue();
    assertThat(browser.get("/api/imports/profiles").status()).isEqualTo(200);
  }
}

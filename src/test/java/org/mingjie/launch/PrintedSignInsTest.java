package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.crypto.password.PasswordEncoder;

/** What is printed at the start opens the door, or says that it does not. */
@ExtendWith(OutputCaptureExtension.class)
class PrintedSignInsTest extends RegistryTest {

  private static final Pattern LINE = Pattern.compile("admin / (\\S+)  系统管理员");

  @Autowired private ServerStart start;
  @Autowired private DatabaseSettings settings;
  @Autowired private PasswordEncoder encoder;
  @LocalServerPort private int port;

  private String hash;

  @BeforeEach
  void remember() {
    hash = database().sql("SELECT password_hash FROM account WHERE login = 'admin'").query(String.class).single();
    database().sql("UPDATE account SET password_hash = ?, password_once = false WHERE login = 'admin'")
        .params(encoder.encode(Home.open(settings.home()).password("password-admin"))).update();
  }

  /** Accounts are those of all tests. */
  @AfterEach
  void asItWas() {
    database().sql("UPDATE account SET password_hash = ? WHERE login = 'admin'").params(hash).update();
  }

  @Test
  void whatIsPrintedOpensTheChoiceOfAnotherPasswordOnlyUnlessItIsTheSample(CapturedOutput printed) {
    int before = printed.getOut().length();
    start.run(new DefaultApplicationArguments());
    String told = printed.getOut().substring(before);
    Matcher line = LINE.matcher(told);
    assertThat(line.find()).isTrue();
    Browser administrator = new Browser(port);
    assertThat(administrator.signIn("admin", line.group(1)).json().path("next").asString()).isEqualTo("change-password");
    assertThat(told).contains("先换成自己的口令");
    assertThat(administrator.get("/api/admin/accounts").detail()).contains("启动时显示的");
    assertThat(administrator.put("/api/session/password", Map.of("old", line.group(1), "new", "a-long-password")).json().path("next").asString(""))
        .isNotEqualTo("change-password");
    start.run(new DefaultApplicationArguments());
    assertThat(administrator.get("/api/session").json().path("next").asString("")).as("his own stays").isNotEqualTo("change-password");
  }

  @Test
  void thePrintedSignInsOfTheSampleAreForTrying(CapturedOutput printed) {
    database().sql("INSERT INTO source (id, kind, title, rank, state_date, author_id) SELECT gen_random_uuid(), 'sample', '样本', 10, '2026-01-01', id FROM account WHERE login = 'system'").update();
    int before = printed.getOut().length();
    start.run(new DefaultApplicationArguments());
    String told = printed.getOut().substring(before);
    Matcher line = LINE.matcher(told);
    assertThat(line.find()).isTrue();
    assertThat(new Browser(port).signIn("admin", line.group(1)).json().path("next").asString("")).isNotEqualTo("change-password");
    assertThat(told).doesNotContain("先换成自己的口令");
  }

  @Test
  void aPasswordIsPrintedAsLongAsItIsTheOne(CapturedOutput printed) {
    Path file = settings.home().resolve("secret/password-admin");
    start.run(new DefaultApplicationArguments());
    Matcher line = LINE.matcher(printed.getOut());
    assertThat(line.find()).isTrue();
    assertThat(file).hasContent(line.group(1));
    assertThat(Browser.of(port, "admin", line.group(1)).get("/api/session").status()).isEqualTo(200);

    database().sql("UPDATE account SET password_hash = 'of another password' WHERE login = 'admin'").update();
    int before = printed.getOut().length();
    start.run(new DefaultApplicationArguments());
    assertThat(printed.getOut().substring(before)).contains("admin / （口令已改过，或随备份恢复）  系统管理员").doesNotContain(line.group(1));
    assertThat(file).doesNotExist();
    start.run(new DefaultApplicationArguments());
    assertThat(file).as("nothing is made up where there is an account").doesNotExist();
  }
}

package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Wrong passwords; each test comes from an address of its own. */
@TestPropertySource(properties = "mingjie.trusted-proxies=127.0.0.1")
class PasswordSignInTest extends RegistryTest {

  private static final String RIGHT = "a-long-password";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void people() {
    accounts.createIfAbsent("keeper", "管理员", RIGHT, Role.SYSTEM_ADMINISTRATOR, "");
  }

  private HttpRequest request(String from, String login, String password) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/imports/profiles")).header("X-Forwarded-For", from)
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8))).build();
  }

  private HttpResponse<String> ask(String from, String login, String password) throws Exception {
    return client.send(request(from, login, password), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void fiveWrongOnesInARowLockAnAccountForAWhile() throws Exception {
    for (int i = 0; i < WrongPasswords.ALLOWED; i++) {
      assertThat(ask("198.51.100.1", "keeper", "wrong" + i).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> locked = ask("198.51.100.2", "keeper", RIGHT);
    assertThat(locked.statusCode()).isEqualTo(401);
    assertThat(locked.body()).contains("连续输错 5 次锁定 10 分钟");
    assertThat(database().sql("SELECT action || ' ' || (detail->>'from') FROM audit").query(String.class).list()).containsExactly("sign-in.locked 198.51.100.1");

    database().sql("UPDATE sign_in_failure SET locked_until = clock_timestamp()").update();

    assertThat(ask("198.51.100.2", "keeper", RIGHT).statusCode()).isEqualTo(200);
    assertThat(database().sql("SELECT count(*) FROM sign_in_failure").query(Long.class).single()).isZero();
  }

  @Test
  void theRightOneForgetsTheWrongOnesBeforeIt() throws Exception {
    for (int i = 0; i < 3 * WrongPasswords.ALLOWED; i++) {
      boolean wrong = i % WrongPasswords.ALLOWED != WrongPasswords.ALLOWED - 1;
      assertThat(ask("198.51.100.3", "keeper", wrong ? "wrong" : RIGHT).statusCode()).isEqualTo(wrong ? 401 : 200);
    }
  }

  @Test
  void wrongOnesThatLieFarApartLockNothing() throws Exception {
    for (int i = 0; i < 2 * WrongPasswords.ALLOWED; i++) {
      ask("198.51.100.4", "keeper", "wrong");
      database().sql("UPDATE sign_in_failure SET last_at = last_at - interval '16 min'").update();
    }
    assertThat(ask("198.51.100.4", "keeper", RIGHT).statusCode()).isEqualTo(200);
  }

  @Test
  void aLockedAccountIsAnsweredAsAnUnknownOne() throws Exception {
    for (int i = 0; i < WrongPasswords.ALLOWED; i++) {
      ask("198.51.100.5", "keeper", "wrong");
    }
    assertThat(ask("198.51.100.5", "keeper", RIGHT).body()).isEqualTo(ask("198.51.100.5", "nobody", RIGHT).body());
  }

  @Test
  void manyGuessesAtOnceLockTheAccountAllTheSame() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      guesses.add(client.sendAsync(request("198.51.100.6", "keeper", i == 19 ? RIGHT : "wrong" + i), HttpResponse.BodyHandlers.ofString()));
    }
    guesses.get(19).join();
    for (CompletableFuture<HttpResponse<String>> guess : guesses.subList(0, 19)) {
      assertThat(guess.join().statusCode()).isIn(401, 429);
    }
    assertThat(ask("198.51.100.7", "keeper", RIGHT).statusCode()).isEqualTo(401);
  }

  @Test
  void anAddressThatHasSentManyWrongOnesWaitsWhileOthersSignIn() throws Exception {
    HttpResponse<String> last = null;
    for (int i = 0; i <= SignInBrake.WRONG_OF_AN_ADDRESS; i++) {
      last = ask("198.51.100.8", "nobody" + i, "wrong");
    }
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.headers().firstValue("Retry-After")).contains("60");
    assertThat(last.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    assertThat(ask("198.51.100.8", "keeper", RIGHT).statusCode()).isEqualTo(429);
    assertThat(ask("198.51.100.9", "keeper", RIGHT).statusCode()).isEqualTo(200);
  }
}

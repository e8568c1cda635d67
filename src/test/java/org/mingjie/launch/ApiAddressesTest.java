package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Browser;
import org.mingjie.RawClient;
import org.mingjie.SampleTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What holds for the addresses of the API as a whole. */
class ApiAddressesTest extends SampleTest {

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;

  private static String withoutHeaders(String answer) {
    return answer.substring(0, 12) + answer.substring(answer.indexOf("\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/search?q=yun", "/api/suggest?q=yun", "/api/reverse?lon=113&lat=27", "/api/same-names?name=a", "/api/site", "/api/openapi.json",
    "/tiles/base.json", "/tiles/base/style.json", "/tiles/base/8/0/0.mvt", "/ogc/collections?f=html", "/api/search?nope=1"})
  void aSlashAtTheEndChangesNothing(String address) {
    String plain = RawClient.ask(port, "GET " + address, "");
    assertThat(plain).containsPattern("^HTTP/1.1 (20[04]|400) ");
    String slash = RawClient.ask(port, "GET " + address.replaceFirst("(\\?|$)", "/$1"), "");
    assertThat(withoutHeaders(slash).replaceFirst("\"instance\":\"[^\"]*\"", "")).isEqualTo(withoutHeaders(plain).replaceFirst("\"instance\":\"[^\"]*\"", ""));
  }

  @Test
  void aSlashAtTheEndOpensNothingToAnybodyElse() {
    assertThat(RawClient.ask(port, "GET /api/imports/profiles/", "")).startsWith("HTTP/1.1 401 ");
    assertThat(RawClient.ask(port, "POST /api/search/", "")).startsWith("HTTP/1.1 405 ");
    assertThat(RawClient.ask(port, "GET /api/nope/", "")).startsWith("HTTP/1.1 404 ");
    assertThat(RawClient.ask(port, "GET /api/search//", "")).startsWith("HTTP/1.1 400 ");
    assertThat(RawClient.ask(port, "GET /api/places/P000000000000/", "")).startsWith("HTTP/1.1 404 ").contains("P000000000000");
    accounts.createIfAbsent("boss", "管理员", "a-long-password", Role.SYSTEM_ADMINISTRATOR, "");
    String login = "Authorization: Basic " + Base64.getEncoder().encodeToString("boss:a-long-password".getBytes(StandardCharsets.US_ASCII)) + "\r\n";
    assertThat(RawClient.ask(port, "GET /api/imports/profiles/", login)).startsWith("HTTP/1.1 200 ").contains("villages-2016");
  }

  @Test
  void aSlashAtTheEndChangesNothingForWhoHasSignedInEither() {
    accounts.createIfAbsent("slash-clerk", "干部", "a-long-password", Role.PLACE_NAME_CLERK, "9901");
    accounts.createIfAbsent("boss", "管理员", "a-long-password", Role.SYSTEM_ADMINISTRATOR, "");
    Browser clerk = Browser.of(port, "slash-clerk", "a-long-password");
    for (String address : List.of("/api/desk", "/api/session", "/api/error-reports", "/api/audit/mine", "/api/map-bases", "/api/keys")) {
      assertThat(clerk.get(address).status()).as(address).isEqualTo(200);
      assertThat(clerk.get(address + "/").status()).as(address + "/").isEqualTo(200);
    }
    for (String address : List.of("/api/admin/accounts", "/api/admin/health", "/api/audit", "/api/imports/profiles")) {
      assertThat(clerk.get(address + "/").status()).as(address + "/").isEqualTo(403);
      assertThat(new Browser(port).get(address + "/").status()).as(address + "/").isEqualTo(401);
    }
    assertThat(clerk.get("/api/nope/").status()).isEqualTo(404);
    assertThat(clerk.get("/api/desk//").status()).isEqualTo(400);
    assertThat(Browser.of(port, "boss", "a-long-password").get("/api/admin/health/").status()).isEqualTo(200);
    clerk.headers.put("X-XSRF-TOKEN", "wrong");
    assertThat(clerk.post("/api/keys/", java.util.Map.of("name", "x")).status()).as("no way around the token").isEqualTo(403);
  }

  @Test
  void aBodyThatIsTooLargeIsCutOffAndNotReadToItsEnd() throws Exception {
    for (boolean chunked : new boolean[] {false, true}) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setSoTimeout(20_000);
        OutputStream out = socket.getOutputStream();
        out.write(("POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + token()
            + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 30000000\r\n\r\n")).getBytes(StandardCharsets.US_ASCII));
        byte[] blanks = " ".repeat(2_000_000).getBytes(StandardCharsets.US_ASCII);
        out.write(chunked ? ("1e8480\r\n" + new String(blanks, StandardCharsets.US_ASCII) + "\r\n").getBytes(StandardCharsets.US_ASCII) : new byte[] {32});
        out.flush(); // the rest never comes: who waits for it waits in vain
        String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).lines().collect(Collectors.joining("\n"));
        assertThat(answer).as("chunked " + chunked).startsWith("HTTP/1.1 413 ").contains("1024 KB");
      }
    }
    assertThat(new Browser(port).signIn("nobody-here", "x".repeat(900_000)).status()).as("less is read").isEqualTo(401);
  }

  /** Cookie and header that prove that the request comes from a page of ours. */
  private String token() {
    Browser browser = new Browser(port);
    browser.get("/api/session");
    return "Cookie: %s=%s\r\nX-XSRF-TOKEN: %2$s\r\n".formatted(Browser.TOKEN, browser.cookies.get(Browser.TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/desk/zz", "/admin/zz", "/admin/people/zz", "/desk/reports/", "/me/zz", "/sign-in/zz"})
  void aPageOfTheDeskThatIsNoneIsALostAddressForEverybody(String address) {
    accounts.createIfAbsent("boss", "管理员", "a-long-password", Role.SYSTEM_ADMINISTRATOR, "");
    for (Browser visitor : List.of(new Browser(port), Browser.of(port, "boss", "a-long-password"))) {
      Browser.Answer lost = visitor.get(address, "Accept", "text/html");
      assertThat(lost.status()).isEqualTo(404);
      assertThat(lost.header("Content-Type")).startsWith("text/html");
      assertThat(lost.raw().body()).contains("没有这一页", address);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sign-in", "/desk", "/desk/reports", "/me", "/admin", "/admin/people", "/admin/policies", "/admin/keys", "/admin/imports", "/admin/site",
    "/admin/health", "/admin/settings", "/admin/audit"})
  void thePagesOfTheDeskAreThere(String address) {
    assertThat(new Browser(port).get(address, "Accept", "text/html").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/openapi.json", "/api/site", "/api/places/P000000000001", "/api/openapi.json/", "/tiles/relief/10/864/418.png"})
  void anAddressWithoutParametersTakesNone(String address) {
    for (String query : new String[] {"?x=1", "?x", "?f=json", "?%E6%A0%AA=1&y=2"}) {
      assertThat(RawClient.ask(port, "GET " + address + query, "")).as(address + query).startsWith("HTTP/1.1 400 ")
          .containsIgnoringCase("content-type: application/problem+json").contains("不用参数", "\"errors\":[{", "\"parameter\":\"");
    }
    assertThat(RawClient.ask(port, "GET " + address + "?", "")).doesNotContain("不用参数");
  }
}

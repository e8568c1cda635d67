package org.mingjie.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.Browser;
import org.mingjie.RawClient;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is refused, and whoever refuses it, is told as a problem document in Chinese. */
@ExtendWith(OutputCaptureExtension.class)
class ProblemTest extends RegistryTest {

  @LocalServerPort private int port;
  @LocalManagementPort private int managementPort;
  @Autowired private Accounts accounts;

  @DynamicPropertySource
  static void management(DynamicPropertyRegistry registry) {
    registry.add("test.management.port", () -> "0");
  }

  /** As written: no client would send these addresses unescaped. */
  private static String ask(int port, String method, String address, String headers) throws Exception {
    return ask(port, method, address, headers, "");
  }

  private static String ask(int port, String method, String address, String headers, String body) throws Exception {
    return RawClient.send(port, method + " " + address + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Connection: close\r\n\r\n" + body);
  }

  private static void check(String answer, int status, String says) {
    assertThat(answer).startsWith("HTTP/1.1 " + status).containsIgnoringCase("content-type: application/problem+json")
        .contains(says).doesNotContain("<html", "timestamp", "Failed to convert", "Required p", "No static");
    assertThat(answer.substring(answer.indexOf("\r\n\r\n"))).containsPattern("\"title\":\"[^\"]*\\p{IsHan}").containsPattern("\"detail\":\"[^\"]*\\p{IsHan}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ' ', quoteCharacter = '`', value = {
    "GET /api/search?q=%ED%A0%80 400 百分号编码", "GET /api/search?q=%FF 400 百分号编码", "GET /api/search?q=%zz 400 百分号编码",
    "GET /api/search?q=% 400 百分号编码", "GET /ogc?q=%FF 400 百分号编码", "GET /api/search?q=a|<>\"{} 400 编码",
    "GET /api/places/%00 400 编码", "GET /api/search?limit=abc 400 整数", "GET /tiles/base/a/b/c.mvt 404 整数",
    "POST /api/search 405 GET", "DELETE /api/search 405 GET", "GET /nope 404 /nope", "GET /api/nope 404 /api/nope",
    "GET /assets/nope.js 404 地址", "GET /error 404 地址", "POST /nope 401 HTTP", "GET /api/imports/unknown 401 administrator"})
  void isToldWithoutATrace(String method, String address, int status, String says, CapturedOutput log) throws Exception {
    check(ask(port, method, address, ""), status, says);
    assertThat(log.getAll()).doesNotContain("\tat org.");
  }

  /** The names are those of the parameters, parted by blanks. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "/api/search?q=a&limit=abc|limit", "/api/reverse|lon lat", "/api/search|q", "/api/same-names|name", "/api/site?x=1|x", "/tiles/base.json?layers=x|layers",
    "/tiles/base.json?x=1&y=2|x y", "/tiles/base/8/0/0.mvt?datetime=x|datetime", "/ogc/tileMatrixSets?f=x|f", "/ogc/tileMatrixSets?f=json&f=json|f",
    "/ogc/collections/places/items?limit=0|limit", "/ogc?x=1|x", "/api/search?q=%FF&limit=1|q", "/api/search?limit=1&%E6%A0%AA=%zz|株"})
  void aFaultyParameterIsNamed(String address, String names) {
    String answer = RawClient.ask(port, "GET " + address, "");
    check(answer, 400, "errors");
    assertThat(faulty(answer)).containsExactlyInAnyOrder(names.split(" "));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "q=%E6%9|q|不完整", "q=a%|q|不完整", "q=%zz|q|不完整", "q=%FF|q|UTF-8", "q=%E6%9A|q|UTF-8", "q=%ED%A0%80|q|UTF-8", "q=a&division=%FF|division|UTF-8",
    "%FF=a|%FF|UTF-8", "q=a&=b|=b|等号"})
  void aQueryThatCannotBeDecodedIsToldByParameter(String query, String name, String says) {
    for (String path : new String[] {"/api/search", "/ogc/collections/places/items", "/tiles/base.json"}) {
      String answer = RawClient.ask(port, "GET " + path + "?" + query, "");
      check(answer, 400, says);
      assertThat(faulty(answer)).as(path).containsExactly(name);
    }
  }

  @Test
  void whatIsWrongWithARequestAsAWholeNamesNoParameter() {
    assertThat(faulty(RawClient.ask(port, "GET /api/search?" + "q=a&".repeat(1001), ""))).isEmpty();
    assertThat(faulty(RawClient.ask(port, "GET /api/places/%FF", ""))).isEmpty();
  }

  @Test
  void aFaultyPartOfAFormIsNamed() throws Exception {
    accounts.createIfAbsent("boss", "管理员", "a-long-password", Role.SYSTEM_ADMINISTRATOR, "");
    String boss = basic("boss:a-long-password");
    assertThat(faulty(form(boss, ""))).containsExactly("profile");
    assertThat(faulty(form(boss, part("profile", "villages-2016")))).containsExactly("file");
    assertThat(faulty(form(boss, part("profile", "villages-2016") + part("file\"; filename=\"a.csv", "x") + part("dryRun", "maybe")))).containsExactly("dryRun");
  }

  private static List<String> faulty(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 400 ");
    JsonNode problem = JsonMapper.shared().readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
    assertThat(problem.has("parameter")).isFalse();
    problem.path("errors").forEach(e -> assertThat(e.get("detail").asString()).containsPattern("\\p{IsHan}"));
    return problem.path("errors").valueStream().map(e -> e.get("parameter").asString()).toList();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{\"login\": \"\\u0000\", \"password\": \"x\"}|login|半个字符", "{\"login\": \"x\", \"password\": \"\\ud800\"}|password|半个字符",
    "{\"login\": true, \"password\": \"x\"}|login|login 要是文字", "{\"login\": \"x\", \"password\": 5}|password|password 要是文字",
    "{\"login\": [], \"password\": \"x\"}|login|login 要是文字"})
  void aBodyWithTextsThatNobodyCanKeepOrThatAreNoneIsToldByMember(String json, String name, String says) {
    Browser browser = new Browser(port);
    browser.get("/api/session");
    Browser.Answer answer = browser.post("/api/session", json);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
    assertThat(answer.detail()).contains(says);
    assertThat(answer.json().at("/errors/0/parameter").asString()).isEqualTo(name);
  }

  @Test
  void whatTheDatabaseCannotHoldIsTheFaultOfWhoeverAsks() throws Exception {
    accounts.createIfAbsent("boss", "管理员", "a-long-password", Role.SYSTEM_ADMINISTRATOR, "");
    String boss = basic("boss:a-long-password");
    assertThat(ask(port, "GET", "/api/imports", basic("\0:x"))).startsWith("HTTP/1.1 401 ");
    assertThat(faulty(form(boss, part("profile", "villages-2016") + part("encoding", "\0") + part("file\"; filename=\"a.csv", "x")))).containsExactly("encoding");
    assertThat(faulty(form(boss, part("profile", "villages-2016") + part("nix", "1") + part("file\"; filename=\"a.csv", "x")))).containsExactly("nix");
  }

  @Test
  void aMethodThatNobodyKnowsIsToldWhichAreAllowed() throws Exception {
    for (String method : new String[] {"QUERY", "PROPFIND", "FOO", "get"}) {
      for (String address : new String[] {"/api/search?q=a", "/ogc/collections/places/items", "/ogc", "/tiles/base.json", "/"}) {
        String answer = ask(port, method, address, "");
        check(answer, 405, method);
        assertThat(answer).as(method + " " + address).contains("Allow: GET, HEAD, OPTIONS\r\n");
      }
    }
    accounts.createIfAbsent("boss", "管理员", "a-long-password", Role.SYSTEM_ADMINISTRATOR, "");
    String refused = ask(port, "QUERY", "/api/imports", basic("boss:a-long-password"));
    check(refused, 405, "QUERY");
    assertThat(refused).contains("Allow: GET, HEAD, OPTIONS, POST\r\n");
    assertThat(ask(port, "OPTIONS", "/api/imports/profiles", basic("boss:a-long-password"))).contains("Allow: GET,HEAD,OPTIONS\r\n");
    check(ask(port, "DELETE", "/api/imports/profiles", basic("boss:a-long-password")), 405, "GET");
  }

  @Test
  void aQueryTooLongForTheServer() throws Exception {
    check(ask(port, "GET", "/favicon.svg", "Range: bytes=900000-\r\n"), 416, "bytes=0-999");
    check(ask(port, "GET", "/api/search?q=" + "a".repeat(10_000), ""), 414, "8 KB");
  }

  @Test
  void whoMayNotIsToldWhy() throws Exception {
    accounts.createIfAbsent("boss", "管理员", "a-long-password", Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("clerk", "办事员", "a-long-password", Role.PLACE_NAME_CLERK, "");
    assertThat(ask(port, "POST", "/api/imports", "")).contains("WWW-Authenticate: Basic");
    check(ask(port, "POST", "/api/imports", ""), 401, "administrator");
    check(ask(port, "POST", "/api/imports", basic("boss:wrong")), 401, "口令不对");
    check(ask(port, "POST", "/api/imports", basic("clerk:a-long-password")), 403, "administrator");
    String boss = basic("boss:a-long-password");
    check(ask(port, "GET", "/api/imports/unknown", boss), 404, "unknown");
    check(ask(port, "PUT", "/api/imports", boss), 405, "POST");
    check(ask(port, "POST", "/api/imports", boss + "Content-Type: text/plain\r\nContent-Length: 0\r\n"), 415, "multipart/form-data");
    check(ask(port, "POST", "/nope", boss), 403, "/nope");
    check(form(boss, ""), 400, "profile");
    check(form(boss, part("profile", "villages-2016")), 400, "file");
    check(form(boss, part("profile", "villages-2016") + part("file\"; filename=\"a.csv", "x") + part("dryRun", "maybe")), 400, "true");
    check(form(boss, part("profile", "villages-2016") + part("file\"; filename=\"a.csv", "x") + part("datum", "none")), 422, "gcj02");
  }

  @Test
  void healthAsksForNoPassword() throws Exception {
    for (String path : new String[] {"/health", "/health/liveness", "/health/readiness"}) {
      assertThat(ask(managementPort, "GET", path, "")).as(path).startsWith("HTTP/1.1 200").contains("\"status\":\"UP\"");
    }
    check(ask(port, "GET", "/health", ""), 404, "/health");
  }

  private String form(String login, String parts) throws Exception {
    String body = parts + "--cut--\r\n";
    return ask(port, "POST", "/api/imports", login + "Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n", body);
  }

  private static String part(String name, String value) {
    return "--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  private static String basic(String who) {
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(who.getBytes(StandardCharsets.UTF_8)) + "\r\n";
  }
}

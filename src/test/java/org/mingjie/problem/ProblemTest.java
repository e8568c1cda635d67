package org.mingjie.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.RawClient;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

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

  @Test
  void aMethodThatNobodyKnowsIsToldWhichAreAllowed() throws Exception {
    for (String method : new String[] {"QUERY", "PROPFIND", "FOO", "get"}) {
      for (String address : new String[] {"/api/search?q=a", "/ogc/collections/places/items", "/ogc", "/tiles/base.json", "/"}) {
        String answer = ask(port, method, address, "");
        check(answer, 405, method);
        assertThat(answer).as(method + " " + address).contains("Allow: GET, HEAD, OPTIONS\r\n");
      }
    }
    accounts.createIfAbsent("boss", "管理员", "a-long-password", "administrator", "");
    String refused = ask(port, "QUERY", "/api/imports", basic("boss:a-long-password"));
    check(refused, 405, "QUERY");
    assertThat(refused).contains("Allow: POST\r\n");
    assertThat(ask(port, "OPTIONS", "/api/imports/profiles", basic("boss:a-long-password"))).contains("Allow: GET,HEAD,OPTIONS\r\n");
    check(ask(port, "DELETE", "/api/imports/profiles", basic("boss:a-long-password")), 405, "GET");
  }

  @Test
  void aQueryTooLongForTheServer() throws Exception {
    check(ask(port, "GET", "/api/search?q=" + "a".repeat(10_000), ""), 414, "8 KB");
  }

  @Test
  void whoMayNotIsToldWhy() throws Exception {
    accounts.createIfAbsent("boss", "管理员", "a-long-password", "administrator", "");
    accounts.createIfAbsent("clerk", "办事员", "a-long-password", "clerk", "");
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

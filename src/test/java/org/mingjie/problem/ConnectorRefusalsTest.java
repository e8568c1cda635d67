package org.mingjie.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RawClient;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests that the container or the firewall takes for broken: it is told what of them is, and how to mend it. */
class ConnectorRefusalsTest extends RegistryTest {

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;

  private static void check(String answer, int status, String says) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("content-type: application/problem+json")
        .contains("\"status\":" + status).doesNotContain("/error\"", "<html").contains(says).containsPattern("\"title\":\"[^\"]*\\p{IsHan}");
    assertThat(answer.split("HTTP/1.1 [0-9]")).as("one answer").hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ' ', value = {
    "//api/search 连着的斜杠 /%2Fapi/search", "/api//search 连着的斜杠 /api//search", "/api/search;v=1?q=a 分号 /api/search;v=1",
    "/ogc/collections;x/places 分号 /ogc/collections;x/places", "/api/%3bx 分号 /api/%3bx", "/api/../search “..” /api/../search",
    "/../../etc/passwd “..” /../../etc/passwd", "/api/./search “..” /api/./search", "/api/%2e%2E/search “..” /api/%2e%2E/search",
    "/api\\search 反斜杠 /api%5Csearch", "/api/%5Csearch 反斜杠 /api/%5Csearch", "/api%2Fsearch 编码的斜杠 /api%2Fsearch",
    "/api/places/%zz 十六进制 /api/places/%25zz", "/api/places/% 十六进制 /api/places/%25", "/api/places/%FF UTF-8 /api/places/%FF",
    "/api/places/%00 控制字符 /api/places/%00", "/api/places/a%0d%0ab 控制字符 /api/places/a%0d%0ab", "/api/places/%2541 编码的百分号 /api/places/%2541",
    "/api/places/株 百分号编码 /api/places/%e6%a0%aa", "/api/{x}?q=a 百分号编码 /api/%7Bx%7D", "/api/search?q=a|b 百分号编码 /api/search"})
  void anAddressIsToldWithWhatIsWrongInIt(String address, String says, String instance) {
    String answer = RawClient.ask(port, "GET " + address, "");
    check(answer, 400, says);
    assertThat(answer).contains("\"instance\":\"" + instance + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT example.org:443", "CONNECT /api/search"})
  void connectIsNoMethodOfAnyAddress(String line) {
    String answer = RawClient.ask(port, line, "");
    check(answer, 405, "CONNECT");
    assertThat(answer).contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xx", "gzip, chunked", "identity"})
  void aTransferCodingThatNobodyKnowsIsAFaultOfTheRequest(String coding) {
    String answer = RawClient.ask(port, "GET /api/site", "Transfer-Encoding: " + coding + "\r\n");
    check(answer, 400, "chunked");
    assertThat(answer).contains("\"parameter\":\"Transfer-Encoding\"");
  }

  @Test
  void traceIsToldWhichMethodsAnAddressHasAndShowsNoPassword() {
    accounts.createIfAbsent("boss", "管理员", "a-long-password", Role.SYSTEM_ADMINISTRATOR, "");
    String login = "Authorization: Basic " + Base64.getEncoder().encodeToString("boss:a-long-password".getBytes(StandardCharsets.UTF_8)) + "\r\n";
    for (String address : new String[] {"/api/search?q=a", "/ogc", "/tiles/base.json", "/", "/tiles/base/8/0/0.mvt"}) {
      String answer = RawClient.ask(port, "TRACE " + address, login);
      check(answer, 405, "TRACE");
      assertThat(answer).as(address).contains("\r\nAllow: GET, HEAD, OPTIONS\r\n").doesNotContain("Basic");
    }
    String imports = RawClient.ask(port, "TRACE /api/imports", login);
    check(imports, 405, "POST");
    assertThat(imports).contains("\r\nAllow: GET, HEAD, OPTIONS, POST\r\n").doesNotContain("Authorization", login.strip());
    check(RawClient.ask(port, "TRACE /api/imports", ""), 401, "administrator");
  }

  @Test
  void anAddressThatIsTooLongIsToldApartFromHeadersThatAre() {
    check(RawClient.ask(port, "GET /api/search?q=" + "a".repeat(9_000), ""), 414, "8 KB");
    check(RawClient.ask(port, "GET /" + "a".repeat(9_000), ""), 414, "8 KB");
    check(RawClient.ask(port, "GET /api/search?q=" + "a".repeat(8_100), "Accept-Language: zh\r\n".repeat(10)), 414, "8 KB");
    check(RawClient.ask(port, "GET /api/site", "X-Long: " + "a".repeat(9_000) + "\r\n"), 431, "请求头");
    check(RawClient.ask(port, "GET /api/site", "Cookie: a=b\r\n".repeat(700)), 431, "请求头");
    check(RawClient.ask(port, "GET /api/site", "X: y\r\n".repeat(150)), 431, "100 个");
  }

  @Test
  void whatElseIsBrokenIsTold() {
    check(RawClient.send(port, "GET /api/site HTTP/1.1\r\n\r\n"), 400, "Host");
    check(RawClient.ask(port, "GET /api/site", "Content-Length: x\r\n"), 400, "Content-Length");
    check(RawClient.ask(port, "GET /api/site", "Expect: wonders\r\n"), 417, "100-continue");
    check(RawClient.send(port, "GET /api/site HTTP/3.7\r\nHost: a\r\n\r\n"), 505, "HTTP/1.1");
    assertThat(RawClient.send(port, "G<T /api/site HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 400 ").contains("\"detail\"");
  }
}

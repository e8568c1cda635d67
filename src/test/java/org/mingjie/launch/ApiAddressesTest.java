package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RawClient;
import org.mingjie.SampleTest;
import org.mingjie.access.Accounts;
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
    accounts.createIfAbsent("boss", "管理员", "a-long-password", "administrator", "");
    String login = "Authorization: Basic " + Base64.getEncoder().encodeToString("boss:a-long-password".getBytes(StandardCharsets.US_ASCII)) + "\r\n";
    assertThat(RawClient.ask(port, "GET /api/imports/profiles/", login)).startsWith("HTTP/1.1 200 ").contains("villages-2016");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/openapi.json", "/api/site", "/api/places/P000000000001", "/api/openapi.json/", "/tiles/relief/10/864/418.png"})
  void anAddressWithoutParametersTakesNone(String address) {
    for (String query : new String[] {"?x=1", "?x", "?f=json", "?%E6%A0%AA=1&y=2"}) {
      assertThat(RawClient.ask(port, "GET " + address + query, "")).as(address + query).startsWith("HTTP/1.1 400 ")
          .containsIgnoringCase("content-type: application/problem+json").contains("没有参数", "\"parameter\":\"");
    }
    assertThat(RawClient.ask(port, "GET " + address + "?", "")).doesNotContain("没有参数");
  }
}

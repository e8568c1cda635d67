package org.mingjie.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RawClient;
import org.mingjie.RegistryTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What scripts of other sites may do, and how they are told what they may not. */
class CorsTest extends RegistryTest {

  private static final String ELSEWHERE = "Origin: https://example.org\r\n";

  @LocalServerPort private int port;

  private String first(String address, String method) {
    return RawClient.ask(port, "OPTIONS " + address, ELSEWHERE + "Access-Control-Request-Method: " + method + "\r\n");
  }

  private static void checkRefused(String answer, String says) {
    assertThat(answer).startsWith("HTTP/1.1 403 ").containsIgnoringCase("content-type: application/problem+json").contains(says)
        .containsPattern("\"title\":\"[^\"]*\\p{IsHan}").contains("\"status\":403", "\"instance\":\"/").doesNotContain("Invalid CORS", "Access-Control-Allow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ogc", "/ogc/collections/places/items", "/ogc/collections/places/tiles", "/tiles/base.json", "/tiles/base/8/0/0.mvt", "/tiles/base/style.json"})
  void whoAsksFirstIsToldTheMethodsThatAnAddressOffersToOtherSites(String address) {
    for (String method : new String[] {"GET", "HEAD"}) {
      String answer = first(address, method);
      assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\nAccess-Control-Allow-Origin: *\r\n", "\r\nAllow: GET, HEAD, OPTIONS\r\n")
          .containsPattern("\r\nAccess-Control-Allow-Methods: GET, ?HEAD\r\n");
    }
    for (String method : new String[] {"DELETE", "PUT", "FOO", "a".repeat(2_000)}) {
      String answer = first(address, method);
      checkRefused(answer, "GET、HEAD");
      assertThat(answer).contains("\r\nAllow: GET, HEAD, OPTIONS\r\n").hasSizeLessThan(1_500);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/search?q=a", "/api/places/P000000000001", "/"})
  void anAddressThatIsNotForOtherSitesSaysSo(String address) {
    String answer = first(address, "GET");
    checkRefused(answer, "/ogc 和 /tiles");
    assertThat(answer).contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a:b", "%zz", "http://a b", "//:x"})
  void anOriginThatIsNoneIsTold(String origin) {
    for (String line : new String[] {"GET /ogc", "GET /tiles/base/8/0/0.mvt", "OPTIONS /ogc"}) {
      checkRefused(RawClient.ask(port, line, "Origin: " + origin + "\r\nAccess-Control-Request-Method: GET\r\n"), "Origin 是“" + origin + "”");
    }
  }

  @Test
  void whoOnlyAsksForTheMethodsIsToldThem() {
    assertThat(RawClient.ask(port, "OPTIONS /ogc", "")).startsWith("HTTP/1.1 200 ").containsPattern("\r\nAllow: GET, ?HEAD, ?OPTIONS\r\n");
  }
}

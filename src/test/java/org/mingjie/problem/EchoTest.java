package org.mingjie.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RawClient;
import org.mingjie.RegistryTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Long words of a client do not come back whole. */
class EchoTest extends RegistryTest {

  /** 7 KB as an address, of characters outside the basic plane. */
  private static final String LONG = "%F0%9F%98%80".repeat(580);

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(strings = {"/nope/%s", "/api/search?q=a&limit=%s", "/api/search?q=a&%s=1", "/api/search?q=%s", "/api/reverse?lon=%s&lat=1", "/api/same-names?name=a&division=%s",
    "/api/places/%s", "/api/site?%s", "/api/openapi.json?%s=1", "/place/%s/a", "/tiles/%s.json", "/tiles/base.json?layers=%s", "/tiles/base.json?datetime=%s", "/tiles/base.json?%s=1",
    "/tiles/%s/style.json", "/tiles/base/%s/0/0.mvt", "/tiles/relief/%s/0/0.png", "/ogc?f=%s", "/ogc?%s=1", "/ogc/%s", "/ogc/collections/%s", "/ogc/collections/%s/tiles",
    "/ogc/collections/places/items/%s", "/ogc/collections/places/items?limit=%s", "/ogc/collections/places/items?datetime=%s", "/ogc/collections/places/items?bbox=%s",
    "/ogc/collections/places/items?crs=%s", "/ogc/collections/places/items?class=%s", "/ogc/collections/places/items?nameStatus=%s", "/ogc/collections/places/items?cursor=%s",
    "/ogc/collections/places/tiles/%s", "/ogc/tileMatrixSets/%s", "/assets/%s"})
  void noProblemRepeatsALongAddress(String address) {
    String answer = RawClient.ask(port, "GET " + address.replace("%s", LONG), "");
    assertThat(answer).startsWith("HTTP/1.1 4").containsIgnoringCase("content-type: application/problem+json").hasSizeLessThan(2_500)
        .doesNotContain("😀".repeat(101), "%F0%9F%98%80".repeat(9), "\uFFFD").doesNotContainPattern("\\\\ud83d(?!\\\\ude00)");
  }

  @Test
  void noProblemRepeatsALongHeaderOrMethod() {
    assertThat(RawClient.ask(port, "A".repeat(5_000) + " /ogc", "")).startsWith("HTTP/1.1 405 ").hasSizeLessThan(1_500).contains("…");
    assertThat(RawClient.ask(port, "A".repeat(5_000) + " /nope", "")).startsWith("HTTP/1.1 401 ").hasSizeLessThan(1_500);
    assertThat(RawClient.ask(port, "GET /api/site", "Accept: a/" + "b".repeat(5_000) + "\r\n")).startsWith("HTTP/1.1 406 ").hasSizeLessThan(1_500).contains("…");
    assertThat(RawClient.ask(port, "GET /api/site", "Transfer-Encoding: " + "b".repeat(5_000) + "\r\n")).startsWith("HTTP/1.1 400 ").hasSizeLessThan(1_500).contains("…");
  }

  @Test
  void aTextIsCutBetweenCharacters() {
    assertThat(Echo.brief("名".repeat(100))).isEqualTo("名".repeat(100));
    assertThat(Echo.brief("名".repeat(101))).isEqualTo("名".repeat(100) + "…");
    assertThat(Echo.brief("a" + "😀".repeat(200))).isEqualTo("a" + "😀".repeat(99) + "…");
    assertThat(Echo.brief(null)).isEmpty();
  }

  @Test
  void anAddressIsCutBetweenCharactersAndCanAlwaysBeRead() {
    for (int before = 1; before < 14; before++) {
      String start = "/" + "a".repeat(before);
      String cut = Echo.instance(start + "%F0%9F%98%80".repeat(50)).toString();
      assertThat(cut).hasSizeLessThanOrEqualTo(109).matches(start + "(%F0%9F%98%80)+%E2%80%A6");
      assertThat(Echo.instance(start + "😀".repeat(50)).toString()).isEqualTo(cut);
    }
    assertThat(Echo.instance("//host/a b<\"%4").toString()).isEqualTo("/%2Fhost/a%20b%3C%22%254");
    assertThat(Echo.instance("").toString()).isEmpty();
  }
}

package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Links behind a proxy: as clients see them, if the settings trust it. */
class ProxyTest {

  private static final String[] HEADERS = {
    "X-Forwarded-Proto", "https", "X-Forwarded-Host", "names.example.cn", "X-Forwarded-Prefix", "/gis"};

  @TestPropertySource(properties = "mingjie.trusted-proxies=10.1.0.0/16,127.0.0.1")
  @Nested
  class Trusted extends RegistryTest {

    @LocalServerPort
    private int port;

    @Test
    void linksHaveTheAddressThatClientsOfATrustedProxySee() {
      var landing = Ogc.json(new Ogc(port).get("", HEADERS));
      landing.get("links").forEach(link -> assertThat(link.get("href").asString()).startsWith("https://names.example.cn/gis/"));
      assertThat(Ogc.json(new Ogc(port).get("/api", HEADERS)).at("/servers/0/url").asString()).isEqualTo("https://names.example.cn/gis/ogc");
    }

    @Test
    void whatAClientHasWrittenAndTheProxyLetsThroughIsNotBelieved() {
      var landing = Ogc.json(new Ogc(port).get("", "Forwarded", "host=evil.example;proto=https"));
      landing.get("links").forEach(link -> assertThat(link.get("href").asString()).startsWith("http://127.0.0.1:" + port + "/"));
    }
  }

  @Nested
  class Untrusted extends RegistryTest {

    @LocalServerPort
    private int port;

    @Test
    void whatOthersSayOfTheAddressIsNotBelieved() {
      var landing = Ogc.json(new Ogc(port).get("", HEADERS));
      landing.get("links").forEach(link -> assertThat(link.get("href").asString()).startsWith("http://127.0.0.1:" + port + "/"));
    }
  }
}

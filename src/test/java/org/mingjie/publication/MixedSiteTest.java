package org.mingjie.publication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.mingjie.launch.SampleDistrict;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Real data beside the fictional sample: visitors are told, and the map opens where the real data lie. */
class MixedSiteTest extends RegistryTest {

  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,113.0,28.1
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      """;

  @LocalServerPort private int port;
  @Autowired private SampleDistrict sample;
  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;

  @Test
  void theSampleKeepsItsMarkAndTheMapOpensOnTheRealUnits() {
    sample.load();
    Browser browser = new Browser(port);
    JsonNode before = browser.get("/api/site").json();
    assertThat(before.get("fictional").asBoolean()).isTrue();
    assertThat(before.get("mixed").asBoolean()).isFalse();
    assertThat(browser.get("/tiles/base.json").raw().body()).contains("虚构示例").doesNotContain("含虚构示例");

    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", LIST));
    JsonNode now = browser.get("/api/site").json();
    assertThat(now.get("fictional").asBoolean()).isFalse();
    assertThat(now.get("mixed").asBoolean()).isTrue();
    assertThat(now.at("/bounds/0").asDouble()).isBetween(112.5, 113.0);
    assertThat(now.at("/bounds/1").asDouble()).isBetween(27.2, 27.64);
    assertThat(now.at("/bounds/2").asDouble()).isBetween(113.49, 113.9);
    assertThat(now.at("/bounds/3").asDouble()).isBetween(28.1, 28.5);
    assertThat(browser.get("/tiles/base.json").raw().body()).contains("含虚构示例");
    String code = database().sql("SELECT p.code FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = '浒溪镇' AND upper_inf(n.valid)")
        .query(String.class).single();
    assertThat(browser.get("/place/" + code).raw().body()).contains("<b>含虚构示例</b>");
    assertThat(browser.get("/place/" + code + "?lang=en").raw().body()).contains("<b>With the fictional sample</b>");
  }
}

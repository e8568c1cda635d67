package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.mingjie.place.PlacesChanged;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** A collection tells where its features lie, and nothing where none does (OGC 17-069r4, /req/core/fc-md-extent: if provided). */
class ExtentsTest extends RegistryTest {

  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      """;

  @LocalServerPort private int port;
  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionOperations transactions;
  @Autowired private ApplicationEventPublisher events;
  private Browser anybody;

  @BeforeEach
  void nothingIsKeptOfOthers() {
    transactions.executeWithoutResult(status -> {
      jdbc.sql(PlacesChanged.CREATE_TABLE).update();
      events.publishEvent(new PlacesChanged(0));
    });
    anybody = new Browser(port);
  }

  private JsonNode listed(int collection) {
    return anybody.get("/ogc/collections").json().at("/collections/" + collection);
  }

  private String page(String collection) {
    return anybody.get("/ogc/collections/" + collection + "?f=html").raw().body();
  }

  @Test
  void anEmptyCollectionHasNoExtentAndItsTilesThoseOfTheCountry() {
    for (String collection : List.of("divisions", "places", "roads")) {
      JsonNode document = anybody.get("/ogc/collections/" + collection).json();
      assertThat(document.path("id").asString()).isEqualTo(collection);
      assertThat(document.has("extent")).as(collection).isFalse();
      assertThat(page(collection)).contains("还没有有位置的要素").doesNotContain("西、南、东、北");
    }
    assertThat(anybody.get("/tiles/base.json").json().at("/bounds/2").asDouble()).isGreaterThan(130);
    assertThat(anybody.get("/ogc/collections/roads/tiles/WebMercatorQuad").json().at("/boundingBox/upperRight/0").asDouble()).isGreaterThan(130);
  }

  @Test
  void theFirstPositionsMakeTheExtentOfTheirCollectionAlone() {
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", LIST));
    assertThat(listed(1).at("/extent/spatial/bbox/0/0").asDouble()).isBetween(113.12, 113.13);
    assertThat(listed(1).at("/extent/spatial/bbox/0/3").asDouble()).isBetween(27.82, 27.83);
    assertThat(page("places")).contains("西、南、东、北");
    assertThat(listed(0).has("extent")).as("units are shown by their polygons").isFalse();
    assertThat(listed(2).has("extent")).isFalse();
  }
}

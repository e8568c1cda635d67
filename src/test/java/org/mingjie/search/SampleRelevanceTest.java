package org.mingjie.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mingjie.SampleTest;
import org.mingjie.romanization.Readings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Search and reverse lookup of the sample district, as a client has them. */
class SampleRelevanceTest extends SampleTest {

  @Autowired private SearchService search;
  @Autowired private Readings readings;
  @LocalServerPort private int port;
  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode found(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void theSetOfQueriesFindsWhatIsMeant() {
    Relevance.Result result = Relevance.of(search, "relevance-sample.csv");
    System.out.println(result.table());
    assertThat(result.recall()).as(result.table()).isGreaterThanOrEqualTo(0.98);
    assertThat(result.meanReciprocalRank()).as(result.table()).isGreaterThanOrEqualTo(0.90);
  }

  @Test
  void initialsWithinACountyAndMixedTypingFindWhatIsMeant() {
    Relevance.Result result = Relevance.ofTyped(search, database(), readings, 1_000);
    System.out.println(result.table());
    assertThat(result.queries()).isGreaterThan(300);
    assertThat(result.recall()).as(result.table()).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void everyHitSaysWhatMatchedAndWhereItIs() throws Exception {
    JsonNode hit = found("/api/search?q=" + encoded("青渡县")).path("results").path(0);
    assertThat(hit.propertyNames()).contains("code", "name", "nameStatus", "spelling", "spellingStatus", "matchedBy", "matchedText", "class",
        "divisionPath", "point", "bbox");
    assertThat(hit.path("matchedBy").asString()).isEqualTo("exact");
    assertThat(hit.path("bbox")).hasSize(4);
  }

  @Test
  void pagesFollowOneAnotherWithoutRepeatingOrMissing() throws Exception {
    Set<String> paged = new LinkedHashSet<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page = found("/api/search?limit=7&q=" + encoded("云") + cursor);
      page.path("results").forEach(hit -> assertThat(paged.add(hit.path("code").asString())).isTrue());
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
      pages++;
    } while (!cursor.isEmpty());
    List<String> atOnce = new ArrayList<>();
    found("/api/search?limit=50&q=" + encoded("云")).path("results").forEach(hit -> atOnce.add(hit.path("code").asString()));
    assertThat(pages).isGreaterThan(3);
    assertThat(paged).containsAll(atOnce);
  }

  @Test
  void suggestionsAreTheSameAsSearch() throws Exception {
    assertThat(get("/api/suggest?q=qingdu").body()).isEqualTo(get("/api/search?q=qingdu").body());
  }

  @Test
  void faultsAreToldTogetherAndNothingElseIsDone() throws Exception {
    for (String query : List.of("limit=0", "limit=51", "limit=x", "bbox=1,2,3", "bbox=1,2,3,x", "bbox=200,0,210,1", "bbox=1,9,2,3", "near=1", "near=1,95",
        "division=x", "division=430", "class=abc", "cursor=zzz", "cursor=MToxOjE", "q=" + "a".repeat(61), "colour=red", "q=a&q=b", "q=%00")) {
      HttpResponse<String> answer = get("/api/search?" + (query.contains("q=") ? "" : "q=a&") + query);
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("application/problem+json");
      assertThat(json.readTree(answer.body()).path("errors")).as(query).hasSize(1);
    }
    JsonNode both = json.readTree(get("/api/search?q=a&limit=0&near=1").body());
    assertThat(both.path("errors")).hasSize(2);
    assertThat(get("/api/reverse?lon=x").statusCode()).isEqualTo(400);
    assertThat(get("/api/reverse?lon=124&lat=31&date=2023-02-30").statusCode()).isEqualTo(400);
    assertThat(get("/api/same-names").statusCode()).isEqualTo(400);
  }

  @Test
  void aPositionHasItsChainOfDivisionsAndNamesNearby() throws Exception {
    JsonNode county = found("/api/search?q=" + encoded("青渡县")).path("results").path(0);
    JsonNode around = found("/api/reverse?lon=%s&lat=%s&limit=5".formatted(county.path("point").path(0).asString(), county.path("point").path(1).asString()));
    List<String> chain = new ArrayList<>();
    around.path("divisions").forEach(d -> chain.add(d.path("name").asString()));
    assertThat(chain).startsWith("示例省", "云州市", "青渡县").hasSizeGreaterThanOrEqualTo(4);
    assertThat(around.path("onBoundary").asBoolean()).isFalse();
    assertThat(around.path("nearest")).hasSize(5);
    double before = 0;
    for (JsonNode near : around.path("nearest")) {
      assertThat(near.path("distanceMetres").asDouble()).isGreaterThanOrEqualTo(before);
      before = near.path("distanceMetres").asDouble();
    }
  }

  @Test
  void aPositionOnABoundarySaysSoAndIsAnsweredTheSameEachTime() throws Exception {
    double[] on = database().sql("""
        SELECT st_x(p) AS x, st_y(p) AS y FROM (
          SELECT st_pointn(st_geometryn(st_intersection(a.geom, b.geom), 1), 1) AS p
          FROM division_geometry a JOIN division da ON da.id = a.division_id AND da.level = 3
          JOIN division_geometry b ON st_intersects(a.geom, b.geom) JOIN division db ON db.id = b.division_id AND db.level = 3 AND db.code > da.code
          WHERE st_dimension(st_intersection(a.geom, b.geom)) = 1 ORDER BY da.code, db.code LIMIT 1) q
        """).query((row, n) -> new double[] {row.getDouble("x"), row.getDouble("y")}).single();
    String path = "/api/reverse?lon=%.9f&lat=%.9f".formatted(on[0], on[1]);
    JsonNode around = found(path);
    assertThat(around.path("onBoundary").asBoolean()).isTrue();
    assertThat(around.path("boundaryBetween").size()).isGreaterThanOrEqualTo(2);
    assertThat(get(path).body()).isEqualTo(get(path).body());
  }

  @Test
  void aPositionInTheSeaHasNoDivisionAndADayBeforeAllListsHasNone() throws Exception {
    assertThat(found("/api/reverse?lon=130&lat=20").path("divisions")).isEmpty();
    JsonNode county = found("/api/search?q=" + encoded("青渡县")).path("results").path(0);
    JsonNode early = found("/api/reverse?date=1800-01-01&lon=%s&lat=%s".formatted(county.path("point").path(0).asString(), county.path("point").path(1).asString()));
    assertThat(early.path("divisions")).isEmpty();
  }
}

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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

  /** The first of what is found, with the divisions around it. */
  private String first(String typed) throws Exception {
    JsonNode hit = found("/api/search?q=" + encoded(typed)).path("results").path(0);
    List<String> path = new ArrayList<>();
    hit.path("divisionPath").forEach(unit -> path.add(unit.asString()));
    return hit.path("name").asString() + " " + String.join("", path);
  }

  @ParameterizedTest
  @CsvSource({"安阜市 凤山街道 鹤岭社区 鼓楼,鼓楼,鹤岭社区", "鹤岭社区鼓楼,鼓楼,鹤岭社区", "鹤岭社区 鼓楼,鼓楼,鹤岭社区", "大泽镇染坊村柘木,柘木,大泽镇染坊村",
    "青渡县浒溪镇桐子坪村桐子坪,桐子坪,青渡县浒溪镇桐子坪村", "桐子坪村桐子坪,桐子坪,桐子坪村"})
  void villagesAndCommunitiesBeforeANameNarrowIt(String typed, String name, String path) throws Exception {
    assertThat(first(typed)).startsWith(name + " ").endsWith(path);
  }

  /** As a client copies it out of an answer. */
  @Test
  void theWholePathOfAPlaceBeforeItsNameFindsIt() {
    List<String[]> places = database().sql("""
        SELECT s.name, s.div, p.code FROM app.place_search s JOIN app.place p ON p.id = s.place_id
        WHERE length(s.div) = 12 AND s.class NOT LIKE '21%' AND s.name_status IN ('standard', 'unverified') AND NOT s.alternative AND s.written IS NULL
        ORDER BY md5(p.code) LIMIT 40
        """).query((row, n) -> new String[] {row.getString("name"), row.getString("code")}).list();
    assertThat(places).hasSize(40).allSatisfy(place -> {
      List<String> path = search.search(place[1], 1).get(0).divisionPath();
      String village = path.get(path.size() - 1);
      for (String typed : List.of(String.join("", path) + place[0], String.join(" ", path) + " " + place[0], village + place[0])) {
        assertThat(search.search(typed, 10)).as(typed).extracting(SearchHit::code).contains(place[1]);
      }
    });
  }

  @ParameterizedTest
  @CsvSource({"qingdu 桐子坪,桐子坪,青渡县", "yunzhou 桐子坪,桐子坪,云州市", "huailing 鼓楼,鼓楼村,怀岭县", "xuxi 桐子坪,桐子坪,浒溪镇", "yunzhou qingdu 桐子坪,桐子坪,青渡县",
    "Qīngdù 桐子坪,桐子坪,青渡县", "qingdu桐子坪,桐子坪,青渡县"})
  void divisionsInLettersStandBeforeANameInCharacters(String typed, String name, String division) throws Exception {
    assertThat(first(typed)).startsWith(name + " ").contains(division);
  }

  @ParameterizedTest
  @CsvSource({"云城区第垭中学,云城区第三中学", "青渡县人骆医院,青渡县人民医院"})
  void aWrongCharacterIsForgivenInALongNameAsWell(String typed, String name) {
    assertThat(search.search(typed, 10)).extracting(SearchHit::name).contains(name);
  }

  @Test
  void aWrongCharacterIsForgivenWhereverItStandsInALongName() {
    List<String> names = database().sql("""
        SELECT name FROM app.place_search
        WHERE length(name) >= 7 AND NOT alternative AND written IS NULL AND name_status IN ('standard', 'unverified') AND name ~ '^[一-龥]+$'
        GROUP BY name ORDER BY md5(name) LIMIT 30
        """).query(String.class).list();
    assertThat(names).hasSize(30).allSatisfy(name -> {
      int wrong = Math.floorMod(name.hashCode(), name.length());
      String typed = name.substring(0, wrong) + "骉" + name.substring(wrong + 1);
      assertThat(search.search(typed, 10)).as(typed).extracting(SearchHit::name).contains(name);
    });
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

  private List<String> paged(String query, int limit, int most) throws Exception {
    List<String> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = found("/api/search?limit=" + limit + "&q=" + query + cursor);
      page.path("results").forEach(hit -> all.add(hit.path("matchedBy").asString() + " " + hit.path("code").asString()));
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
    } while (!cursor.isEmpty() && all.size() < most);
    return all.subList(0, Math.min(most, all.size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"前", "云", "村", "qian", "qt", "桐子", "前&division=99", "镇&class=216", "云&near=123.7,31.3"})
  void pagesOfAnySizeGiveTheSameSequence(String typed) throws Exception {
    String query = encoded(typed.replaceAll("&.*", "")) + (typed.contains("&") ? typed.substring(typed.indexOf('&')) : "");
    List<String> atOnce = paged(query, 50, 70);
    for (int limit : new int[] {1, 3, 7, 10, 11}) {
      assertThat(paged(query, limit, 35)).as("limit " + limit).containsExactlyElementsOf(atOnce.subList(0, Math.min(35, atOnce.size())));
    }
    List<String> tiers = List.of("exact", "prefix", "contained", "former", "alias");
    assertThat(atOnce.stream().map(hit -> tiers.indexOf(hit.substring(0, hit.indexOf(' ')))).map(tier -> tier == 4 ? 3 : tier).filter(tier -> tier >= 0))
        .isSorted();
  }

  @Test
  void theEndOfAnAnswerIsToldFromWhereItIsCut() throws Exception {
    JsonNode last = found("/api/search?limit=50&q=" + encoded("村"));
    int given = last.path("results").size();
    while (!last.path("next").isNull()) {
      assertThat(last.path("more").asBoolean()).isTrue();
      last = found("/api/search?limit=50&q=" + encoded("村") + "&cursor=" + last.path("next").asString());
      given += last.path("results").size();
    }
    assertThat(given).isEqualTo(250);
    assertThat(last.path("more").asBoolean()).as("1,931 have it").isTrue();
    JsonNode few = found("/api/search?limit=50&q=" + encoded("桐子坪"));
    assertThat(few.path("next").isNull()).isTrue();
    assertThat(few.path("more").asBoolean()).isFalse();
  }

  @Test
  void aFormerNameKeepsOutNoNameOfToday() throws Exception {
    assertThat(paged(encoded("前"), 1, 1)).first().asString().startsWith("prefix ");
  }

  @ParameterizedTest
  @CsvSource({"桐子坪,123.7,31.3", "桐子坪,124.3,31.6", "tongziping,123.7,31.3", "鼓楼,123.7,31.3"})
  void ofTheSameNameTheClearlyNearerComeFirst(String typed, double lon, double lat) throws Exception {
    List<Double> kilometres = new ArrayList<>();
    String name = typed.matches("[a-z]+") ? "桐子坪" : typed;
    for (JsonNode hit : found("/api/search?limit=50&q=" + encoded(typed) + "&near=" + lon + "," + lat).path("results")) {
      if (hit.path("name").asString().equals(name) && hit.path("class").asString().equals("22200")) {
        double east = (hit.path("point").path(0).asDouble() - lon) * Math.cos(Math.toRadians(lat)) * 111.2;
        kilometres.add(Math.hypot(east, (hit.path("point").path(1).asDouble() - lat) * 111.2));
      }
    }
    assertThat(kilometres).hasSizeGreaterThan(2);
    for (int i = 1; i < kilometres.size(); i++) {
      for (int before = 0; before < i; before++) {
        assertThat(kilometres.get(i)).as("" + kilometres).isGreaterThan(kilometres.get(before) / 2.5 - 10);
      }
    }
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
    for (String noDay : List.of("2023-02-30", "0000-01-01")) {
      HttpResponse<String> refused = get("/api/reverse?lon=124&lat=31&date=" + noDay);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains(noDay + " 不是有的日子");
    }
    assertThat(get("/api/search?q=x&=y").body()).contains("等号前面要有参数名");
    for (String path : List.of("/api/search", "/api/suggest?limit=3", "/api/same-names")) {
      HttpResponse<String> refused = get(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(400);
      assertThat(json.readTree(refused.body()).at("/errors/0/parameter").asString()).isEqualTo(path.endsWith("names") ? "name" : "q");
    }
    assertThat(found("/api/search?q=").path("results")).isEmpty();
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

  /** Three villages of one township; the corner is where their polygons have the same vertex. */
  @Test
  void aCornerOfThreeVillagesIsInTheOneOfTheLowestCodeAndBetweenAllThree() throws Exception {
    record Corner(double x, double y, String[] codes) {}
    List<Corner> corners = database().sql("""
        SELECT st_x(p) AS x, st_y(p) AS y, array_agg(DISTINCT code ORDER BY code) AS codes FROM (
          SELECT (st_dumppoints(g.geom)).geom AS p, d.code, d.parent_id FROM division_geometry g JOIN division d ON d.id = g.division_id
          WHERE d.level = 5 AND upper_inf(g.valid)) v
        GROUP BY p HAVING count(DISTINCT code) = 3 AND count(DISTINCT parent_id) = 1 ORDER BY st_x(p) LIMIT 20
        """).query((row, n) -> new Corner(row.getDouble("x"), row.getDouble("y"), (String[]) row.getArray("codes").getArray())).list();
    assertThat(corners).hasSizeGreaterThan(5);
    for (Corner corner : corners) {
      String path = "/api/reverse?tolerance=0&lon=" + corner.x() + "&lat=" + corner.y();
      JsonNode around = found(path);
      assertThat(around.path("divisions").valueStream().map(d -> d.path("level").asInt())).as(path).containsExactly(1, 2, 3, 4, 5);
      assertThat(around.path("divisions").path(4).path("officialCode").asString()).isEqualTo(corner.codes()[0]);
      assertThat(around.path("onBoundary").asBoolean()).isTrue();
      assertThat(around.path("boundaryBetween").valueStream().map(d -> d.path("officialCode").asString())).containsExactly(corner.codes());
      assertThat(get(path).body()).isEqualTo(get(path).body());
    }
  }

  /** Residential areas of the sample lie beside the point that they are known by. */
  @Test
  void theBoxOfAPlaceHoldsItsPoint() throws Exception {
    List<String> beside = database().sql("""
        SELECT p.code FROM place p JOIN place_geometry a ON a.place_id = p.id AND a.role IN ('area', 'line') JOIN place_geometry s ON s.place_id = p.id AND s.role = 'point'
        WHERE NOT st_intersects(st_envelope(a.geom), s.geom) ORDER BY p.code LIMIT 20
        """).query(String.class).list();
    assertThat(beside).hasSizeGreaterThan(5);
    for (String code : beside) {
      for (JsonNode place : List.of(found("/api/places/" + code), found("/api/search?q=" + code).path("results").path(0))) {
        double lon = place.path("point").path(0).asDouble();
        double lat = place.path("point").path(1).asDouble();
        assertThat(lon).as(code).isBetween(place.path("bbox").path(0).asDouble(), place.path("bbox").path(2).asDouble());
        assertThat(lat).as(code).isBetween(place.path("bbox").path(1).asDouble(), place.path("bbox").path(3).asDouble());
      }
    }
  }

  @Test
  void aPositionInTheSeaHasNoDivisionAndADayBeforeAllListsHasNone() throws Exception {
    assertThat(found("/api/reverse?lon=130&lat=20").path("divisions")).isEmpty();
    JsonNode county = found("/api/search?q=" + encoded("青渡县")).path("results").path(0);
    JsonNode early = found("/api/reverse?date=1800-01-01&lon=%s&lat=%s".formatted(county.path("point").path(0).asString(), county.path("point").path(1).asString()));
    assertThat(early.path("divisions")).isEmpty();
  }
}

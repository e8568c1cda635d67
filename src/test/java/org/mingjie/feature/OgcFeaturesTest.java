package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.TestDatabase;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OGC API - Features, Part 1 (OGC 17-069r4) over HTTP, on a small registry of its own. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OgcFeaturesTest {

  private static final int FILLERS = 150;

  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.shared();

  @Autowired
  private JdbcClient jdbc;

  @LocalServerPort
  private int port;

  private RegistryRows rows;
  private RegistryRows.Row city;
  private RegistryRows.Row county;
  private RegistryRows.Row bareCounty;
  private RegistryRows.Row river;
  private RegistryRows.Row road;
  private RegistryRows.Row village;
  private RegistryRows.Row odd;
  private RegistryRows.Row nowhere;

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry registry) {
    registry.add("mingjie.start.sample", () -> "false");
    registry.add("mingjie.database-url", TestDatabase::freshUrl);
    registry.add("mingjie.home", () -> Path.of("target", "feature-home").toAbsolutePath().toString());
    registry.add("management.server.port", () -> "-1");
    registry.add("server.address", () -> "127.0.0.1");
  }

  @BeforeAll
  void fill() {
    rows = new RegistryRows(jdbc);
    city = rows.unit("云州市", "990100", 2, "[1950-01-01,)", null);
    county = rows.unit("安平县", "990121", 3, "[1990-01-01,)", city);
    bareCounty = rows.unit("无界县", "990122", 3, "[2010-01-01,)", city);
    rows.unit("旧县", "990123", 3, "[1950-01-01,1990-01-01)", city);
    // clockwise, and finer than a centimetre
    rows.area(city, "MULTIPOLYGON(((113 27,113 28,114 28,114 27,113 27)))")
        .area(county, "MULTIPOLYGON(((113.12345678949 27.5,113.12345678949 27.6,113.3 27.6,113.3 27.5,113.12345678949 27.5)))")
        .shape(county, "point", "POINT(113.2 27.55)");
    river = rows.place("青江", "12100");
    rows.shape(river, "point", "POINT(113.5 27.5)").shape(river, "line", "LINESTRING(113.5 27.5,113.6 27.6)")
        .shape(river, "area", "POLYGON((113.5 27.5,113.6 27.5,113.6 27.6,113.5 27.5))");
    road = rows.place("云安公路", "23211", "standard", "[2001-05-01,)", "{\"ref\": \"G417\", \"grade\": \"national\"}");
    rows.shape(road, "line", "MULTILINESTRING((113.7 27.7,113.8 27.8))").shape(road, "point", "POINT(113.75 27.75)");
    rows.shape(rows.place("汽车站", "23220"), "point", "POINT(113.7 27.7)");
    rows.shape(rows.place("无线公路", "23211"), "point", "POINT(113.7 27.7)");
    village = rows.place("新华村", "22200", "standard", "[1980-01-01,)", "{}");
    rows.spelling(rows.name(village, "红旗村", "unverified", "[1966-01-01,1980-01-01)"), "Hóngqí Cūn");
    rows.shape(village, "point", "POINT(113.25 27.55)");
    rows.liesIn(village, county);
    odd = rows.place("<script>alert(1)</script>&\"山'", "13400");
    rows.shape(odd, "point", "POINT(73.5 39.5)");
    nowhere = rows.place("无处", "22200");
    for (int i = 0; i < FILLERS; i++) {
      rows.shape(rows.place("填充" + i, "22900"), "point", "POINT(120 30)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/conformance", "/api", "/collections", "/collections/places", "/collections/places/items"})
  void documentsAnswerWithAndWithoutATrailingSlashInBothForms(String path) {
    for (String slash : List.of("", "/")) {
      HttpResponse<String> asJson = get(path + slash + "?f=json", "*/*");
      assertThat(asJson.statusCode()).isEqualTo(200);
      assertThat(asJson.headers().firstValue("content-type").orElse("")).contains("json");
      assertThat(json.readTree(asJson.body()).isObject()).isTrue();
      HttpResponse<String> page = get(path + slash, "text/html,application/xhtml+xml,*/*;q=0.8");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("content-type")).hasValue("text/html;charset=UTF-8");
      assertThat(page.body()).startsWith("<!DOCTYPE html>").contains("lang=\"zh-CN\"").doesNotContain("<script", "style=");
    }
  }

  @Test
  void linksAreAbsoluteAndHonourTheHostAskedFor() {
    String asked = "http://localhost:" + port + "/";
    JsonNode landing = json.readTree(send(URI.create(asked + "ogc/"), "*/*").body());
    assertThat(relations(landing)).contains("self", "alternate", "service-desc", "service-doc", "conformance", "data");
    for (JsonNode link : landing.get("links")) {
      assertThat(link.get("href").asString()).startsWith(asked);
      HttpResponse<String> found = send(URI.create(link.get("href").asString()), "*/*");
      assertThat(found.statusCode()).isEqualTo(200);
      assertThat(found.headers().firstValue("content-type").orElse("").replace(";charset=UTF-8", ""))
          .isEqualTo(link.get("type").asString());
    }
    assertThat(read("").get("links").get(0).get("href").asString()).startsWith("http://127.0.0.1:" + port + "/ogc");
  }

  @Test
  void definitionIsSelfContainedAndTellsTheParametersThatAreTaken() {
    JsonNode api = read("/api");
    assertThat(api.get("openapi").asString()).startsWith("3.0.");
    assertThat(api.get("servers").get(0).get("url").asString()).isEqualTo("http://127.0.0.1:" + port + "/ogc");
    api.findValuesAsString("$ref").forEach(reference -> {
      assertThat(reference).startsWith("#/components/");
      assertThat(api.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    });
    for (ItemCollection collection : ItemCollection.values()) {
      Set<String> told = new TreeSet<>();
      api.get("paths").get("/collections/" + collection.id() + "/items").get("get").get("parameters").forEach(p ->
          told.add((p.has("$ref") ? api.at(p.get("$ref").asString().substring(1)) : p).get("name").asString()));
      Set<String> taken = new TreeSet<>(ItemsRequest.parameters(collection));
      taken.add("f");
      assertThat(told).isEqualTo(taken);
    }
  }

  @Test
  void collectionsTellTheirExtentAndWhereTheirItemsAre() {
    JsonNode collections = read("/collections").get("collections");
    assertThat(collections.valueStream().map(c -> c.get("id").asString())).containsExactly("divisions", "places", "roads");
    JsonNode box = collections.get(1).get("extent").get("spatial").get("bbox").get(0);
    assertThat(box.get(0).asDouble()).isBetween(73.0, 73.5);
    assertThat(box.get(2).asDouble()).isBetween(120.0, 120.1);
    assertThat(collections.get(2).get("extent")).isNotEqualTo(collections.get(1).get("extent"));
    collections.forEach(c -> assertThat(relations(c)).contains("self", "alternate", "items"));
    assertThat(read("/collections/roads").get("itemType").asString()).isEqualTo("feature");
  }

  @Test
  void divisionsAreUnitsOfTodayWithTheirPolygonOrNone() {
    JsonNode answer = read("/collections/divisions/items");
    assertThat(ids(answer)).containsExactlyInAnyOrder(city.code(), county.code(), bareCounty.code());
    assertThat(answer.get("numberReturned").asInt()).isEqualTo(3);
    assertThat(answer.get("numberMatched").asInt()).isEqualTo(3);
    assertThat(feature(answer, bareCounty).get("geometry").isNull()).isTrue();
    JsonNode told = feature(answer, county).get("properties");
    assertThat(json.writeValueAsString(told)).isEqualTo("""
        {"code":"%s","name":"安平县","nameStatus":"unverified","spelling":%s,"spellingStatus":"suggested","class":"21400",\
        "divisionPath":["云州市"],"officialCode":"990121","level":3,"parentCode":"%s"}"""
        .formatted(county.code(), told.get("spelling"), city.code()));
  }

  @Test
  void polygonsRunCounterClockwiseWithNineDecimals() {
    JsonNode geometry = feature(read("/collections/divisions/items"), county).get("geometry");
    assertThat(geometry.toString()).isEqualTo(
        "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[113.123456789,27.5],[113.3,27.5],[113.3,27.6],[113.123456789,27.6],[113.123456789,27.5]]]]}");
  }

  @Test
  void unitAmongPlacesIsItsSeatInTheListAndItsPolygonAlone() {
    JsonNode listed = read("/collections/places/items?class=21400");
    assertThat(feature(listed, county).get("geometry").toString())
        .isEqualTo("{\"type\":\"Point\",\"coordinates\":[113.2,27.55]}");
    assertThat(read("/collections/places/items/" + county.code()).get("geometry").get("type").asString()).isEqualTo("MultiPolygon");
    assertThat(read("/collections/places/items/" + bareCounty.code()).get("geometry").isNull()).isTrue();
    assertThat(feature(read("/collections/places/items?name=" + word("云州市")), city).get("geometry").get("type").asString())
        .isEqualTo("MultiPolygon");
  }

  @Test
  void placesShowTheirAreaElseTheirLineElseTheirPoint() {
    assertThat(read("/collections/places/items/" + river.code()).get("geometry").get("type").asString()).isEqualTo("Polygon");
    assertThat(read("/collections/places/items/" + road.code()).get("geometry").get("type").asString()).isEqualTo("MultiLineString");
    assertThat(read("/collections/places/items/" + village.code()).get("geometry").get("type").asString()).isEqualTo("Point");
    assertThat(read("/collections/places/items/" + nowhere.code()).get("geometry").isNull()).isTrue();
  }

  @Test
  void roadsHaveALine() {
    JsonNode answer = read("/collections/roads/items");
    assertThat(ids(answer)).containsExactly(road.code());
    JsonNode told = feature(answer, road).get("properties");
    assertThat(told.get("ref").asString()).isEqualTo("G417");
    assertThat(told.get("grade").asString()).isEqualTo("national");
    assertThat(told.get("nameStatus").asString()).isEqualTo("standard");
  }

  @Test
  void pagesFollowOneAnotherWithoutGapOrRepeatWhilePlacesArrive() {
    List<String> before = jdbc.sql("SELECT code FROM place WHERE status = 'current' ORDER BY code").query(String.class).list();
    List<String> seen = new ArrayList<>();
    JsonNode page = read("/collections/places/items?limit=7");
    assertThat(page.get("numberMatched").asInt()).isEqualTo(before.size());
    while (true) {
      seen.addAll(ids(page));
      String next = next(page);
      if (next == null) {
        break;
      }
      assertThat(next).contains("limit=7", "cursor=").doesNotContain("offset");
      rows.place("后来" + seen.size(), "22400");
      page = json.readTree(send(URI.create(next), "*/*").body());
    }
    assertThat(seen).doesNotHaveDuplicates().containsAll(before);
    List<String> units = new ArrayList<>();
    for (String at = base() + "/collections/divisions/items?limit=1"; at != null;) {
      JsonNode one = json.readTree(send(URI.create(at), "*/*").body());
      units.addAll(ids(one));
      at = next(one);
    }
    assertThat(units).containsExactlyInAnyOrder(city.code(), county.code(), bareCounty.code());
    jdbc.sql("UPDATE place SET status = 'retired' WHERE class_code = '22400'").update();
  }

  @Test
  void largeLimitsAreCut() {
    assertThat(read("/collections/places/items?limit=99999999999").get("numberReturned").asInt()).isGreaterThan(FILLERS);
    assertThat(read("/collections/places/items").get("numberReturned").asInt()).isEqualTo(10);
  }

  @Test
  void boxTakesWhatMeetsItFirstAndThenWhatHasNoGeometry() {
    List<String> near = ids(read("/collections/places/items?limit=100&bbox=113.4,27.4,113.61,27.61"));
    assertThat(near).startsWith(city.code(), river.code()).contains(nowhere.code(), bareCounty.code())
        .doesNotContain(county.code(), village.code(), odd.code(), road.code());
    assertThat(ids(read("/collections/places/items?limit=100&bbox=113.2,27.55,0,113.2,27.55,100"))).contains(county.code());
    assertThat(ids(read("/collections/divisions/items?bbox=113.2,27.55,113.2,27.55")))
        .containsExactlyInAnyOrder(city.code(), county.code(), bareCounty.code());
    assertThat(ids(read("/collections/roads/items?bbox=113.75,27.7,113.8,27.74"))).isEmpty(); // its envelope, not its line
    assertThat(ids(read("/collections/roads/items?bbox=113.74,27.74,113.76,27.76"))).containsExactly(road.code());
  }

  @Test
  void boxMayCrossTheAntimeridian() {
    assertThat(ids(read("/collections/roads/items?bbox=110,20,-170,40"))).containsExactly(road.code());
    assertThat(ids(read("/collections/roads/items?bbox=170,20,114,40"))).containsExactly(road.code());
    assertThat(ids(read("/collections/roads/items?bbox=170,20,-170,40"))).isEmpty();
    assertThat(ids(read("/collections/places/items?limit=1000&bbox=130,20,80,40")))
        .contains(odd.code()).doesNotContain(village.code());
  }

  @Test
  void pagesOfABoxGoOnFromWhatMeetsItToWhatHasNoGeometry() {
    Set<String> all = new HashSet<>(ids(read("/collections/places/items?limit=1000&bbox=113,27,114,28")));
    List<String> seen = new ArrayList<>();
    for (String at = base() + "/collections/places/items?limit=2&bbox=113,27,114,28"; at != null;) {
      JsonNode page = json.readTree(send(URI.create(at), "*/*").body());
      seen.addAll(ids(page));
      at = next(page);
    }
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(new HashSet<>(seen)).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource({
    "2000-01-01T00:00:00Z, true, false", "1985-06-01T00:00:00Z/.., true, true", "../1990-01-01T00:00:00Z, true, false",
    "../1985-01-01, false, false", "2015-01-01, true, true", "1990-01-01/1990-12-31, true, false", "/2012-01-01, true, true"})
  void datetimeChoosesUnitsByTheirPeriod(String datetime, boolean older, boolean younger) {
    List<String> found = ids(read("/collections/divisions/items?datetime=" + datetime));
    assertThat(found.contains(county.code())).isEqualTo(older);
    assertThat(found.contains(bareCounty.code())).isEqualTo(younger);
  }

  @Test
  void datetimeChoosesPlacesByThePeriodOfTheirName() {
    List<String> found = ids(read("/collections/places/items?limit=1000&datetime=1970-01-01T00:00:00Z"));
    assertThat(found).contains(river.code(), village.code()).doesNotContain(road.code()); // no period matches all
    assertThat(ids(read("/collections/places/items?limit=1000&datetime=2001-04-30T16:00:00Z"))).contains(road.code()); // 1 May in Shanghai
    assertThat(ids(read("/collections/places/items?limit=1000&datetime=2001-04-30T15:59:59Z"))).doesNotContain(road.code());
  }

  @Test
  void queryablesChooseByValue() {
    assertThat(ids(read("/collections/places/items?class=13400"))).containsExactly(odd.code());
    assertThat(ids(read("/collections/places/items?name=" + word("新华村")))).containsExactly(village.code());
    assertThat(ids(read("/collections/places/items?name=" + word("红旗村")))).isEmpty(); // was its name
    assertThat(ids(read("/collections/places/items?nameStatus=standard"))).containsExactly(road.code(), village.code());
    assertThat(ids(read("/collections/divisions/items?level=2"))).containsExactly(city.code());
    assertThat(ids(read("/collections/divisions/items?name=" + word("安平县") + "&level=3&class=21400&nameStatus=unverified")))
        .containsExactly(county.code());
    assertThat(ids(read("/collections/places/items?name=" + word("新华村") + "&bbox=0,0,1,1"))).isEmpty();
  }

  /** More rows than the first window: the page goes on looking and knows the end. */
  @Test
  void rareValuesAreFoundBehindManyOthers() {
    RegistryRows.Row last = rows.place("末尾山口", "13410");
    JsonNode answer = read("/collections/places/items?limit=1&class=13410");
    assertThat(ids(answer)).containsExactly(last.code());
    assertThat(next(answer)).isNull();
    jdbc.sql("UPDATE place SET status = 'retired' WHERE id = ?").param(last.place()).update();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "places|colour=red|没有参数 colour", "places|level=3|没有参数 level", "places|limit=0|1 至 10000", "places|limit=-1|1 至 10000",
    "places|limit=ten|1 至 10000", "places|limit=5&limit=6|给了 2 次", "places|limit=|没有值", "places|f=xml|json 或 html",
    "places|bbox=1,2,3|3 个数", "places|bbox=1,2,3,x|第 4 个数", "places|bbox=1,2,3,NaN|第 4 个数", "places|bbox=27,113,28,114|纬度",
    "places|bbox=1,5,2,4|对调", "places|bbox=200,0,201,1|经度", "places|bbox=1,1,9,2,2,3|最低高程", "places|datetime=yesterday|datetime",
    "places|datetime=2001-01-01/2000-01-01|对调", "places|datetime=..|datetime", "places|datetime=2000-02-30|datetime",
    "places|class=water|五位", "places|nameStatus=good|只能是", "divisions|level=9|只能是", "places|cursor=abc|cursor", "places|cursor=MA%3D%3D!|cursor",
    "places|cursor=MFAwMDAwMDAwMDAyOTI&bbox=1,1,2,2|bbox", "places|name=%00|U+0000"})
  void faultyParametersAreRefusedWithAdvice(String collection, String query, String advice) {
    HttpResponse<String> answer = get("/collections/" + collection + "/items?" + query, "application/geo+json");
    assertThat(answer.statusCode()).as(query).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
    JsonNode problem = json.readTree(answer.body());
    assertThat(problem.get("title").asString()).isEqualTo("参数不对");
    assertThat(problem.get("detail").asString()).contains(advice);
    assertThat(problem.get("errors").size()).isEqualTo(1);
  }

  @Test
  void allFaultsOfARequestAreToldTogether() {
    JsonNode problem = json.readTree(get("/collections/places/items?limit=0&bbox=1&who=me", "*/*").body());
    assertThat(problem.get("errors").valueStream().map(e -> e.get("parameter").asString()))
        .containsExactlyInAnyOrder("limit", "bbox", "who");
    assertThat(get("/conformance?limit=3", "*/*").statusCode()).isEqualTo(400);
    assertThat(get("/collections/places/items/" + village.code() + "?limit=3", "*/*").statusCode()).isEqualTo(400);
  }

  @Test
  void whatIsNotThereIsToldInAProblem() {
    HttpResponse<String> noCollection = get("/collections/lakes/items", "*/*");
    assertThat(noCollection.statusCode()).isEqualTo(404);
    assertThat(noCollection.body()).contains("divisions、places、roads");
    assertThat(get("/collections/roads/items/" + village.code(), "*/*").statusCode()).isEqualTo(404);
    assertThat(get("/collections/divisions/items/P000000000000", "text/html").statusCode()).isEqualTo(404);
    assertThat(get("/collections", "image/png").statusCode()).isEqualTo(406);
  }

  /** Each is told its own way up, though the ways share divisions that are read once. */
  @Test
  void placesThatLieInManyDivisionsAreToldTheirOwn() {
    RegistryRows.Row both = rows.place("两属", "22400");
    rows.liesIn(both, bareCounty);
    jdbc.sql("INSERT INTO place_in_division SELECT place_id, ?, false, valid, source_id FROM place_in_division WHERE place_id = ?")
        .params(county.division(), both.place()).update();
    RegistryRows.Row town = rows.unit("石桥镇", "990121101", 4, "[1990-01-01,)", county);
    RegistryRows.Row inTown = rows.place("镇里", "22400");
    rows.liesIn(inTown, town);
    RegistryRows.Row alone = rows.place("孤处", "22400");
    JsonNode answer = read("/collections/places/items?limit=100&class=22400,22200,21500");
    assertThat(feature(answer, both).at("/properties/divisionPath").toString()).isEqualTo("[\"云州市\",\"无界县\"]");
    assertThat(feature(answer, inTown).at("/properties/divisionPath").toString()).isEqualTo("[\"云州市\",\"安平县\",\"石桥镇\"]");
    assertThat(feature(answer, town).at("/properties/divisionPath").toString()).isEqualTo("[\"云州市\",\"安平县\"]");
    assertThat(feature(answer, village).at("/properties/divisionPath").toString()).isEqualTo("[\"云州市\",\"安平县\"]");
    assertThat(feature(answer, alone).at("/properties/divisionPath").toString()).isEqualTo("[]");
    List<String> streamed = get("/collections/places/items?f=jsonseq&class=22400,22200,21500", "*/*").body().lines().toList();
    assertThat(streamed).containsExactlyElementsOf(answer.get("features").valueStream().map(f -> "\u001e" + json.writeValueAsString(f)).toList());
    for (RegistryRows.Row gone : List.of(both, inTown, alone, town)) {
      jdbc.sql("UPDATE place SET status = 'retired' WHERE id = ?").param(gone.place()).update();
    }
    jdbc.sql("DELETE FROM place_in_division WHERE place_id = ?").param(inTown.place()).update();
    jdbc.sql("DELETE FROM division WHERE id = ?").param(town.division()).update();
  }

  @Test
  void itemsAreValidatedByTheirTag() {
    HttpResponse<String> first = get("/collections/places/items/" + village.code(), "application/geo+json");
    assertThat(first.headers().firstValue("content-type")).hasValue("application/geo+json");
    assertThat(first.headers().firstValue("content-crs")).hasValue("<http://www.opengis.net/def/crs/OGC/1.3/CRS84>");
    JsonNode item = json.readTree(first.body());
    assertThat(relations(item)).contains("self", "alternate", "collection");
    assertThat(item.get("properties").get("divisionPath").toString()).isEqualTo("[\"云州市\",\"安平县\"]");
    String tag = first.headers().firstValue("etag").orElseThrow();
    HttpResponse<String> again = send(HttpRequest.newBuilder(URI.create(base() + "/collections/places/items/" + village.code()))
        .header("If-None-Match", tag).build());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get("/collections/places/items/" + village.code() + "/?f=html", "*/*").headers().firstValue("etag")).isNotEqualTo(tag);
  }

  @Test
  void pagesForPeopleEscapeWhatTheRegistryHolds() {
    String list = get("/collections/places/items?f=html&class=13400", "*/*").body();
    String page = get("/collections/places/items/" + odd.code() + "?f=html", "*/*").body();
    for (String html : List.of(list, page)) {
      assertThat(html).doesNotContain("<script").contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;山&#39;");
    }
    String asked = get("/collections/places/items?f=html&name=" + word("\"><script>"), "*/*").body();
    assertThat(asked).doesNotContain("<script").contains("没有符合条件的要素");
    assertThat(get("/page.css", "*/*").headers().firstValue("content-type")).hasValue("text/css;charset=UTF-8");
  }

  private String base() {
    return "http://127.0.0.1:" + port + "/ogc";
  }

  private JsonNode read(String path) {
    HttpResponse<String> answer = get(path, "application/json");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  private HttpResponse<String> get(String path, String accept) {
    return send(URI.create(base() + path), accept);
  }

  private HttpResponse<String> send(URI address, String accept) {
    return send(HttpRequest.newBuilder(address).header("Accept", accept).build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(request.uri().toString(), failed);
    }
  }

  private static List<String> ids(JsonNode answer) {
    return answer.get("features").valueStream().map(f -> f.get("id").asString()).toList();
  }

  private static JsonNode feature(JsonNode answer, RegistryRows.Row row) {
    return answer.get("features").valueStream().filter(f -> f.get("id").asString().equals(row.code())).findFirst().orElseThrow();
  }

  private static List<String> relations(JsonNode document) {
    return document.get("links").valueStream().map(l -> l.get("rel").asString()).toList();
  }

  private static String next(JsonNode page) {
    return StreamSupport.stream(page.get("links").spliterator(), false).filter(l -> l.get("rel").asString().equals("next"))
        .map(l -> l.get("href").asString()).findFirst().orElse(null);
  }

  private static String word(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

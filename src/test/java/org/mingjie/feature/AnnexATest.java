package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.referencing.CRS;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RegistryTest;
import org.mingjie.Schemas;
import org.mingjie.place.PlacesChanged;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** The abstract tests of OGC 17-069r4, annex A (core, GeoJSON, HTML, OpenAPI 3.0) and of OGC 18-058r1, annex A. */
class AnnexATest extends RegistryTest {

  private static final List<String> DOCUMENTS = List.of("", "/conformance", "/api", "/collections");

  @LocalServerPort
  private int port;
  @Autowired
  private JdbcClient jdbc;
  @Autowired
  private TransactionOperations transactions;
  @Autowired
  private ApplicationEventPublisher events;

  private Ogc ogc;
  private RegistryRows.Row county;
  private RegistryRows.Row road;
  private RegistryRows.Row village;

  @BeforeEach
  void fill() {
    ogc = new Ogc(port);
    RegistryRows rows = new RegistryRows(database());
    RegistryRows.Row city = rows.unit("云州市", "990100", 2, "[1950-01-01,)", null);
    county = rows.unit("安平县", "990121", 3, "[1990-01-01,)", city);
    rows.area(city, "MULTIPOLYGON(((113 27,114 27,114 28,113 28,113 27)))")
        .area(county, "MULTIPOLYGON(((113.1234567 27.5,113.3 27.5,113.3 27.6,113.1234567 27.6,113.1234567 27.5)))");
    road = rows.place("云安公路", "23211", "standard", "[2001-05-01,)", "{\"ref\": \"G417\"}");
    rows.shape(road, "line", "MULTILINESTRING((113.7 27.7,113.8123456789 27.8987654321))");
    village = rows.place("新华村", "22200", "standard", "[1980-01-01,)", "{}");
    rows.shape(village, "point", "POINT(113.25678912345 27.55432198765)");
    rows.place("无处", "22200");
    for (int i = 0; i < 25; i++) {
      rows.shape(rows.place("村" + i, "22200"), "point", "POINT(%f %f)".formatted(113 + i * 0.04, 27 + i * 0.04));
    }
  }

  private List<String> paths() {
    List<String> paths = new ArrayList<>(DOCUMENTS);
    for (ItemCollection collection : ItemCollection.values()) {
      String path = "/collections/" + collection.id();
      paths.addAll(List.of(path, path + "/items", path + "/items/" + ogc.all(path + "/items?limit=1000").get(0)));
    }
    return paths;
  }

  // A.2.2 to A.2.6: http, root, api-definition, conformance

  @Test
  void everyDocumentAnswersGetHeadAndOptionsWithOrWithoutASlash() {
    for (String path : paths()) {
      for (String slash : List.of("", "/")) {
        HttpResponse<String> found = ogc.get(path + slash);
        assertThat(found.statusCode()).as(path + slash).isEqualTo(200);
        HttpResponse<String> head = ogc.send("HEAD", path + slash);
        assertThat(head.statusCode()).as(path + slash).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("content-type", "etag", "content-crs", "cache-control")) {
          assertThat(Ogc.header(head, name)).as(path + " " + name).isEqualTo(Ogc.header(found, name));
        }
        HttpResponse<String> options = ogc.send("OPTIONS", path + slash);
        assertThat(options.statusCode()).as(path + slash).isEqualTo(200);
        assertThat(Ogc.header(options, "allow")).contains("GET", "HEAD", "OPTIONS").doesNotContain("POST");
        HttpResponse<String> refused = ogc.send("POST", path + slash);
        assertThat(refused.statusCode()).as(path + slash).isEqualTo(405);
        assertThat(Ogc.header(refused, "content-type")).isEqualTo("application/problem+json");
      }
    }
  }

  @Test
  void pagesOfOtherSitesMayAskAndReadTheHeaders() {
    HttpResponse<String> found = ogc.get("/collections/roads/items", "Origin", "https://map.example.cn");
    assertThat(Ogc.header(found, "access-control-allow-origin")).isEqualTo("*");
    assertThat(Ogc.header(found, "access-control-expose-headers")).contains("ETag", "Content-Crs");
  }

  @Test
  void landingPageLinksToWhatItMust() {
    JsonNode landing = ogc.json("");
    assertThat(Ogc.relations(landing)).contains("self", "alternate", "service-desc", "service-doc", "conformance", "data");
    assertThat(ogc.get(Ogc.link(landing, "service-desc").orElseThrow()).headers().firstValue("content-type"))
        .hasValue("application/vnd.oai.openapi+json;version=3.0");
  }

  @Test
  void conformanceClassesAreDeclared() {
    assertThat(ogc.json("/conformance").get("conformsTo").valueStream().map(JsonNode::asString)).containsExactlyInAnyOrder(
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core", "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html", "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core", "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list", "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
        "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset", "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset");
  }

  /** A.2.7 fc-md, sfc-md; html and geojson content: every link leads to a document of the type that it tells. */
  @Test
  void everyLinkOfEveryDocumentIsAbsoluteAndLeadsToWhatItTells() {
    Set<String> seen = new HashSet<>();
    for (String path : paths()) {
      JsonNode document = ogc.json(path);
      List<JsonNode> links = new ArrayList<>(document.path("links").valueStream().toList());
      document.path("collections").forEach(c -> links.addAll(c.get("links").valueStream().toList()));
      for (JsonNode link : links) {
        String href = link.get("href").asString();
        assertThat(URI.create(href).isAbsolute()).isTrue();
        assertThat(link.get("rel").asString()).isNotBlank();
        if (seen.add(href)) {
          HttpResponse<String> found = ogc.get(href);
          assertThat(found.statusCode()).as(href).isEqualTo(200);
          assertThat(Ogc.header(found, "content-type").replace(";charset=UTF-8", "")).as(href).isEqualTo(link.get("type").asString());
        }
      }
    }
  }

  /** What comes into the registry beside the program reaches the tiles, by which the extent of roads is known. */
  private void follow() {
    transactions.executeWithoutResult(status -> {
      jdbc.sql(PlacesChanged.CREATE_TABLE).update();
      events.publishEvent(new PlacesChanged(jdbc.sql("INSERT INTO changed_place SELECT id FROM place").update()));
    });
  }

  @Test
  void collectionsAreDescribedAlikeInTheListAndAlone() {
    follow();
    JsonNode collections = ogc.json("/collections");
    assertThat(Ogc.relations(collections)).contains("self", "alternate");
    for (JsonNode listed : collections.get("collections")) {
      JsonNode alone = ogc.json("/collections/" + listed.get("id").asString());
      for (String member : List.of("id", "title", "description", "extent", "itemType", "storageCrs")) {
        assertThat(alone.get(member)).as(member).isEqualTo(listed.get(member));
      }
      assertThat(Ogc.relations(listed)).contains("items");
      assertThat(Ogc.relations(alone)).contains("items", "self", "alternate");
      assertThat(listed.at("/extent/spatial/bbox/0").size()).isEqualTo(4);
      assertThat(listed.at("/extent/spatial/crs").asString()).isEqualTo(Ogc.CRS84);
    }
  }

  // A.2.8: items

  @ParameterizedTest
  @EnumSource
  void itemsAreAFeatureCollectionThatTellsItsTimeAndNumbers(ItemCollection collection) {
    Instant before = Instant.now().minus(Duration.ofSeconds(2));
    JsonNode page = ogc.json("/collections/" + collection.id() + "/items");
    assertThat(page.get("type").asString()).isEqualTo("FeatureCollection");
    assertThat(Instant.parse(page.get("timeStamp").asString())).isBetween(before, Instant.now());
    assertThat(page.get("numberReturned").asInt()).isEqualTo(page.get("features").size());
    assertThat(page.get("numberMatched").asInt()).isEqualTo(ogc.all("/collections/" + collection.id() + "/items?limit=3").size());
    assertThat(Ogc.relations(page)).contains("self", "alternate", "collection");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 3", "10000, 30", "10001, 30", "99999999999999999999, 30", "007, 7"})
  void limitIsObeyedAndCutToTheMaximum(String limit, int returned) {
    JsonNode page = ogc.json("/collections/places/items?limit=" + limit);
    assertThat(page.get("numberReturned").asInt()).isEqualTo(Math.min(returned, page.get("numberMatched").asInt()));
    assertThat(ogc.all("/collections/places/items?limit=" + limit)).doesNotHaveDuplicates().hasSize(page.get("numberMatched").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=-1", "limit=x", "limit=1.5", "limit=1e3", "limit=%2B5", "limit=", "limit=0x10", "bbox=1,2,3",
      "bbox=1,2,3,4,5", "bbox=1,2,3,4,5,6,7", "bbox=a,b,c,d", "bbox=NaN,0,1,1", "bbox=0x1,0,1,1", "bbox=1,1,2,0", "bbox=0,0,1,1e999", "bbox=-181,0,0,1",
      "bbox=0,-91,1,1", "datetime=2000", "datetime=..", "datetime=/", "datetime=../..", "datetime=2000-01-01/2001-01-01/..",
      "datetime=2000-01-01T12:00:00Z/2000-01-01T11:00:00Z", "datetime=2000-13-01", "datetime=2000-01-01T25:00:00Z", "datetime=now", "datetime=2000-01-01T12:00Z", "datetime=2000-01-01T12:00:00%2B08:00:30", "datetime=2000-01-01T12:00:00", "crs=x", "crs=EPSG:4326",
      "crs=http://www.opengis.net/def/crs/EPSG/0/4979", "crs=http://www.opengis.net/def/crs/EPSG/0/32650", "bbox-crs=http://www.opengis.net/def/crs/EPSG/0/0",
      "bbox-crs=x&bbox=1,1,2,2", "f=xml", "unknown=1", "Limit=1", "limit=1&limit=2", "class=1", "class=21400,", "nameStatus=standard,x", "cursor=OQ"})
  void wrongParametersAreRefusedAsProblemsAndExceptions(String query) {
    HttpResponse<String> answer = ogc.get("/collections/places/items?" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Ogc.header(answer, "content-type")).isEqualTo("application/problem+json");
    JsonNode problem = Ogc.json(answer);
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.get("code").asString()).isEqualTo("InvalidParameterValue");
    assertThat(problem.get("description").asString()).isEqualTo(problem.get("detail").asString()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({"2015-02-30, 2015-02-30 不是有的日子", "2000-01-01/2015-04-31T00:00:00Z, 2015-04-31T00:00:00Z 不是有的日子", "0000-01-01, 0000-01-01 不是有的日子",
      "../.., 两端都不限", "/, 两端都不限", "tomorrow, 须是一个时刻或一段时期"})
  void aDayThatIsNoneAndAPeriodWithoutEndsAreToldAsSuch(String datetime, String words) {
    assertThat(Ogc.json(ogc.get("/collections/places/items?datetime=" + datetime)).get("detail").asString()).contains(words);
  }

  @Test
  void formsAreChosenByTheWeightsOfAllLinesOfAccept() {
    String path = "/collections/places/items";
    assertThat(Ogc.header(ogc.get(path, "Accept", "text/html;q=0.2", "Accept", "application/geo+json;q=0.9"), "content-type")).isEqualTo("application/geo+json");
    assertThat(Ogc.header(ogc.get(path, "Accept", "application/geo+json;q=0.2", "Accept", "text/html;q=0.9"), "content-type")).startsWith("text/html");
    assertThat(Ogc.header(ogc.get(path, "Accept", "image/png", "Accept", "application/geo+json-seq"), "content-type")).isEqualTo("application/geo+json-seq");
    assertThat(ogc.get(path, "Accept", "application/json;q=0, image/*").statusCode()).isEqualTo(406);
    assertThat(Ogc.header(ogc.get(path + "?f=html", "Accept", "application/geo+json"), "content-type")).startsWith("text/html");
  }

  @Test
  void listsAreCapped() {
    assertThat(ogc.get("/collections/places/items?class=" + "22200,".repeat(49) + "22200").statusCode()).isEqualTo(200);
    assertThat(ogc.get("/collections/places/items?class=" + "22200,".repeat(50) + "22200").statusCode()).isEqualTo(400);
    assertThat(ogc.json("/collections/places/items?class=22200,23211&limit=100").get("numberMatched").asInt()).isEqualTo(28);
    assertThat(ogc.json("/collections/divisions/items?level=2,3").get("numberMatched").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000-01-01T00:00:00Z", "2000-01-01T08:00:00+08:00", "2000-01-01T08:00:00%2B08:00", "2000-01-01t00:00:00.123z",
      "1990-12-31T23:59:60Z", "2000-01-01T00:00:00Z/2000-01-01T00:00:01Z", "1990-01-01T00:00:00Z/..", "1990-01-01T00:00:00Z/",
      "../2001-04-30T00:00:00Z", "/2001-04-30T00:00:00Z"})
  void datetimeTakesInstantsAndIntervalsWithOpenEnds(String datetime) {
    List<String> found = ogc.all("/collections/places/items?limit=100&datetime=" + datetime);
    assertThat(found).contains(village.code());
    if (!datetime.endsWith("..") && !datetime.endsWith("/")) {
      assertThat(found).doesNotContain(road.code());
    }
  }

  @Test
  void nextLinkKeepsTheParametersAndSelfRepeatsThem() {
    JsonNode page = ogc.json("/collections/places/items?limit=2&bbox=113,27,114,28&class=22200&crs=http://www.opengis.net/def/crs/EPSG/0/4490");
    for (String relation : List.of("self", "next", "alternate")) {
      assertThat(Ogc.link(page, relation).orElseThrow()).contains("limit=2", "bbox=113,27,114,28", "class=22200", "crs=http://www.opengis.net/def/crs/EPSG/0/4490");
    }
    assertThat(ogc.json(Ogc.link(page, "self").orElseThrow()).get("features")).isEqualTo(page.get("features"));
  }

  @Test
  void aFeatureAloneEqualsItselfInTheList() {
    JsonNode listed = ogc.json("/collections/roads/items").get("features").get(0);
    JsonNode alone = ogc.json("/collections/roads/items/" + road.code());
    assertThat(Ogc.relations(alone)).contains("self", "alternate", "collection");
    for (String member : List.of("type", "id", "geometry", "properties")) {
      assertThat(alone.get(member)).isEqualTo(listed.get(member));
    }
  }

  @Test
  void formIsChosenByParameterElseByAccept() {
    String items = "/collections/places/items";
    assertThat(Ogc.header(ogc.get(items), "content-type")).isEqualTo("application/geo+json");
    assertThat(Ogc.header(ogc.get(items, "Accept", "application/json"), "content-type")).isEqualTo("application/json");
    assertThat(Ogc.header(ogc.get(items, "Accept", "text/html,*/*;q=0.1"), "content-type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(Ogc.header(ogc.get(items, "Accept", "application/geo+json-seq"), "content-type")).isEqualTo("application/geo+json-seq");
    assertThat(Ogc.header(ogc.get(items + "?f=json", "Accept", "text/html"), "content-type")).isEqualTo("application/geo+json");
    assertThat(Ogc.header(ogc.get(items + "?f=html", "Accept", "image/png"), "content-type")).isEqualTo("text/html;charset=UTF-8");
    for (String path : paths()) {
      HttpResponse<String> none = ogc.get(path, "Accept", "image/png");
      assertThat(none.statusCode()).as(path).isEqualTo(406);
      assertThat(Ogc.header(none, "content-type")).isEqualTo("application/problem+json");
    }
    assertThat(ogc.get("/collections", "Accept", "application/geo+json-seq").statusCode()).isEqualTo(406);
    assertThat(ogc.get("/collections?f=jsonseq").statusCode()).isEqualTo(400);
  }

  // html

  @Test
  void pagesForPeopleHoldAllThatTheDocumentsTellAndLinkOn() {
    String page = ogc.get("/collections/places/items?f=html&limit=1000").body();
    for (JsonNode feature : ogc.json("/collections/places/items?limit=1000").get("features")) {
      assertThat(page).contains(feature.get("id").asString(), feature.get("properties").get("name").asString());
    }
    assertThat(ogc.get("/collections/places/items?f=html&limit=2").body()).contains("rel=\"next\"");
    String item = ogc.get("/collections/divisions/items/" + county.code() + "?f=html").body();
    assertThat(item).contains("安平县", "990121", "云州市", "多面");
    String collection = ogc.get("/collections/divisions?f=html").body();
    Crs.uris().forEach(uri -> assertThat(collection).contains(uri));
    for (String path : paths()) {
      assertThat(ogc.get(path + "?f=html").body()).as(path).startsWith("<!DOCTYPE html>").contains("rel=\"alternate\"", "</html>");
    }
  }

  // oas30

  private static boolean isOfTiles(String path) {
    return path.contains("/tile");
  }

  @Test
  void definitionDescribesTheTilesTruthfully() {
    JsonNode api = ogc.json("/api");
    Schemas schemas = new Schemas(api);
    List<String> paths = api.get("paths").propertyNames().stream().filter(AnnexATest::isOfTiles).toList();
    assertThat(paths).hasSize(5);
    for (String path : paths) {
      String address = path.replace("{tileMatrixSetId}", "WebMercatorQuad").replace("{tiledCollectionId}", "places")
          .replace("{tileMatrix}", "0").replace("{tileRow}", "0").replace("{tileCol}", "0");
      JsonNode responses = api.get("paths").get(path).get("get").get("responses");
      HttpResponse<String> found = ogc.get(address);
      JsonNode told = responses.get(String.valueOf(found.statusCode()));
      assertThat(told).as(address + " " + found.statusCode()).isNotNull();
      if (!path.endsWith("{tileCol}")) {
        assertThat(schemas.faults(Ogc.json(found), told.at("/content/application~1json/schema"))).as(address).isEmpty();
      }
      assertThat(responses.has(String.valueOf(ogc.get(address + "?nope=1").statusCode()))).as(address).isTrue();
    }
  }

  @Test
  void definitionDescribesEveryAnswerTruthfully() {
    JsonNode api = ogc.json("/api");
    Schemas schemas = new Schemas(api);
    for (var path : api.get("paths").properties().stream().filter(p -> !isOfTiles(p.getKey())).toList()) {
      String collection = path.getKey().startsWith("/collections/") ? path.getKey().split("/")[2] : "places";
      String address = path.getKey().equals("/") ? "/"
          : path.getKey().replace("{featureId}", ogc.all("/collections/" + collection + "/items?limit=1000").get(0));
      JsonNode responses = path.getValue().get("get").get("responses");
      HttpResponse<String> found = ogc.get(address);
      JsonNode content = schemas.resolve(responses.get("200")).get("content");
      assertThat(content.has(Ogc.header(found, "content-type"))).as(address).isTrue();
      assertThat(schemas.faults(Ogc.json(found), content.get(Ogc.header(found, "content-type")).get("schema"))).as(address).isEmpty();
      schemas.resolve(responses.get("200")).get("headers").propertyNames().forEach(header ->
          assertThat(Ogc.header(found, header)).as(address + " " + header).isNotEmpty());
      assertThat(content.has("text/html")).isTrue();
      String tag = Ogc.header(found, "etag");
      assertThat(ogc.get(address, "If-None-Match", tag).statusCode()).as(address).isEqualTo(304);
      assertThat(responses.has("304")).isTrue();
      for (HttpResponse<String> wrong : List.of(ogc.get(address + "?nope=1"), ogc.get(address, "Accept", "image/png"))) {
        JsonNode told = schemas.resolve(responses.get(String.valueOf(wrong.statusCode())));
        assertThat(schemas.faults(Ogc.json(wrong), told.at("/content/application~1problem+json/schema"))).as(address).isEmpty();
      }
      assertThat(path.getValue().get("get").get("parameters").valueStream().map(p -> schemas.resolve(p).get("in").asString()))
          .allMatch(in -> in.equals("query") || in.equals("path"));
    }
    assertThat(api.get("paths").propertyNames().stream().filter(p -> !isOfTiles(p))).hasSize(4 + 3 * ItemCollection.values().length);
    assertThat(ogc.get("/api").body()).doesNotContain("\"$ref\":\"http");
  }

  @Test
  void operationsOfTheDefinitionHaveNamesOfTheirOwn() {
    JsonNode api = ogc.json("/api");
    assertThat(api.get("paths").valueStream().map(p -> p.get("get").get("operationId").asString()).toList()).doesNotHaveDuplicates();
    assertThat(api.get("info").get("title").asString()).isNotBlank();
    assertThat(api.get("info").get("version").asString()).isNotBlank();
    assertThat(api.at("/servers/0/url").asString()).isEqualTo(ogc.root());
    assertThat(api.at("/components/parameters/limit/schema/maximum").asInt()).isEqualTo(ItemsRequest.MOST);
    assertThat(api.at("/components/parameters/limit/schema/default").asInt()).isEqualTo(ItemsRequest.USUAL);
    assertThat(api.at("/components/parameters/crs/schema/enum").valueStream().map(JsonNode::asString).toList()).isEqualTo(Crs.uris());
    assertThat(api.at("/components/parameters/bbox-crs/schema/enum").valueStream().map(JsonNode::asString).toList()).isEqualTo(Crs.uris());
  }

  // OGC 18-058r1

  @Test
  void systemsAreListedOnceAndReferredTo() {
    JsonNode collections = ogc.json("/collections");
    assertThat(collections.get("crs").valueStream().map(JsonNode::asString).toList()).isEqualTo(Crs.uris()).startsWith(Ogc.CRS84);
    for (JsonNode listed : collections.get("collections")) {
      assertThat(listed.get("crs").toString()).isEqualTo("[\"#/crs\"]");
      JsonNode alone = ogc.json("/collections/" + listed.get("id").asString());
      assertThat(alone.get("crs")).isEqualTo(collections.get("crs"));
      assertThat(Crs.uris()).contains(alone.get("storageCrs").asString());
      assertThat(alone.has("storageCrsCoordinateEpoch")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void coordinatesComeInTheSystemAskedForToATenthOfAMillimetre(Crs crs) throws Exception {
    // CGCS2000 coordinates stand for WGS 84
    MathTransform transform = CRS.findMathTransform(CRS.decode("EPSG:4326", true), target(crs), true);
    double tolerance = crs == Crs.EPSG_3857 ? 1e-4 : 1e-9;
    for (String path : List.of("/collections/places/items/" + village.code(), "/collections/roads/items/" + road.code(),
        "/collections/divisions/items/" + county.code())) {
      JsonNode item = ogc.json(path);
      HttpResponse<String> answer = ogc.get(path + "?crs=" + crs.uri());
      assertThat(Ogc.header(answer, "content-crs")).isEqualTo("<" + crs.uri() + ">");
      List<double[]> expected = positions(item.at("/geometry/coordinates"));
      List<double[]> told = positions(Ogc.json(answer).at("/geometry/coordinates"));
      assertThat(told).hasSameSizeAs(expected);
      for (int i = 0; i < told.size(); i++) {
        double[] xy = expected.get(i).clone();
        transform.transform(xy, 0, xy, 0, 1);
        boolean northFirst = crs == Crs.EPSG_4326 || crs == Crs.EPSG_4490;
        assertThat(told.get(i)[0]).isCloseTo(northFirst ? xy[1] : xy[0], within(tolerance));
        assertThat(told.get(i)[1]).isCloseTo(northFirst ? xy[0] : xy[1], within(tolerance));
      }
      assertThat(Ogc.header(ogc.get(path + "?f=html&crs=" + crs.uri()), "content-crs")).isEqualTo("<" + crs.uri() + ">");
    }
    HttpResponse<String> list = ogc.get("/collections/roads/items?crs=" + crs.uri());
    assertThat(Ogc.header(list, "content-crs")).isEqualTo("<" + crs.uri() + ">");
    assertThat(Ogc.json(list).at("/features/0/geometry"))
        .isEqualTo(ogc.json("/collections/roads/items/" + road.code() + "?crs=" + crs.uri()).get("geometry"));
  }

  private static org.geotools.api.referencing.crs.CoordinateReferenceSystem target(Crs crs) throws Exception {
    return CRS.decode("EPSG:" + (crs == Crs.EPSG_3857 ? "3857" : "4326"), true);
  }

  @ParameterizedTest
  @EnumSource
  void boxesAreTakenInEverySystem(Crs crs) throws Exception {
    MathTransform transform = CRS.findMathTransform(CRS.decode("EPSG:4326", true), target(crs), true);
    for (double[] box : new double[][] {{113.1, 27.1, 113.5, 27.6}, {113.25678912345, 27.55432198765, 113.25678912345, 27.55432198765}, {112, 26, 115, 29}}) {
      double[] n = box.clone();
      transform.transform(n, 0, n, 0, 2);
      if (n[0] == n[2] && crs == Crs.EPSG_3857) { // the point itself, within its rounding
        n[0] -= 0.001;
        n[1] -= 0.001;
        n[2] += 0.001;
        n[3] += 0.001;
      }
      boolean northFirst = crs == Crs.EPSG_4326 || crs == Crs.EPSG_4490;
      String told = northFirst ? n[1] + "," + n[0] + "," + n[3] + "," + n[2] : n[0] + "," + n[1] + "," + n[2] + "," + n[3];
      List<String> expected = ogc.all("/collections/places/items?limit=7&bbox=" + box[0] + "," + box[1] + "," + box[2] + "," + box[3]);
      assertThat(ogc.all("/collections/places/items?limit=7&bbox-crs=" + crs.uri() + "&bbox=" + told)).isEqualTo(expected);
      assertThat(expected).contains(village.code());
    }
  }

  @Test
  void boxesInEverySystemMayCrossTheAntimeridian() {
    for (String box : List.of("bbox=170,20,114,40", "bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326&bbox=20,170,40,114",
        "bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3857&bbox=18924313,2273030,12690422,4865942",
        "bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4490&bbox=20,170,-100,40,114,9000")) {
      assertThat(ogc.all("/collections/roads/items?" + box)).as(box).containsExactly(road.code());
    }
    assertThat(ogc.all("/collections/roads/items?bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3857&bbox=18924313,2273030,-18924313,4865942")).isEmpty();
    assertThat(ogc.all("/collections/roads/items?bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3857&bbox=-1e30,-1e30,1e30,1e30")).containsExactly(road.code());
  }

  private static List<double[]> positions(JsonNode coordinates) {
    if (coordinates.get(0).isNumber()) {
      return List.of(new double[] {coordinates.get(0).asDouble(), coordinates.get(1).asDouble()});
    }
    List<double[]> all = new ArrayList<>();
    coordinates.forEach(part -> all.addAll(positions(part)));
    return all;
  }

  // validators

  @Test
  void tagsOfPagesChangeWithTheBytesAndOnlyThen() throws Exception {
    String page = "/collections/places/items?limit=5&class=22200";
    HttpResponse<String> first = ogc.get(page);
    String tag = Ogc.header(first, "etag");
    Thread.sleep(1100); // another second, another timeStamp
    HttpResponse<String> again = ogc.get(page);
    assertThat(again.body()).isNotEqualTo(first.body());
    assertThat(again.body().replaceFirst("\"timeStamp\":\"[^\"]*\"", "")).isEqualTo(first.body().replaceFirst("\"timeStamp\":\"[^\"]*\"", ""));
    assertThat(Ogc.header(again, "etag")).isEqualTo(tag);
    HttpResponse<String> known = ogc.get(page, "If-None-Match", "\"other\", " + tag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(Ogc.header(known, "etag")).isEqualTo(tag);
    assertThat(Ogc.header(ogc.get("/collections/places/items?limit=6&class=22200"), "etag")).isNotEqualTo(tag);
    assertThat(Ogc.header(ogc.get(page + "&f=html"), "etag")).isNotEqualTo(tag);

    // a place that no list on the page shows leaves the bytes alone, though the table has changed
    database().sql("UPDATE app.place SET version = version + 1 WHERE id = ?").param(road.place()).update();
    assertThat(ogc.get(page, "If-None-Match", tag).statusCode()).isEqualTo(304);
    database().sql("UPDATE app.name SET text = '新华新村' WHERE place_id = ?").param(village.place()).update();
    HttpResponse<String> changed = ogc.get(page, "If-None-Match", tag);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(Ogc.header(changed, "etag")).isNotEqualTo(tag);
    database().sql("UPDATE app.name SET text = '新华村' WHERE place_id = ?").param(village.place()).update();
    assertThat(ogc.get(page, "If-None-Match", tag).statusCode()).isEqualTo(304);
    Optional<String> next = Ogc.link(Ogc.json(first), "next");
    assertThat(Ogc.header(ogc.get(next.orElseThrow()), "etag")).isNotEmpty().isNotEqualTo(tag);
  }

  @Test
  void mergedPlacesLeadToTheirSuccessorAndRetiredOnesAreGone() {
    database().sql("UPDATE app.place SET status = 'merged', successor_id = ? WHERE id = ?").params(road.place(), village.place()).update();
    HttpResponse<String> moved = ogc.get("/collections/places/items/" + village.code() + "?f=json");
    assertThat(moved.statusCode()).isEqualTo(301);
    assertThat(Ogc.header(moved, "location")).isEqualTo(ogc.root() + "/collections/places/items/" + road.code() + "?f=json");
    database().sql("UPDATE app.place SET status = 'retired', successor_id = NULL WHERE id = ?").params(village.place()).update();
    HttpResponse<String> gone = ogc.get("/collections/places/items/" + village.code());
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(Ogc.header(gone, "content-type")).isEqualTo("application/problem+json");
    assertThat(ogc.get("/collections/places/items/P000000000001").statusCode()).isEqualTo(404);
    assertThat(ogc.get("/collections/places/items/x").statusCode()).isEqualTo(404);
  }
}

package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.mingjie.TestFolders;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.mingjie.exchange.ExportService;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.mingjie.exchange.Progress;
import org.mingjie.place.PlacesChanged;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** Whoever asks every public address for a place of a restricted class learns its cell of the grid and nothing nearer. */
@ExtendWith(OutputCaptureExtension.class)
class RestrictedPositionsTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  /** Nothing else lies as far east or south: it would be the corner of every extent. */
  private static final double LON = 113.7912345;
  private static final double LAT = 27.5498765;
  private static final int GRID = 2_000;

  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430281102000,430281000000,王仙镇,town,f,f,113.59,27.73
      """;
  private static final String PLACES = """
      {"type":"FeatureCollection","features":[
      {"type":"Feature","id":"a","properties":{"id":"a","name":"石盘岭矿","class":"22300","division":"430281"},"geometry":{"type":"Point","coordinates":[%s,%s]}},
      {"type":"Feature","id":"b","properties":{"id":"b","name":"石盘岭","class":"13400","division":"430281"},"geometry":{"type":"Point","coordinates":[113.7,27.6]}},
      {"type":"Feature","id":"c","properties":{"id":"c","name":"石盘坝","class":"24200","division":"430281"},"geometry":{"type":"Polygon","coordinates":[[[113.70,27.61],[113.71,27.61],[113.71,27.62],[113.70,27.61]]]}},
      {"type":"Feature","id":"d","properties":{"id":"d","name":"石盘路","class":"23211","division":"430281"},"geometry":{"type":"LineString","coordinates":[[113.60,27.61],[113.65,27.62]]}}
      ]}
      """;

  /** Longitude, latitude, or metres of a projection. */
  private static final Pattern NUMBERS = Pattern.compile("-?\\d{1,8}\\.\\d{2,}");

  @LocalServerPort private int port;
  @Autowired private ImportService imports;
  @Autowired private ExportService exports;
  @Autowired private Profiles profiles;
  @Autowired private Accounts accounts;
  @Autowired private TileService tiles;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionOperations transactions;
  @Autowired private ApplicationEventPublisher events;
  private Importing importing;
  private Browser anybody;
  private String mine;

  @BeforeEach
  void aRegistryWithAMine() {
    importing = new Importing(imports, profiles);
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", LIST));
    places("2017-01-01", LON, LAT);
    tiles.forgetAll();
    anybody = new Browser(port);
    mine = code("石盘岭矿");
  }

  private void places(String day, double lon, double lat) {
    Path profile = importing.file("places-" + day + ".yaml", """
        name: places
        title: 试验地名 %s
        target: places
        crs: EPSG:4490
        source: {kind: list, rank: 30, stateDate: %s, origin: 试验, licence: 试验}
        columns: {id: [id], name: [name], class: [class], division: [division]}
        """.formatted(day, day));
    assertThat(importing.run(profile, importing.file("places-" + day + ".geojson", PLACES.formatted(lon, lat))).rejected()).isZero();
  }

  private static String code(String name) {
    return database().sql("SELECT p.code FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = :name").param("name", name).query(String.class).single();
  }

  /** As an administrator's change does it. */
  private void rules(Object... prefixesAndGrids) {
    List<String> prefixes = new ArrayList<>();
    List<Integer> grids = new ArrayList<>();
    for (int i = 0; i < prefixesAndGrids.length; i += 2) {
      prefixes.add((String) prefixesAndGrids[i]);
      grids.add((Integer) prefixesAndGrids[i + 1]);
    }
    transactions.executeWithoutResult(status -> {
      jdbc.sql(PlacesChanged.CREATE_TABLE).update();
      int count = jdbc.sql("INSERT INTO changed_place SELECT * FROM set_position_rules(:prefixes, :grids)")
          .param("prefixes", prefixes.toArray(String[]::new)).param("grids", grids.toArray(Integer[]::new)).update();
      events.publishEvent(new PlacesChanged(count));
    });
  }

  /** Everything that the public can read, by address: more than one way to each answer. */
  private Map<String, String> answersToAnybody() throws IOException {
    Map<String, String> answers = new TreeMap<>();
    List<String> addresses = new ArrayList<>(List.of("/api/places/" + mine, "/place/" + mine, "/place/" + mine + "?lang=en", "/api/site", "/tiles/base.json",
        "/ogc/collections", "/ogc/collections/places", "/ogc/collections/places?f=html", "/ogc/collections/places/tiles/WebMercatorQuad",
        "/api/suggest?q=" + text("石盘"), "/api/same-names?name=" + text("石盘岭矿"), "/report?place=" + mine));
    for (String near : List.of("", "&near=113.80,27.56", "&bbox=113,27,114,28", "&bbox=113.78,27.53,113.80,27.57")) {
      addresses.add("/api/search?q=" + text("石盘岭矿") + near);
    }
    for (String day : List.of("", "&date=2018-01-01")) {
      addresses.add("/api/reverse?lon=113.80&lat=27.56&limit=10" + day);
      addresses.add("/api/reverse?lon=113.5&lat=27.6&limit=10" + day);
    }
    for (String item : List.of("/ogc/collections/places/items/" + mine, "/ogc/collections/places/items", "/ogc/collections/places/items?bbox=113.5,27.4,114,27.9")) {
      String mark = item.contains("?") ? "&" : "?";
      for (String crs : List.of("OGC/1.3/CRS84", "EPSG/0/4490", "EPSG/0/4326", "EPSG/0/3857")) {
        addresses.add(item + mark + "crs=" + text("http://www.opengis.net/def/crs/" + crs));
      }
      for (String form : List.of("f=json", "f=html", "f=jsonseq", "datetime=2018-01-01", "datetime=2017-01-01/..")) {
        addresses.add(item + mark + form);
      }
    }
    TileClient client = new TileClient(port);
    for (String address : addresses) {
      HttpResponse<byte[]> answer = client.get(address);
      String body = new String(answer.body(), StandardCharsets.UTF_8);
      assertThat(answer.statusCode()).as(address + " " + body).isIn(200, 400); // forms that a single feature does not have
      answers.put(address, body + answer.headers().map());
    }
    Path export = TestFolders.create("open-").resolve("open.geojsonl");
    exports.export(export, "", Progress.NONE);
    answers.put("export", Files.readString(export));
    assertThat(answers.get("export")).contains("石盘岭矿");
    return answers;
  }

  private static String text(String words) {
    return URLEncoder.encode(words, StandardCharsets.UTF_8);
  }

  /** Where tiles of all zooms draw a place, at the zoom at which it is told most exactly. */
  private double @Nullable [] drawn(String name) {
    double[] best = null;
    int zoom = -1;
    for (SampleTiles.At at : SampleTiles.all(new TileClient(port), 16)) {
      for (MvtTile.Feature feature : at.tile().features("place")) {
        if (name.equals(feature.text("name")) && at.z() > zoom) {
          best = at.degrees(feature.parts().get(0).get(0), at.tile().layers().get("place").extent());
          zoom = at.z();
        }
      }
    }
    return best;
  }

  private static double[] cell() {
    return database().sql("SELECT st_x(g) AS x, st_y(g) AS y FROM (SELECT in_grid(st_setsrid(st_makepoint(:lon, :lat), 4490), :grid) AS g) c")
        .param("lon", LON).param("lat", LAT).param("grid", GRID).query((row, n) -> new double[] {row.getDouble("x"), row.getDouble("y")}).single();
  }

  private static double metres(double[] at) {
    return database().sql("SELECT st_distance(st_setsrid(st_makepoint(:x, :y), 4490)::geography, st_setsrid(st_makepoint(:lon, :lat), 4490)::geography)")
        .param("x", at[0]).param("y", at[1]).param("lon", LON).param("lat", LAT).query(Double.class).single();
  }

  /** Numbers of degrees or metres that tell longitude or latitude more exactly than the grid does, and are not those of the cell. */
  private static List<String> tellingMore(String answer, double[] cell) {
    double degrees = GRID / 111_320.0 / 4;
    double[] projected = projected(3857);
    List<String> told = new ArrayList<>();
    Matcher numbers = NUMBERS.matcher(answer);
    while (numbers.find()) {
      double n = Double.parseDouble(numbers.group());
      boolean near = Math.abs(n - LON) < Math.min(degrees, Math.abs(cell[0] - LON) * 0.9) || Math.abs(n - LAT) < Math.min(degrees, Math.abs(cell[1] - LAT) * 0.9)
          || Arrays.stream(projected).anyMatch(m -> Math.abs(n - m) < 100);
      if (near) {
        told.add(numbers.group());
      }
    }
    return told;
  }

  private static double[] projected(int srid) {
    return database().sql("SELECT st_x(g) AS x, st_y(g) AS y FROM (SELECT st_transform(st_setsrid(st_makepoint(:lon, :lat), 4490), :srid) AS g) c")
        .param("lon", LON).param("lat", LAT).param("srid", srid).query((row, n) -> new double[] {row.getDouble("x"), row.getDouble("y")}).single();
  }

  private void assertThatNothingTellsMore() throws IOException {
    double[] cell = cell();
    Map<String, List<String>> told = new TreeMap<>();
    answersToAnybody().forEach((address, answer) -> {
      if (!tellingMore(answer, cell).isEmpty()) {
        told.put(address, tellingMore(answer, cell));
      }
    });
    assertThat(told).isEmpty();
  }

  @Test
  void theMarkerWouldBeFoundWhereItIsTold() throws IOException {
    Map<String, String> answers = answersToAnybody();
    double[] cell = cell();
    assertThat(answers.entrySet().stream().filter(a -> !tellingMore(a.getValue(), cell).isEmpty()).map(Map.Entry::getKey))
        .contains("/api/places/" + mine, "/place/" + mine, "/place/" + mine + "?lang=en", "/tiles/base.json", "/ogc/collections", "export",
            "/api/reverse?lon=113.5&lat=27.6&limit=10", "/api/search?q=" + text("石盘岭矿"), "/ogc/collections/places/items/" + mine + "?datetime=2018-01-01",
            "/ogc/collections/places/items?crs=" + text("http://www.opengis.net/def/crs/EPSG/0/3857"),
            "/ogc/collections/places/items/" + mine + "?f=html");
    assertThat(metres(drawn("石盘岭矿"))).isLessThan(1);
  }

  @Test
  void noPublicAddressTellsMoreThanTheCell(CapturedOutput output) throws IOException {
    rules("223", GRID);
    double[] cell = cell();
    JsonNode card = anybody.get("/api/places/" + mine).json();
    assertThat(card.at("/point/0").asDouble()).isEqualTo(cell[0]);
    assertThat(card.at("/point/1").asDouble()).isEqualTo(cell[1]);
    assertThat(card.path("positionGrid").asInt()).isEqualTo(GRID);
    assertThat(List.of(grid("search", "石盘岭矿"), grid("suggest", "石盘岭矿"), grid("search", "石盘岭"))).containsExactly(GRID + "", GRID + "", "null");
    assertThat(anybody.get("/place/" + mine).raw().body()).contains("大致位置，是2,000米方格的中心", "\"@type\":\"GeoCircle\"", "\"geoRadius\":1415");
    assertThat(anybody.get("/place/" + mine + "?lang=en").raw().body()).contains("approximate: the middle of a cell of 2,000 m");
    assertThat(anybody.get("/ogc/collections/places/items/" + mine).json().at("/properties/positionGrid").asInt()).isEqualTo(GRID);
    assertThat(anybody.get("/ogc/collections/places/items/" + code("石盘岭")).json().at("/properties/positionGrid").isNull()).isTrue();
    assertThat(metres(cell)).isBetween(100.0, GRID * 0.75);
    assertThatNothingTellsMore();
    assertThat(drawn("石盘岭矿")).satisfies(at -> assertThat(at[0]).isCloseTo(cell[0], within(1e-5)));
    assertThat(output.getAll()).doesNotContain("113.7912", "27.54987");

    rules();
    assertThat(anybody.get("/api/places/" + mine).json().at("/point/0").asDouble()).isEqualTo(LON);
    assertThat(metres(drawn("石盘岭矿"))).isLessThan(1);
    assertThat(database().sql("SELECT count(*) FROM place_geometry_exact").query(Long.class).single()).isZero();
    assertThat(database().sql("SELECT count(*) FROM place_geometry_history").query(Long.class).single()).as("to publish more or less is no correction").isZero();
  }

  /** What the hits of this name tell of how exact its position is. */
  private String grid(String address, String name) {
    JsonNode hits = anybody.get("/api/%s?q=%s".formatted(address, text(name))).json().path("results");
    JsonNode hit = hits.valueStream().filter(h -> h.path("name").asString().equals(name)).findFirst().orElseThrow();
    return hit.required("positionGrid").toString();
  }

  /** Halves a box as long as the place is in one half: ends at the position by which the server chooses. */
  private double[] bisect(Predicate<double[]> holds) {
    double[] box = {113.0, 27.0, 114.5, 28.5};
    assertThat(holds.test(box)).isTrue();
    for (int i = 0; i < 40; i++) {
      int low = i % 2;
      double middle = (box[low] + box[low + 2]) / 2;
      double[] half = box.clone();
      half[low + 2] = middle;
      if (holds.test(half)) {
        box = half;
      } else {
        box[low] = middle;
      }
    }
    return new double[] {(box[0] + box[2]) / 2, (box[1] + box[3]) / 2};
  }

  @Test
  void boxesThatAreHalvedAgainAndAgainEndAtTheMiddleOfTheCell() {
    rules("223", GRID);
    double[] byItems = bisect(box -> anybody.get("/ogc/collections/places/items?limit=50&bbox=%.9f,%.9f,%.9f,%.9f".formatted(box[0], box[1], box[2], box[3]))
        .json().path("features").toString().contains("\"geometry\":{\"type\":\"Point\",\"coordinates\":[%s".formatted(cell()[0])));
    double[] bySearch = bisect(box -> anybody.get("/api/search?q=%s&bbox=%.9f,%.9f,%.9f,%.9f".formatted(text("石盘岭矿"), box[0], box[1], box[2], box[3]))
        .json().path("results").size() > 0);
    for (double[] found : List.of(byItems, bySearch)) {
      assertThat(found[0]).isCloseTo(cell()[0], within(1e-4));
      assertThat(found[1]).isCloseTo(cell()[1], within(1e-4));
    }
  }

  @Test
  void withheldMeansThatThereIsNoPositionAtAll() throws IOException {
    rules("223", 0, "24", 500, "232", 500);
    assertThat(drawn("石盘岭矿")).isNull();
    JsonNode card = anybody.get("/api/places/" + mine).json();
    assertThat(card.path("point").isNull()).isTrue();
    assertThat(card.path("positionGrid").asInt()).isZero();
    assertThat(List.of(grid("search", "石盘岭矿"), grid("suggest", "石盘路"))).containsExactly("0", "500");
    assertThat(anybody.get("/place/" + mine).raw().body()).contains("不公开").doesNotContain("\"geo\"");
    for (String address : List.of("/api/reverse?lon=113.80&lat=27.56&limit=10", "/api/reverse?lon=113.5&lat=27.6&limit=10")) {
      assertThat(anybody.get(address).json().path("nearest").toString()).contains("石盘岭").doesNotContain("石盘岭矿");
    }
    assertThat(anybody.get("/ogc/collections/places/items/" + mine).json().path("geometry").isNull()).isTrue();
    assertThatNothingTellsMore();
    for (String name : List.of("石盘坝", "石盘路")) { // shapes whose outline tells where they are, with no point of their own
      assertThat(anybody.get("/ogc/collections/places/items/" + code(name)).json().path("geometry").isNull()).isTrue();
      assertThat(anybody.get("/api/places/" + code(name)).raw().body()).contains("\"point\":null", "\"bbox\":null");
    }
    assertThat(anybody.get("/ogc/collections/roads/items").json().path("features").size()).isZero();
    assertThat(SampleTiles.all(new TileClient(port), 14).stream().flatMap(at -> Stream.of("road", "water").flatMap(layer -> at.tile().names(layer).stream()))).isEmpty();
    rules();
    assertThat(anybody.get("/ogc/collections/roads/items").json().path("features").size()).isEqualTo(1);
    assertThat(anybody.get("/ogc/collections/places/items/" + code("石盘坝")).json().at("/geometry/type").asString()).isEqualTo("Polygon");
  }

  @Test
  void theLongestBeginningCounts() {
    rules("22", 0, "2230", GRID, "22400", 0);
    assertThat(anybody.get("/api/places/" + mine).json().at("/point/0").asDouble()).isEqualTo(cell()[0]);
  }

  @Test
  void listsThatComeAfterTheRuleAreBlurredTooAndPlacesLieWhereTheyAre() throws IOException {
    rules("223", GRID);
    JsonNode bounds = anybody.get("/tiles/base.json").json().path("bounds");
    places("2018-01-01", LON, LAT);
    assertThat(database().sql("SELECT count(*) FROM place_geometry_history").query(Long.class).single()).as("the list says nothing new").isZero();
    places("2019-01-01", LON + 0.001, LAT);
    assertThat(database().sql("SELECT st_x(geom) FROM place_geometry_exact").query(Double.class).single()).isEqualTo(LON + 0.001);
    assertThat(database().sql("SELECT st_x(geom) FROM place_geometry_exact_history").query(Double.class).list()).containsExactly(LON);
    assertThat(anybody.get("/tiles/base.json").json().path("bounds")).isEqualTo(bounds);
    assertThatNothingTellsMore();
    rules();
    assertThat(database().sql("SELECT st_x(geom) FROM place_geometry_history").query(Double.class).list()).containsExactly(LON);
    assertThat(database().sql("SELECT st_x(st_transform(g3857, 4490)) FROM place_geometry_history").query(Double.class).single())
        .isCloseTo(LON, within(1e-9));
    rules("223", GRID);
    assertThat(database().sql("SELECT st_x(geom) FROM place_geometry_history").query(Double.class).list()).as("what was held before a rule").containsExactly(cell()[0]);
    assertThat(database().sql("SELECT st_x(st_transform(g3857, 4490)) FROM place_geometry_history").query(Double.class).single()).isCloseTo(cell()[0], within(1e-9));
    jdbc.sql("DELETE FROM place_geometry g USING place p WHERE p.id = g.place_id AND p.class_code = '22300'").update();
    assertThat(database().sql("SELECT count(*) FROM place_geometry_exact").query(Long.class).single()).isZero();
    assertThat(database().sql("SELECT count(*) FROM place_geometry_exact_history").query(Long.class).single()).isEqualTo(2);
  }

  @Test
  void theClerkSeesAndCorrectsTheExactPositionAndNobodyElseDoes() throws IOException {
    rules("223", GRID);
    accounts.createIfAbsent("liling", "醴陵地名干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("auditor", "审计员", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
    accounts.createIfAbsent("guard", "安全员", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    Browser clerk = Browser.of(port, "liling", PASSWORD);
    String address = "/api/corrections/" + mine;
    Browser.Answer held = clerk.get(address);
    assertThat(clerk.get("/api/corrections/" + mine.toLowerCase(Locale.ROOT)).json()).isEqualTo(held.json());
    assertThat(held.json().at("/position/0").asDouble()).isEqualTo(LON);
    double[] cell = cell();
    // the middle of the cell is a position like any other
    for (double[] at : List.of(new double[] {LON, LAT + 0.0001}, cell)) {
      Map<String, Object> body = new HashMap<>(Map.of("what", "position", "position", at, "reason", "测量有误", "source", "实测记录"));
      Browser.Answer done = clerk.post(address, body, "If-Match", clerk.get(address).header("ETag"));
      assertThat(done.status()).as(done.raw().body()).isEqualTo(200);
      assertThat(done.json().at("/position/1").asDouble()).isEqualTo(at[1]);
      assertThat(clerk.get(address).json().at("/position/0").asDouble()).isEqualTo(at[0]);
      assertThat(anybody.get("/api/places/" + mine).json().at("/point/1").asDouble()).isEqualTo(cell[1]);
    }
    assertThatNothingTellsMore();
    assertThat(Browser.of(port, "auditor", PASSWORD).get("/api/audit?kind=correction").raw().body()).contains("113.7912345");
    assertThat(Browser.of(port, "guard", PASSWORD).get("/api/audit").raw().body()).doesNotContain("113.79");
    assertThat(database().sql("SELECT st_y(geom) FROM place_geometry_exact_history ORDER BY recorded").query(Double.class).list()).containsExactly(LAT, LAT + 0.0001);
    assertThat(database().sql("SELECT count(*) FROM place_geometry_history WHERE st_x(geom) <> :x").param("x", cell[0]).query(Long.class).single()).isZero();
  }

  @Test
  void aPlaceThatComesIntoTheClassComesUnderItsRule() {
    rules("134", 0);
    String change = "UPDATE place SET class_code = :class, version = version + 1 WHERE code = :code";
    assertThat(point(mine)).isEqualTo(LON);
    jdbc.sql(change).param("class", "13400").param("code", mine).update();
    assertThat(point(mine)).isNull();
    jdbc.sql(change).param("class", "22300").param("code", mine).update();
    assertThat(point(mine)).isEqualTo(LON);
  }

  private static @Nullable Double point(String code) {
    return database().sql("SELECT st_x(g.geom) FROM place p JOIN place_geometry g ON g.place_id = p.id WHERE p.code = :code").param("code", code)
        .query((row, n) -> row.getObject(1, Double.class)).list().get(0);
  }

  @Test
  void theReadRoleSeesNoExactPositionAndTheAppRoleWritesNone() throws SQLException {
    rules("223", GRID);
    try (Connection read = asSuperuser(); Connection app = asApp()) {
      read.createStatement().execute("SET search_path = app, public; SET ROLE mingjie_read");
      for (String table : List.of("place_geometry_exact", "place_geometry_exact_history")) {
        assertThatThrownBy(() -> read.createStatement().execute("SELECT * FROM " + table)).hasMessageContaining("permission denied");
      }
      for (String statement : List.of("SELECT * FROM place_geometry_exact_history", "UPDATE place_geometry_exact SET geom = geom", "DELETE FROM place_geometry_exact",
          "DELETE FROM position_rule", "INSERT INTO position_rule VALUES ('11', 0)", "UPDATE place_geometry SET grid_metres = NULL",
          "SELECT publish_positions_anew('{}')")) {
        assertThatThrownBy(() -> app.createStatement().execute(statement)).as(statement).hasMessageContaining("permission denied");
      }
      assertThatThrownBy(() -> app.createStatement().execute("UPDATE place_geometry SET geom = NULL")).hasMessageContaining("stated with its geometry");
      assertThatThrownBy(() -> app.createStatement().execute("SELECT set_position_rules('{215}', '{100}')")).hasMessageContaining("position_rule_prefix_check");
      assertThatThrownBy(() -> app.createStatement().execute("SELECT set_position_rules('{22}', '{99}')")).hasMessageContaining("grid_metres_check");
      assertThatThrownBy(() -> app.createStatement().execute("UPDATE place_geometry SET geom = st_setsrid(st_makepoint(200, 95), 4490) WHERE grid_metres > 0"))
          .hasMessageContaining("no sound shape on the map");
      assertThatThrownBy(() -> app.createStatement().execute("UPDATE place_geometry SET geom = st_geomfromtext('LINESTRING(113 27, 114 28)', 4490) WHERE grid_metres > 0"))
          .hasMessageContaining("no sound shape on the map");
    }
  }

  @Test
  void cellsAreAboutAsLargeAsTheRuleSaysAndTheSameForAllPlacesInThem() {
    for (int grid : List.of(100, 2_000, 20_000)) {
      for (double lat : List.of(4.0, 27.6, 53.4)) {
        List<Double> apart = database().sql("""
            SELECT st_distance(c::geography, lead(c) OVER (ORDER BY st_x(c))::geography) FROM (
              SELECT DISTINCT in_grid(st_setsrid(st_makepoint(100 + n * :grid / 400000.0, :lat), 4490), :grid) AS c FROM generate_series(1, 40) n) cells
            """).param("grid", grid).param("lat", lat).query(Double.class).list();
        assertThat(apart.subList(0, apart.size() - 1)).hasSizeGreaterThan(5).allSatisfy(m -> assertThat(m).isBetween(grid * 0.99, grid * 1.01));
      }
    }
  }
}

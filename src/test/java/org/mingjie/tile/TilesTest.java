package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Geometry;
import org.mingjie.RegistryTest;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** Vector tiles over HTTP, on small registries of their own. */
class TilesTest extends RegistryTest {

  private static final String PLACE_TILE = "/tiles/base/8/213/106.mvt"; // 119.53 to 120.94 east, 28.3 to 29.53 north

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired @Qualifier("read") private JdbcClient read;
  @Autowired private TransactionOperations transactions;
  @Autowired private ApplicationEventPublisher events;
  @Autowired private TileService tiles;
  @Autowired private TileUpkeep upkeep;
  @Autowired private TileQueue queue;
  @Autowired private MeterRegistry meters;

  private TileClient client;
  private Edits edits;

  @BeforeEach
  void start() {
    client = new TileClient(port);
    edits = new Edits(jdbc, transactions, events);
    tiles.forgetAll();
  }

  @Test
  void everyFeatureOfEveryLayerCarriesItsCodeAsTextAndNameClassLevelAndRank() {
    someOfEverything();
    Set<String> met = new HashSet<>();
    for (String address : List.of(PLACE_TILE, "/tiles/base/11/1706/854.mvt")) {
      client.tile(address).layers().forEach((layer, content) -> content.features().forEach(feature -> {
        met.add(layer);
        assertThat(feature.properties()).as(layer).containsKeys("code", "name", "class", "level", "rank");
        assertThat(List.of("code", "name", "class")).allSatisfy(text -> assertThat(feature.properties().get(text)).isInstanceOf(String.class));
        assertThat(feature.properties().get("level")).isInstanceOf(Double.class);
      }));
    }
    assertThat(met).containsExactlyInAnyOrderElementsOf(TileLayer.ids());
  }

  @Test
  void theTileJsonNamesTheLayersTheExtentAndTheAddress() {
    someOfEverything();
    JsonNode json = client.json("/tiles/base.json");
    assertThat(json.get("tilejson").asString()).isEqualTo("3.0.0");
    assertThat(json.get("tiles").get(0).asString()).endsWith("/tiles/base/{z}/{x}/{y}.mvt");
    assertThat(json.get("vector_layers").valueStream().map(l -> l.get("id").asString())).containsExactlyElementsOf(TileLayer.ids());
    assertThat(json.get("bounds").get(0).asDouble()).isBetween(119.0, 120.0);
    assertThat(client.json("/tiles/base.json?layers=road&datetime=2020-01-01").get("tiles").get(0).asString())
        .endsWith(".mvt?layers=road&datetime=2020-01-01");
  }

  @Test
  void oneLayerCanBeAskedForAloneAndAnOgcTileIsTheSameWithRowBeforeColumn() {
    someOfEverything();
    for (Map.Entry<String, String> one : Map.of("divisions", "division", "places", "place", "roads", "road").entrySet()) {
      HttpResponse<byte[]> tile = client.get("/tiles/base/8/213/106.mvt?layers=" + one.getValue());
      HttpResponse<byte[]> ogc = client.get("/ogc/collections/" + one.getKey() + "/tiles/WebMercatorQuad/8/106/213");
      assertThat(MvtTile.read(tile.body()).layers().keySet()).containsExactly(one.getValue());
      assertThat(ogc.body()).isEqualTo(tile.body());
      assertThat(ogc.headers().firstValue("ETag")).isEqualTo(tile.headers().firstValue("ETag"));
      assertThat(client.get("/ogc/collections/" + one.getKey() + "/tiles/WebMercatorQuad/8/106/213/").body()).isEqualTo(tile.body());
      assertThat(client.get("/ogc/collections/" + one.getKey() + "/tiles/WebMercatorQuad/8/213/106").body()).isNotEqualTo(tile.body());
    }
    assertThat(client.tile("/tiles/base/8/213/106.mvt?layers=road,place").layers().keySet()).containsExactly("road", "place");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ogc/tileMatrixSets", "/ogc/tileMatrixSets/WebMercatorQuad", "/ogc/collections/divisions/tiles",
    "/ogc/collections/places/tiles", "/ogc/collections/roads/tiles/WebMercatorQuad"})
  void documentsAnswerWithAndWithoutATrailingSlashAndTheirLinksAreGood(String address) {
    JsonNode document = client.json(address);
    assertThat(client.json(address + "/")).isEqualTo(document);
    assertThat(client.get(address + "?f=json").statusCode()).isEqualTo(200);
    assertThat(client.get(address + "?g=json").statusCode()).isEqualTo(400);
    assertThat(client.get(address + "?f=xml").statusCode()).isEqualTo(400);
    document.findValues("href").stream().map(JsonNode::asString).filter(href -> !href.contains("{"))
        .forEach(href -> assertThat(client.get(href.substring(href.indexOf('/', 8))).statusCode()).as(href).isEqualTo(200));
  }

  @Test
  void theTilesetTellsLimitsBoundingBoxAndWhereItsTilesAre() {
    someOfEverything();
    JsonNode tileset = client.json("/ogc/collections/places/tiles/WebMercatorQuad");
    assertThat(tileset.get("dataType").asString()).isEqualTo("vector");
    assertThat(tileset.get("tileMatrixSetURI").asString()).isEqualTo("http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad");
    JsonNode limit = tileset.get("tileMatrixSetLimits").get(8);
    assertThat(List.of(limit.get("minTileRow").asInt(), limit.get("maxTileRow").asInt())).containsExactly(106, 106);
    assertThat(List.of(limit.get("minTileCol").asInt(), limit.get("maxTileCol").asInt())).containsExactly(213, 213);
    assertThat(tileset.at("/boundingBox/lowerLeft/0").asDouble()).isBetween(119.5, 120.0);
    String template = tileset.get("links").valueStream().filter(l -> l.get("rel").asString().equals("item")).findFirst().orElseThrow()
        .get("href").asString();
    String tile = template.replace("{tileMatrix}", "8").replace("{tileRow}", "106").replace("{tileCol}", "213");
    assertThat(client.tile(tile.substring(tile.indexOf('/', 8))).features("place")).isNotEmpty();
    HttpResponse<byte[]> beyond = client.get("/ogc/collections/places/tiles/WebMercatorQuad/8/107/213");
    assertThat(beyond.statusCode()).isEqualTo(404);
    assertThat(new String(beyond.body(), StandardCharsets.UTF_8)).contains("第 8 级第 107 行第 213 列", "106 至 106 行", "tileMatrixSetLimits");
    assertThat(client.get("/tiles/base/8/213/107.mvt?layers=place").statusCode()).isEqualTo(204);
    assertThat(client.get("/ogc/collections/divisions/tiles/WebMercatorQuad/8/106/213?datetime=1840-01-01").statusCode()).isEqualTo(204);
    edits.commit(() -> edits.point("远村", "22200", 0.2, 100.0, 35.0));
    assertThat(client.tile("/ogc/collections/places/tiles/WebMercatorQuad/8/101/199").names("place")).contains("远村");
    JsonNode quad = client.json("/ogc/tileMatrixSets/WebMercatorQuad");
    assertThat(quad.at("/tileMatrices/0/scaleDenominator").asDouble()).isBetween(559082264.02, 559082264.04);
    assertThat(quad.at("/tileMatrices/8/matrixWidth").asInt()).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ' ', value = {
    "/tiles/base/99/0/0.mvt 404", "/tiles/base/-1/0/0.mvt 404", "/tiles/base/3/8/0.mvt 404", "/tiles/base/3/0/-1.mvt 404",
    "/tiles/base/3/99999999999999999999/0.mvt 404", "/tiles/base/0/0/.mvt 404", "/tiles/base/01/0/0.mvt 404", "/tiles/base/1/0/00.mvt 404",
    "/tiles/base/a/b/c.mvt 404", "/tiles/base/17/0/0.mvt 404", "/tiles/other/1/1/1.mvt 404",
    "/tiles/other.json 404", "/tiles/base/1/1/1.mvt?layers=roads 400", "/tiles/base/1/1/1.mvt?layers= 400", "/tiles/base/1/1/1.mvt?datetime=gestern 400",
    "/tiles/base/1/1/1.mvt?datetime=2015-02-30 400", "/tiles/base/1/1/1.mvt?datetime= 400", "/tiles/base/1/1/1.mvt?datetime=0000-01-01 400",
    "/tiles/base/1/1/1.mvt?datetime=2015-01-01/.. 400", "/tiles/base/1/1/1.mvt?day=2015-01-01 400",
    "/tiles/base/1/1/1.mvt?layers=road&layers=place 400", "/tiles/base.json?datetime=x 400",
    "/ogc/collections/places/tiles/WebMercatorQuad/17/0/0 404", "/ogc/collections/places/tiles/WebMercatorQuad/1/x/0 404",
    "/ogc/collections/places/tiles/Other 404", "/ogc/collections/names/tiles 404", "/ogc/tileMatrixSets/Other 404",
    "/ogc/collections/places/tiles/WebMercatorQuad/1/0/0?f=png 400", "/ogc/collections/places/tiles/WebMercatorQuad/1/0/0?layers=road 400"})
  void whatIsNoTileIsToldSoInChinese(String address, int status) {
    HttpResponse<byte[]> answer = client.get(address);
    assertThat(answer.statusCode()).as(address).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).containsPattern("[\\u4e00-\\u9fff]");
  }

  @Test
  void anEmptyTileHasNoBytes() {
    HttpResponse<byte[]> answer = client.get("/tiles/base/8/0/0.mvt");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aTileIsCheckedEachTimeAndNotSentAgainWhileItIsTheSame() throws Exception {
    edits.commit(() -> edits.point("石桥村", "22200", 0.2, 120.0, 29.0));
    HttpResponse<byte[]> first = client.get(PLACE_TILE, "Accept-Encoding", "gzip");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(first.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(first.headers().firstValue("Content-Type")).hasValue("application/vnd.mapbox-vector-tile");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(first.body())).readAllBytes()).isEqualTo(client.get(PLACE_TILE).body());
    HttpResponse<byte[]> again = client.get(PLACE_TILE, "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).hasValue(tag);
    assertThat(client.get(PLACE_TILE, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "none", value = {"gzip|true", "GZIP|true", "br, gzip;q=0.5|true", "gzip;q=0|false", "br;q=1, gzip; q=0.000|false", "x-gzip|false", "identity|false",
    "gzip;q=0.5, identity;q=0.9|false", "gzip;q=0.5, identity;q=0.5|true", "gzip; q=0.5, identity;q=0|true", "gzip;q=0.001|true", "*|false", "identity;q=0, *|true",
    "*;q=0|false", "gzip, *;q=0|true", "gzip;q=0.1, *;q=0.5|false", "gzip;q=rubbish|true"})
  void aTileIsCompressedForWhoeverTakesIt(String accepted, boolean compressed) {
    edits.commit(() -> edits.point("石桥村", "22200", 0.2, 120.0, 29.0));
    assertThat(client.get(PLACE_TILE, "Accept-Encoding", accepted).headers().firstValue("Content-Encoding").isPresent()).isEqualTo(compressed);
  }

  @ParameterizedTest
  @ValueSource(strings = {PLACE_TILE, "/tiles/base.json", "/tiles/base/style.json", "/ogc", "/ogc/collections/places/items", "/ogc/collections/places/tiles/WebMercatorQuad/8/106/213"})
  void otherSitesMayAskForTheHeadOnly(String address) {
    HttpResponse<byte[]> answer = client.head(address, "Origin", "https://example.org");
    assertThat(answer.statusCode()).isIn(200, 204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
  }

  @Test
  void aTileAtHandHasTheHeadersOfOneThatIsMade() {
    edits.commit(() -> edits.point("石桥村", "22200", 0.2, 120.0, 29.0));
    tiles.forgetAll();
    HttpResponse<byte[]> made = client.get(PLACE_TILE);
    HttpResponse<byte[]> atHand = client.get(PLACE_TILE);
    assertThat(atHand.body()).isEqualTo(made.body());
    assertThat(headers(atHand)).isEqualTo(headers(made));
    HttpResponse<byte[]> elsewhere = client.get(PLACE_TILE, "Origin", "https://example.org");
    assertThat(elsewhere.body()).isEqualTo(made.body());
    assertThat(elsewhere.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
  }

  @Test
  void aTileAtHandIsCountedAsATile() throws Exception {
    client.get(PLACE_TILE);
    long before = counted();
    for (int i = 0; i < 5; i++) {
      client.get(PLACE_TILE);
    }
    for (int tenths = 0; counted() < before + 5 && tenths < 50; tenths++) {
      Thread.sleep(100); // a request is counted when its answer has gone
    }
    assertThat(counted()).isGreaterThanOrEqualTo(before + 5);
  }

  private static Map<String, List<String>> headers(HttpResponse<?> answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.remove("date");
    return headers;
  }

  private long counted() {
    return meters.find("http.server.requests").tag("uri", TileController.TILE).timers().stream().mapToLong(Timer::count).sum();
  }

  @Test
  void aTouchedTileIsFreshWithTheNextRequestAndOneThatLooksTheSameKeepsItsTag() {
    UUID[] village = new UUID[1];
    edits.commit(() -> village[0] = edits.point("石桥村", "22200", 0.2, 120.0, 29.0));
    String tag = client.get(PLACE_TILE).headers().firstValue("ETag").orElseThrow();
    long made = tiles.made();
    edits.commit(() -> edits.changed(village[0]));
    assertThat(client.get(PLACE_TILE).headers().firstValue("ETag")).hasValue(tag);
    assertThat(tiles.made()).as("nothing has changed, nothing is made").isEqualTo(made);
    edits.commit(() -> edits.point("邻村", "22200", 0.1, 119.53, 29.0));   // in the buffer of the cell beside
    edits.commit(() -> jdbc.sql("UPDATE tile_revision SET rev = nextval('tile_revision_seq') WHERE z = 8").update());
    String before = client.get(PLACE_TILE).headers().firstValue("ETag").orElseThrow();
    jdbc.sql("UPDATE tile_revision SET rev = nextval('tile_revision_seq')").update();
    assertThat(client.get(PLACE_TILE).headers().firstValue("ETag")).as("made again, looks the same").hasValue(before);
    edits.commit(() -> {
      jdbc.sql("UPDATE name SET text = '新桥村' WHERE place_id = ?").params(village[0]).update();
      edits.changed(village[0]);
    });
    assertThat(client.tile(PLACE_TILE).names("place")).contains("新桥村").doesNotContain("石桥村");
  }

  @Test
  void whatIsRolledBackLeavesNoTrace() {
    edits.commit(() -> edits.point("石桥村", "22200", 0.2, 120.0, 29.0));
    byte[] before = client.get(PLACE_TILE).body();
    String revisions = revisions();
    try {
      transactions.executeWithoutResult(status -> {
        edits.commit(() -> edits.point("无此村", "22200", 0.2, 120.1, 29.0));
        throw new IllegalStateException("on purpose");
      });
    } catch (IllegalStateException onPurpose) {
      assertThat(revisions()).isEqualTo(revisions);
    }
    assertThat(client.get(PLACE_TILE).body()).isEqualTo(before);
  }

  @Test
  void anEditOfAPointTouchesOnlyItsOwnCells() {
    edits.commit(() -> edits.point("石桥村", "22200", 0.2, 120.0, 29.0));
    edits.commit(() -> edits.point("远方村", "22200", 0.2, 100.0, 40.0));
    jdbc.sql("DELETE FROM tile_revision").update();
    edits.commit(() -> edits.point("小桥村", "22200", 0.1, 120.2, 29.1));
    assertThat(jdbc.sql("SELECT z FROM tile_revision ORDER BY z").query(Integer.class).list()).as("above, the other one leads the cell")
        .containsExactly(7, 8);
    assertThat(jdbc.sql("SELECT x || '/' || y FROM tile_revision WHERE z = 8").query(String.class).single()).isEqualTo("213/106");
  }

  @Test
  void hundredRequestsForOneColdTileAreOneQuery() {
    someOfEverything();
    long before = tiles.made();
    ExecutorService clients = Executors.newFixedThreadPool(100);
    List<CompletableFuture<byte[]>> answers = IntStream.range(0, 100)
        .mapToObj(i -> CompletableFuture.supplyAsync(() -> client.get(PLACE_TILE).body(), clients)).toList();
    assertThat(answers.stream().map(CompletableFuture::join).map(java.util.Arrays::hashCode).distinct()).hasSize(1);
    assertThat(tiles.made() - before).isEqualTo(1);
    clients.shutdown();
  }

  /** Keeps its worker until the end, which comes early if it has waited too long. */
  private record Holding(CountDownLatch held, CountDownLatch end) implements TileQueue.Work {

    @Override
    public void run() {
      held.countDown();
      try {
        end.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void giveUp() {
      end.countDown();
    }
  }

  @Test
  void whoComesWhenTheQueueIsFullIsToldWhenToComeAgainAndWhatIsAtHandIsStillServed() throws Exception {
    someOfEverything();
    byte[] atHand = client.get(PLACE_TILE).body();
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(TileQueue.WORKERS);
    Runnable flood = () -> IntStream.range(0, 2_000).forEach(i -> queue.offer("client " + i % 50, new Holding(held, end)));
    flood.run();
    held.await();
    flood.run(); // the places that the workers have left
    try {
      HttpResponse<byte[]> refused = client.get("/tiles/base/9/426/212.mvt");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
      assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("秒后再试");
      assertThat(client.get(PLACE_TILE).body()).isEqualTo(atHand);
    } finally {
      end.countDown();
    }
    Thread.sleep(500);
    assertThat(client.get("/tiles/base/9/426/212.mvt").statusCode()).isEqualTo(200);
  }

  @Test
  void whoWaitsForAWorkerInVainIsToldWhenToComeAgain() throws Exception {
    someOfEverything();
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(TileQueue.WORKERS);
    IntStream.range(0, TileQueue.WORKERS).forEach(i -> queue.offer("client " + i, new Holding(held, end)));
    held.await();
    try {
      HttpResponse<byte[]> refused = client.get("/tiles/base/9/427/212.mvt");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
    } finally {
      end.countDown();
    }
  }

  @Test
  void ofThePointsOfACellTheMostImportantIsShownAndStaysWhenOneComesNearer() {
    Random random = new Random(7);
    edits.commit(() -> {
      for (int i = 0; i < 3000; i++) {
        edits.point("点" + i, "22200", random.nextFloat(), 119.55 + random.nextDouble() * 1.36, 28.32 + random.nextDouble() * 1.18);
      }
    });
    assertPointsAreThinned();
    edits.commit(() -> {
      for (int i = 0; i < 50; i++) {
        edits.point("后来" + i, "22200", random.nextFloat(), 119.55 + random.nextDouble() * 1.36, 28.32 + random.nextDouble() * 1.18);
      }
    });
    assertPointsAreThinned();
  }

  private void assertPointsAreThinned() {
    int z = 8;
    for (int x = 213, y = 106; z <= 12; z++, x *= 2, y *= 2) {
      List<MvtTile.Feature> shown = client.tile("/tiles/base/%d/%d/%d.mvt?layers=place".formatted(z, x, y)).features("place");
      assertThat(shown).hasSizeLessThanOrEqualTo(256).isNotEmpty();
      Set<String> inside = shown.stream().filter(MvtTile.Feature::isInside).map(f -> f.text("code")).collect(Collectors.toSet());
      assertThat(inside).as("leaders of the cells of %d/%d/%d", z, x, y).isEqualTo(new HashSet<>(jdbc.sql("""
          SELECT DISTINCT ON (c) code FROM (SELECT f.code, f.prio, f.cell >> (2 * (16 - :z)) AS c
          FROM tile_feature f, st_tileenvelope(:z, :x, :y) e
          WHERE f.layer = 'place' AND st_x(f.g3857) >= st_xmin(e) AND st_x(f.g3857) < st_xmax(e)
            AND st_y(f.g3857) > st_ymin(e) AND st_y(f.g3857) <= st_ymax(e)
          ) i ORDER BY c, prio
          """).param("z", z).param("x", x).param("y", y).query(String.class).list()));
      Set<String> below = jdbc.sql("SELECT code FROM tile_feature WHERE min_zoom <= :z").param("z", z + 1).query(String.class).set();
      assertThat(below).containsAll(inside);
    }
  }

  @Test
  void aBulkChangeBumpsTheLayerAsAWhole() {
    edits.commit(() -> edits.point("石桥村", "22200", 0.2, 120.0, 29.0));
    client.get(PLACE_TILE);
    edits.commit(() -> {
      scatter(21_000);
      jdbc.sql("INSERT INTO changed_place SELECT id FROM place").update();
    });
    assertThat(jdbc.sql("SELECT z FROM tile_revision WHERE layer = 'place'").query(Integer.class).list()).containsExactly(-1);
    assertThat(client.tile("/tiles/base/4/13/6.mvt").features("place")).hasSizeGreaterThan(50).hasSizeLessThanOrEqualTo(256);
    List<String> served = jdbc.sql("SELECT code || min_zoom FROM tile_feature ORDER BY code").query(String.class).list();
    upkeep.rebuild();
    assertThat(jdbc.sql("SELECT code || min_zoom FROM tile_feature ORDER BY code").query(String.class).list()).isEqualTo(served);
  }

  /** As many points in a tile as twelve million over the country bring there. */
  @Test
  void pointsAtLowZoomsAreFiftyTimesSmallerThanAll() {
    edits.commit(() -> {
      scatter(25_000, 119.55, 28.32, 1.36, 1.18);
      jdbc.sql("INSERT INTO changed_place SELECT id FROM place").update();
    });
    int all = jdbc.sql("""
        SELECT length(st_asmvt(q, 'place', 4096, 'g', 'id')) FROM (
          SELECT t.tile_id AS id, t.code, t.name, t.class, t.level, t.rank, st_asmvtgeom(t.g3857, st_tileenvelope(8, 213, 106), 4096, 64, true) AS g
          FROM tile_feature t WHERE t.layer = 'place') q WHERE g IS NOT NULL
        """).query(Integer.class).single();
    int sent = client.get("/tiles/base/8/213/106.mvt?layers=place").body().length;
    assertThat(sent).isPositive().isLessThanOrEqualTo(all / 50);
  }

  /** Points all over the country. */
  private void scatter(int count) {
    scatter(count, 75, 20, 60, 30);
  }

  private void scatter(int count, double west, double south, double width, double height) {
    jdbc.sql("""
          INSERT INTO place (id, class_code, importance, province, source_id, author_id)
          SELECT uuid7(), '22200', 0.2, '99', s.id, s.author_id FROM source s, generate_series(1, ?)
          """).params(count).update();
    jdbc.sql("INSERT INTO name (id, place_id, status, text, valid, source_id, author_id) SELECT uuid7(), id, 'unverified', '批量', '(,)', source_id, author_id FROM place WHERE NOT EXISTS (SELECT 1 FROM name n WHERE n.place_id = place.id)").update();
    jdbc.sql("""
          INSERT INTO place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id)
          SELECT uuid7(), id, 'point', st_setsrid(st_makepoint(:west + random() * :width, :south + random() * :height), 4490), 'CGCS2000', '(,)', source_id, author_id
          FROM place p WHERE NOT EXISTS (SELECT 1 FROM place_geometry g WHERE g.place_id = p.id)
          """).param("west", west).param("south", south).param("width", width).param("height", height).update();
    jdbc.sql("SELECT refresh_statistics('place', 'name', 'place_geometry')").query().singleRow();
  }

  @Test
  void theMapOfADayShowsWhatWasSoThen() {
    UUID[] made = new UUID[2];
    edits.commit(() -> {
      made[0] = edits.place("旧名", "22200", 0.5, "{}");
      jdbc.sql("UPDATE name SET valid = '(,2000-01-01)' WHERE place_id = ?").params(made[0]).update();
      edits.name(made[0], "新名", "[2000-01-01,)");
      edits.shape(made[0], "point", "POINT(120 29)", "(,)");
      UUID old = edits.unit("老县", "990121", 3, "[1950-01-01,1990-01-01)", null);
      UUID left = edits.unit("左县", "990122", 3, "[1990-01-01,)", null);
      UUID right = edits.unit("右县", "990123", 3, "[1990-01-01,)", null);
      edits.area(old, Edits.box(119.6, 28.5, 120.8, 29.3), "(,)");
      edits.area(left, Edits.box(119.6, 28.5, 120.2, 29.3), "(,)");
      edits.area(right, Edits.box(120.2, 28.5, 120.8, 29.3), "(,)");
    });
    assertThat(client.tile(PLACE_TILE).names("place")).containsExactly("新名");
    assertThat(client.tile(PLACE_TILE + "?datetime=1999-12-31").names("place")).containsExactly("旧名");
    assertThat(client.tile(PLACE_TILE + "?datetime=1999-12-31T15:59:59Z").names("place")).containsExactly("旧名");
    assertThat(client.tile(PLACE_TILE + "?datetime=1999-12-31T16:00:00Z").names("place")).containsExactly("新名");
    assertThat(client.tile(PLACE_TILE + "?datetime=1980-01-01").names("division")).containsExactly("老县");
    assertThat(client.tile(PLACE_TILE + "?datetime=1940-01-01").names("division")).isEmpty();
    assertThat(client.tile(PLACE_TILE).names("division")).containsExactlyInAnyOrder("左县", "右县");
    long middle = middleLines(client.tile(PLACE_TILE));
    assertThat(middle).as("the line between the two").isEqualTo(1);
    assertThat(middleLines(client.tile(PLACE_TILE + "?datetime=1980-01-01"))).as("it was not there").isZero();
    edits.commit(() -> {
      jdbc.sql("UPDATE name SET text = '更旧的名' WHERE text = '旧名'").update();
      edits.changed(made[0]);
    });
    assertThat(client.tile(PLACE_TILE + "?datetime=1999-12-31").names("place")).containsExactly("更旧的名");
  }

  private static long middleLines(MvtTile tile) {
    return tile.features("boundary").stream().flatMap(f -> f.parts().stream())
        .filter(part -> part.stream().allMatch(p -> p[0] > 1500 && p[0] < 2500) && part.size() > 1).count();
  }

  @Test
  void whatBeginsTodayIsOnTheMapToday() {
    LocalDate today = LegalDay.today(Clock.systemUTC());
    edits.commit(() -> {
      UUID place = edits.place("昨日名", "22200", 0.5, "{}");
      jdbc.sql("UPDATE name SET valid = daterange(NULL, CAST(:d AS date)) WHERE place_id = :p").param("d", java.sql.Date.valueOf(today))
          .param("p", place).update();
      edits.name(place, "今日名", "[" + today + ",)");
      edits.shape(place, "point", "POINT(120 29)", "(,)");
    });
    jdbc.sql("UPDATE tile_day SET day = day - 1").update();
    jdbc.sql("UPDATE tile_feature SET today = NOT today").update();
    upkeep.turn();
    assertThat(client.tile(PLACE_TILE).names("place")).containsExactly("今日名");
    assertThat(jdbc.sql("SELECT name FROM tile_feature WHERE today").query(String.class).list()).containsExactly("今日名");
    assertThat(jdbc.sql("SELECT day FROM tile_day").query(LocalDate.class).single()).isEqualTo(today);
  }

  /** An import may come between the migration and the first start of the server. */
  @Test
  void afterTheMigrationTheTablesAreMadeFromWhatIsOnFile() {
    edits.commit(() -> edits.point("早就有的", "22200", 0.5, 120.0, 29.0));
    List.of("tile_feature", "tile_day").forEach(table -> jdbc.sql("DELETE FROM " + table).update());
    jdbc.sql("INSERT INTO tile_day VALUES ('-infinity')").update();
    edits.commit(() -> edits.point("后来导入", "22200", 0.5, 120.5, 29.0));
    upkeep.start();
    assertThat(client.tile(PLACE_TILE).names("place")).containsExactlyInAnyOrder("早就有的", "后来导入");
    assertThat(jdbc.sql("SELECT day > '-infinity' FROM tile_day").query(Boolean.class).single()).isTrue();
  }

  @Test
  void aSharedLineIsDrawnOnceWithTheLevelOfTheHighestUnitsItParts() {
    edits.commit(() -> {
      UUID west = edits.unit("西省", "980000", 1, "[1950-01-01,)", null);
      UUID east = edits.unit("东省", "990000", 1, "[1950-01-01,)", null);
      UUID a = edits.unit("甲县", "980121", 3, "[1950-01-01,)", west);
      UUID b = edits.unit("乙县", "990121", 3, "[1950-01-01,)", east);
      UUID c = edits.unit("丙县", "990122", 3, "[1950-01-01,)", east);
      edits.area(a, Edits.box(119.6, 28.5, 120.2, 29.3), "(,)");
      edits.area(b, "MULTIPOLYGON(((120.2 28.5,120.8 28.5,120.8 28.9,120.2 28.9,120.2 28.5)))", "(,)");
      edits.area(c, "MULTIPOLYGON(((120.2 28.9,120.8 28.9,120.8 29.3,120.2 29.3,120.2 28.9)))", "(,)");
    });
    // the long side of 甲县 has no vertex where the other two meet: it is no shared line until it gets one
    edits.commit(() -> {
      UUID a = jdbc.sql("SELECT division_id FROM tile_polygon WHERE code = '980121'").query(UUID.class).single();
      jdbc.sql("UPDATE division_geometry SET geom = st_geomfromtext('MULTIPOLYGON(((119.6 28.5,120.2 28.5,120.2 28.9,120.2 29.3,119.6 29.3,119.6 28.5)))', 4490) WHERE division_id = ?")
          .params(a).update();
      edits.changedUnit(a);
    });
    assertThat(jdbc.sql("SELECT level FROM tile_boundary WHERE net = 5 AND right_id IS NOT NULL ORDER BY level").query(Integer.class).list())
        .containsExactly(1, 1, 3);
    assertThat(jdbc.sql("SELECT count(*) FROM (SELECT a.chain_id FROM tile_boundary a JOIN tile_boundary b ON a.net = b.net AND a.chain_id < b.chain_id AND st_relate(a.g3857, b.g3857, '1********')) x")
        .query(Long.class).single()).as("lines that lie on one another").isZero();
    assertThat(client.tile("/tiles/base/4/13/6.mvt").features("boundary")).as("between provinces only").hasSize(2);
  }

  @Test
  void anEditOfAPolygonTouchesOnlyTheChainsOfItsRings() {
    edits.commit(() -> grid(6, 4));
    Set<Long> before = chains();
    edits.commit(() -> {
      UUID some = jdbc.sql("SELECT division_id FROM tile_polygon ORDER BY code LIMIT 1").query(UUID.class).single();
      jdbc.sql("UPDATE division_geometry SET geom = st_multi(st_snaptogrid(st_scale(geom, st_makepoint(1, 1.0001)), 1e-9)) WHERE division_id = ?").params(some).update();
      edits.changedUnit(some);
    });
    Set<Long> gone = new HashSet<>(before);
    gone.removeAll(chains());
    assertThat(gone).as("chains of the corner unit and those that meet it").isNotEmpty().hasSizeLessThanOrEqualTo(16);
    assertThat(before).hasSizeGreaterThan(80);
  }

  @Test
  void simplifiedNeighboursStillMatchExactly() {
    edits.commit(() -> grid(5, 60));
    for (int band : Bands.TOP_ZOOMS) {
      List<byte[]> wkb = jdbc.sql("SELECT st_asbinary(g3857) FROM tile_area WHERE band = ? ORDER BY geometry_id").params(band).query(byte[].class).list();
      Geometry[] areas = wkb.stream().map(Wkb::read).toArray(Geometry[]::new);
      assertThat(areas).hasSize(25).allMatch(Geometry::isValid);
      assertThat(CoverageValidator.isValid(areas)).as("band %d is a coverage", band).isTrue();
      double whole = jdbc.sql("SELECT sum(st_area(g3857)) FROM division_geometry").query(Double.class).single();
      assertThat(java.util.stream.Stream.of(areas).mapToDouble(Geometry::getArea).sum()).isBetween(whole * 0.97, whole * 1.03);
    }
    int full = jdbc.sql("SELECT sum(st_npoints(g3857)) FROM division_geometry").query(Integer.class).single();
    int simple = jdbc.sql("SELECT sum(st_npoints(g3857)) FROM tile_area WHERE band = 6").query(Integer.class).single();
    assertThat(simple * 3).isLessThan(full);
  }

  /** n by n counties with ragged borders that share every vertex. */
  private void grid(int n, int steps) {
    double side = 1.2 / n;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        List<String> ring = new ArrayList<>();
        for (int k = 0; k < 4 * steps; k++) {
          int leg = k / steps;
          int s = k % steps;
          int gx = leg == 0 ? i * steps + s : leg == 1 ? (i + 1) * steps : leg == 2 ? (i + 1) * steps - s : i * steps;
          int gy = leg == 0 ? j * steps : leg == 1 ? j * steps + s : leg == 2 ? (j + 1) * steps : (j + 1) * steps - s;
          Random noise = new Random(gx * 100_003L + gy);
          double dx = (noise.nextDouble() - 0.5) * side / steps * 0.8;
          double dy = (noise.nextDouble() - 0.5) * side / steps * 0.8;
          ring.add((119.6 + gx * side / steps + dx) + " " + (28.35 + gy * side / steps + dy));
        }
        ring.add(ring.get(0));
        UUID unit = edits.unit("县" + i + j, "99%02d%02d".formatted(10 + i, 21 + j), 3, "[1950-01-01,)", null);
        edits.area(unit, "MULTIPOLYGON(((" + String.join(",", ring) + ")))", "(,)");
      }
    }
  }

  @Test
  void noTileIsTooLarge() {
    Random random = new Random(3);
    edits.commit(() -> {
      for (int i = 0; i < 4000; i++) {
        UUID road = edits.place("很长的道路名称第" + i + "号" + random.nextLong(), "23211", random.nextFloat(), "{\"ref\": \"G%d\"}".formatted(random.nextInt(9999)));
        StringBuilder line = new StringBuilder();
        for (int k = 0; k < 60; k++) {
          line.append(k == 0 ? "" : ",").append(119.6 + random.nextDouble() * 1.2).append(' ').append(28.4 + random.nextDouble());
        }
        edits.shape(road, "line", "LINESTRING(" + line + ")", "(,)");
      }
    });
    HttpResponse<byte[]> zipped = client.get(PLACE_TILE, "Accept-Encoding", "gzip");
    assertThat(zipped.body().length).isLessThanOrEqualTo(150_000);
    HttpResponse<byte[]> raw = client.get(PLACE_TILE);
    assertThat(raw.body().length).isLessThanOrEqualTo(500_000);
    assertThat(MvtTile.read(raw.body()).features("road")).isNotEmpty();
    slowClientsOfTheLargestTileHoldUpNobody(raw.body().length);
  }

  private void slowClientsOfTheLargestTileHoldUpNobody(int bytes) {
    assertThat(bytes).isGreaterThan(100_000);
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 80; i++) { // more than the server has threads
        Socket one = new Socket();
        one.setReceiveBufferSize(4096);
        one.connect(new InetSocketAddress("127.0.0.1", port));
        one.getOutputStream().write(("GET " + PLACE_TILE + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        slow.add(one);
      }
      for (int second = 0; second < 3; second++) {
        for (Socket one : slow) {
          assertThat(one.getInputStream().read()).isPositive();
        }
        long began = System.nanoTime();
        assertThat(client.get("/tiles/base/8/0/0.mvt").statusCode()).isEqualTo(204);
        assertThat(client.get(PLACE_TILE).body()).hasSize(bytes);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        Thread.sleep(1_000);
      }
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    } finally {
      slow.forEach(one -> {
        try {
          one.close();
        } catch (IOException gone) {
          // as it should be
        }
      });
    }
  }

  @Test
  void theReadRoleIsBoundedAndNeedsNoWorkers() {
    assertThat(read.sql("SHOW jit").query(String.class).single()).isEqualTo("off");
    assertThat(read.sql("SHOW max_parallel_workers_per_gather").query(String.class).single()).isEqualTo("0");
    assertThat(read.sql("SHOW statement_timeout").query(String.class).single()).isNotEqualTo("0");
    assertThat(read.sql("SHOW transaction_read_only").query(String.class).single()).isEqualTo("on");
  }

  /** The planner takes what is cheapest; here it has nothing else. */
  @ParameterizedTest
  @CsvSource({"4,tile_point_5", "8,tile_point_8", "10,tile_point_11", "14,tile_point_16", "8,tile_shape_8", "10,tile_shape_11", "13,tile_shape_16",
    "4,tile_boundary_band4", "6,tile_boundary_band6", "8,tile_boundary_band8", "12,tile_boundary_5",
    "4,tile_area_4", "6,tile_area_6", "8,tile_area_8", "12,tile_area_16"})
  void theStatementOfAZoomCanUseTheIndexOfItsBand(int z, String index) {
    JdbcClient owner = database();
    owner.sql("BEGIN").update();
    try {
      owner.sql("SELECT o.indexrelid::regclass::text FROM pg_index i JOIN pg_index o USING (indrelid) WHERE i.indexrelid = :index::regclass AND o.indexrelid <> i.indexrelid")
          .param("index", "app." + index).query(String.class).list().forEach(other -> owner.sql("DROP INDEX " + other).update());
      owner.sql("SET LOCAL enable_seqscan = off").update();
      String plan = String.join("\n", owner.sql("EXPLAIN " + TileStatements.tile(z, TileLayer.ALL, 0)).param("z", z).param("x", 0).param("y", 0)
          .param("day", java.sql.Date.valueOf("2026-01-01")).param("rz", 0).param("rx", 0).param("ry", 0).query(String.class).list());
      assertThat(plan).contains(index);
    } finally {
      owner.sql("ROLLBACK").update();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 14})
  void ofTheDivisionsOnlyThoseOnTheTileAreRead(int z) {
    String plan = String.join("\n", database().sql("EXPLAIN " + TileStatements.tile(z, EnumSet.of(TileLayer.DIVISION), 0)).param("z", z).param("x", 0)
        .param("y", 0).param("day", java.sql.Date.valueOf("2026-01-01")).param("rz", 0).param("rx", 0).param("ry", 0).query(String.class).list());
    assertThat(plan).contains("tile_division").doesNotContain("Hash Join").doesNotContain("Merge Join");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 14})
  void whetherAnythingIsLeftOfAShapeIsAskedOfTheShapeThatWasCut(int z) {
    String plan = String.join("\n", database().sql("EXPLAIN VERBOSE " + TileStatements.tile(z, TileLayer.ALL, 0)).param("z", z).param("x", 0)
        .param("y", 0).param("day", java.sql.Date.valueOf("2026-01-01")).param("rz", 0).param("rx", 0).param("ry", 0).query(String.class).list());
    assertThat(plan).contains("st_asmvtgeom");
    assertThat(plan.lines().filter(line -> line.contains("Filter:") && line.contains("st_asmvtgeom"))).as(plan).isEmpty();
  }

  private Set<Long> chains() {
    return jdbc.sql("SELECT id FROM tile_chain").query(Long.class).set();
  }

  private String revisions() {
    return jdbc.sql("SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM tile_revision t").query(String.class).single();
  }

  private void someOfEverything() {
    edits.commit(() -> {
      UUID province = edits.unit("海省", "990000", 1, "[1950-01-01,)", null);
      UUID county = edits.unit("石县", "990121", 3, "[1950-01-01,)", province);
      edits.area(county, Edits.box(119.7, 28.5, 120.3, 29.3), "(,)");
      UUID other = edits.unit("桥县", "990122", 3, "[1950-01-01,)", province);
      edits.area(other, Edits.box(120.3, 28.5, 120.8, 29.3), "(,)");
      edits.point("石桥村", "22200", 0.2, 120.0, 29.0);
      edits.point("桥头村", "22200", 0.2, 120.06, 28.42);
      edits.shape(edits.place("石桥公路", "23211", 0.4, "{\"ref\": \"G4\"}"), "line", "LINESTRING(119.8 28.6, 119.95 28.55, 120.7 29.2)", "(,)");
      edits.shape(edits.place("青江", "12100", 0.7, "{}"), "line", "LINESTRING(119.8 29.2, 119.95 28.6, 120.7 28.6)", "(,)");
      edits.shape(edits.place("城区", "22100", 0.3, "{}"), "area", "POLYGON((119.9 28.5, 120 28.5, 120 28.7, 119.9 28.7, 119.9 28.5))", "(,)");
    });
  }
}

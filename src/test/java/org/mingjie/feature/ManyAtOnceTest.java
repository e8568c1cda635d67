package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mingjie.RegistryTest;
import org.mingjie.time.Uuid7;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Clients that go away, that are slow, that are too many; writers beside readers; collections larger than memory. */
@ExtendWith(OutputCaptureExtension.class)
class ManyAtOnceTest extends RegistryTest {

  /** Queries of the API that the server of the database is busy with. */
  private static final String RUNNING = """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND query LIKE '%seen AS MATERIALIZED%'
      """;

  @LocalServerPort
  private int port;

  @Autowired
  @Qualifier("read")
  private HikariDataSource pool;

  private Ogc ogc;
  private RegistryRows rows;

  @BeforeEach
  void open() {
    ogc = new Ogc(port);
    rows = new RegistryRows(database());
  }

  private void fill(int count) {
    rows.copies(rows.place("石桥村", "22200"), count);
  }

  @Test
  void aNameIsFoundWhenTheSearchTableIsPutInOrderMeanwhile() throws Exception {
    UUID place = rows.place("石桥村", "22200").place();
    database().sql("INSERT INTO place_search (place_id, name, name_status, alternative, py, cuts, ini, imp, div, class, tok)"
        + " VALUES (?, '石桥村', 'unverified', false, 'shiqiaocun', '343', 'sqc', 0.2, '430281', '22200', '')").param(place).update();
    try (Connection other = asApp(); Statement rebuild = other.createStatement()) {
      other.setAutoCommit(false);
      rebuild.execute("SELECT lock_search_table()");
      CompletableFuture<JsonNode> asked = CompletableFuture.supplyAsync(() -> ogc.json("/collections/places/items?name=%E7%9F%B3%E6%A1%A5%E6%9D%91"));
      await(() -> database().sql("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.query LIKE '%place_search WHERE name%'")
          .query(Integer.class).single() == 1);
      rebuild.execute("SELECT begin_search_table('place_search_next')");
      rebuild.execute("INSERT INTO place_search_next SELECT * FROM place_search");
      rebuild.execute("SELECT index_search_table('place_search_next'); SELECT take_search_table('place_search_next')");
      other.commit();
      assertThat(asked.get().get("numberReturned").asInt()).isEqualTo(1);
    }
  }

  @Test
  void aQueryWhoseClientHasGoneIsCancelledInTheDatabase() throws Exception {
    fill(10);
    try (Locked locked = new Locked()) {
      for (String path : List.of("items?limit=5", "items?f=jsonseq")) {
        try (Socket client = ask("/ogc/collections/places/" + path)) {
          await(() -> running() == 1);
        }
        long left = System.nanoTime();
        await(() -> running() == 0);
        assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofSeconds(3)); // not by its own time limit
      }
      await(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    }
    assertThat(ogc.get("/collections/places/items").statusCode()).isEqualTo(200);
  }

  @Test
  void aClientThatSendsItsNextRequestAheadIsNotTakenForGone() throws Exception {
    fill(3);
    try (Locked locked = new Locked(); Socket client = ask("/ogc/collections/places/items?limit=2")) {
      await(() -> running() == 1);
      client.getOutputStream().write("GET /ogc/conformance?f=json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Thread.sleep(1_000);
      assertThat(running()).isEqualTo(1);
      locked.close();
      String both = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(both).contains("FeatureCollection", "conformsTo");
    }
  }

  @Test
  void slowClientsHoldNeitherConnectionsOfTheDatabaseNorThreads() throws Exception {
    fill(9_000);
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 80; i++) { // more than the server has threads
        Socket client = new Socket();
        client.setReceiveBufferSize(4096);
        client.connect(new InetSocketAddress("127.0.0.1", port));
        client.getOutputStream().write(request("/ogc/collections/places/items?f=json&limit=9000"));
        client.setSoTimeout(60_000);
        if (i % 8 == 7) {
          for (Socket one : slow.subList(slow.size() - 7, slow.size())) {
            assertThat(one.getInputStream().read()).isEqualTo('H');
          }
        }
        slow.add(client);
      }
      await(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
      for (Socket client : slow) { // a byte a second
        assertThat(client.getInputStream().read()).isPositive();
      }
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
      long started = System.nanoTime();
      assertThat(ogc.get("/collections/places/items?limit=10").statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
      Socket last = slow.get(79);
      byte[] all = last.getInputStream().readAllBytes();
      assertThat(new String(all, all.length - 40, 40, StandardCharsets.UTF_8)).contains("\"numberReturned\":9000}");
    } finally {
      for (Socket client : slow) {
        client.close();
      }
    }
    await(() -> spooled() == 0);
  }

  @Test
  void moreRequestsThanTheServerReadsAtATimeAreToldToComeAgain() throws Exception {
    fill(10);
    HttpClient client = HttpClient.newHttpClient();
    List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
    try (Locked locked = new Locked()) {
      for (int i = 0; i < 50; i++) {
        asked.add(client.sendAsync(HttpRequest.newBuilder(URI.create(ogc.root() + "/collections/places/items?limit=1")).build(), BodyHandlers.ofString()));
      }
      // those that wait give up after three seconds, those beyond at once; the eight that read go on
      await(() -> asked.stream().filter(CompletableFuture::isDone).count() == 42);
      assertThat(running()).isEqualTo(8);
    }
    int served = 0;
    for (CompletableFuture<HttpResponse<String>> one : asked) {
      HttpResponse<String> answer = one.get();
      if (answer.statusCode() == 200) {
        served++;
      } else {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Ogc.header(answer, "retry-after")).isEqualTo("5");
        assertThat(Ogc.header(answer, "content-type")).isEqualTo("application/problem+json");
      }
    }
    assertThat(served).isEqualTo(8);
  }

  @Test
  void aQueryBeyondItsTimeLimitIsToldAsSuch() throws Exception {
    fill(3);
    try (Locked locked = new Locked()) {
      HttpResponse<String> answer = ogc.get("/collections/places/items");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("时限");
      assertThat(Ogc.header(answer, "retry-after")).isNotEmpty();
    }
  }

  @Test
  void whatWouldTakeTooLongToCountIsEstimatedIfStatisticsSpeakOfTheWholeCondition() {
    fill(12_000);
    rows.place("青江", "12100");
    database().sql("ANALYZE app.place").update();
    JsonNode first = ogc.json("/collections/places/items?limit=5");
    assertThat(first.has("numberMatched")).isFalse();
    assertThat(first.get("numberMatchedEstimate").asInt()).isBetween(11_000, 13_000);
    assertThat(ogc.json("/collections/places/items?limit=5&class=22200").get("numberMatchedEstimate").asInt()).isBetween(11_000, 13_000);
    assertThat(ogc.get("/collections/places/items?f=html&limit=5").body()).contains("估计共 1");
    JsonNode few = ogc.json("/collections/places/items?limit=5&class=12100");
    assertThat(few.get("numberMatched").asInt()).isEqualTo(1);
    assertThat(few.has("numberMatchedEstimate")).isFalse();
    for (String other : List.of(Ogc.link(first, "next").orElseThrow(), "/collections/places/items?limit=5&bbox=90,20,130,40",
        "/collections/places/items?limit=5&nameStatus=unverified", "/collections/places/items?limit=5&datetime=2020-01-01")) {
      assertThat(ogc.json(other).has("numberMatchedEstimate")).as(other).isFalse();
    }
    String tag = Ogc.header(ogc.get("/collections/places/items?limit=5"), "etag");
    database().sql("UPDATE pg_class SET reltuples = reltuples * 2 WHERE oid = 'app.place'::regclass").update();
    HttpResponse<String> later = ogc.get("/collections/places/items?limit=5");
    assertThat(Ogc.json(later).get("numberMatchedEstimate").asInt()).isGreaterThan(20_000);
    assertThat(Ogc.header(later, "etag")).isEqualTo(tag);
  }

  /** Places come, are renamed, retired and restored, units are made anew while the pages are read. */
  @Test
  void pagesNeitherRepeatNorMissAFeatureWhileOthersWrite() throws Exception {
    List<String> kept = new ArrayList<>();
    RegistryRows.Row city = rows.unit("云州市", "990100", 2, "[1950-01-01,)", null);
    kept.add(city.code());
    List<RegistryRows.Row> units = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      RegistryRows.Row unit = rows.unit("县" + i, "9901%02d".formatted(i + 1), 3, "[1990-01-01,)", city);
      units.add(unit);
      kept.add(unit.code());
    }
    List<RegistryRows.Row> fickle = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      RegistryRows.Row place = rows.place("村" + i, "22200");
      if (i % 3 == 0) {
        fickle.add(place);
      } else {
        kept.add(place.code());
      }
    }
    AtomicBoolean done = new AtomicBoolean();
    List<CompletableFuture<Void>> writers = Stream.of(1, 2, 3).map(seed -> CompletableFuture.runAsync(() -> write(seed, units, fickle, done))).toList();
    try {
      for (int round = 0; round < 6; round++) {
        List<String> seen = ogc.all("/collections/places/items?limit=" + (7 + round * 5));
        assertThat(seen).doesNotHaveDuplicates().containsAll(kept);
        List<String> seenUnits = ogc.all("/collections/divisions/items?limit=" + (3 + round));
        assertThat(seenUnits).doesNotHaveDuplicates().containsAll(units.stream().map(RegistryRows.Row::code).toList());
      }
    } finally {
      done.set(true);
    }
    for (CompletableFuture<Void> writer : writers) {
      writer.get();
    }
  }

  private void write(int seed, List<RegistryRows.Row> units, List<RegistryRows.Row> fickle, AtomicBoolean done) {
    Random random = new Random(seed);
    try (Connection connection = asApp(); Statement statement = connection.createStatement()) {
      while (!done.get()) {
        RegistryRows.Row one = fickle.get(random.nextInt(fickle.size()));
        RegistryRows.Row unit = units.get(random.nextInt(units.size()));
        connection.setAutoCommit(false);
        statement.execute("UPDATE place SET status = CASE status WHEN 'current' THEN 'retired' ELSE 'current' END WHERE id = '" + one.place() + "'");
        statement.execute("UPDATE name SET note = '" + random.nextInt() + "' WHERE place_id = '" + unit.place() + "'");
        // a unit's row made anew, as an import of lists does it
        statement.execute("CREATE TEMPORARY TABLE again ON COMMIT DROP AS SELECT * FROM division WHERE place_id = '" + unit.place() + "' FOR UPDATE");
        statement.execute("DELETE FROM division WHERE place_id = '" + unit.place() + "'");
        statement.execute("INSERT INTO division (id, place_id, code, level, parent_id, province, valid, source_id, author_id) "
            + "SELECT '" + Uuid7.next() + "', place_id, code, level, parent_id, province, valid, source_id, author_id FROM again");
        connection.commit();
      }
    } catch (java.sql.SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** All features of a large collection in one answer; what is used of the heap after it is what was used before. */
  @Test
  void aStreamOfManyFeaturesNeedsNoMoreMemoryThanOneOfFew() throws Exception {
    fill(120_000);
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    AtomicInteger peak = new AtomicInteger();
    long before = runtime.totalMemory() - runtime.freeMemory();
    int records = 0;
    long bytes = 0;
    HttpResponse<InputStream> answer = HttpClient.newHttpClient().send(
        HttpRequest.newBuilder(URI.create(ogc.root() + "/collections/places/items?f=jsonseq")).build(), BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/geo+json-seq");
    byte[] buffer = new byte[65536];
    try (InputStream body = answer.body()) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        bytes += count;
        for (int i = 0; i < count; i++) {
          if (buffer[i] == 0x1e && ++records % 30_000 == 0) {
            System.gc();
            peak.accumulateAndGet((int) ((runtime.totalMemory() - runtime.freeMemory() - before) >> 20), Math::max);
          }
        }
      }
    }
    assertThat(records).isEqualTo(120_001);
    assertThat(bytes).isGreaterThan(20_000_000);
    assertThat(peak.get()).as("MB of heap in use above the beginning").isLessThan(32);
    assertThat(spooled()).isZero();
    String few = ogc.get("/collections/places/items?f=jsonseq&limit=3").body();
    assertThat(few.lines()).hasSize(3).allMatch(line -> line.startsWith("\u001e{\"type\":\"Feature\""));
  }

  /** Some of them cut the connection, which the server learns while it writes. */
  @Test
  void clientsThatGoAwayInTheMiddleOfAnAnswerLeaveNoWarning(CapturedOutput log) throws Exception {
    fill(20_000);
    for (String path : List.of("/ogc/collections/places/items?limit=10000", "/ogc/collections/places/items?f=html&limit=5000",
        "/ogc/collections/places/items?f=jsonseq", "/api/openapi.json", "/index.html", "/tiles/base/4/13/6.mvt")) {
      for (int client = 0; client < 6; client++) {
        try (Socket socket = ask(path)) {
          assertThat(socket.getInputStream().read()).isEqualTo('H');
          socket.setSoLinger(client % 2 == 0, 0);
        }
      }
    }
    await(() -> spooled() == 0 && running() == 0);
    assertThat(ogc.get("/collections/places/items").statusCode()).isEqualTo(200);
    assertThat(log.getAll()).doesNotContain(" WARN ", " ERROR ", "Exception");
  }

  /** The answer must not look whole. */
  @Test
  void aStreamThatBreaksOffIsNotClosedAsIfItWereWhole() throws Exception {
    fill(30_000);
    try (Socket client = ask("/ogc/collections/places/items?f=jsonseq")) {
      client.setSoTimeout(30_000);
      assertThat(client.getInputStream().read()).isEqualTo('H');
      database().sql("ALTER TABLE app.place_class RENAME TO place_class_away").update();
      try {
        String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(all).contains("HTTP/1.1 200".substring(1)).doesNotEndWith("\r\n0\r\n\r\n");
      } catch (IOException cut) {
        assertThat(cut).hasMessageContaining("reset");
      } finally {
        database().sql("ALTER TABLE app.place_class_away RENAME TO place_class").update();
      }
    }
  }

  private int running() {
    return database().sql(RUNNING).query(Integer.class).single();
  }

  private static long spooled() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith("mingjie-answer-")).count();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Socket ask(String path) throws IOException {
    Socket client = new Socket();
    client.setReceiveBufferSize(4096);
    client.connect(new InetSocketAddress("127.0.0.1", port));
    client.getOutputStream().write(request(path));
    return client;
  }

  private static byte[] request(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: " + (path.contains("limit=2") ? "keep-alive" : "close") + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("has not come about").isLessThan(limit);
      Thread.sleep(50);
    }
  }

  /** Holds up every query on places. */
  private static final class Locked implements AutoCloseable {

    private final Connection connection;

    Locked() throws Exception {
      connection = asApp();
      connection.setAutoCommit(false);
      connection.createStatement().execute("RESET ROLE; LOCK TABLE app.place IN ACCESS EXCLUSIVE MODE");
    }

    @Override
    public void close() throws Exception {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.close();
      }
    }
  }
}

package org.mingjie.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A place-name clerk puts a wrong statement right: the next search, card and tile know it, the history and the audit keep both. */
class PlaceCorrectionsTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430281102000,430281000000,王仙镇,town,f,f,113.59,27.73
      430223000000,430200000000,攸县,county,f,f,113.34,27.00
      430223100000,430223000000,石桥镇,town,f,f,113.35,27.01
      """;

  @LocalServerPort private int port;
  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  @Autowired private Accounts accounts;
  private Browser clerk;
  private String town;
  private String address;

  @BeforeEach
  void aRegistryAndItsClerk() {
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", LIST));
    accounts.createIfAbsent("liling", "醴陵地名干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("auditor", "审计员", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
    clerk = Browser.of(port, "liling", PASSWORD);
    town = code("王仙镇");
    address = "/api/corrections/" + town;
  }

  private static String code(String name) {
    return database().sql("SELECT p.code FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = :name").param("name", name).query(String.class).single();
  }

  private static Map<String, Object> body(String what, Object value) {
    Map<String, Object> body = new HashMap<>(Map.of("what", what, "reason", "录入时看错", "source", "《醴陵市地名录》第12页"));
    body.put(value instanceof String ? "value" : "position", value);
    return body;
  }

  private Browser.Answer correct(String what, Object value) {
    return clerk.post(address, body(what, value), "If-Match", clerk.get(address).header("ETag"));
  }

  private JsonNode found(String typed) {
    return clerk.get("/api/search?q=" + URLEncoder.encode(typed, StandardCharsets.UTF_8)).json().path("results");
  }

  @Test
  void theNextAnswersKnowItAndHistoryAndAuditKeepBoth() {
    Browser.Answer answer = correct("name", "黄仙镇");
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.json().path("name").asString()).isEqualTo("黄仙镇");
    assertThat(found("黄仙镇").get(0).path("matchedBy").asString()).isEqualTo("exact");
    assertThat(found("王仙镇")).noneMatch(hit -> hit.path("name").asString().equals("王仙镇"));
    JsonNode card = clerk.get("/api/places/" + town).json();
    assertThat(card.path("name").asString()).isEqualTo("黄仙镇");
    assertThat(card.path("sources").toString()).contains("《醴陵市地名录》第12页");
    assertThat(database().sql("SELECT text FROM name_history").query(String.class).list()).contains("王仙镇");

    JsonNode entry = Browser.of(port, "auditor", PASSWORD).get("/api/audit?kind=correction").json().path("entries").get(0);
    assertThat(entry.path("action").asString()).isEqualTo("place.name");
    assertThat(entry.path("object").asString()).isEqualTo("place:" + town);
    assertThat(entry.path("login").asString()).isEqualTo("liling");
    assertThat(entry.path("before").path("name").asString()).isEqualTo("王仙镇");
    assertThat(entry.path("after").path("name").asString()).isEqualTo("黄仙镇");
    assertThat(entry.path("reason").asString()).isEqualTo("录入时看错");
    assertThat(entry.path("address").asString()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({"王\u200b仙镇,看不见", "王仙<b>,符号", "王仙🙂镇,图形符号", "Wangxian,没有汉字", "王？镇,丢失的字", "王\ue001镇,看不见的字符", "王仙镇,一样"})
  void aNameIsWrittenAsAListMayHaveIt(String name, String says) {
    Browser.Answer answer = correct("name", name);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
    assertThat(answer.json().path("detail").asString()).contains(says);
    assertThat(found("王仙镇").get(0).path("matchedBy").asString()).isEqualTo("exact");
  }

  @ParameterizedTest
  @CsvSource({"meaning,相传\u200f有仙人", "origin,明代\u202e建镇", "source,\u200b"})
  void whatNobodySeesIsTakenInNoText(String member, String text) {
    Map<String, Object> body = body(member.equals("source") ? "meaning" : member, "相传有仙人");
    body.put(member.equals("source") ? "source" : "value", text);
    assertThat(clerk.post(address, body, "If-Match", clerk.get(address).header("ETag")).status()).isEqualTo(400);
  }

  @Test
  void aMeaningHasASourceOfItsOwnAndTheNameKeepsIts() {
    String names = clerk.get("/api/places/" + town).json().path("names").toString();
    assertThat(correct("meaning", "相传有王姓仙人居此").status()).isEqualTo(200);
    assertThat(correct("spelling", "Wángxiān Zhèn").status()).isEqualTo(200);
    JsonNode card = clerk.get("/api/places/" + town).json();
    assertThat(card.path("names").get(0).path("source").path("title").asString()).isNotEqualTo("《醴陵市地名录》第12页");
    assertThat(names).contains(card.path("names").get(0).path("source").path("title").asString());
    assertThat(card.path("sources").valueStream().filter(s -> s.path("title").asString().equals("《醴陵市地名录》第12页"))).hasSize(1);
    assertThat(database().sql("SELECT count(*) FROM name_history WHERE meaning_source_id IS NULL").query(Long.class).single()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"meaning,相传有王姓仙人居此", "origin,明代建镇"})
  void aFalseStatementIsStruckOutWhereNothingIsKnownToPutInItsPlace(String what, String told) {
    assertThat(correct(what, "").detail()).contains("没有可删去的");
    assertThat(correct(what, told).status()).isEqualTo(200);
    assertThat(clerk.get("/place/" + town).raw().body()).contains(told);
    assertThat(correct(what, "  ").status()).as("blanks alone are a slip").isEqualTo(400);
    Map<String, Object> body = body(what, "");
    body.put("source", "《醴陵市地名志》第3页");
    Browser.Answer answer = clerk.post(address, body, "If-Match", clerk.get(address).header("ETag"));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.json().path(what).isNull()).isTrue();
    assertThat(clerk.get("/api/places/" + town).json().path(what).isNull()).isTrue();
    assertThat(clerk.get("/api/places/" + town).json().path("sources").toString()).doesNotContain("《醴陵市地名录》", "《醴陵市地名志》");
    assertThat(clerk.get("/place/" + town).raw().body()).doesNotContain(told);
    assertThat(database().sql("SELECT %s FROM name_history WHERE %1$s IS NOT NULL".formatted(what)).query(String.class).list()).containsExactly(told);
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("later", "2018-07-31", ""), importing.file("later.csv", LIST));
    assertThat(clerk.get("/api/places/" + town).json().path(what).isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"Wangxian Zhen,标声调", "WÁNGXIĀN ZHÈN,首字母大写", "wángxiān zhèn,首字母大写", "Wángxiānzhèn,“镇”要分写", "Wángxiān Zhen,标声调", "Wángxian Zhen,标声调",
    "Wángxiān  Zhèn,一个空格", "Wángxiān,“镇”要分写", "Wáng2xiān Zhèn,对不上"})
  void aSpellingThatIsNotWrittenByTheRulesIsRefused(String spelling, String told) {
    database().sql("UPDATE name SET specific = '王仙', generic = '镇' WHERE text = '王仙镇'").update();
    Browser.Answer answer = correct("spelling", spelling);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).contains(told);
    assertThat(correct("spelling", "Wángxiān Zhèn").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"name", "spelling"})
  void aNameAndItsSpellingCannotBeStruckOutNorAnythingByForgettingTheValue(String what) {
    assertThat(correct(what, "").detail()).contains("没有给出");
    assertThat(correct("meaning", "仙人").status()).isEqualTo(200);
    Map<String, Object> forgotten = body("meaning", "");
    forgotten.remove("value");
    assertThat(clerk.post(address, forgotten, "If-Match", "\"2\"").detail()).contains("没有给出");
    assertThat(clerk.get("/api/places/" + town).json().path("meaning").asString()).isEqualTo("仙人");
  }

  @Test
  void theHistoryTellsWhatWasAndWhatBecameOfItWhoAndWhyTheNewestFirst() {
    assertThat(clerk.get(address + "/history").json().path("corrections")).isEmpty();
    assertThat(correct("spelling", "Wángxiān Zhèn").status()).isEqualTo(200);
    assertThat(correct("meaning", "仙人").status()).isEqualTo(200);
    assertThat(correct("meaning", "").status()).isEqualTo(200);
    assertThat(correct("position", new double[] {113.6012, 27.7455}).status()).isEqualTo(200);
    Browser.Answer answer = clerk.get(address + "/history");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    JsonNode told = answer.json().path("corrections");
    assertThat(told.valueStream().map(one -> one.path("what").asString())).containsExactly("position", "meaning", "meaning", "spelling");
    assertThat(told.get(0).path("positionBefore").toString()).isEqualTo("[113.59,27.73]");
    assertThat(told.get(0).path("positionAfter").toString()).isEqualTo("[113.6012,27.7455]");
    assertThat(told.get(0).path("before").isNull()).isTrue();
    assertThat(told.get(1).path("before").asString()).isEqualTo("仙人");
    assertThat(told.get(1).path("after").isNull()).isTrue();
    assertThat(told.get(3).path("before").isNull()).isTrue();
    assertThat(told.get(3).path("after").asString()).isEqualTo("Wángxiān Zhèn");
    for (JsonNode one : told) {
      assertThat(one.path("by").asString()).isEqualTo("醴陵地名干部");
      assertThat(one.path("reason").asString()).isEqualTo("录入时看错");
      assertThat(one.path("source").asString()).isEqualTo("《醴陵市地名录》第12页");
      assertThat(Instant.parse(one.path("at").asString())).isBetween(Instant.now().minusSeconds(60), Instant.now());
      assertThat(one.toString()).doesNotContain("liling", "127.0.0.1");
    }
    assertThat(clerk.get("/api/corrections/" + code("石桥镇") + "/history").status()).isEqualTo(403);
    assertThat(clerk.get("/api/corrections/P000000000999/history").status()).isEqualTo(404);
    assertThat(Browser.of(port, "auditor", PASSWORD).get(address + "/history").status()).isEqualTo(403);
  }

  @Test
  void whatADeputyCorrectedIsToldWithWhomHeStoodInFor() {
    accounts.createIfAbsent("youxian", "攸县地名干部", PASSWORD, Role.PLACE_NAME_CLERK, "430223");
    assertThat(clerk.post("/api/delegations", Map.of("deputy", "youxian", "to", java.time.OffsetDateTime.now().plusDays(3).toString(), "reason", "出差")).status()).isEqualTo(201);
    Browser deputy = Browser.of(port, "youxian", PASSWORD);
    assertThat(deputy.post(address, body("meaning", "仙人"), "If-Match", "\"1\"").status()).isEqualTo(200);
    JsonNode told = clerk.get(address + "/history").json().path("corrections").get(0);
    assertThat(told.path("by").asString()).isEqualTo("攸县地名干部");
    assertThat(told.path("onBehalfOf").asString()).isEqualTo("醴陵地名干部");
  }

  @Test
  void aPositionMovesOnTheNextTile() {
    byte[] before = tile();
    assertThat(correct("position", new double[] {113.6012, 27.7455}).status()).isEqualTo(200);
    assertThat(tile()).isNotEqualTo(before);
    JsonNode point = clerk.get("/api/places/" + town).json().path("point");
    assertThat(point.get(0).asDouble()).isEqualTo(113.6012);
    assertThat(point.get(1).asDouble()).isEqualTo(27.7455);
    assertThat(database().sql("SELECT count(*) FROM place_geometry_history").query(Long.class).single()).isEqualTo(1);
  }

  private byte[] tile() {
    return clerk.get("/tiles/base/12/3340/1719.mvt").raw().body().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aSpellingThatIsMissingIsPutInAndALaterOneTakesItsPlace() {
    assertThat(correct("spelling", "Wángxiān Zhèn").status()).isEqualTo(200);
    assertThat(clerk.get("/api/places/" + town).json().path("spelling").asString()).isEqualTo("Wángxiān Zhèn");
    assertThat(correct("spelling", "Wángxián Zhèn").status()).isEqualTo(200);
    assertThat(database().sql("SELECT text FROM spelling_history").query(String.class).list()).containsExactly("Wángxiān Zhèn");
    assertThat(correct("meaning", "相传有王姓仙人居此").status()).isEqualTo(200);
    assertThat(correct("origin", "明代建镇").status()).isEqualTo(200);
    JsonNode card = clerk.get("/api/places/" + town).json();
    assertThat(card.path("meaning").asString()).isEqualTo("相传有王姓仙人居此");
    assertThat(card.path("origin").asString()).isEqualTo("明代建镇");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"spelling;Wang;每个汉字一个音节", "spelling;<b>x</b>;每个汉字一个音节", "name;'';没有给出", "colour;red;只能是 name", "meaning;a\u0007b;控制字符"})
  void whatCannotBeIsRefusedAndNothingIsWritten(String what, String value, String told) {
    Browser.Answer refused = correct(what, value);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.detail()).contains(told);
    assertThat(clerk.get(address).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void positionsThatCannotBeAreRefused() {
    for (double[] at : List.of(new double[] {27.7, 113.6}, new double[] {181, 27}, new double[] {113}, new double[0])) {
      assertThat(correct("position", at).status()).isEqualTo(400);
    }
    assertThat(correct("position", new double[] {27.7, 113.6}).detail()).contains("写反");
    assertThat(correct("position", new double[] {181, 27}).detail()).doesNotContain("写反");
    database().sql("""
        INSERT INTO division_geometry (id, division_id, geom, datum_original, valid, source_id, author_id)
        SELECT gen_random_uuid(), d.id, st_multi(st_setsrid(st_makeenvelope(113.3, 27.4, 113.8, 28.0), 4490)), 'CGCS2000', daterange('2016-01-01', NULL), d.source_id, d.author_id
        FROM division d WHERE d.code = '430281'""").update();
    assertThat(correct("position", new double[] {114.2, 27.7}).detail()).contains("430281", "之内").doesNotContain("写反");
    database().sql("""
        INSERT INTO division_geometry (id, division_id, geom, datum_original, valid, source_id, author_id)
        SELECT gen_random_uuid(), d.id, st_multi(st_setsrid(st_makeenvelope(113.5, 27.6, 113.7, 27.8), 4490)), 'CGCS2000', daterange('2016-01-01', NULL), d.source_id, d.author_id
        FROM division d WHERE d.code = '430281102'""").update();
    assertThat(correct("position", new double[] {113.4, 27.7}).detail()).as("another town of the same county").contains("430281102", "连同隶属");
    assertThat(correct("position", new double[] {113.6, 27.7}).status()).isEqualTo(200);
    Map<String, Object> nothing = new HashMap<>(body("position", "x"));
    assertThat(clerk.post(address, nothing, "If-Match", "\"2\"").detail()).contains("经度和纬度");
    for (Object at : Arrays.asList("", " ", "\0", "113.6,27.7", 113.6, List.of("", 27.7), Arrays.asList(null, 27.7), List.of(113.6, 27.7, 5.0))) {
      Map<String, Object> body = new HashMap<>(body("position", new double[0]));
      body.put("position", at);
      Browser.Answer refused = clerk.post(address, body, "If-Match", "\"2\"");
      assertThat(refused.status()).as("%s: %s", at, refused.raw().body()).isEqualTo(400);
      assertThat(refused.raw().body()).contains("position");
    }
  }

  @Test
  void aStandardNameIsChangedByACaseAndNotByACorrection() {
    database().sql("UPDATE name SET status = 'standard' WHERE text = '王仙镇'").update();
    assertThat(correct("name", "黄仙镇").detail()).contains("更名程序");
    assertThat(correct("meaning", "仙人").status()).isEqualTo(200);
  }

  @Test
  void whoCorrectsAnOlderVersionIsToldSo() {
    String seen = clerk.get(address).header("ETag");
    assertThat(correct("meaning", "甲").status()).isEqualTo(200);
    assertThat(clerk.post(address, body("meaning", "乙"), "If-Match", seen).status()).isEqualTo(412);
    assertThat(clerk.post(address, body("meaning", "乙")).status()).isEqualTo(428);
    assertThat(clerk.post(address, body("meaning", "乙"), "If-Match", "*").status()).as("whatever it is now is no version that was read").isEqualTo(428);
    assertThat(clerk.get("/api/places/" + town).json().path("meaning").asString()).isEqualTo("甲");
  }

  @Test
  void ofTwoWhoCorrectAtOnceOneIsToldToReadAgain() throws Exception {
    String seen = clerk.get(address).header("ETag");
    List<Integer> statuses = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> both = new ArrayList<>();
    for (String words : List.of("甲", "乙")) {
      Thread one = new Thread(() -> statuses.add(clerk.post(address, body("meaning", words), "If-Match", seen).status()));
      both.add(one);
      one.start();
    }
    for (Thread one : both) {
      one.join();
    }
    assertThat(statuses).containsExactlyInAnyOrder(200, 412);
  }

  @Test
  void placesBesideTheJurisdictionAreClosedAndTheAttemptIsRecorded() {
    String beside = "/api/corrections/" + code("石桥镇");
    assertThat(clerk.get(beside).status()).isEqualTo(403);
    Browser.Answer refused = clerk.post(beside, body("meaning", "甲"), "If-Match", "\"1\"");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.detail()).contains("不在您的管辖范围");
    assertThat(database().sql("SELECT count(*) FROM audit WHERE action = 'access.refused'").query(Long.class).single()).isEqualTo(2);
    assertThat(clerk.get("/api/corrections/P000000000999").status()).isEqualTo(404);
    assertThat(new Browser(port).get(address).status()).isEqualTo(401);
  }

  @Test
  void markupComesBackAsTheTextThatItIs() {
    String markup = "<script>alert(1)</script>&amp;\"'";
    assertThat(correct("origin", markup).status()).isEqualTo(200);
    assertThat(clerk.get("/api/places/" + town).json().path("origin").asString()).isEqualTo(markup);
    assertThat(clerk.get("/place/" + town).raw().body()).doesNotContain("<script>alert(1)");
  }

  @Test
  void aLaterListDoesNotUndoACorrection() {
    assertThat(correct("spelling", "Wángxiān Zhèn").status()).isEqualTo(200);
    assertThat(correct("meaning", "仙人").status()).isEqualTo(200);
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("later", "2018-07-31", ""), importing.file("later.csv", LIST));
    JsonNode card = clerk.get("/api/places/" + town).json();
    assertThat(card.path("spelling").asString()).isEqualTo("Wángxiān Zhèn");
    assertThat(card.path("meaning").asString()).isEqualTo("仙人");
  }
}

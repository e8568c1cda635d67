package org.mingjie.unfound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Browser;
import org.mingjie.RawClient;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What visitors looked for and did not find is counted, without who asked, until a place-name clerk settles it. */
class UnfoundTest extends RegistryTest {

  /** Young enough that the running server's own upkeep, which looks once a day, leaves it alone. */
  private static final LocalDate LONG_AGO = LegalDay.today(Clock.systemUTC()).minusDays(150);
  private static final String PASSWORD = "a-long-password";
  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430223000000,430200000000,攸县,county,f,f,113.34,27.00
      """;

  @LocalServerPort private int port;
  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  @Autowired private Accounts accounts;
  @Autowired private UnfoundUpkeep upkeep;
  @Autowired private UnfoundCounts counts;
  @Autowired private UnfoundLedger ledger;
  private Browser clerk;

  @BeforeEach
  void aRegistryAndItsClerk() {
    counts.take();
    importing().run(importing().listOf("list", "2016-07-31", ""), importing().file("list.csv", LIST));
    accounts.createIfAbsent("unfound-clerk", "醴陵查名干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    clerk = Browser.of(port, "unfound-clerk", PASSWORD);
  }

  private Importing importing() {
    return new Importing(imports, profiles);
  }

  /** @param visitor the last part of his address; each test has its own, for the day's visitors are remembered */
  private void ask(int visitor, String address) {
    String encoded = java.net.URI.create("http://a" + address).toASCIIString().substring("http://a".length());
    assertThat(RawClient.askFrom("127.0.0." + visitor, port, "GET " + encoded)).startsWith("HTTP/1.1 200");
  }

  private JsonNode list(String state) {
    upkeep.write();
    Browser.Answer answer = clerk.get("/api/unfound?state=" + state);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.json().path("queries");
  }

  private static List<String> texts(JsonNode queries) {
    return StreamSupport.stream(queries.spliterator(), false).map(one -> one.path("text").asString() + " " + one.path("times").asString()).toList();
  }

  private Browser.Answer settle(String text, @Nullable String place, @Nullable String reason) {
    UUID id = database().sql("SELECT id FROM unfound_query WHERE text = :text").param("text", text).query(UUID.class).single();
    Map<String, Object> settlement = new HashMap<>();
    settlement.put("outcome", place == null ? "dismissed" : "linked");
    settlement.put("place", place);
    settlement.put("reason", reason);
    return clerk.post("/api/unfound/" + id + "/settlement", settlement);
  }

  private static void settledOn(LocalDate day) {
    database().sql("UPDATE unfound_query SET settled_at = :noon WHERE state = 'dismissed'").param("noon", day.atTime(12, 0).atOffset(ZoneOffset.ofHours(8))).update();
  }

  private static String code(String name) {
    return database().sql("SELECT p.code FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = :name").param("name", name).query(String.class).single();
  }

  @Test
  void eachVisitorCountsOnceADayAndTheMostWantedComeFirst() {
    ask(21, "/api/search?q=虎子岭");
    for (int visitor : List.of(21, 22, 23)) {
      ask(visitor, "/api/search?q=豹子岭");
      ask(visitor, "/api/search?q=豹子岭&near=113,27");
    }
    assertThat(texts(list("open"))).containsExactly("豹子岭 3", "虎子岭 1");
    ask(24, "/api/search?q=豹子岭");
    JsonNode first = list("open").get(0);
    assertThat(texts(list("open"))).containsExactly("豹子岭 4", "虎子岭 1");
    assertThat(first.path("state").asString()).isEqualTo("open");
    assertThat(first.path("firstDay").asString()).isEqualTo(first.path("lastDay").asString());
    assertThat(database().sql("SELECT to_jsonb(q)::text FROM unfound_query q").query(String.class).list()).noneMatch(row -> row.contains("127.0.0"));
  }

  @Test
  void keystrokesNarrowedQuestionsAndWhatIsFoundAreNotKept() {
    ask(31, "/api/suggest?q=狮子岭");
    ask(31, "/api/search?q=狮子岭&division=43");
    ask(31, "/api/search?q=狮子岭&class=21500");
    ask(31, "/api/search?q=狮子岭&bbox=1,2,3,4");
    ask(31, "/api/search?q=醴陵市");
    ask(31, "/api/search?q=13800138000");
    ask(31, "/api/search?q=");
    assertThat(list("open")).isEmpty();
  }

  @Test
  void whatSeveralLookedForWaitsOnTheDeskOfTheClerk() {
    ask(41, "/api/search?q=狼牙岭");
    ask(42, "/api/search?q=狼牙岭");
    upkeep.write();
    assertThat(clerk.get("/api/desk").json().path("items")).isEmpty();
    ask(43, "/api/search?q=狼牙岭");
    upkeep.write();
    JsonNode item = clerk.get("/api/desk").json().path("items").get(0);
    assertThat(item.path("kind").asString()).isEqualTo("unfound");
    assertThat(item.path("values").path("first").asString()).isEqualTo("狼牙岭");
    assertThat(item.path("values").path("count").asString()).isEqualTo("1");
    assertThat(item.path("page").asString()).isEqualTo("/desk/unfound");
    accounts.createIfAbsent("unfound-reviewer", "查名审核员", PASSWORD, Role.REVIEWER, "430281");
    assertThat(Browser.of(port, "unfound-reviewer", PASSWORD).get("/api/desk").json().path("items")).isEmpty();
  }

  @Test
  void theClerkLinksItToAPlaceOfHisOrSaysThatItIsNoneAndTheAuditTells() {
    ask(51, "/api/search?q=瓷都新城");
    ask(51, "/api/search?q=好又多超市");
    assertThat(list("open")).hasSize(2);
    assertThat(settle("瓷都新城", code("醴陵市"), "当地俗称").status()).isEqualTo(204);
    assertThat(settle("好又多超市", null, "店名").status()).isEqualTo(204);
    assertThat(list("open")).isEmpty();
    JsonNode settled = list("settled");
    assertThat(texts(settled)).containsExactly("好又多超市 1", "瓷都新城 1");
    assertThat(settled.get(0).path("state").asString()).isEqualTo("dismissed");
    assertThat(settled.get(1).path("placeName").asString()).isEqualTo("醴陵市");
    assertThat(settled.get(1).path("reason").asString()).isEqualTo("当地俗称");
    assertThat(settled.get(1).path("settledBy").asString()).isEqualTo("醴陵查名干部");
    assertThat(database().sql("SELECT detail::text FROM audit WHERE action = 'unfound.settle' ORDER BY at").query(String.class).list()).hasSize(2)
        .first().asString().contains("linked", code("醴陵市")).doesNotContain("瓷都新城");
    assertThat(settle("好又多超市", null, "再来一次").status()).isEqualTo(404);
  }

  @Test
  void aPlaceBesideHisJurisdictionOrThatDoesNotExistIsRefusedAndNothingIsWritten() {
    ask(61, "/api/search?q=攸水新城");
    upkeep.write();
    Browser.Answer beside = settle("攸水新城", code("攸县"), "俗称");
    assertThat(beside.status()).isEqualTo(403);
    assertThat(beside.detail()).contains("攸县", "不在您的管辖范围");
    Browser.Answer none = settle("攸水新城", "P999999999999", "");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.raw().body()).contains("\"place\"", "\"reason\"", "没有编号为“P999999999999”");
    assertThat(texts(list("open"))).containsExactly("攸水新城 1");
  }

  @Test
  void whatTheRegistryHasBySinceIsToldBesideIt() {
    ask(71, "/api/search?q=王仙镇");
    assertThat(list("open").get(0).path("found")).isEmpty();
    importing().run(importing().listOf("more", "2017-07-31", ""), importing().file("more.csv", LIST + "430281102000,430281000000,王仙镇,town,f,f,113.55,27.65\n"));
    JsonNode found = list("open").get(0).path("found").get(0);
    assertThat(found.path("name").asString()).isEqualTo("王仙镇");
    assertThat(found.path("within").asString()).isEqualTo("株洲市醴陵市");
  }

  @Test
  void pagesGoOnAndBadOnesAreRefused() {
    IntStream.range(0, 23).forEach(i -> ledger.count(Map.of("岭" + (char) ('甲' + i) + "坪", 1L + i), LONG_AGO));
    JsonNode first = clerk.get("/api/unfound").json();
    assertThat(first.path("queries")).hasSize(20);
    assertThat(first.path("more").asBoolean()).isTrue();
    assertThat(first.path("queries").get(0).path("times").asInt()).isEqualTo(23);
    JsonNode rest = clerk.get("/api/unfound?skip=20").json();
    assertThat(rest.path("queries")).hasSize(3);
    assertThat(rest.path("more").asBoolean()).isFalse();
    Browser.Answer bad = clerk.get("/api/unfound?state=closed&skip=-1&limit=101");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.json().path("errors")).hasSize(3);
  }

  @Test
  void whatNobodyAsksForAnyMoreGoesUnlessItWasSettled() {
    ledger.count(Map.of("旧岭坪", 1L, "老岭坪", 2L), LONG_AGO);
    ledger.count(Map.of("新岭坪", 1L, "老岭坪", 1L), LONG_AGO.plusDays(59));
    ledger.count(Map.of("远岭坪", 1L), LONG_AGO);
    assertThat(settle("远岭坪", null, "不是地名").status()).isEqualTo(204);
    settledOn(LONG_AGO.plusDays(50));
    assertThat(ledger.forget(LONG_AGO.plusDays(60), 60)).isZero();
    assertThat(ledger.forget(LONG_AGO.plusDays(61), 60)).isEqualTo(1);
    assertThat(texts(list("open"))).containsExactly("老岭坪 3", "新岭坪 1");
    assertThat(list("settled")).hasSize(1);
    assertThat(ledger.forget(LONG_AGO.plusDays(119), 60)).isEqualTo(1);
    assertThat(list("settled")).as("what was settled goes too").isEmpty();
    assertThat(texts(list("open"))).containsExactly("老岭坪 3", "新岭坪 1");
  }

  @Test
  void whatWasDismissedIsListedAgainWherePeopleGoOnAskingForAMonth() {
    ledger.count(Map.of("弃岭坪", 1L), LONG_AGO);
    assertThat(settle("弃岭坪", null, "不是地名").status()).isEqualTo(204);
    settledOn(LONG_AGO.plusDays(1));
    ledger.count(Map.of("弃岭坪", 1L), LONG_AGO.plusDays(19));
    assertThat(list("open")).isEmpty();
    ledger.count(Map.of("弃岭坪", 1L), LONG_AGO.plusDays(40));
    assertThat(texts(list("open"))).containsExactly("弃岭坪 3");
    assertThat(list("settled")).isEmpty();
  }

  @Test
  void nothingIsSettledByAccident() {
    ask(81, "/api/search?q=误岭坪");
    upkeep.write();
    UUID id = database().sql("SELECT id FROM unfound_query").query(UUID.class).single();
    for (Map<String, String> wrong : List.of(Map.of("reason", "俗称"), Map.of("outcome", "linked", "reason", "俗称"), Map.of("outcome", "linked", "Place", code("醴陵市"), "reason", "俗称"),
        Map.of("outcome", "dismissed", "place", code("醴陵市"), "reason", "俗称"), Map.of("outcome", "closed", "reason", "俗称"), Map.of("outcome", "dismissed"))) {
      Browser.Answer answer = clerk.post("/api/unfound/" + id + "/settlement", wrong);
      assertThat(answer.status()).as(wrong + answer.raw().body()).isEqualTo(400);
      assertThat(answer.json().path("errors")).hasSize(1);
    }
    assertThat(texts(list("open"))).containsExactly("误岭坪 1");
  }

  @Test
  void inventedQuestionsTakeABoundedRoom() {
    UnfoundCounts own = new UnfoundCounts(new UnfoundSettings(true, 180));
    IntStream.range(0, 100).forEach(i -> own.nothingFound("造岭" + letters(i), "192.0.2.1"));
    assertThat(own.take()).hasSize(UnfoundCounts.MOST_OF_ONE);
    IntStream.range(0, 2 * UnfoundCounts.MOST_AT_ONCE).forEach(i -> own.nothingFound("造岭" + letters(i), "192.0.3." + i));
    own.nothingFound("造岭" + letters(0), "192.0.4.1");
    Map<String, Long> taken = own.take();
    assertThat(taken).hasSize(UnfoundCounts.MOST_AT_ONCE).containsEntry("造岭" + letters(0), 2L);
    own.giveBack(taken);
    assertThat(own.take()).isEqualTo(taken);
  }

  private static String letters(int number) {
    return new String(new char[] {(char) ('甲' + number / 100), (char) ('乡' + number % 100)});
  }

  @Test
  void nothingIsKeptWhereTheSettingSaysSo() {
    UnfoundCounts off = new UnfoundCounts(new UnfoundSettings(false, 180));
    off.nothingFound("虎子岭", "192.0.2.1");
    assertThat(off.take()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3651})
  void daysBeyondReasonAreRefused(int days) {
    assertThatThrownBy(() -> new UnfoundSettings(true, days)).hasMessageContaining("MINGJIE_UNFOUND_DAYS").hasMessageContaining(String.valueOf(days));
  }
}

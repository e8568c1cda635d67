package org.mingjie.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.Mingjie;
import org.mingjie.RegistryTest;
import org.mingjie.TestFolders;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.mingjie.access.SettingLedger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What an administrator sets of the site counts at once, over what the server was started with. */
@TestPropertySource(properties = {"mingjie.site.producer=启动时的民政局", "mingjie.site.review-number=GS（2020）0001号"})
class SiteAdministrationTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String SITE = "/api/admin/site";
  private static final String TEMPLATE = "https://t{s}.maps.example.cn/wmts?LAYER=vec&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=key";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  @Autowired private SettingLedger ledger;
  @Autowired private Environment environment;
  private Browser admin;

  @BeforeEach
  void people() {
    ledger.fresh("site");
    accounts.createIfAbsent("w-keeper", "管系统的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("w-county", "管一个市的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "4302");
    accounts.createIfAbsent("w-guard", "管安全的", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    admin = Browser.of(port, "w-keeper", PASSWORD);
  }

  /** Others may have the same application. */
  @AfterEach
  void asItWas() throws SQLException {
    emptyTheRegistry();
    ledger.fresh("site");
  }

  private static Map<String, @Nullable Object> site(Object... more) {
    Map<String, @Nullable Object> site = new HashMap<>();
    Stream.of("title", "producer", "dataDate", "reviewNumber", "notice", "bases").forEach(member -> site.put(member, null));
    site.put("reason", "批准文件到了");
    for (int i = 0; i < more.length; i += 2) {
      site.put((String) more[i], more[i + 1]);
    }
    return site;
  }

  private static Map<String, Object> base(Object... more) {
    Map<String, Object> base = new HashMap<>(Map.of("id", "tdt", "title", "天地图", "template", TEMPLATE, "subdomains", List.of("0", "1"), "attribution", "天地图 GS（2024）0000号"));
    for (int i = 0; i < more.length; i += 2) {
      base.put((String) more[i], more[i + 1]);
    }
    return base;
  }

  private Answer put(Map<String, @Nullable Object> wanted) {
    return admin.put(SITE, wanted, "If-Match", admin.get(SITE).header("ETag"));
  }

  private void set(Object... members) {
    Answer answer = put(site(members));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
  }

  private JsonNode told() {
    return new Browser(port).get("/api/site").json();
  }

  private static List<String> faulty(Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    return answer.json().get("errors").valueStream().map(e -> e.get("parameter").asString()).toList();
  }

  private static void realData() {
    database().sql("INSERT INTO source (id, kind, title, rank, state_date, author_id) VALUES (uuid7(), 'list', '名单', 10, '2020-01-01', ?)").params(Accounts.SYSTEM).update();
  }

  @Test
  void tilesAndFeaturesSayWhoAnswersForThemInWordsThatAreNoHtml() {
    realData();
    set("producer", "青江市<b>民政局</b>", "reviewNumber", "湘S（2024）012号", "notice", "仅供参考", "dataDate", "2019-12-31");
    String line = "青江市&lt;b&gt;民政局&lt;/b&gt; · 资料截至2019年12月31日 · 审图号：湘S（2024）012号 · 仅供参考";
    Browser anybody = new Browser(port);
    for (String address : List.of("/tiles/base.json", "/ogc", "/ogc/collections/divisions/tiles/WebMercatorQuad")) {
      assertThat(anybody.get(address, "Accept", "application/json").json().path("attribution").asString()).as(address).isEqualTo(line);
    }
    assertThat(anybody.get("/tiles/base/style.json").json().path("sources").valueStream().toList().get(0).path("attribution").asString()).isEqualTo(line);
    set("reviewNumber", "湘S（2025）013号");
    assertThat(anybody.get("/tiles/base.json").json().path("attribution").asString()).contains("审图号：湘S（2025）013号");
  }

  @Test
  void whatIsNoDayIsNotTakenForNone() {
    for (Object day : List.of("", " ", List.of(), List.of("2019-12-31"), 20191231, true)) {
      assertThat(faulty(put(site("dataDate", day)))).as("%s", day).containsExactly("dataDate");
    }
  }

  @Test
  void anAdministratorsValueGoesBeforeThatOfTheStartAndBack() {
    realData();
    assertThat(told().get("producer").asString()).isEqualTo("启动时的民政局");
    assertThat(told().get("reviewNumber").asString()).isEqualTo("GS（2020）0001号");
    assertThat(told().get("dataDate").asString()).isEqualTo("2020-01-01");
    set("title", "青江标准地名", "producer", " 青江市民政局 ", "reviewNumber", "湘S（2024）012号", "notice", "仅供参考", "dataDate", "2019-12-31");
    assertThat(told().get("title").asString()).isEqualTo("青江标准地名");
    assertThat(told().get("producer").asString()).isEqualTo("青江市民政局");
    assertThat(told().get("reviewNumber").asString()).isEqualTo("湘S（2024）012号");
    assertThat(told().get("notice").asString()).isEqualTo("仅供参考");
    assertThat(told().get("dataDate").asString()).isEqualTo("2019-12-31");
    set("producer", "", "reviewNumber", " ");
    assertThat(told().get("producer").isNull()).as("he wants none").isTrue();
    assertThat(told().get("reviewNumber").isNull()).isTrue();
    assertThat(told().get("notice").asString()).isEqualTo("界线仅供参考，以法定界线详图为准");
    set();
    assertThat(told().get("producer").asString()).isEqualTo("启动时的民政局");
    assertThat(told().get("dataDate").asString()).isEqualTo("2020-01-01");
  }

  @Test
  void theAnswerTellsWhatIsSetWhatTheStartSaysAndWhoChangedWhat() {
    set("title", "甲");
    Answer answer = put(site("title", "乙", "reason", "改错字"));
    assertThat(answer.json().at("/given/title").asString()).isEqualTo("乙");
    assertThat(answer.json().at("/given/producer").isNull()).isTrue();
    assertThat(answer.json().at("/start/producer").asString()).isEqualTo("启动时的民政局");
    assertThat(answer.json().at("/data/title").asString()).isEqualTo("名界");
    assertThat(answer.json().at("/changes")).hasSize(2);
    JsonNode last = answer.json().at("/changes/0");
    assertThat(last.get("by").asString() + last.get("login").asString() + last.get("reason").asString()).isEqualTo("管系统的w-keeper改错字");
    assertThat(last.at("/before/title").asString() + last.at("/after/title").asString()).isEqualTo("甲乙");
    assertThat(answer.json().at("/changes/1/before").isNull()).isTrue();
    assertThat(Instant.parse(last.get("at").asString())).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    assertThat(admin.get(SITE).json()).isEqualTo(answer.json());
  }

  @Test
  void aChangeIsAuditedWithBeforeAndAfter() {
    set("title", "甲");
    put(site("title", "乙", "reason", "改错字"));
    assertThat(database().sql("""
        SELECT c.login || ' ' || a.kind || ' ' || a.object || ' ' || a.reason || ' ' || coalesce(a.before ->> 'title', '-') || ' ' || (a.after ->> 'title')
        FROM audit a JOIN account c ON c.id = a.account_id WHERE a.action = 'site.change' ORDER BY a.at""").query(String.class).list())
        .containsExactly("w-keeper change setting:site 批准文件到了 - 甲", "w-keeper change setting:site 改错字 甲 乙");
  }

  @Test
  void aChangeTellsWhichVersionItIsOf() {
    String tag = admin.get(SITE).header("ETag");
    assertThat(admin.put(SITE, site("title", "甲")).status()).isEqualTo(428);
    assertThat(admin.put(SITE, site("title", "甲"), "If-Match", "\"77\"").status()).isEqualTo(412);
    Answer changed = admin.put(SITE, site("title", "甲"), "If-Match", tag);
    assertThat(changed.status()).isEqualTo(200);
    Answer late = admin.put(SITE, site("title", "乙"), "If-Match", tag);
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.detail()).contains("再读一次");
    assertThat(told().get("title").asString()).isEqualTo("甲");
    Answer same = admin.put(SITE, site("title", "甲"), "If-Match", changed.header("ETag"));
    assertThat(same.header("ETag")).as("nothing has changed").isEqualTo(changed.header("ETag"));
    assertThat(same.json().get("changes")).hasSize(1);
  }

  @Test
  void ofTwoWhoChangeAtOnceOneComesTooLate() throws Exception {
    set("title", "起");
    for (int round = 0; round < 5; round++) {
      String tag = admin.get(SITE).header("ETag");
      Browser other = Browser.of(port, "w-keeper", PASSWORD);
      Map<String, @Nullable Object> one = site("title", "甲" + round);
      Map<String, @Nullable Object> two = site("title", "乙" + round);
      CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> admin.put(SITE, one, "If-Match", tag));
      Answer second = other.put(SITE, two, "If-Match", tag);
      assertThat(List.of(first.get().status(), second.status())).containsExactlyInAnyOrder(200, 412);
    }
    assertThat(database().sql("SELECT version FROM setting_change ORDER BY version").query(Integer.class).list()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void onlyTheSystemAdministratorOfTheWholeRegistryLooksAndChanges() {
    for (String login : List.of("w-county", "w-guard")) {
      Browser other = Browser.of(port, login, PASSWORD);
      assertThat(other.get(SITE).status()).as(login).isEqualTo(403);
      assertThat(other.put(SITE, site("title", "甲"), "If-Match", "\"0\"").status()).as(login).isEqualTo(403);
    }
    assertThat(new Browser(port).get(SITE).status()).isEqualTo(401);
    assertThat(Browser.of(port, "w-county", PASSWORD).get(SITE).detail()).contains("管辖全部区划的系统管理员");
    assertThat(database().sql("SELECT count(*) FROM setting_change").query(Long.class).single()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GS（2024）0650号", "GS(2016)2923号", "湘S（2024）012号", "GS京（2023）0001号", "京审字（2003）第012号", "国审字〔2002〕第3号", "粤S[2021]7号"})
  void reviewNumbersAsOfficesWriteThemAreTaken(String number) {
    set("reviewNumber", number);
    assertThat(told().get("reviewNumber").asString()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"审图号：GS（2024）0650号", "GS（2024）0650", "GS(2024）0650号", "GS （2024） 0650号", "0650", "无", "GS（2999）0650号", "GS（1824）0650号", "<b>GS</b>（2024）0650号", "ABC（2024）1号"})
  void whatIsNoReviewNumberIsRefused(String number) {
    Answer answer = put(site("reviewNumber", number));
    assertThat(faulty(answer)).containsExactly("reviewNumber");
    assertThat(told().get("reviewNumber").asString()).isEqualTo("GS（2020）0001号");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"title|61", "producer|101", "notice|201", "reason|501"})
  void textsThatAreTooLongAreRefusedAndJustLongEnoughOnesTaken(String member, int tooMany) {
    assertThat(faulty(put(site(member, "字".repeat(tooMany))))).containsExactly(member);
    assertThat(put(site("title", "甲", member, "字".repeat(tooMany - 1))).status()).isEqualTo(200);
  }

  @Test
  void faultsAreToldTogetherAndNothingIsWritten() {
    Answer answer = put(site("title", "甲\n乙", "producer", "反\u202E向", "dataDate", LocalDate.now().plusDays(2).toString(), "notice", " ", "reviewNumber", "x", "reason", "",
        "bases", List.of(base("id", "A B"), base("id", "b", "attribution", ""))));
    assertThat(faulty(answer)).containsExactlyInAnyOrder("title", "producer", "dataDate", "notice", "reviewNumber", "reason", "bases[0].id", "bases[1].attribution");
    assertThat(faulty(put(site("dataDate", "1900-01-01")))).containsExactly("dataDate");
    assertThat(put(site("dataDate", "昨天")).status()).isEqualTo(400);
    assertThat(admin.put(SITE, "{", "If-Match", "\"0\"").status()).isEqualTo(400);
    assertThat(database().sql("SELECT count(*) FROM setting_change").query(Long.class).single()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><b>粗</b>", "&lt;&amp;'; DROP --"})
  void htmlIsTextWhereverItIsWritten(String text) {
    set("title", text, "producer", text, "notice", text, "bases", List.of(base("title", text, "titleEn", text, "attribution", text)));
    JsonNode site = told();
    assertThat(List.of(site.get("title").asString(), site.get("producer").asString(), site.get("notice").asString(), site.at("/bases/0/attribution").asString(),
        site.at("/bases/0/title").asString())).containsOnly(text);
    String page = new Browser(port).get("/place/P000000000001").raw().body();
    assertThat(page).doesNotContain("<script>alert", "<img src=x", "<b>粗").contains("<footer");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"id|A B|id", "id|''|id", "title|' '|title", "template|ftp://a.example.cn/{z}/{x}/{y}|template", "template|javascript:{z}{x}{y}|template",
    "template|https://a.example.cn:99999/{z}/{x}/{y}/{s}|template", "template|https://a.example.cn:0/{z}/{x}/{y}/{s}|template",
    "template|https://u:p@a{s}.example.cn/{z}/{x}/{y}|template", "template|https://u@a{s}.example.cn/{z}/{x}/{y}|template", "template|https://a{s}.example.cn/{z}/{x}|template",
    "template|https://a{s}.example.cn/<b>/{z}/{x}/{y}|template", "template|https://a{s}.example.cn/{z}/{x}/{y}/{key}|template", "template|https://a{s}.example.cn;x/{z}/{x}/{y}|template",
    "template|https://甲{s}.example.cn/{z}/{x}/{y}|template", "template|https://a{s}.example.cn/%/{z}/{x}/{y}|template", "template|https://a{s}.tile.openstreetmap.org/{z}/{x}/{y}.png|signedIn",
    "template|https://a.example.cn/{z}/{x}/{y}|subdomains", "maxZoom|30|maxZoom", "minZoom|19|maxZoom", "attribution|' '|attribution", "titleEn|a\u200Bb|titleEn"})
  void aBaseMapThatIsNotSoundIsRefusedByItsMember(String member, String value, String faulty) {
    Object given = member.endsWith("Zoom") ? Integer.valueOf(value) : value;
    assertThat(faulty(put(site("bases", List.of(base(member, given)))))).containsExactly("bases[0]." + faulty);
  }

  @Test
  void baseMapsAreToldApartByTheirIdsAndAreNotTooMany() {
    assertThat(faulty(put(site("bases", List.of(base(), base()))))).containsExactly("bases[1].id");
    List<Object> many = new ArrayList<>();
    for (int i = 0; i <= BaseRules.MOST; i++) {
      many.add(base("id", "b" + i));
    }
    assertThat(faulty(put(site("bases", many)))).containsExactly("bases");
    List<@Nullable Object> none = new ArrayList<>();
    none.add(null);
    assertThat(faulty(put(site("bases", none)))).containsExactly("bases[0]");
    List<@Nullable String> hole = new ArrayList<>();
    hole.add(null);
    assertThat(faulty(put(site("bases", List.of(base("subdomains", hole)))))).containsExactly("bases[0].subdomains");
  }

  @Test
  void theContentPolicyFollowsTheBaseMaps() {
    assertThat(policy("/")).contains("img-src 'self' data: blob:;");
    set("bases", List.of(base(), base("id", "osm", "template", "https://tile.openstreetmap.org/{z}/{x}/{y}.png", "subdomains", List.of(), "signedIn", true)));
    for (String path : List.of("/", "/place/P000000000001", "/api/site", "/tiles/base.json", "/ogc")) {
      assertThat(policy(path)).as(path).contains("img-src 'self' data: blob: https://t0.maps.example.cn https://t1.maps.example.cn https://tile.openstreetmap.org;",
          "script-src 'self';").doesNotContain("unsafe", "*");
    }
    assertThat(told().get("bases").valueStream().map(b -> b.get("id").asString())).containsExactly("tdt");
    assertThat(admin.get("/api/map-bases").json().get("bases").valueStream().map(b -> b.get("id").asString())).containsExactly("tdt", "osm");
    set("bases", List.of());
    assertThat(policy("/")).contains("img-src 'self' data: blob:;");
  }

  private String policy(String path) {
    return new Browser(port).get(path).header("Content-Security-Policy");
  }

  @Test
  void theSettingsPageTellsWhatAnAdministratorHasSet() {
    set("title", "甲", "producer", "", "bases", List.of(base()));
    JsonNode settings = admin.get("/api/admin/settings").json().get("settings");
    JsonNode title = setting(settings, "MINGJIE_SITE_TITLE");
    assertThat(title.get("source").asString() + title.get("value").asString() + title.get("by").asString()).isEqualTo("administrator甲管系统的");
    assertThat(Instant.parse(title.get("since").asString())).isAfter(Instant.now().minusSeconds(60));
    assertThat(setting(settings, "MINGJIE_SITE_PRODUCER").get("given").asBoolean()).isFalse();
    assertThat(setting(settings, "MINGJIE_SITE_PRODUCER").get("source").asString()).isEqualTo("administrator");
    assertThat(setting(settings, "MINGJIE_MAP_BASES").get("value").asString()).isEqualTo("tdt");
    assertThat(setting(settings, "MINGJIE_SITE_REVIEW_NUMBER").get("source").asString()).isEqualTo("command");
    assertThat(setting(settings, "MINGJIE_SITE_REVIEW_NUMBER").get("by").isNull()).isTrue();
  }

  private static JsonNode setting(JsonNode settings, String name) {
    return settings.valueStream().filter(one -> one.get("name").asString().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void whatWasSetIsNeverAlteredOrDeletedNotEvenByTheOwner() throws SQLException {
    set("title", "甲");
    List<String> changes = List.of("UPDATE setting_change SET reason = 'x'", "DELETE FROM setting_change", "TRUNCATE setting_change");
    try (Connection connection = asApp(); Statement statement = connection.createStatement()) {
      for (String change : changes) {
        assertThatThrownBy(() -> statement.execute(change)).as(change).hasMessageContaining("permission denied");
      }
      assertThatThrownBy(() -> statement.execute("INSERT INTO setting_change (id, subject, version, account_id, at, reason, after) "
          + "SELECT uuid7(), 'policies', 1, id, '2000-01-01', 'x', '{}' FROM account LIMIT 1")).as("the time is the database's").hasMessageContaining("permission denied");
    }
    for (String change : changes) {
      assertThatThrownBy(() -> database().sql(change).update()).as(change).hasStackTraceContaining("never altered or deleted");
    }
  }

  @Test
  void publicRequestsAskTheDatabaseNothingMore() {
    database().sql("REVOKE ALL ON setting_change, setting_standing FROM mingjie_app").update();
    try {
      assertThat(admin.get(SITE).status()).as("whoever asks for the table").isEqualTo(500);
      for (String path : List.of("/", "/api/site", "/tiles/base.json", "/place/P000000000001")) {
        assertThat(new Browser(port).get(path).status()).as(path).isIn(200, 404);
      }
    } finally {
      database().sql("GRANT SELECT, INSERT (id, subject, version, account_id, reason, before, after) ON setting_change TO mingjie_app").update();
      database().sql("GRANT SELECT ON setting_standing TO mingjie_app").update();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"bases\": [{\"id\": \"A B\"}]}", "{\"dataDate\": \"gestern\"}", "{\"title\": [1]}"})
  void whatAnotherVersionHasSetAndThisOneCannotReadStopsNoPublicRequest(String values) {
    database().sql("INSERT INTO setting_change (id, subject, version, account_id, reason, after) SELECT uuid7(), 'site', 1, id, 'x', CAST(? AS jsonb) FROM account WHERE login = 'w-keeper'")
        .params(values).update();
    ledger.fresh("site");
    assertThat(told().get("producer").asString()).isEqualTo("启动时的民政局");
    set("title", "甲");
    assertThat(told().get("title").asString()).isEqualTo("甲");
  }

  @Test
  void anotherServerOfTheDatabaseFollowsWithinSeconds() throws Exception {
    set("title", "先设的");
    try (ConfigurableApplicationContext other = new SpringApplicationBuilder(Mingjie.class).run("--server.port=0", "--server.address=127.0.0.1", "--management.server.port=-1",
        "--mingjie.database-url=" + environment.getRequiredProperty("mingjie.database-url"), "--mingjie.home=" + TestFolders.create("mingjie-second-"),
        "--mingjie.start.sample=false", "--mingjie.second-factor=optional")) {
      int second = ((WebServerApplicationContext) other).getWebServer().getPort();
      assertThat(new Browser(second).get("/api/site").json().get("title").asString()).as("with the first request").isEqualTo("先设的");
      set("title", "后设的", "bases", List.of(base()));
      assertThat(told().get("title").asString()).as("here with the next request").isEqualTo("后设的");
      Instant limit = Instant.now().plus(Duration.ofSeconds(10));
      while (!new Browser(second).get("/api/site").json().get("title").asString().equals("后设的") && Instant.now().isBefore(limit)) {
        Thread.sleep(200);
      }
      Answer there = new Browser(second).get("/api/site");
      assertThat(there.json().get("title").asString()).isEqualTo("后设的");
      assertThat(there.header("Content-Security-Policy")).contains("https://t0.maps.example.cn");
      Browser thither = Browser.of(second, "w-keeper", PASSWORD);
      set("title", "又设的");
      String tag = thither.get(SITE).header("ETag");
      assertThat(thither.put(SITE, site("title", "在那边设的"), "If-Match", tag).status()).as("who changes it there sees the newest").isEqualTo(200);
    }
  }
}

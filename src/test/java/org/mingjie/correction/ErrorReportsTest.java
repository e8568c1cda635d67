package org.mingjie.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Error reports 纠错, from the form to the answer. */
class ErrorReportsTest extends RegistryTest {

  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430281102000,430281000000,王仙镇,town,f,f,113.59,27.73
      430281102200,430281102000,石桥村委会,village,f,f,113.60,27.74
      """;
  private static final String SQUARE = "MULTIPOLYGON(((113 27,114 27,114 28,113 28,113 27)))";

  @LocalServerPort private int port;
  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  @Autowired private ErrorReports reports;
  private static int client;
  private String address;

  @DynamicPropertySource
  static void proxies(DynamicPropertyRegistry registry) {
    registry.add("mingjie.trusted-proxies", () -> "127.0.0.1");
  }

  /** Each test comes from an address of its own, as the brake counts. */
  @BeforeEach
  void fill() throws Exception {
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", LIST));
    address = "203.0.113." + ++client;
  }

  private static String codeOf(String name) {
    return database().sql("SELECT p.code FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = ?").params(name).query(String.class).single();
  }

  private HttpResponse<String> send(String path, String type, String body, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("X-Forwarded-For", address);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (body != null) {
      request.header("Content-Type", type).POST(BodyPublishers.ofString(body));
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> json(String body, String... headers) throws Exception {
    return send("/api/reports", "application/json", body, headers);
  }

  private HttpResponse<String> form(Map<String, String> fields) throws Exception {
    return send("/report", "application/x-www-form-urlencoded", fields.entrySet().stream()
        .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&")));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(path, "", null);
  }

  private static JsonNode read(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static long kept() {
    return database().sql("SELECT count(*) FROM error_report").query(Long.class).single();
  }

  private static UUID officer() {
    return Accounts.SYSTEM;
  }

  @Test
  void aReportIsTakenListedAnsweredAndAskedAfter() throws Exception {
    HttpResponse<String> sent = json("""
        {"place": "%s", "what": "spelling", "text": "王读 wáng", "source": "县志", "contact": "13812345678"}""".formatted(codeOf("王仙镇")));
    assertThat(sent.statusCode()).isEqualTo(201);
    String receipt = read(sent).get("receipt").asString();
    assertThat(receipt).matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}");
    assertThat(sent.headers().firstValue("location")).hasValue("/api/reports/" + receipt);
    assertThat(get("/api/reports/" + receipt).body()).isEqualTo("{\"receipt\":\"%s\",\"state\":\"open\",\"answer\":null}".formatted(receipt));

    ErrorReport waiting = reports.listOpen("430281", 10).get(0);
    assertThat(waiting.placeName()).isEqualTo("王仙镇");
    assertThat(waiting.divisionCode()).isEqualTo("430281102");
    assertThat(waiting.text()).isEqualTo("王读 wáng");
    assertThat(waiting.source()).isEqualTo("县志");
    assertThat(waiting.maskedContact()).isEqualTo("138****5678");
    assertThat(waiting.what()).isEqualTo(ErrorReport.What.SPELLING);

    reports.answer(waiting.id(), officer(), ErrorReport.State.ANSWERED, "已改正");
    assertThat(reports.listOpen("", 10)).isEmpty();
    assertThat(get("/api/reports/" + receipt.toLowerCase(java.util.Locale.ROOT).replace("-", "")).body())
        .isEqualTo("{\"receipt\":\"%s\",\"state\":\"answered\",\"answer\":\"已改正\"}".formatted(receipt));
    assertThat(get("/report/" + receipt).body()).contains("已答复", "已改正", receipt, "/place/" + codeOf("王仙镇"), "王仙镇", "关于读音")
        .doesNotContain("13812345678", "县志", "王读");
    assertThat(database().sql("SELECT detail ->> 'state' FROM audit WHERE action = 'report.answer' AND object = ?").params("error_report:" + waiting.id())
        .query(String.class).single()).isEqualTo("answered");
  }

  @Test
  void aReportIsAnsweredOnceAndWithWords() throws Exception {
    json("{\"place\": \"%s\", \"what\": \"name\", \"text\": \"x\"}".formatted(codeOf("王仙镇")));
    UUID id = reports.listOpen("", 1).get(0).id();
    assertThatThrownBy(() -> reports.answer(id, officer(), ErrorReport.State.ANSWERED, "  ")).isInstanceOf(AnswerRefused.class).hasMessageContaining("理由");
    assertThatThrownBy(() -> reports.answer(id, officer(), ErrorReport.State.OPEN, "不变")).isInstanceOf(AnswerRefused.class);
    reports.answer(id, officer(), ErrorReport.State.DISMISSED, "读音无误");
    assertThatThrownBy(() -> reports.answer(id, officer(), ErrorReport.State.ANSWERED, "改了")).isInstanceOf(AnswerRefused.class).hasMessageContaining(id.toString());
    assertThat(database().sql("SELECT count(*) FROM audit WHERE action = 'report.answer'").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void reportsAreListedByTheDivisionOfTheirPlaceOrPoint() throws Exception {
    database().sql("""
        INSERT INTO division_geometry (id, division_id, geom, datum_original, valid, source_id, author_id)
        SELECT uuid7(), d.id, st_geomfromtext(?, 4490), 'EPSG:4490', daterange('2016-07-31', NULL), d.source_id, d.author_id FROM division d WHERE d.code = '430281'""")
        .params(SQUARE).update();
    json("{\"place\": \"%s\", \"what\": \"name\", \"text\": \"村\"}".formatted(codeOf("石桥村")));
    json("{\"point\": [113.5, 27.5], \"what\": \"position\", \"text\": \"县内\"}");
    json("{\"point\": [10, 10], \"what\": \"other\", \"text\": \"外面\"}");
    assertThat(reports.listOpen("43028110", 10)).extracting(ErrorReport::text).containsExactly("村");
    assertThat(reports.listOpen("430281", 10)).extracting(ErrorReport::text).containsExactly("村", "县内");
    assertThat(reports.listOpen("44", 10)).isEmpty();
    assertThat(reports.listOpen("", 10)).extracting(ErrorReport::text).containsExactly("村", "县内", "外面");
    assertThat(reports.listOpen("", 2)).hasSize(2);
    assertThat(reports.listOpen("430281", 10).get(1).point()).containsExactly(113.5, 27.5);
  }

  @Test
  void theContactIsReadOneAtATimeAndAudited() throws Exception {
    json("{\"place\": \"%s\", \"what\": \"name\", \"text\": \"x\", \"contact\": \"zhang@example.cn\"}".formatted(codeOf("王仙镇")));
    ErrorReport report = reports.listOpen("", 1).get(0);
    assertThat(report.maskedContact()).isEqualTo("z***@example.cn");
    assertThat(reports.revealContact(report.id(), officer())).hasValue("zhang@example.cn");
    assertThat(reports.revealContact(UUID.randomUUID(), officer())).isEmpty();
    assertThat(database().sql("SELECT count(*) FROM audit WHERE action = 'report.contact' AND detail = '{}'").query(Long.class).single()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"13812345678,138****5678", "010-6655 4433,010****4433", "zhang@example.cn,z***@example.cn", "微信 zhang,微***", "𠮷,𠮷***"})
  void aMaskedContactIsNoContact(String contact, String masked) {
    assertThat(Draft.masked(contact)).isEqualTo(masked);
  }

  @Test
  void theFormWorksWithoutScripts() throws Exception {
    String page = get("/report?place=" + codeOf("王仙镇")).body();
    assertThat(page).contains("action=\"/report\"", "method=\"post\"", "name=\"what\" value=\"history\"", "王仙镇").doesNotContain(" style=");
    String key = page.replaceAll("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
    Map<String, String> filled = Map.of("place", codeOf("王仙镇"), "what", "history", "text", "曾名\r\n王仙公社", "key", key, "website", "");
    HttpResponse<String> sent = form(filled);
    assertThat(sent.statusCode()).isEqualTo(303);
    String standing = sent.headers().firstValue("location").orElseThrow();
    assertThat(get(standing).body()).contains("已收到，等候核实", standing.substring("/report/".length()));
    assertThat(form(filled).headers().firstValue("location")).as("sent twice").hasValue(standing);
    assertThat(reports.listOpen("", 10)).extracting(ErrorReport::text).containsExactly("曾名\n王仙公社");
  }

  @Test
  void aFormWithFaultsComesBackWithWhatWasFilledIn() throws Exception {
    HttpResponse<String> back = form(Map.of("place", codeOf("王仙镇"), "text", "<b>\"字\"</b>", "source", "长".repeat(501), "contact", "x"));
    assertThat(back.statusCode()).isEqualTo(422);
    assertThat(back.body()).contains("还没有发出", "选一项什么不对", "依据不超过500字", "&lt;b&gt;&quot;字&quot;&lt;/b&gt;").doesNotContain("<b>\"字");
    assertThat(form(Map.of("place", "P000000000000", "what", "name", "text", "x")).body()).contains("没有这个编号的地名");
    assertThat(form(Map.of("what", "name", "text", "x", "lon", "999", "lat", "1")).body()).contains("图上位置不对");
    assertThat(form(Map.of("place", codeOf("王仙镇"), "what", "name", "text", "x", "website", "http://spam")).body()).contains("有一栏本该空着");
    assertThat(form(Map.of("place", codeOf("王仙镇"), "what", "name", "text", "字".repeat(20_000))).statusCode()).isEqualTo(413);
    assertThat(form(Map.of("place", "%zz", "what", "name", "text", "\u0000")).body()).contains("控制字符");
    assertThat(kept()).isZero();
    assertThat(get("/report").statusCode()).isEqualTo(400);
    assertThat(get("/report?place=P000000000000").statusCode()).isEqualTo(404);
    assertThat(get("/report?lon=113.5&lat=27.5&lang=en").body()).contains("27.5000° N, 113.5000° E", "What is wrong");
    assertThat(get("/report/AAAA-BBBB-CCCC").statusCode()).isEqualTo(404);
  }

  @Test
  void whoHasAReceiptNumberTypesItIn() throws Exception {
    String receipt = read(json("{\"point\": [113.5, 27.5], \"what\": \"name\", \"text\": \"x\"}")).get("receipt").asString();
    for (String page : List.of("/report", "/report/AAAA-BBBB-CCCC", "/report?receipt=%20/%25")) {
      assertThat(get(page).body()).as(page).contains("name=\"receipt\"", "已有回执号");
    }
    assertThat(get("/report?receipt=%20" + receipt.toLowerCase(java.util.Locale.ROOT)).headers().firstValue("location")).hasValue("/report/" + receipt.toLowerCase(java.util.Locale.ROOT));
    assertThat(get("/report?lang=en&receipt=" + receipt).headers().firstValue("location")).hasValue("/report/" + receipt + "?lang=en");
    assertThat(get("/report/" + receipt).body()).contains("关于名称").doesNotContain("href=\"/place/");
    HttpResponse<String> odd = get("/report?receipt=" + "%E5%9B%9E".repeat(3) + "..%2F%00%0A");
    assertThat(odd.statusCode()).isEqualTo(303);
    assertThat(odd.headers().firstValue("location")).hasValue("/report/" + "%E5%9B%9E".repeat(3));
  }

  @Test
  void markupInAReportIsTextWhereverItIsShown() throws Exception {
    String evil = "<script>alert(1)</script>";
    String receipt = read(json("{\"place\": \"%s\", \"what\": \"name\", \"text\": \"%s\"}".formatted(codeOf("王仙镇"), evil))).get("receipt").asString();
    reports.answer(reports.listOpen("", 1).get(0).id(), officer(), ErrorReport.State.DISMISSED, evil);
    assertThat(get("/report/" + receipt).body()).contains("&lt;script&gt;").doesNotContain(evil);
    assertThat(get("/report/%3Cscript%3E").body()).doesNotContain("<script>");
    assertThat(get("/report?lon=%3Cscript%3E&lat=1").body()).doesNotContain("<script>");
  }

  @Test
  void allThatIsWrongIsToldAtOnceAndNothingIsKept() throws Exception {
    HttpResponse<String> refused = json("{\"place\": \"P1\", \"what\": \"nonsense\", \"text\": \" \", \"website\": \"x\"}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(read(refused).get("errors").valueStream().map(e -> e.get("parameter").asString()))
        .containsExactlyInAnyOrder("place", "what", "text", "website");
    assertThat(json("{\"what\": \"name\", \"text\": \"x\"}").body()).contains("哪个地名");
    assertThat(json("{\"point\": [181, 0], \"what\": \"name\", \"text\": \"x\"}").body()).contains("经度须在");
    assertThat(json("{\"point\": \"here\", \"what\": 1, \"text\": \"x\", \"more\": 1}").body()).contains("[经度, 纬度]", "须是文字", "没有这一项");
    assertThat(json("{").statusCode()).isEqualTo(400);
    assertThat(json("[]").statusCode()).isEqualTo(400);
    assertThat(json("{\"text\": \"%s\"}".formatted("x".repeat(40_000))).statusCode()).isEqualTo(413);
    assertThat(send("/api/reports", "text/plain", "x").statusCode()).isEqualTo(415);
    assertThat(get("/api/reports/nonsense").statusCode()).isEqualTo(404);
    assertThat(kept()).isZero();
  }

  @Test
  void whatNobodySeesOrNobodyCanKeepIsRefused() throws Exception {
    String place = codeOf("王仙镇");
    for (String text : List.of("\\u200b\\u200b", "\\u202eabc", "a\\ud800b", "\\u0000", "\\u3164", "a\\ufffd", "\\uffff")) {
      HttpResponse<String> refused = json("{\"place\": \"%s\", \"what\": \"name\", \"text\": \"%s\"}".formatted(place, text));
      assertThat(refused.statusCode()).as(text).isEqualTo(422);
      assertThat(refused.body()).as(text).contains("看不见的字符");
    }
    assertThat(json("{\"place\": \"%s\", \"what\": \"name\", \"text\": \"x\", \"contact\": \"a\\nb\"}".formatted(place)).statusCode()).isEqualTo(422);
    assertThat(json("{\"place\": \"\\u0000\", \"what\": \"name\", \"text\": \"x\"}").body()).contains("没有这个编号的地名");
    assertThat(form(Map.of("place", "P\u0000", "what", "name", "text", "x")).body()).contains("没有这个编号的地名");
    assertThat(get("/report?place=%00").statusCode()).isEqualTo(404);
    assertThat(send("/report", "application/x-www-form-urlencoded", "place=%s&what=name&text=%%ED%%A0%%80".formatted(place)).statusCode()).isEqualTo(422);
    assertThat(kept()).isZero();
  }

  @Test
  void aKeyOfAFormThatIsNoneIsLeftAndASmallLetterOfACodeMeansTheSame() throws Exception {
    String place = codeOf("王仙镇").toLowerCase(Locale.ROOT);
    for (String key : List.of("abc", "\u0000", "地名", "")) {
      assertThat(form(Map.of("place", place, "what", "name", "text", "x" + key.length(), "key", key)).statusCode()).as(key).isEqualTo(303);
      address = "203.0.113." + ++client;
    }
    assertThat(kept()).isEqualTo(4);
  }

  @Test
  void theSameKeyTakesTheSameReportOnce() throws Exception {
    String body = "{\"place\": \"%s\", \"what\": \"name\", \"text\": \"一\"}".formatted(codeOf("王仙镇"));
    String receipt = read(json(body, "Idempotency-Key", "key-0001")).get("receipt").asString();
    assertThat(read(json(body, "Idempotency-Key", "key-0001")).get("receipt").asString()).isEqualTo(receipt);
    HttpResponse<String> other = json(body.replace("一", "二"), "Idempotency-Key", "key-0001");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("换一个键");
    assertThat(json(body, "Idempotency-Key", "short").statusCode()).isEqualTo(422);
    assertThat(kept()).isEqualTo(1);
    json(body);
    assertThat(kept()).isEqualTo(2);
  }

  @Test
  void anAddressThatSendsTooManyWaitsAndOthersDoNot() throws Exception {
    String body = "{\"place\": \"%s\", \"what\": \"name\", \"text\": \"x\"}".formatted(codeOf("王仙镇"));
    for (int i = 0; i < ReportBrake.MOST; i++) {
      assertThat(json(body).statusCode()).isEqualTo(201);
    }
    HttpResponse<String> refused = json(body);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("600");
    assertThat(form(Map.of("place", codeOf("王仙镇"), "what", "name", "text", "长长的文字")).body()).contains("十分钟后再发", "长长的文字").doesNotContain("先改这几处");
    address = "203.0.113.250";
    assertThat(json(body).statusCode()).isEqualTo(201);
    assertThat(List.of(ReportBrake.network("2001:db8:1:2::1"), ReportBrake.network("2001:db8:1:2:ffff::9"))).containsOnly("20010db800010002");
  }

  @Test
  void theAppMayNeitherChangeNorDeleteWhatWasReported() throws Exception {
    json("{\"place\": \"%s\", \"what\": \"name\", \"text\": \"x\", \"contact\": \"abc\"}".formatted(codeOf("王仙镇")));
    try (var app = asApp(); var statement = app.createStatement()) {
      for (String command : List.of("UPDATE error_report SET text = 'y'", "DELETE FROM error_report", "UPDATE error_report_contact SET contact = 'y'",
          "DELETE FROM error_report_contact", "INSERT INTO error_report (id, receipt, what, text, request_hash, created_at) VALUES (uuid7(), 'AAAA-AAAA-AAAA', 'name', 'x', sha256(''), now())")) {
        assertThatThrownBy(() -> statement.execute(command)).as(command).hasMessageContaining("permission denied");
      }
      statement.execute("RESET ROLE; SET ROLE mingjie_read");
      assertThatThrownBy(() -> statement.execute("SELECT * FROM error_report_contact")).hasMessageContaining("permission denied");
    }
  }
}

package org.mingjie.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of a place at its own address, as it leaves the server. */
class PlacePageTest extends RegistryTest {

  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430281102000,430281000000,王仙镇,town,f,f,113.59,27.73
      430281102200,430281102000,石桥村委会,village,f,f,113.60,27.74
      """;
  private static final int MOST_BYTES = 60 * 1024;
  private static final Pattern LINKED_DATA = Pattern.compile("<script type=\"application/ld\\+json\">(.*?)</script>", Pattern.DOTALL);
  private static final Pattern FILES = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");

  /** Of schema.org 29.2: what the types that are used have, of their own or of the types above. */
  private static final Map<String, Set<String>> VOCABULARY = Map.of(
      "AdministrativeArea", Set.of("url", "name", "alternateName", "description", "identifier", "geo", "containedInPlace"),
      "Place", Set.of("url", "name", "alternateName", "description", "identifier", "geo", "containedInPlace"),
      "PropertyValue", Set.of("propertyID", "value"),
      "GeoCoordinates", Set.of("latitude", "longitude"),
      "GeoShape", Set.of("box"));

  @LocalServerPort private int port;
  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;

  @BeforeEach
  void fill() throws Exception {
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", LIST));
  }

  private HttpResponse<String> get(String address, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void theMapOpensForWhateverAClientSaysItTakes() throws Exception {
    for (String taken : List.of("text/html", "application/json", "image/png", "*/*")) {
      HttpResponse<String> map = get("/", "Accept", taken);
      assertThat(map.statusCode()).as(taken).isEqualTo(200);
      assertThat(map.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
      assertThat(map.body()).contains("<title>");
    }
  }

  private static String codeOf(String name) {
    return database().sql("SELECT p.code FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = ?").params(name).query(String.class).single();
  }

  @Test
  void anAddressThatDoesNotExistHasAPageForPeopleAndAProblemForPrograms() throws Exception {
    HttpResponse<String> page = get("/zz/%3Cb%3E", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language", "zh-CN");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.headers().firstValue("content-type")).hasValue("text/html;charset=UTF-8");
    assertThat(page.headers().firstValue("content-security-policy")).isPresent();
    assertThat(page.body()).contains("没有这一页", "href=\"/\"").doesNotContain("<b>");
    assertThat(get("/zz", "Accept", "text/html", "Accept-Language", "en").body()).contains("No such page");
    for (String address : List.of("/zz", "/api/zz", "/ogc/zz/zz")) {
      HttpResponse<String> problem = get(address, "Accept", address.equals("/zz") ? "*/*" : "text/html");
      assertThat(problem.statusCode()).as(address).isEqualTo(404);
    }
    assertThat(get("/zz", "Accept", "*/*").headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
    assertThat(get("/api/zz", "Accept", "text/html").headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
  }

  @Test
  void tellsThePlaceWithoutScripts() throws Exception {
    HttpResponse<String> page = get("/place/" + codeOf("王仙镇"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type")).hasValue("text/html;charset=UTF-8");
    assertThat(page.body()).contains("<html lang=\"zh-CN\">", "<b lang=\"zh-CN\">王</b>", ">Wang<", "待核地名", "430281 102", codeOf("王仙镇"),
        "<a href=\"/place/" + codeOf("醴陵市") + "\" lang=\"zh-CN\">醴陵市</a>", "<a href=\"/place/" + codeOf("湖南省") + "\" lang=\"zh-CN\">湖南省</a>",
        "北纬27.7300°，东经113.5900°", "名称沿革", "不晚于2016年7月31日至今", "资料截至2016年7月31日", "界线仅供参考，以法定界线详图为准");
    assertThat(page.body()).doesNotContain("<script>", " style=", "onclick");
  }

  @Test
  void theLanguageIsTheOneAskedForThenTheBrowsersThenChinese() throws Exception {
    String address = "/place/" + codeOf("王仙镇");
    assertThat(get(address + "?lang=en").body()).contains("<html lang=\"en\">", "Not yet verified", "27.7300° N, 113.5900° E", "Data as of 31 July 2016")
        .contains("href=\"http://127.0.0.1:" + port + address + "?lang=en\"");
    assertThat(get(address, "Accept-Language", "en-GB,en;q=0.9").body()).contains("<html lang=\"en\">");
    assertThat(get(address + "?lang=zh", "Accept-Language", "en").body()).contains("<html lang=\"zh-CN\">");
    assertThat(get(address, "Accept-Language", "fr, zh;q=0.5, en;q=0.4").body()).contains("<html lang=\"zh-CN\">");
    assertThat(get(address, "Accept-Language", "en;q=0").body()).contains("<html lang=\"zh-CN\">");
    assertThat(get(address + "?lang=xx", "Accept-Language", ";;;").body()).contains("<html lang=\"zh-CN\">");
    assertThat(String.join(",", get(address).headers().allValues("vary"))).containsIgnoringCase("accept-language");
    assertThat(get(address + "?lang=en").headers().firstValue("content-language")).hasValue("en");
  }

  @Test
  void everyTextOfThePagesIsThereInBothLanguages() {
    assertThat(Words.of(PageLanguage.EN).keySet()).isEqualTo(Words.of(PageLanguage.ZH).keySet());
    Words.of(PageLanguage.ZH).forEach((key, text) ->
        assertThat(gaps(Words.of(PageLanguage.EN).get(key))).as(key).isEqualTo(gaps(text)));
  }

  private static List<String> gaps(String text) {
    return Pattern.compile("%[sd]").matcher(text).results().map(m -> m.group()).toList();
  }

  @Test
  void machinesReadTheSameInTheWordsOfSchemaOrg() throws Exception {
    String code = codeOf("王仙镇");
    String site = "http://127.0.0.1:" + port;
    JsonNode place = linkedData(get("/place/" + code).body());
    assertThat(place.get("@context").asString()).isEqualTo("https://schema.org");
    assertThat(place.get("@type").asString()).isEqualTo("AdministrativeArea");
    assertThat(place.get("name").asString()).isEqualTo("王仙镇");
    assertThat(place.get("url").asString()).isEqualTo(site + "/place/" + code);
    assertThat(place.at("/geo/latitude").asDouble()).isEqualTo(27.73);
    assertThat(place.at("/identifier/0/value").asString()).isEqualTo(code);
    assertThat(place.at("/identifier/1/value").asString()).isEqualTo("430281102");
    assertThat(place.at("/alternateName/0").asString()).isEqualTo("Wangxian Zhen");
    assertThat(place.at("/containedInPlace/containedInPlace/containedInPlace/name").asString()).isEqualTo("湖南省");
    assertThat(place.at("/containedInPlace/url").asString()).isEqualTo(site + "/place/" + codeOf("醴陵市"));
    requireVocabulary(place);
  }

  private static JsonNode linkedData(String page) {
    Matcher found = LINKED_DATA.matcher(page);
    assertThat(found.find()).isTrue();
    return JsonMapper.shared().readTree(found.group(1));
  }

  private static void requireVocabulary(JsonNode node) {
    if (node.isObject()) {
      Set<String> known = VOCABULARY.get(node.get("@type").asString());
      assertThat(known).as(node.get("@type").asString()).isNotNull();
      node.properties().forEach(member -> {
        if (!member.getKey().startsWith("@")) {
          assertThat(known).contains(member.getKey());
          requireVocabulary(member.getValue());
        }
      });
    } else if (node.isArray()) {
      node.forEach(PlacePageTest::requireVocabulary);
    }
  }

  @Test
  void thePageTellsWhereItBelongs() throws Exception {
    String code = codeOf("石桥村");
    String address = "http://127.0.0.1:" + port + "/place/" + code;
    assertThat(get("/place/" + code).body()).contains("<link rel=\"canonical\" href=\"" + address + "\">",
        "<link rel=\"alternate\" hreflang=\"en\" href=\"" + address + "?lang=en\">", "<meta property=\"og:title\" content=\"石桥村\">",
        "<meta property=\"og:url\" content=\"" + address + "\">", "<meta property=\"og:locale\" content=\"zh_CN\">");
  }

  @Test
  void aPlaceWithoutAPositionSaysThatNoneIsOnRecord() throws Exception {
    assertThat(get("/place/" + codeOf("湖南省")).body()).contains("尚未登记");
    assertThat(get("/place/" + codeOf("湖南省") + "?lang=en").body()).contains("Not yet on record");
    assertThat(get("/place/" + codeOf("醴陵市")).body()).contains("27.6400").doesNotContain("尚未登记");
  }

  @Test
  void whoHasThePageIsNotSentItAgain() throws Exception {
    String address = "/place/" + codeOf("王仙镇");
    String tag = get(address).headers().firstValue("etag").orElseThrow();
    HttpResponse<String> again = get(address, "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get(address, "If-Match", tag).statusCode()).isEqualTo(412);
    assertThat(get(address + "?lang=en", "If-None-Match", tag).statusCode()).isEqualTo(200);
    database().sql("UPDATE name SET meaning = '仙人在此' WHERE text = '王仙镇'").update();
    assertThat(get(address, "If-None-Match", tag).body()).contains("仙人在此");
  }

  @Test
  void markupInAnyTextStaysText() throws Exception {
    String evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
    String code = codeOf("石桥村");
    database().sql("""
        UPDATE name SET text = :evil, specific = NULL, generic = NULL, meaning = :evil, origin = :evil, note = :evil, document = :evil, unit_wording = :evil
        WHERE place_id = (SELECT id FROM place WHERE code = :code)""").param("evil", evil).param("code", code).update();
    database().sql("UPDATE name SET text = :evil, specific = NULL, generic = NULL WHERE text = '王仙镇'").param("evil", evil).update();
    database().sql("UPDATE place SET attributes = jsonb_build_object('heritage', CAST(:evil AS text)) WHERE code = :code").param("evil", evil).param("code", code).update();
    database().sql("UPDATE source SET title = :evil, origin = :evil, licence = :evil").param("evil", evil).update();
    String page = get("/place/" + code).body();
    assertThat(page).doesNotContain("<img", "<script>", "alert(1)</script>");
    assertThat(Pattern.compile("&lt;img src").matcher(page).results().count()).isGreaterThan(10);
    assertThat(linkedData(page).get("name").asString()).isEqualTo(evil);
    String lost = get("/place/%3Cimg%20src=x%3E").body();
    assertThat(lost).contains("&lt;img src").doesNotContain("<img");
  }

  @Test
  void aPlaceThatHasGoneLeadsToItsSuccessor() throws Exception {
    String gone = codeOf("石桥村");
    String there = codeOf("王仙镇");
    database().sql("UPDATE place SET status = 'merged', successor_id = (SELECT id FROM place WHERE code = ?) WHERE code = ?").params(there, gone).update();
    HttpResponse<String> moved = get("/place/" + gone + "?lang=en");
    assertThat(moved.statusCode()).isEqualTo(301);
    assertThat(moved.headers().firstValue("location")).hasValue("/place/" + there + "?lang=en");
    database().sql("UPDATE place SET status = 'retired' WHERE code = ?").params(gone).update();
    HttpResponse<String> retired = get("/place/" + gone);
    assertThat(retired.statusCode()).isEqualTo(410);
    assertThat(retired.body()).contains("这个编号已停用", "<a href=\"/place/" + there + "\" lang=\"zh-CN\">王仙镇</a>");
    database().sql("UPDATE place SET successor_id = NULL WHERE code = ?").params(gone).update();
    assertThat(get("/place/" + gone).body()).contains("已停用").doesNotContain("去向");
  }

  @Test
  void aCodeInSmallLettersIsTheSamePlace() throws Exception {
    String code = codeOf("王仙镇");
    String small = code.toLowerCase(Locale.ROOT);
    HttpResponse<String> moved = get("/place/" + small + "?lang=en");
    assertThat(moved.statusCode()).isEqualTo(301);
    assertThat(moved.headers().firstValue("location")).hasValue("/place/" + code + "?lang=en");
    assertThat(get("/place/" + small, "Accept", "application/json").headers().firstValue("location")).hasValue("/place/" + code);
    assertThat(get("/api/places/" + small).statusCode()).isEqualTo(200);
    assertThat(get("/api/places/" + small).body()).isEqualTo(get("/api/places/" + code).body());
    JsonNode item = JsonMapper.shared().readTree(get("/ogc/collections/places/items/" + small).body());
    assertThat(item.path("id").asString()).isEqualTo(code);
    assertThat(item.at("/links/0/href").asString()).contains("/items/" + code);
    assertThat(get("/report?place=" + small).body()).contains("value=\"" + code + "\"", "王仙镇");
    assertThat(get("/api/places/p000000000000").body()).contains("P000000000000");
    assertThat(get("/place/p12", "Accept", "text/html").statusCode()).isEqualTo(404);
  }

  @Test
  void anUnknownPlaceIsSaidOnAPageOfTheSameLook() throws Exception {
    HttpResponse<String> page = get("/place/P000000000000");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("没有这个地名", "P000000000000", "name=\"q\"", "界线仅供参考");
    assertThat(get("/place/P000000000000?lang=en").body()).contains("No such place");
  }

  @Test
  void whoWantsJsonIsSentToTheApi() throws Exception {
    String code = codeOf("王仙镇");
    HttpResponse<String> sent = get("/place/" + code, "Accept", "application/json");
    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(sent.headers().firstValue("location")).hasValue("/api/places/" + code);
    assertThat(get("/place/" + code, "Accept", "application/json, text/html").statusCode()).isEqualTo(200);
    assertThat(get("/place/" + code, "Accept", "image/png").statusCode()).isEqualTo(200);
    assertThat(get("/place/" + code, "Accept", "nonsense").statusCode()).isEqualTo(200);
  }

  @Test
  void thePageIsSmall() throws Exception {
    String page = get("/place/" + codeOf("王仙镇")).body();
    int bytes = zipped(page);
    List<String> files = FILES.matcher(page).results().map(m -> m.group(1)).toList();
    assertThat(files).anyMatch(f -> f.endsWith(".css")).anyMatch(f -> f.endsWith(".js"));
    for (String file : files) {
      HttpResponse<String> answer = get(file);
      assertThat(answer.statusCode()).as(file).isEqualTo(200);
      bytes += zipped(answer.body());
    }
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  private static int zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.size();
  }
}

package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.Browser;
import org.mingjie.BrowserTest;
import org.mingjie.Chromium;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Base maps of others: only those an administrator has named, and only from their servers. */
class MapBasesTest extends BrowserTest {

  private static final byte[] PIXEL = Base64.getDecoder().decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

  @Autowired private Accounts accounts;

  @DynamicPropertySource
  static void twoBases(DynamicPropertyRegistry registry) {
    registry.add("mingjie.site.review-number", () -> "GS（2026）0001号");
    registry.add("mingjie.map.bases[0].id", () -> "tdt");
    registry.add("mingjie.map.bases[0].title", () -> "天地图");
    registry.add("mingjie.map.bases[0].title-en", () -> "Tianditu");
    registry.add("mingjie.map.bases[0].template", () -> "https://t{s}.maps.example.cn/vec_w/wmts?LAYER=vec&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=key");
    registry.add("mingjie.map.bases[0].subdomains", () -> "0,1");
    registry.add("mingjie.map.bases[0].attribution", () -> "天地图 GS（2024）0000号");
    registry.add("mingjie.map.bases[1].id", () -> "osm");
    registry.add("mingjie.map.bases[1].title", () -> "OpenStreetMap");
    registry.add("mingjie.map.bases[1].template", () -> "https://tile.openstreetmap.org/{z}/{x}/{y}.png");
    registry.add("mingjie.map.bases[1].attribution", () -> "© OpenStreetMap contributors");
    registry.add("mingjie.map.bases[1].signed-in", () -> "true");
  }

  private HttpResponse<String> get(String address) throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(here() + address)).build(), BodyHandlers.ofString());
  }

  @Test
  void picturesMayComeFromTheServersNamedAndNoOthers() throws Exception {
    for (String address : List.of("/", "/place/" + codeOf("浒溪镇"), "/api/site")) {
      String policy = get(address).headers().firstValue("content-security-policy").orElseThrow();
      assertThat(policy).as(address).contains("img-src 'self' data: blob: https://t0.maps.example.cn https://t1.maps.example.cn https://tile.openstreetmap.org;",
          "script-src 'self';", "style-src 'self';", "connect-src 'self';").doesNotContain("unsafe", "*");
    }
  }

  @Test
  void theReviewNumberStandsAtTheFootOfThePageAlsoOnPaper() throws Exception {
    Page page = desk("/place/" + codeOf("浒溪镇"));
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(page.locator(".foot")).isVisible();
    assertThat(page.locator(".foot")).containsText("审图号：GS（2026）0001号");
    assertThat(page.locator(".foot")).containsText("界线仅供参考，以法定界线详图为准");
    assertThat(page.locator(".foot")).containsText("资料截至2026年1月1日");
    assertThat(page.locator(".placemap")).isHidden();
    assertThat(page.getByRole(AriaRole.SEARCH)).isHidden();
    Chromium.keep(page, "place-print");
  }

  @Test
  void aMapWithoutAReviewNumberIsOfferedToThoseWhoHaveSignedInAlone() throws Exception {
    assertThat(JsonMapper.shared().readTree(get("/api/site").body()).get("bases").valueStream().map(b -> b.get("id").asString())).containsExactly("tdt");
    assertThat(get("/api/map-bases").statusCode()).isEqualTo(401);
    accounts.createIfAbsent("maps", "看图的人", "a-long-password", Role.PLACE_NAME_CLERK, "99");
    JsonNode all = Browser.of(port(), "maps", "a-long-password").get("/api/map-bases").json();
    assertThat(all.get("bases").valueStream().map(b -> b.get("id").asString())).containsExactly("tdt", "osm");
  }

  @Test
  void whoHasNotSignedInDoesNotAskForThemNorMeetsARefusal() {
    Set<String> asked = new ConcurrentSkipListSet<>();
    Page page = desk("/sign-in");
    page.onRequest(request -> asked.add(URI.create(request.url()).getPath()));
    for (String address : List.of("/sign-in", "/", "/place/" + codeOf("浒溪镇"))) {
      page.navigate(here() + address);
      page.waitForFunction("() => document.querySelector('.leaflet-pane canvas') !== null");
    }
    page.waitForTimeout(500);
    assertThat(asked).contains("/api/session", "/tiles/base.json").doesNotContain("/api/map-bases");
    accounts.createIfAbsent("maps-too", "也看图的人", "a-long-password", Role.PLACE_NAME_CLERK, "99");
    page.navigate(here() + "/sign-in?next=/");
    page.getByLabel("登录名").fill("maps-too");
    page.getByLabel("口令", new Page.GetByLabelOptions().setExact(true)).fill("a-long-password");
    page.waitForResponse(answer -> answer.url().endsWith("/api/map-bases") && answer.status() == 200, () -> page.locator("form button[type=submit]").click());
  }

  @Test
  void aVisitorChoosesTheBaseAndTheLinkCarriesIt() {
    Page page = desk("/#map=11/31.4400/124.2500");
    Set<String> asked = new ConcurrentSkipListSet<>();
    page.route(Pattern.compile("https://t\\d\\.maps\\.example\\.cn/.*"), route -> {
      asked.add(route.request().url());
      route.fulfill(new Route.FulfillOptions().setContentType("image/png").setBodyBytes(PIXEL));
    });
    page.waitForTimeout(1000);
    assertThat(asked).as("asked before anybody chose it").isEmpty();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("图层")).click();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("天地图")).check();
    assertThat(page.locator(".note")).containsText("天地图 GS（2024）0000号");
    assertThat(page).hasURL(Pattern.compile("base=tdt"));
    page.waitForTimeout(1000);
    assertThat(asked).isNotEmpty().allMatch(url -> url.matches("https://t[01]\\.maps\\.example\\.cn/vec_w/wmts\\?LAYER=vec&TILEMATRIX=11&TILEROW=\\d+&TILECOL=\\d+&tk=key"));
    assertThat(page.locator(".leaflet-mj-ground-pane[hidden]")).hasCount(1);
    Chromium.keep(page, "base-map");
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("名界")).check();
    assertThat(page.locator(".leaflet-mj-ground-pane[hidden]")).hasCount(0);
    assertThat(page).not().hasURL(Pattern.compile("base="));
  }

  private static MapSettings bind(String key, String value) {
    MapConfigurationPropertySource source = new MapConfigurationPropertySource();
    source.put("mingjie.map.bases[0].id", "a");
    source.put("mingjie.map.bases[0].title", "甲");
    source.put("mingjie.map.bases[0].template", "https://a.example.cn/{z}/{x}/{y}.png");
    source.put("mingjie.map.bases[0].attribution", "甲");
    source.put("mingjie.map.bases[0]." + key, value);
    return new Binder(source).bind("mingjie.map", MapSettings.class).get();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"id|A B|_ID", "title|' '|_TITLE", "template|https://a.example.cn/{z}|_TEMPLATE", "template|javascript:{z}{x}{y}|_TEMPLATE",
    "template|https://a.example.cn;script-src/{z}/{x}/{y}|_TEMPLATE", "template|https://{s}.example.cn/{z}/{x}/{y}|_SUBDOMAINS", "subdomains|a|_SUBDOMAINS",
    "max-zoom|30|_MAX_ZOOM", "attribution|' '|_ATTRIBUTION", "template|https://tile.openstreetmap.org/{z}/{x}/{y}.png|_SIGNED_IN"})
  void anAbsurdSettingStopsTheStartAndIsNamed(String key, String value, String setting) {
    assertThatThrownBy(() -> bind(key, value)).rootCause().hasMessageStartingWith("MINGJIE_MAP_BASES_n" + setting);
  }

  @Test
  void originsHaveThePortAndNoPath() {
    assertThat(bind("template", "http://maps.example.cn:8443/a/{z}/{x}/{y}.png?k=v").bases().get(0).origins()).containsExactly("http://maps.example.cn:8443");
  }
}

package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.BrowserTest;
import org.mingjie.Chromium;

/** Tools of the map: what is here, measuring, layers, links that carry the state. */
class MapToolsTest extends BrowserTest {

  private static final String MAP = "/#map=11/31.4400/124.2500";

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator card(Page page) {
    return page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("这里是"));
  }

  @Test
  void aRightClickTellsWhatIsThere() {
    Page page = desk(MAP);
    page.waitForTimeout(1500);
    page.mouse().click(820, 400, new Mouse.ClickOptions().setButton(MouseButton.RIGHT));
    assertThat(card(page)).containsText("青渡县");
    assertThat(card(page)).containsText("附近的地名");
    assertThat(card(page)).containsText(Pattern.compile("北纬31\\.\\d{4}°"));
    assertThat(card(page).getByRole(AriaRole.LINK)).hasAttribute("href", Pattern.compile("^/report\\?lon=124\\.\\d{6}&lat=31\\.\\d{6}$"));
    card(page).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("青渡县").setExact(true)).first().click();
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(2).setName(Pattern.compile("^青渡县")))).isVisible();
    assertThat(page).hasURL(Pattern.compile("place=P\\d{12}"));
  }

  @Test
  void atABoundaryItSaysWhichMapCounts() {
    Page page = desk(MAP);
    page.waitForTimeout(1500);
    List<Double> at = database().sql("""
        SELECT st_x(p) AS x, st_y(p) AS y FROM (SELECT st_pointn(st_exteriorring(st_geometryn(g.geom, 1)), 10) AS p FROM division d
        JOIN division_geometry g ON g.division_id = d.id JOIN name n ON n.place_id = d.place_id WHERE n.text = '青渡县' LIMIT 1) o""")
        .query((row, n) -> List.of(row.getDouble("x"), row.getDouble("y"))).single();
    page.navigate(here() + "/#map=14/%.5f/%.5f".formatted(at.get(1), at.get(0)));
    page.reload();
    page.waitForTimeout(1500);
    page.mouse().click(720, 450, new Mouse.ClickOptions().setButton(MouseButton.RIGHT));
    assertThat(card(page)).containsText(Pattern.compile("在青渡县、?.*的界线附近|在.*、青渡县的界线附近"));
    assertThat(card(page)).containsText("图上界线仅供参考，以法定界线详图为准");
  }

  @Test
  void anAddressThatIsTypedStaysWhatItIsBeforeTheMapHasMoved() {
    Page page = desk(MAP);
    page.waitForTimeout(1500);
    Object soon = page.evaluate("""
        () => new Promise(told => {
          addEventListener('popstate', () => setTimeout(() => told(location.hash)))
          location.hash = '#map=14/31.50000/124.40000'
        })""");
    assertThat(soon).isEqualTo("#map=14/31.50000/124.40000");
    page.waitForTimeout(500);
    assertThat(page.url()).endsWith("#map=14/31.50000/124.40000");
  }

  @Test
  void anAddressThatIsOpenedWhileTheMapZoomsIsWhereTheMapGoes() {
    Page page = desk(MAP);
    page.waitForTimeout(1500);
    page.evaluate("() => { document.querySelector('button[aria-label=放大]').click(); location.hash = '#map=14/31.50000/124.40000' }");
    page.waitForTimeout(1500);
    assertThat(page.url()).endsWith("#map=14/31.50000/124.40000");
    button(page, "缩小").click();
    page.waitForURL(Pattern.compile("#map=13/31.50000/124.40000"));
  }

  @Test
  void aLinkThatTellsTheViewKeepsItWhereverItsResultsAre() {
    Page page = desk("/?q=xuxi#map=14/31.90000/124.00000");
    assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
    page.waitForTimeout(2000);
    assertThat(page.url()).endsWith("#map=14/31.90000/124.00000");
    page.getByRole(AriaRole.COMBOBOX).fill("xux"); // what is typed calls the map
    page.waitForURL(url -> !url.endsWith("#map=14/31.90000/124.00000"));
  }

  @Test
  void namesThatWouldBeMagnifiedBeyondReadingGoUntilTheyAreDrawnAnew() {
    Page page = desk(MAP);
    // what is being drawn anew stands there as good as unseen
    String shown = "[...document.querySelectorAll('.leaflet-mj-names-pane > div')].map(sheet => sheet.style.opacity).find(one => one !== '0.001')";
    page.waitForFunction("() => " + shown + " === ''");
    page.waitForTimeout(1500);
    String soon = """
        zoom => new Promise(told => {
          addEventListener('popstate', () => setTimeout(() => told(%s)), {once: true})
          location.hash = `#map=${zoom}/31.4400/124.2500`
        })""".formatted(shown);
    assertThat(page.evaluate(soon, 14)).isEqualTo("0");
    page.waitForFunction("() => " + shown + " === ''");
    assertThat(page.evaluate(soon, 13)).isEqualTo(""); // half as large: they can be read
  }

  @Test
  void everyStepOfZoomCountsAlsoWhileTheMapZooms() {
    Page page = desk(MAP);
    page.waitForTimeout(1500);
    page.mouse().dblclick(900, 400);
    page.mouse().dblclick(900, 400);
    page.waitForURL(Pattern.compile("#map=13/"));
    toTheMap(page);
    page.keyboard().press("-");
    page.keyboard().press("-");
    page.keyboard().press("_");
    page.waitForURL(Pattern.compile("#map=10/"));
    button(page, "放大").click();
    button(page, "放大").click();
    page.waitForURL(Pattern.compile("#map=12/"));
    page.keyboard().down("Shift");
    page.mouse().dblclick(900, 400);
    page.keyboard().up("Shift");
    page.waitForURL(Pattern.compile("#map=11/"));
  }

  @Test
  void whatDidNotComeComesWithTheNetwork() {
    Page page = desk(MAP);
    page.waitForFunction("() => document.querySelectorAll('.leaflet-mj-relief-pane img.leaflet-tile-loaded').length > 0");
    page.context().setOffline(true);
    page.evaluate("() => { location.hash = '#map=13/31.4400/124.2500' }");
    page.getByRole(AriaRole.COMBOBOX).fill("浒溪");
    assertThat(page.getByText("地图没有载入完整，已保留原图")).isVisible();
    assertThat(page.getByText("网络已断开").first()).isVisible();
    page.waitForFunction("() => document.querySelectorAll('.leaflet-mj-relief-pane img:not(.leaflet-tile-loaded)').length > 0");
    page.context().setOffline(false);
    assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
    assertThat(page.getByText("地图没有载入完整，已保留原图")).hasCount(0);
    page.waitForFunction("() => document.querySelectorAll('.leaflet-mj-relief-pane img:not(.leaflet-tile-loaded)').length === 0");
    forgetComplaints();
  }

  @Test
  void theKeyboardAsksWhatIsInTheMiddle() {
    Page page = desk(MAP);
    page.waitForTimeout(1500);
    toTheMap(page);
    page.keyboard().press("ArrowUp");
    page.keyboard().press("Enter");
    assertThat(card(page)).containsText("附近的地名");
    page.keyboard().press("Escape");
    assertThat(card(page)).hasCount(0);
  }

  private static void toTheMap(Page page) {
    for (int i = 0; i < 30 && !(boolean) page.evaluate("() => document.activeElement.classList.contains('map')"); i++) {
      page.keyboard().press("Tab");
    }
    assertThat((boolean) page.evaluate("() => document.activeElement.classList.contains('map')")).isTrue();
  }

  @Test
  void distancesAndAreasAreMeasuredWithPointerAndKeyboard() {
    Page page = desk(MAP);
    page.waitForTimeout(1500);
    button(page, "测量").click();
    Locator panel = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("测量"));
    page.mouse().click(700, 400);
    page.mouse().click(800, 400);
    page.waitForTimeout(300);
    String across = panel.locator(".sum").textContent();
    // 100 px at zoom 11 and 31.4° north are 6.52 km
    assertThat(across).matches("6\\.[45]\\d?千米");
    page.mouse().click(800, 500);
    button(page, "面积").click();
    assertThat(panel.locator(".sum")).hasText(Pattern.compile("^21\\.\\d?平方千米$|^21平方千米$"));
    button(page, "撤回一点").click();
    assertThat(panel.locator(".sum")).hasText(across);
    button(page, "全部清除").click();
    assertThat(panel.locator(".sum")).hasText("–");
    button(page, "距离").click();

    toTheMap(page);
    page.keyboard().press("Enter");
    page.keyboard().press("ArrowRight");
    page.waitForTimeout(600);
    page.keyboard().press("Enter");
    // the arrow moves the map by 80 px
    assertThat(panel.locator(".sum")).hasText(Pattern.compile("^5\\.\\d+千米$"));
    page.keyboard().press("Backspace");
    assertThat(panel.locator(".sum")).hasText("–");
    page.keyboard().press("Escape");
    assertThat(panel).hasCount(0);
  }

  @Test
  void aLinkCarriesTheWholeStateOfTheMap() {
    Page page = desk(MAP);
    button(page, "图层").click();
    page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("道路")).click();
    assertThat(page).hasURL(Pattern.compile("layers=relief%2Cboundaries%2Cnames"));
    Page other = desk(page.url().substring(here().length()));
    button(other, "图层").click();
    assertThat(other.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("道路"))).hasAttribute("aria-checked", "false");
    assertThat(other.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("地名").setExact(true))).hasAttribute("aria-checked", "true");
  }

  @Test
  void onAPhoneTheLegendIsFoldedAndTheToolsHaveNames() {
    Page page = phone(MAP);
    button(page, "图层").click();
    assertThat(page.locator(".layers details")).not().hasAttribute("open", Pattern.compile(".*"));
    page.locator(".layers summary").click();
    assertThat(page.locator(".layers .legend")).isVisible();
    Chromium.keep(page, "layers-phone");
    button(page, "关闭图层").click();
    button(page, "这里是").click();
    assertThat(card(page)).containsText("附近的地名");
    Chromium.keep(page, "here-phone");
  }

  /** Whether what the selector finds last lies between the tools and the sheet of a phone. */
  private static void assertSeen(Page phone, String selector) {
    phone.waitForFunction("""
        selector => { const at = [...document.querySelectorAll(selector)].at(-1)?.getBoundingClientRect()
          const tools = document.querySelector('.tools').getBoundingClientRect().bottom, sheet = document.querySelector('.sheet')?.getBoundingClientRect().top ?? innerHeight
          return at !== undefined && at.top > tools && at.bottom < sheet && at.left > 0 && at.right < innerWidth }""", selector);
  }

  @Test
  void onAPhoneWhatIsAskedAboutComesOutFromUnderTheAnswer() {
    Page page = phone("/#map=12/31.40/124.30");
    page.waitForTimeout(1500);
    button(page, "这里是").click();
    assertThat(card(page)).containsText("附近的地名");
    assertSeen(page, ".leaflet-overlay-pane path");
  }

  @Test
  void whoHasFoundHimselfAsksAboutWhereHeIs() {
    Page page = visit("/#map=10/31.44/124.25", new Browser.NewContextOptions().setLocale("zh-CN").setViewportSize(390, 844)
        .setGeolocation(31.4, 124.3).setPermissions(List.of("geolocation")));
    page.waitForTimeout(1500);
    button(page, "我的位置").click();
    page.waitForURL(Pattern.compile("#map=13/"));
    assertSeen(page, ".leaflet-mj-own-pane path");
    button(page, "这里是").click();
    assertThat(card(page)).containsText(Pattern.compile("北纬31\\.(3999|4000)°，东经124\\.(2999|3000)°")); // a pixel is 16 metres
    assertSeen(page, ".leaflet-mj-own-pane path");
  }

  @ParameterizedTest
  @CsvSource({"844,390", "768,1024", "1024,768"})
  void noPanelLiesOverAnotherOnASmallScreen(int width, int height) {
    Page page = visit(MAP, new Browser.NewContextOptions().setLocale("zh-CN").setViewportSize(width, height));
    page.waitForTimeout(1500);
    page.getByRole(AriaRole.COMBOBOX).fill("浒溪");
    assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
    for (String tool : List.of("图层", "测量")) {
      button(page, tool).click();
      page.waitForTimeout(400);
      assertThat(page.evaluate("""
          () => { const boxes = ['.find', '.tools', '.layers', '.measure', '.mapctl'].flatMap(s => [...document.querySelectorAll(s)].map(e => [s, e.getBoundingClientRect()]))
            return boxes.flatMap(([a, r], i) => boxes.slice(i + 1).filter(([, o]) => r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom).map(([b]) => `${a} ${b}`)) }"""))
          .as(tool).isEqualTo(List.of());
      Chromium.keep(page, "small-%d-%s".formatted(width, tool.equals("图层") ? "layers" : "measure"));
    }
  }

  @Test
  void onALowScreenTheSearchBoxLeavesTheMapFreeUntilItIsUsed() {
    Page page = visit(MAP, new Browser.NewContextOptions().setLocale("zh-CN").setViewportSize(844, 390));
    String free = "() => document.elementFromPoint(200, 170).closest('.find') === null";
    page.waitForFunction(free);
    page.getByRole(AriaRole.COMBOBOX).click();
    assertThat(page.getByText("可输入汉字")).isVisible();
    assertThat(page.evaluate(free)).isEqualTo(false);
    page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("在这台设备上记住")).uncheck();
    assertThat(page.getByText("可输入汉字")).isVisible();
    page.mouse().click(600, 300);
    page.keyboard().press("Escape");
    page.waitForFunction(free);
  }

  @Test
  void withoutAPastThereIsNoSliderOfDays() {
    Page page = desk(MAP);
    page.waitForTimeout(1000);
    assertThat(page.getByRole(AriaRole.SLIDER)).hasCount(0);
    page.navigate(here() + "/?day=2030-01-01" + MAP.substring(1));
    assertThat(page.getByRole(AriaRole.SLIDER)).hasAttribute("aria-valuetext", "2030年1月1日");
    button(page, "回到今天").click();
    assertThat(page).not().hasURL(Pattern.compile("day="));
  }

  @Test
  void aPageCopiesItsNameReadingAndAddress() {
    Page page = visit("/place/" + codeOf("浒溪镇"), new Browser.NewContextOptions().setLocale("zh-CN").setPermissions(List.of("clipboard-read", "clipboard-write")));
    button(page, "复制").click();
    assertThat(page.locator("[data-told]")).hasText("名称、读音和链接已复制");
    assertThat(page.evaluate("() => navigator.clipboard.readText()")).isEqualTo("浒溪镇 Xǔxī Zhèn " + here() + "/place/" + codeOf("浒溪镇"));
  }

  @Test
  void aPageIsReadWithoutScripts() {
    Page page = visit("/place/" + codeOf("浒溪镇"), new Browser.NewContextOptions().setLocale("zh-CN").setJavaScriptEnabled(false).setViewportSize(1440, 900));
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).containsText("浒溪镇");
    assertThat(page.locator("main")).containsText("浒溪公社");
    assertThat(button(page, "复制")).hasCount(0);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("纠错")).click();
    page.locator("label", new Page.LocatorOptions().setHasText("读音")).click();
    page.locator("textarea").fill("不用脚本");
    button(page, "发出纠错").click();
    assertThat(page.locator("main")).containsText("已收到，等候核实");
  }

  @Test
  void theCardLeadsToThePageOfThePlace() {
    Page page = desk("/?place=" + codeOf("浒溪镇"));
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("专页")).click();
    assertThat(page).hasURL(Pattern.compile("/place/" + codeOf("浒溪镇") + "$"));
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).containsText("浒溪镇");
    assertThat(page.locator(".placemap canvas").first()).isVisible();
    Chromium.keep(page, "place-page");
  }

  @Test
  void scriptsNeededBeforeTheMapCanBeUsedAreSmall() throws IOException {
    Page page = desk(MAP);
    List<Response> scripts = Collections.synchronizedList(new ArrayList<>());
    page.onResponse(answer -> {
      if (answer.request().resourceType().equals("script")) {
        scripts.add(answer);
      }
    });
    page.reload();
    page.waitForTimeout(1500);
    int bytes = 0;
    for (Response script : scripts) {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
        zip.write(script.body());
      }
      bytes += zipped.size();
    }
    assertThat(scripts).extracting(Response::url).anyMatch(url -> url.endsWith("/leaflet.js")).hasSizeGreaterThan(1);
    assertThat(bytes).isBetween(50 * 1024, 350 * 1024);
  }
}

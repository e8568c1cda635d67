package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.BrowserTest;
import org.mingjie.Chromium;

/** Public pages for everybody: nothing serious that axe finds, and every journey by keyboard alone. */
@Tag("long")
class AccessibilityTest extends BrowserTest {

  private static final Set<String> SERIOUS = Set.of("serious", "critical");

  private Page open(String address, boolean phone, String language) {
    Page page = visit(address, new Browser.NewContextOptions().setLocale(language).setViewportSize(phone ? 390 : 1440, phone ? 844 : 900));
    page.waitForTimeout(1500);
    return page;
  }

  private static void requireNothingSerious(Page page, String what) {
    List<String> found = new AxeBuilder(page).analyze().getViolations().stream().filter(v -> SERIOUS.contains(v.getImpact())).map(v -> told(v)).toList();
    assertThat(found).as(what).isEmpty();
  }

  private static String told(Rule violation) {
    return violation.getId() + ": " + violation.getHelp() + " " + violation.getNodes().stream().limit(3).map(n -> n.getHtml() + " " + n.getFailureSummary()).toList();
  }

  @ParameterizedTest
  @CsvSource({"false,zh-CN", "true,zh-CN", "false,en", "true,en"})
  void pagesMadeOnTheServerHaveNothingSerious(boolean phone, String language) {
    String code = codeOf("浒溪镇");
    for (String address : List.of("/place/" + code, "/report?place=" + code, "/report?lon=124.3&lat=31.4")) {
      Page page = open(address, phone, language);
      requireNothingSerious(page, address);
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      requireNothingSerious(page, address + " printed");
    }
    Page lost = open("/place/P000000000000", phone, language);
    requireNothingSerious(lost, "lost");
    forgetComplaints(); // the console tells of the 404
  }

  @ParameterizedTest
  @CsvSource({"false,zh-CN", "true,zh-CN", "false,en", "true,en"})
  void theMapAndItsPanelsHaveNothingSerious(boolean phone, String language) {
    boolean english = language.equals("en");
    Page page = open("/#map=11/31.4400/124.2500", phone, "zh-CN");
    if (english) {
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("切换到英文界面")).click();
    }
    requireNothingSerious(page, "home");
    for (String tool : english ? List.of("Layers", "Measure", "What is here") : List.of("图层", "测量", "这里是")) {
      Locator button = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(tool).setExact(true));
      button.click();
      page.waitForTimeout(600);
      requireNothingSerious(page, tool);
      page.keyboard().press("Escape");
    }
    page.getByRole(AriaRole.COMBOBOX).fill("浒溪");
    assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
    requireNothingSerious(page, "results");
    page.getByRole(AriaRole.OPTION).first().click();
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(2)).first()).isVisible();
    requireNothingSerious(page, "card");
  }

  /** The way on with Tab until the control has the focus. */
  private static void tabTo(Page page, Locator control) {
    for (int i = 0; i < 60; i++) {
      if ((boolean) control.evaluate("e => e === document.activeElement")) {
        return;
      }
      page.keyboard().press("Tab");
    }
    assertThat(control).isFocused();
  }

  private static Locator named(Page page, AriaRole role, String name) {
    return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void byKeyboardAloneFromANameToItsPageAndAReport() {
    Page page = open("/", false, "zh-CN");
    page.keyboard().press("/");
    page.keyboard().type("xuxizhen", new Keyboard.TypeOptions().setDelay(30));
    assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
    page.keyboard().press("Enter");
    tabTo(page, named(page, AriaRole.LINK, "专页"));
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("/place/P\\d{12}$"));
    page.keyboard().press("Tab");
    assertThat(named(page, AriaRole.LINK, "跳到正文")).isFocused();
    page.keyboard().press("Enter");
    tabTo(page, named(page, AriaRole.LINK, "纠错"));
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).hasText("纠错");
    tabTo(page, named(page, AriaRole.RADIO, "名称"));
    page.keyboard().press("ArrowRight");
    assertThat(named(page, AriaRole.RADIO, "读音")).isChecked();
    tabTo(page, page.getByLabel("正确的是什么"));
    page.keyboard().type("浒读 xǔ");
    tabTo(page, named(page, AriaRole.BUTTON, "发出纠错"));
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("/report/[0-9A-Z-]{14}$"));
    assertThat(page.locator("main")).containsText("已收到，等候核实");
    Chromium.keep(page, "receipt");
    assertThat(database().sql("SELECT what || text FROM error_report").query(String.class).list()).contains("spelling浒读 xǔ");
  }

  @Test
  void byKeyboardAloneTheToolsOfTheMap() {
    Page page = open("/#map=11/31.4400/124.2500", false, "zh-CN");
    tabTo(page, named(page, AriaRole.BUTTON, "图层"));
    page.keyboard().press("Enter");
    Locator roads = named(page, AriaRole.SWITCH, "道路");
    tabBackTo(page, roads);
    page.keyboard().press("Space");
    assertThat(roads).hasAttribute("aria-checked", "false");
    page.keyboard().press("Escape");
    assertThat(roads).hasCount(0);
    tabTo(page, named(page, AriaRole.BUTTON, "测量"));
    page.keyboard().press("Enter");
    assertThat(named(page, AriaRole.BUTTON, "距离")).isFocused();
    page.keyboard().press("Escape");
    tabTo(page, named(page, AriaRole.BUTTON, "这里是"));
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("这里是"))).containsText("附近的地名");
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.ARTICLE)).hasCount(0);
  }

  private static void tabBackTo(Page page, Locator control) {
    for (int i = 0; i < 60 && !(boolean) control.evaluate("e => e === document.activeElement"); i++) {
      page.keyboard().press("Shift+Tab");
    }
    assertThat(control).isFocused();
  }

  @Test
  void recentPlacesAreAtHandUntilSwitchedOff() {
    Page page = open("/", false, "zh-CN");
    page.getByRole(AriaRole.COMBOBOX).fill("浒溪镇");
    assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
    page.keyboard().press("Enter");
    page.navigate(here() + "/");
    assertThat(named(page, AriaRole.BUTTON, "浒溪镇")).isVisible();
    requireNothingSerious(page, "recent");
    Chromium.keep(page, "recent");
    page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("在这台设备上记住查过的地名")).uncheck();
    assertThat(named(page, AriaRole.BUTTON, "浒溪镇")).hasCount(0);
    assertThat((Object) page.evaluate("() => localStorage.getItem('mingjie.recent')")).isNull();
  }
}

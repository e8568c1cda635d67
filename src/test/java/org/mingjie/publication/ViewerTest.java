package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.RegistryTest;
import org.mingjie.launch.SampleDistrict;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The public page in Debian's chromium, on the sample district, as a newcomer meets it. */
class ViewerTest extends RegistryTest {

  private static Playwright playwright;
  private static Browser browser;
  private static boolean loaded;

  @LocalServerPort private int port;
  @Autowired private SampleDistrict sample;
  private final List<String> errors = new ArrayList<>();

  @BeforeAll
  static void openBrowser() {
    String node = System.getenv().getOrDefault("PLAYWRIGHT_NODEJS_PATH", "/usr/bin/node");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of(
        "PLAYWRIGHT_NODEJS_PATH", node, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of("/usr/bin/chromium"))
        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
    playwright.close();
    loaded = false;
  }

  /** The district is loaded once for all tests of this class, which only look. */
  @Override
  @BeforeEach
  protected void emptyTheRegistry() throws java.sql.SQLException {
    if (!loaded) {
      super.emptyTheRegistry();
      loaded = true;
      sampleWanted = true;
    }
  }

  private static boolean sampleWanted;

  private Page open(String address, int width, int height) {
    if (sampleWanted) {
      sample.load();
      sampleWanted = false;
    }
    Page page = browser.newContext(new Browser.NewContextOptions().setLocale("zh-CN").setViewportSize(width, height)).newPage();
    page.onPageError(errors::add);
    page.onConsoleMessage(m -> {
      if (m.type().equals("error")) {
        errors.add(m.text() + " " + m.location());
      }
    });
    page.navigate("http://127.0.0.1:" + port + address);
    return page;
  }

  private static void keep(Page page, String name) {
    String folder = System.getenv().getOrDefault("MINGJIE_SCREENSHOTS", "target/screenshots");
    page.waitForTimeout(1500);
    page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
  }

  private static Locator search(Page page) {
    return page.getByRole(AriaRole.COMBOBOX);
  }

  @ParameterizedTest
  @CsvSource({"浒溪镇,浒溪镇", "浒溪,浒溪", "xuxizhen,浒溪镇", "Xǔxī Zhèn,浒溪镇", "xxz,浒溪镇", "青渡,青渡县", "qdx,青渡县", "浒溪公社,浒溪公社", "ＸＵＸＩｚｈｅｎ,浒溪镇", "浒溪　镇,浒溪镇"})
  void aNameIsFoundByCharactersPinyinInitialsAndOldName(String typed, String expected) {
    Page page = open("/", 1440, 900);
    search(page).fill(typed);
    assertThat(page.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText(expected)).first()).isVisible();
    page.context().close();
    assertThat(errors).isEmpty();
  }

  @Test
  void theMapShowsTheDistrictWithItsNames() {
    Page page = open("/#map=11/31.40/124.25", 1440, 900);
    page.waitForTimeout(3500);
    Object coloured = page.evaluate("""
        () => { let most = 0
          for (const c of document.querySelectorAll('canvas')) {
            const d = c.getContext('2d')?.getImageData(0, 0, c.width, c.height).data
            if (!d) continue
            const seen = new Set()
            for (let i = 0; i < d.length; i += 400) if (d[i + 3] > 0) seen.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2])
            most = Math.max(most, seen.size)
          }
          return most }""");
    assertThat(((Number) coloured).intValue()).as("different colours on the map").isGreaterThan(40);
    keep(page, "home");
    page.context().close();
    assertThat(errors).isEmpty();
  }

  @Test
  void theKeyboardAloneLeadsFromANameToItsCard() {
    Page page = open("/", 1440, 900);
    page.keyboard().press("/");
    page.keyboard().type("xuxizhen", new com.microsoft.playwright.Keyboard.TypeOptions().setDelay(30));
    assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
    keep(page, "search");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(2)).first()).isVisible();
    assertThat(page.locator("body")).containsText("标准地名");
    assertThat(page.locator("body")).containsText("浒溪公社");
    keep(page, "card");
    page.context().close();
    assertThat(errors).isEmpty();
  }

  @Test
  void aPhoneShowsTheSameCardOnASheet() {
    Page page = open("/", 390, 844);
    keep(page, "home-phone");
    search(page).fill("青渡县");
    page.getByRole(AriaRole.OPTION).first().click();
    assertThat(page.locator("body")).containsText("云州市");
    keep(page, "card-phone");
    page.context().close();
    assertThat(errors).isEmpty();
  }

  @Test
  void nothingFoundSaysSo() {
    Page page = open("/", 1440, 900);
    search(page).fill("不存在的地方");
    assertThat(page.getByRole(AriaRole.OPTION)).hasCount(0);
    assertThat(page.locator("body")).containsText("没有找到");
    page.context().close();
  }
}

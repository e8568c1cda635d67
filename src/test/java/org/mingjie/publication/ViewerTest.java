package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.BrowserTest;
import org.mingjie.Pictures;

/** The public page on the sample district, as a newcomer meets it; how it looks is compared with pictures on file. */
class ViewerTest extends BrowserTest {

  private static Locator search(Page page) {
    return page.getByRole(AriaRole.COMBOBOX);
  }

  @ParameterizedTest
  @CsvSource({"浒溪镇,浒溪镇", "浒溪,浒溪", "xuxizhen,浒溪镇", "Xǔxī Zhèn,浒溪镇", "xxz,浒溪镇", "青渡,青渡县", "qdx,青渡县", "浒溪公社,浒溪公社", "ＸＵＸＩｚｈｅｎ,浒溪镇", "浒溪　镇,浒溪镇"})
  void aNameIsFoundByCharactersPinyinInitialsAndOldName(String typed, String expected) {
    Page page = desk("/");
    search(page).fill(typed);
    assertThat(page.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText(expected)).first()).isVisible();
  }

  @Test
  void theMapShowsTheDistrictWithItsNames() {
    Page page = desk("/#map=11/31.40/124.25");
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
    Pictures.assertLooksAs(page, "home");
  }

  @Test
  void theKeyboardAloneLeadsFromANameToItsCard() {
    Page page = desk("/");
    page.keyboard().press("/");
    page.keyboard().type("xuxizhen", new com.microsoft.playwright.Keyboard.TypeOptions().setDelay(30));
    assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
    Pictures.assertLooksAs(page, "search");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(2)).first()).isVisible();
    assertThat(page.locator("body")).containsText("标准地名");
    assertThat(page.locator("body")).containsText("浒溪公社");
    Pictures.assertLooksAs(page, "card");
  }

  @Test
  void aPhoneShowsTheSameCardOnASheet() {
    Page page = phone("/");
    Pictures.assertLooksAs(page, "home-phone");
    search(page).fill("青渡县");
    page.getByRole(AriaRole.OPTION).first().click();
    assertThat(page.locator("body")).containsText("云州市");
    Pictures.assertLooksAs(page, "card-phone");
  }

  @Test
  void resultsUnderTheSheetOfAPhoneCallTheMapToThem() {
    Page page = phone("/#map=7/31.831/124.805");
    search(page).fill("xuxi");
    // where nothing is in the way: below the tools, above the sheet
    page.waitForFunction("""
        () => { const sheet = document.querySelector('.sheet')?.getBoundingClientRect().top
          const pins = [...document.querySelectorAll('.pin')].map(pin => pin.getBoundingClientRect())
          return pins.length > 1 && pins.some(pin => pin.bottom < sheet && pin.top > 130 && pin.left > 0 && pin.right < innerWidth) }""");
  }

  @Test
  void resultsInAHeapCallTheMapNearerAndResultsThatCanBeToldApartDoNot() {
    Page page = desk("/#map=4/31.4/118.0");
    search(page).fill("xuxi");
    page.waitForFunction("""
        () => { const at = [...document.querySelectorAll('.pin')].map(pin => pin.getBoundingClientRect()).map(r => [r.left, r.top])
          const spread = axis => Math.max(...at.map(one => one[axis])) - Math.min(...at.map(one => one[axis]))
          return at.length > 1 && Math.max(spread(0), spread(1)) > 32 }""");
    page.waitForTimeout(800); // until it stands
    String stands = page.url();
    search(page).fill("xux");
    page.waitForTimeout(1500);
    assertThat(page.url().replaceAll(".*#", "#")).isEqualTo(stands.replaceAll(".*#", "#"));
  }

  @Test
  void aLinkTellsTheLanguageAndClassesHaveEnglishNames() {
    Page page = desk("/?lang=en&q=xuxizhen");
    assertThat(page.locator("html")).hasAttribute("lang", "en");
    assertThat(page.getByRole(AriaRole.OPTION).first()).containsText("township-level division");
    page.getByRole(AriaRole.OPTION).first().click();
    assertThat(page.getByText("township-level division").first()).isVisible();
    page.reload();
    assertThat(page.locator("html")).hasAttribute("lang", "en");
    Page place = desk("/place/" + codeOf("浒溪镇") + "?lang=en");
    assertThat(place.getByText("township-level division").first()).isVisible();
    place.locator(".onward a").first().click();
    assertThat(place.locator("html")).hasAttribute("lang", "en");
    assertThat(place.getByText("Standard name").first()).isVisible();
  }

  @Test
  void theSameAddressShowsTheSameMapWhicheverTilesComeFirst() {
    byte[] first = map(0);
    for (int seed = 1; seed <= 3; seed++) {
      assertThat(map(seed)).as("the map after late tiles, order " + seed).isEqualTo(first);
    }
  }

  /** @param seed of the order in which tiles come, within two seconds; with 0 they come as they are made */
  private byte[] map(int seed) {
    Page page = desk("about:blank");
    page.addInitScript("""
        const fetched = window.fetch
        let state = %d
        window.fetch = async (...asked) => {
          if (state !== 0 && String(asked[0]?.url ?? asked[0]).includes('.mvt')) {
            state = state * 48271 %% 2147483647
            await new Promise((ready) => setTimeout(ready, state %% 2000))
          }
          return fetched(...asked)
        }""".formatted(seed * 7919));
    page.navigate(here() + "/#map=11/31.40/124.25");
    page.waitForTimeout(4_500);
    return page.screenshot();
  }

  @Test
  void aPlaceHasAPageOfItsOwn() {
    String address = "/place/" + codeOf("浒溪镇");
    Pictures.assertLooksAs(desk(address), "place");
    Pictures.assertLooksAs(phone(address), "place-phone");
  }

  @Test
  void nothingFoundSaysSo() {
    Page page = desk("/");
    search(page).fill("不存在的地方");
    assertThat(page.getByRole(AriaRole.OPTION)).hasCount(0);
    assertThat(page.locator("body")).containsText("没有找到");
  }
}

package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mingjie.Chromium;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.launch.SampleDistrict;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A map without a review number (审图号), in Debian's chromium. */
class ReviewNumberTest extends RegistryTest {

  /** Red, green and blue of the lines of counties and above. */
  private static final String LINES = """
      () => { let n = 0
        for (const c of document.querySelectorAll('canvas')) {
          const d = c.getContext('2d')?.getImageData(0, 0, c.width, c.height).data
          if (d) for (let i = 0; i < d.length; i += 4) if (d[i] === 0x6A && d[i + 1] === 0x3D && d[i + 2] === 0x5C && d[i + 3] === 255) n++
        }
        return n }""";

  @LocalServerPort private int port;
  @Autowired private SampleDistrict sample;

  @Test
  void showsBoundariesOfTheFictionalSampleAndNoneOfRealData() {
    sample.load();
    try (Chromium chromium = new Chromium()) {
      Page page = chromium.page(1440, 900, false);
      page.navigate("http://127.0.0.1:" + port + "/#map=11/31.40/124.25");
      page.waitForTimeout(3000);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("图层")).click();
      assertThat(boundaries(page)).isVisible();
      assertThat(linesSeen(page)).isGreaterThan(200);

      database().sql("INSERT INTO source (id, kind, title, rank, state_date, author_id) VALUES (uuid7(), 'list', '名单', 10, '2020-01-01', ?)")
          .params(Accounts.SYSTEM).update();
      page.reload();
      page.waitForTimeout(3000);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("图层")).click();
      assertThat(page.locator("body")).containsText("还没有审图号，不显示界线");
      assertThat(boundaries(page)).hasCount(0);
      assertThat(linesSeen(page)).isZero();
      page.screenshot(new Page.ScreenshotOptions().setPath(
          Path.of(System.getenv().getOrDefault("MINGJIE_SCREENSHOTS", "target/screenshots"), "unreviewed.png")));
    }
  }

  private static Locator boundaries(Page page) {
    return page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("界线"));
  }

  private static int linesSeen(Page page) {
    return ((Number) page.evaluate(LINES)).intValue();
  }
}

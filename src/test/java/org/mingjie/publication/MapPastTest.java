package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.BrowserTest;
import org.mingjie.Chromium;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.springframework.beans.factory.annotation.Autowired;

/** The map of the past, on two lists of which the later one knows a township by another name. */
class MapPastTest extends BrowserTest {

  private static final String TOP = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,113.0,28.2
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      """;

  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;

  /** Not the sample: it has no past. */
  @Override
  @BeforeEach
  protected void emptyTheRegistry() throws java.sql.SQLException {
    try (var connection = asSuperuser()) {
      connection.createStatement().execute("""
          DO $$ BEGIN
            SET LOCAL session_replication_role = replica;
            EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('app.%I', tablename), ', ') FROM pg_tables
                     WHERE schemaname = 'app' AND tablename NOT IN ('account', 'place_class', 'search_words', 'flyway_schema_history'));
          END $$""");
    }
    Importing importing = new Importing(imports, profiles);
    try {
      importing.run(importing.listOf("old", "1990-12-31", ""), importing.file("old.csv", TOP + "430281102000,430281000000,王仙乡,town,f,f,113.59,27.73\n"));
      importing.run(importing.listOf("new", "2016-07-31", ""), importing.file("new.csv", TOP + "430281102000,430281000000,王仙镇,town,f,f,113.59,27.73\n"));
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void theSliderShowsTheMapOfADayAndSaysWhatStaysTodays() {
    Page page = desk("/#map=12/27.7300/113.5900");
    Map<String, String> tiles = Collections.synchronizedMap(new HashMap<>());
    page.onResponse(answer -> {
      if (answer.url().contains("/tiles/base/") && answer.status() == 200 && answer.url().contains("datetime")) {
        tiles.put(answer.url(), new String(answer.body(), StandardCharsets.UTF_8));
      }
    });
    Locator slider = page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("地图时点"));
    assertThat(slider).hasAttribute("aria-valuetext", "今天");
    slider.focus();
    page.keyboard().press("Home");
    assertThat(slider).hasAttribute("aria-valuetext", "1990年12月31日");
    assertThat(page).hasURL(Pattern.compile("day=1990-12-31"));
    assertThat(page.locator(".timebar")).containsText("检索和地名资料仍是今天的");
    page.waitForTimeout(2500);
    Chromium.keep(page, "past");
    assertThat(tiles.values()).anyMatch(tile -> tile.contains("王仙乡")).noneMatch(tile -> tile.contains("王仙镇"));

    page.getByRole(AriaRole.COMBOBOX).fill("王仙");
    assertThat(page.getByRole(AriaRole.OPTION).first()).containsText("王仙镇");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("回到今天")).click();
    assertThat(slider).hasAttribute("aria-valuetext", "今天");
    assertThat(page).not().hasURL(Pattern.compile("day="));
  }

  @Test
  void aPhoneOpensTheSliderFromItsTools() {
    Page page = phone("/#map=12/27.7300/113.5900");
    assertThat(page.getByRole(AriaRole.SLIDER)).hasCount(0);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("时间")).click();
    assertThat(page.getByRole(AriaRole.SLIDER)).isVisible();
    Chromium.keep(page, "past-phone");
  }
}

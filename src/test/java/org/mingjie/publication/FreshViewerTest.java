package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mingjie.Chromium;
import org.mingjie.RegistryTest;
import org.mingjie.launch.SampleDistrict;
import org.mingjie.place.PlacesChanged;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Who looks at the map while a name changes. */
class FreshViewerTest extends RegistryTest {

  private static final String OLD = "浒溪镇";
  private static final String NEW = "浒水新镇";

  @LocalServerPort private int port;
  @Autowired private SampleDistrict sample;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionOperations transactions;
  @Autowired private ApplicationEventPublisher events;

  private record Seat(UUID place, double x, double y) {}

  @Test
  void aNameThatHasChangedIsInTheNextSearchAndOnTheNextTileInTheBrowser() {
    sample.load();
    Seat seat = jdbc.sql("""
        SELECT n.place_id AS place, st_x(g.geom) AS x, st_y(g.geom) AS y FROM name n JOIN place_geometry g USING (place_id)
        WHERE n.text = ? AND n.kind = 'name' AND upper_inf(n.valid) AND g.role = 'point'
        """).params(OLD).query(Seat.class).single();
    String map = String.format(Locale.ROOT, "/#map=12/%.4f/%.4f", seat.y(), seat.x());
    try (Chromium chromium = new Chromium()) {
      Page page = chromium.page(1280, 800, false);
      List<Response> tiles = new ArrayList<>();
      page.onResponse(response -> {
        if (response.url().contains("/tiles/base/") && response.url().contains(".mvt")) {
          tiles.add(response);
        }
      });
      page.navigate("http://127.0.0.1:" + port + map);
      page.waitForTimeout(3000);
      assertThat(texts(tiles)).anyMatch(tile -> tile.contains(OLD)).noneMatch(tile -> tile.contains(NEW));

      rename(seat.place());

      page.getByRole(AriaRole.COMBOBOX).fill(NEW);
      assertThat(page.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText(NEW)).first()).isVisible();
      tiles.clear();
      page.reload();
      page.waitForTimeout(3000);
      assertThat(texts(tiles)).anyMatch(tile -> tile.contains(NEW)).noneMatch(tile -> tile.contains(OLD));
      page.screenshot(new Page.ScreenshotOptions().setPath(
          Path.of(System.getenv().getOrDefault("MINGJIE_SCREENSHOTS", "target/screenshots"), "renamed.png")));
    }
  }

  /** As a command changes it: the row, then the event, in one transaction. */
  private void rename(UUID place) {
    transactions.executeWithoutResult(status -> {
      jdbc.sql(PlacesChanged.CREATE_TABLE).update();
      jdbc.sql("UPDATE name SET text = ?, specific = NULL, generic = NULL WHERE place_id = ? AND kind = 'name' AND upper_inf(valid)")
          .params(NEW, place).update();
      jdbc.sql("INSERT INTO changed_place VALUES (?)").params(place).update();
      events.publishEvent(new PlacesChanged(1));
    });
  }

  /** Names stand in a tile as they are written. */
  private static List<String> texts(List<Response> tiles) {
    return tiles.stream().filter(tile -> tile.status() == 200).map(tile -> new String(tile.body(), StandardCharsets.UTF_8)).toList();
  }
}

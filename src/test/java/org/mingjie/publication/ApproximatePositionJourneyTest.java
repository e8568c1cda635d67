package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.BrowserTest;
import org.mingjie.Chromium;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Of a class whose positions are published to a grid, the map shows the cell and claims no point; the officer is told what the public sees. */
class ApproximatePositionJourneyTest extends BrowserTest {

  private static final String PASSWORD = "a-long-password";
  private static final String POSITIONS = "/api/admin/positions";
  private static final String SUMMIT = "13400";

  @Autowired private Accounts accounts;
  private Browser guard;
  private String name;
  private String code;

  @BeforeEach
  void summitsAreRestricted() {
    accounts.createIfAbsent("cells-guard", "管位置的", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    accounts.createIfAbsent("cells-clerk", "登记位置的", PASSWORD, Role.PLACE_NAME_CLERK, "99");
    Map<String, Object> summit = database().sql("""
        SELECT p.code, min(n.text) AS text FROM place p JOIN name n ON n.place_id = p.id JOIN place_geometry g ON g.place_id = p.id AND g.role = 'point'
        WHERE p.class_code = :class AND upper_inf(n.valid) GROUP BY p.code ORDER BY p.code LIMIT 1""").param("class", SUMMIT).query().singleRow();
    name = (String) summit.get("text");
    code = (String) summit.get("code");
    guard = Browser.of(port(), "cells-guard", PASSWORD);
    rules(List.of(Map.of("prefix", "134", "gridMetres", 2_000)));
  }

  @AfterEach
  void asItWas() {
    rules(List.of());
  }

  private void rules(List<Map<String, Object>> rules) {
    Browser.Answer answer = guard.put(POSITIONS, Map.of("rules", rules, "reason", "来函"), "If-Match", guard.get(POSITIONS).header("ETag"));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
  }

  @Test
  void theCellStandsOnTheMapInThePlaceOfAPoint() {
    Page page = desk("/place/" + code);
    page.waitForTimeout(1500);
    assertThat(page.locator(".facts, main").first()).containsText("大致位置，是2,000米方格的中心");
    Chromium.keep(page, "cell-page");

    JsonNode point = guard.get("/api/places/" + code).json().path("point");
    Page map = desk("/?q=%s#map=12/%.4f/%.4f".formatted(name, point.get(1).asDouble(), point.get(0).asDouble() - 0.04));
    Locator row = map.locator(".row").filter(new Locator.FilterOptions().setHasText("大致位置")).first();
    assertThat(row).isVisible();
    assertThat(map.locator(".pin svg circle[r='15.5']").first()).isVisible();
    row.hover();
    map.waitForTimeout(900);
    Chromium.keep(map, "cell-pointed");
    row.click();
    assertThat(map.locator(".card")).containsText("大致位置，是2,000米方格的中心");
    assertThat(map.locator(".pin")).hasCount(0);
    map.waitForTimeout(1500);
    Chromium.keep(map, "cell-selected");

    Page phone = phone("/?place=" + code);
    phone.waitForTimeout(2000);
    Chromium.keep(phone, "cell-phone");
  }

  @Test
  void theOfficerIsToldWhatThePublicSees() {
    Page page = desk("/");
    signIn(page);
    page.navigate(here() + "/?place=" + code);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("更正").setExact(true)).click();
    assertThat(page.getByText("会公开：列入公众看到的资料来源")).isVisible();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("位置")).check();
    assertThat(page.getByText("公众只看到大致位置，是2,000米方格的中心")).isVisible();
    Chromium.keep(page, "correction-restricted");
    page.setViewportSize(390, 844);
    Chromium.keep(page, "correction-restricted-phone");
    page.getByText("会公开：列入公众看到的资料来源").scrollIntoViewIfNeeded();
    Chromium.keep(page, "correction-restricted-phone-below");
  }

  private static void signIn(Page page) {
    page.evaluate("""
        async ([login, password]) => {
          await fetch('/api/session')
          const token = decodeURIComponent(/XSRF-TOKEN=([^;]*)/.exec(document.cookie)[1])
          const answer = await fetch('/api/session', {method: 'POST', headers: {'content-type': 'application/json', 'x-xsrf-token': token}, body: JSON.stringify({login, password})})
          if (!answer.ok) throw new Error(await answer.text())
        }""", List.of("cells-clerk", PASSWORD));
  }
}

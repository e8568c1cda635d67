package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.BrowserTest;
import org.mingjie.Chromium;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;

/** A place-name clerk puts the position of a place right on the map; the public page shows it, the audit tells of it. */
class CorrectionJourneyTest extends BrowserTest {

  /** What is picked and measured, on the map. */
  private static final String SPOTS = ".leaflet-overlay-pane path[fill='#fff']";

  private static final String PASSWORD = "a-long-password";
  private static final String NAME = "浒溪镇";

  @Autowired private Accounts accounts;

  @BeforeEach
  void people() {
    accounts.createIfAbsent("xuxi-clerk", "沈文博", PASSWORD, Role.PLACE_NAME_CLERK, "990121");
    accounts.createIfAbsent("xuxi-beside", "邻县干部", PASSWORD, Role.PLACE_NAME_CLERK, "990199");
    accounts.createIfAbsent("auditor", "审计员", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
  }

  private static String code() {
    return database().sql("SELECT p.code FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = :name AND upper_inf(n.valid)").param("name", NAME)
        .query(String.class).single();
  }

  private static String division() {
    return database().sql("SELECT d.code FROM division d JOIN place p ON p.id = d.place_id WHERE p.code = :code").param("code", code()).query(String.class).list().get(0);
  }

  private Page signedIn(String login, String address, boolean phone) {
    Page page = phone ? phone("/") : desk("/");
    page.evaluate("""
        async ([login, password]) => {
          await fetch('/api/session')
          const token = decodeURIComponent(/XSRF-TOKEN=([^;]*)/.exec(document.cookie)[1])
          const answer = await fetch('/api/session', {method: 'POST', headers: {'content-type': 'application/json', 'x-xsrf-token': token}, body: JSON.stringify({login, password})})
          if (!answer.ok) throw new Error(await answer.text())
        }""", List.of(login, PASSWORD));
    page.navigate(here() + address);
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void whatIsMeasuredBesideAnOpenCorrectionIsDrawn() {
    Page page = signedIn("xuxi-clerk", "/?place=" + code() + "#map=14/31.46/124.32", false);
    button(page, "更正").click();
    assertThat(page.getByLabel("依据")).isVisible();
    button(page, "测量").click();
    page.waitForTimeout(800);
    page.mouse().click(700, 500);
    page.mouse().click(900, 500);
    assertThat(page.locator(SPOTS)).hasCount(2);
    assertThat(page.getByLabel("依据")).isVisible();
  }

  @Test
  void aPositionIsPickedOnTheMapAndTheNextVisitorSeesItThere() {
    assertThat(division()).startsWith("990121");
    Page page = signedIn("xuxi-clerk", "/?place=" + code() + "#map=14/31.46/124.32", false);
    button(page, "更正").click();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("位置")).check();
    String before = page.getByLabel("经度（度）").inputValue();
    button(page, "在图上点选").click();
    assertThat(button(page, "点一下地图上的正确位置")).isVisible();
    page.waitForTimeout(800);
    page.mouse().click(900, 500);
    assertThat(page.getByLabel("经度（度）")).not().hasValue(before);
    assertThat(page.locator(SPOTS)).hasCount(1);
    String lon = page.getByLabel("经度（度）").inputValue();
    assertThat(button(page, "更正位置")).isDisabled();
    page.getByLabel("为什么错了").fill("原图纸读错");
    page.keyboard().press("Escape");
    button(page, "更正").click();
    assertThat(page.getByLabel("经度（度）")).hasValue(lon);
    assertThat(page.getByLabel("为什么错了")).hasValue("原图纸读错");
    page.getByLabel("依据").fill("《青渡县地名录》第12页");
    Chromium.keep(page, "correction-desk");
    button(page, "更正位置").click();
    assertThat(page.getByText("已更正，旧的记录留在历史里")).isVisible();

    Page visitor = desk("/place/" + code());
    assertThat(visitor.locator("body")).containsText("《青渡县地名录》第12页");
    Map<?, ?> point = (Map<?, ?>) visitor.evaluate("async code => { const p = (await (await fetch('/api/places/' + code)).json()).point; return {lon: p[0]} }", code());
    assertThat(((Number) point.get("lon")).doubleValue()).isCloseTo(Double.parseDouble(lon), org.assertj.core.data.Offset.offset(1e-6));
    org.mingjie.Browser auditor = org.mingjie.Browser.of(port(), "auditor", PASSWORD);
    assertThat(auditor.get("/api/audit?kind=correction").json().path("entries").get(0).toString()).contains("place.position", "原图纸读错", "xuxi-clerk");
  }

  @Test
  void aFalseMeaningIsStruckOutAndTheHistoryTellsIt() {
    String code = database().sql("""
        SELECT p.code FROM place p JOIN name n ON n.place_id = p.id JOIN division d ON d.place_id = p.id
        WHERE d.code LIKE '990121%' AND d.level = 5 AND n.kind = 'name' AND upper_inf(n.valid) AND n.meaning IS NOT NULL ORDER BY p.code LIMIT 1""").query(String.class).single();
    String meaning = database().sql("SELECT n.meaning FROM place p JOIN name n ON n.place_id = p.id WHERE p.code = ? AND upper_inf(n.valid) AND n.meaning IS NOT NULL")
        .params(code).query(String.class).single();
    Page page = signedIn("xuxi-clerk", "/?place=" + code, false);
    button(page, "更正").click();
    assertThat(page.getByText("没有更正过。")).isVisible();
    assertThat(page.getByLabel("删去，没有可靠的说法")).hasCount(0);
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("含义")).check();
    assertThat(page.getByLabel("正确的")).hasValue(meaning);
    page.getByLabel("删去，没有可靠的说法").check();
    assertThat(page.getByLabel("正确的")).hasCount(0);
    page.getByLabel("为什么错了").fill("后人附会，查无出处");
    page.getByLabel("依据").fill("《青渡县地名志》第3页");
    Chromium.keep(page, "correction-strike-desk");
    button(page, "删去含义").click();
    assertThat(page.getByText("已更正，旧的记录留在历史里")).isVisible();
    assertThat(page.locator(".card .mean").filter(new Locator.FilterOptions().setHasText(meaning))).hasCount(0);
    assertThat(desk("/place/" + code).locator("body")).not().containsText(meaning);

    button(page, "更正").click();
    Locator past = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("更正记录")).getByRole(AriaRole.LISTITEM);
    assertThat(past).hasCount(1);
    assertThat(past.locator("del")).hasText(meaning);
    assertThat(past).containsText("删去");
    assertThat(past).containsText("后人附会，查无出处");
    assertThat(past).containsText("《青渡县地名志》第3页");
    assertThat(past).containsText("沈文博");
    past.scrollIntoViewIfNeeded();
    Chromium.keep(page, "correction-history-desk");
    Page phone = signedIn("xuxi-clerk", "/?place=" + code, true);
    button(phone, "更正").click();
    phone.getByText("后人附会").scrollIntoViewIfNeeded();
    Chromium.keep(phone, "correction-history-phone");
  }

  @Test
  void whatWasAnsweredIsListedWithTheOfficer() {
    org.mingjie.Browser anybody = new org.mingjie.Browser(port());
    for (String text : List.of("许字读音不对", "位置偏了两百米")) {
      assertThat(anybody.post("/api/reports", Map.of("place", code(), "what", "spelling", "text", text)).status()).isEqualTo(201);
    }
    Page page = signedIn("xuxi-clerk", "/desk", false);
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("没有期限"))).isVisible();
    assertThat(page.getByText("以后", new Page.GetByTextOptions().setExact(true))).hasCount(0);
    Chromium.keep(page, "desk-no-deadline");
    page.navigate(here() + "/desk/reports");
    assertThat(page.getByText("还没有答复过。")).isVisible();
    Locator first = page.locator("article").filter(new Locator.FilterOptions().setHasText("许字读音不对"));
    first.getByLabel("答复").fill("核实无误，地名录作 Xǔxī");
    first.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("不采纳并答复").setExact(true)).click();
    Locator answered = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("已经答复的")).locator("article");
    assertThat(answered).hasCount(1);
    assertThat(answered).containsText("许字读音不对");
    assertThat(answered).containsText("不采纳");
    assertThat(answered).containsText("核实无误，地名录作 Xǔxī");
    assertThat(answered).containsText("沈文博");
    assertThat(page.locator("article")).hasCount(2);
    Chromium.keep(page, "answered-desk");
    page.setViewportSize(390, 844);
    answered.scrollIntoViewIfNeeded();
    Chromium.keep(page, "answered-phone");
  }

  @Test
  void whatTheServerRefusesIsToldBesideTheField() {
    Page page = signedIn("xuxi-clerk", "/?place=" + code(), true);
    button(page, "更正").click();
    page.getByLabel("正确的").fill("Xu");
    page.getByLabel("为什么错了").fill("录错");
    page.getByLabel("依据").fill("地名录");
    button(page, "更正读音").click();
    assertThat(page.getByText("每个汉字一个音节")).isVisible();
    Chromium.keep(page, "correction-phone");
    forgetComplaints();
  }

  @Test
  void aStandardNameCannotBePickedForCorrection() {
    Page page = signedIn("xuxi-clerk", "/?place=" + code(), false);
    button(page, "更正").click();
    assertThat(page.getByText("名称要走更名程序")).isVisible();
    assertThat(page.getByRole(AriaRole.RADIO)).hasCount(4);
  }

  @Test
  void whoeverIsNotSignedInOrAnswersForAnotherCountyIsToldSo() {
    Page anybody = desk("/?place=" + code());
    assertThat(anybody.getByText("在图上看").or(anybody.getByText("看全域"))).isVisible();
    assertThat(button(anybody, "更正")).hasCount(0);
    Page beside = signedIn("xuxi-beside", "/?place=" + code(), false);
    button(beside, "更正").click();
    assertThat(beside.getByText("不在您的管辖范围")).isVisible();
    forgetComplaints();
  }
}

package org.mingjie.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Chromium;
import org.mingjie.access.Role;
import org.springframework.test.context.TestPropertySource;

/** From an officer's second factor to the public page and the audit, by hand and eye alone. */
@TestPropertySource(properties = "test.second-factor=required")
class OfficerJourneyTest extends DeskBrowserTest {

  private static final String SITE = "async () => (await fetch('/api/site')).text()";
  private static final String PLACE = "浒溪镇";
  private static final String REASON = "原图纸读错";
  private static final String SOURCE = "《青渡县地名录》第12页";


  @BeforeEach
  void people() {
    accounts.createIfAbsent("journey-clerk", "沈文博", PASSWORD, Role.PLACE_NAME_CLERK, "990121");
    accounts.createIfAbsent("journey-auditor", "管审计的", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
  }

  @Test
  void anOfficerSignsInWithASecondFactorAndCorrectsAPlaceAndThePublicPageAndTheAuditShowBoth() {
    Page visitor = open("/", 390, 844);
    Object site = visitor.evaluate(SITE);
    Page officer = open("/sign-in?next=/me", 1440, 900);
    Chromium.signIn(officer, "journey-clerk", PASSWORD);
    officer.waitForURL(Pattern.compile("/me$"));
    Chromium.button(officer, "设置第二因素").click();
    String secret = Chromium.enrol(officer);
    Chromium.button(officer, "退出").click();
    officer.waitForURL(Pattern.compile("/sign-in"));
    Chromium.signIn(officer, "journey-clerk", PASSWORD);
    officer.locator("input[name=one-time-code]").fill(Chromium.code(secret, 1));
    officer.keyboard().press("Enter");
    officer.waitForURL(Pattern.compile("/desk$"));

    officer.getByRole(AriaRole.BANNER).getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("地图").setExact(true)).click();
    officer.getByRole(AriaRole.COMBOBOX).fill(PLACE);
    assertThat(officer.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText(PLACE)).first()).isVisible();
    officer.keyboard().press("Enter");
    assertThat(officer.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(2)).first()).isVisible();
    Chromium.button(officer, "更正").click();
    officer.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("位置")).check();
    Locator lon = officer.getByLabel("经度（度）");
    String before = lon.inputValue();
    Chromium.button(officer, "在图上点选").click();
    assertThat(Chromium.button(officer, "点一下地图上的正确位置")).isVisible();
    officer.mouse().click(930, 520);
    assertThat(lon).not().hasValue(before);
    String after = lon.inputValue();
    officer.getByLabel("为什么错了").fill(REASON);
    officer.getByLabel("依据").fill(SOURCE);
    Chromium.button(officer, "更正位置").click();
    assertThat(officer.getByText("已更正，旧的记录留在历史里")).isVisible();

    visitor.reload();
    assertThat(visitor.evaluate(SITE)).as("what the site says of itself hangs on no correction").isEqualTo(site);
    visitor.getByRole(AriaRole.COMBOBOX).fill(PLACE);
    assertThat(visitor.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText(PLACE)).first()).isVisible();
    visitor.navigate(here() + "/place/" + code());
    assertThat(visitor.locator("body")).containsText(SOURCE);
    assertThat(visitor.locator("body")).not().containsText(REASON);
    Object json = visitor.evaluate("() => [JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent).geo].flat().find(g => g['@type'] === 'GeoCoordinates').longitude");
    assertThat(Double.parseDouble(json.toString())).isCloseTo(Double.parseDouble(after), within(1e-6));

    Page auditor = open("/sign-in?next=/admin/audit", 1440, 900);
    Chromium.signIn(auditor, "journey-auditor", PASSWORD);
    Chromium.enrol(auditor);
    auditor.waitForURL(Pattern.compile("/admin/audit$"));
    assertThat(auditor.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("给出第二因素")).first()).containsText("沈文博");
    Locator corrected = auditor.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(REASON));
    assertThat(corrected).containsText("沈文博");
    corrected.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("展开")).click();
    assertThat(auditor.locator(".sides")).containsText(plain(before));
    assertThat(auditor.locator(".sides")).containsText(plain(after));
    Chromium.keep(auditor, "journey-audit");
  }

  private static String plain(String number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }

  private static String code() {
    return database().sql("SELECT p.code FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = :name AND upper_inf(n.valid)").param("name", PLACE)
        .query(String.class).single();
  }
}

package org.mingjie.desk;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.Chromium;
import org.mingjie.access.Role;

/** Each screen in both languages on a desk and on a phone: nothing that axe calls serious, nothing that runs over the edge. */
@Tag("long")
class DeskScreensTest extends DeskBrowserTest {

  @BeforeEach
  void people() {
    accounts.createIfAbsent("s-keeper", "管系统的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("s-guard", "管安全的", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    accounts.createIfAbsent("s-auditor", "管审计的", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
    accounts.createIfAbsent("s-clerk", "办地名的", PASSWORD, Role.PLACE_NAME_CLERK, "9901");
  }

  @ParameterizedTest
  @CsvSource({"false,1440,900", "true,1440,900", "false,390,844", "true,390,844"})
  void everyScreenIsOpenToEveryone(boolean english, int width, int height) {
    List<String> wrong = new ArrayList<>();
    String form = (english ? "en" : "zh") + "-" + width;
    Page page = chromium.page(width, height, english);
    visit(page, "/sign-in", wrong, form);
    signIn(page, "s-keeper");
    for (String address : List.of("/desk", "/admin/people", "/admin/imports", "/admin/site", "/admin/health", "/admin/settings", "/me")) {
      visit(page, address, wrong, form);
    }
    page.navigate(here() + "/admin/people");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(english ? "Create account" : "新建账号")).click();
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    Chromium.keep(page, "desk-new-account-" + form); // and the dialog is done with fading in
    check(page, "new account " + form, wrong);
    Page guard = chromium.page(width, height, english);
    guard.navigate(here() + "/sign-in");
    signIn(guard, "s-guard");
    visit(guard, "/admin/keys", wrong, form);
    visit(guard, "/admin/policies", wrong, form);
    visit(guard, "/admin/positions", wrong, form);
    Page auditor = chromium.page(width, height, english);
    auditor.navigate(here() + "/sign-in");
    signIn(auditor, "s-auditor");
    visit(auditor, "/admin/audit", wrong, form);
    List.of(page, guard, auditor).forEach(one -> one.context().close());
    assertThat(wrong).isEmpty();
  }

  private void signIn(Page page, String login) {
    Chromium.signIn(page, login, PASSWORD);
    page.waitForURL(Pattern.compile("/desk$"));
  }

  private void visit(Page page, String address, List<String> wrong, String form) {
    page.navigate(here() + address);
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).isVisible();
    assertThat(page.locator(".grey")).hasCount(0);
    Chromium.keep(page, "desk" + address.replace('/', '-') + "-" + form);
    check(page, address + " " + form, wrong);
  }

  private static void check(Page page, String what, List<String> wrong) {
    new AxeBuilder(page).analyze().getViolations().stream().filter(found -> List.of("serious", "critical").contains(found.getImpact()))
        .forEach(found -> wrong.add(what + ": " + found.getId() + " " + found.getNodes().get(0).getHtml()));
    Object over = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
    if (((Number) over).intValue() > 0) {
      wrong.add(what + ": runs over the edge by " + over);
    }
  }
}

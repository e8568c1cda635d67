package org.mingjie.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Chromium;
import org.mingjie.Pictures;
import org.mingjie.access.Role;
import org.springframework.test.context.TestPropertySource;

/** What people do from the sign-in page on, in chromium, with second factors as they are asked for by default. */
@TestPropertySource(properties = "test.second-factor=required")
class DeskJourneyTest extends DeskBrowserTest {

  private static final int MOST_TABS = 2_000;


  @BeforeEach
  void people() {
    accounts.createIfAbsent("j-keeper", "管系统的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("j-auditor", "管审计的", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
    accounts.createIfAbsent("j-clerk", "办地名的", PASSWORD, Role.PLACE_NAME_CLERK, "9901");
  }

  @Test
  void anAdministratorMakesAClerkWhoTakesHisOwnPasswordAndTheAuditHasBoth() {
    Page keeper = open("/admin/people");
    keeper.waitForURL(Pattern.compile("/sign-in\\?next="));
    Chromium.signIn(keeper, "j-keeper", PASSWORD);
    String secret = Chromium.enrol(keeper);
    keeper.waitForURL(Pattern.compile("/admin/people$"));
    Chromium.button(keeper, "退出").click();
    assertThat(keeper.getByText("已退出")).isVisible();

    Chromium.signIn(keeper, "j-keeper", PASSWORD);
    keeper.locator("input[name=one-time-code]").fill(Chromium.code(secret, 1));
    keeper.keyboard().press("Enter");
    keeper.waitForURL(Pattern.compile("/desk$"));
    assertThat(keeper.getByText("做第一次备份")).isVisible();

    keeper.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("管理").setExact(true)).click();
    Chromium.button(keeper, "新建账号").click();
    Locator dialog = keeper.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("姓名").fill("李文");
    keeper.waitForTimeout(600); // the dialog has come
    assertThat(dialog.getByLabel("姓名")).isFocused();
    dialog.getByLabel("登录名").fill("j-new");
    dialog.getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("管辖")).pressSequentially("青渡县");
    keeper.getByRole(AriaRole.OPTION).getByText("990121", new Locator.GetByTextOptions().setExact(true)).click();
    dialog.getByLabel("理由").fill("新到岗");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("新建账号")).click();
    assertThat(keeper.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("已建账号：李文"))).isVisible();
    String once = dialog.locator("output").textContent();
    Chromium.button(keeper, "已记下").click();
    assertThat(keeper.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("李文"))).containsText("青渡县");
    assertThat(keeper.locator("body")).not().containsText(once);

    Page clerk = open("/sign-in");
    Chromium.signIn(clerk, "j-new", once);
    clerk.locator("input[name=new-password]").fill("password12");
    clerk.locator("input[name=new-password-again]").fill("password12");
    clerk.keyboard().press("Enter");
    assertThat(clerk.getByRole(AriaRole.ALERT)).not().isEmpty();
    clerk.locator("input[name=new-password]").fill("my-own-long-words");
    clerk.locator("input[name=new-password-again]").fill("my-own-long-words");
    clerk.keyboard().press("Enter");
    clerk.waitForURL(Pattern.compile("/desk$"));
    assertThat(clerk.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).hasText("李文，没有待办");
    clerk.navigate(here() + "/admin/people");
    assertThat(clerk.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).hasText("这一页不对您的账号开放");

    Page auditor = open("/sign-in?next=/admin/audit");
    Chromium.signIn(auditor, "j-auditor", PASSWORD);
    Chromium.enrol(auditor);
    auditor.waitForURL(Pattern.compile("/admin/audit$"));
    Locator made = auditor.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("新到岗"));
    assertThat(made).containsText("管系统的");
    assertThat(made).containsText("新建账号");
    assertThat(auditor.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("改口令"))).containsText("李文");
    made.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("展开")).click();
    assertThat(auditor.locator(".sides tr").filter(new Locator.FilterOptions().setHasText("管辖"))).containsText("990121");
    Chromium.keep(auditor, "desk-audit-unfolded");
    Chromium.button(auditor, "核对审计链").click();
    assertThat(auditor.getByText("首尾相连")).isVisible();
  }

  @Test
  void whatAVisitorDoesNotFindIsLinkedToItsPlaceByTheClerk() {
    Page visitor = open("/", 390, 844);
    // the whole question is asked once it is left standing
    visitor.waitForResponse(answer -> answer.url().contains("/api/search"), () -> visitor.getByRole(AriaRole.COMBOBOX).fill("千年渡口老街"));
    assertThat(visitor.getByText("没有找到").last()).isVisible();
    visitor.waitForResponse(answer -> answer.url().contains("/api/search"), () -> visitor.getByRole(AriaRole.COMBOBOX).fill("无人知晓的埠头"));

    Page clerk = open("/sign-in?next=/desk");
    Chromium.signIn(clerk, "j-clerk", PASSWORD);
    clerk.waitForURL(Pattern.compile("/desk$"));
    clerk.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("查不到的名称")).click();
    Locator row = clerk.getByRole(AriaRole.LISTITEM).filter(new Locator.FilterOptions().setHasText("千年渡口老街"));
    Locator other = clerk.getByRole(AriaRole.LISTITEM).filter(new Locator.FilterOptions().setHasText("无人知晓的埠头"));
    for (int look = 0; look < 40 && (row.count() == 0 || other.count() == 0); look++) {
      clerk.waitForTimeout(500);
      Chromium.button(clerk, "待处理").click();
    }
    assertThat(row).containsText("1人次");
    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("处理")).click();
    clerk.getByLabel("怎样核实的").fill("镇上老街的俗称");
    other.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("处理")).click();
    assertThat(clerk.getByLabel("怎样核实的")).hasValue("");
    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("处理")).click();
    assertThat(clerk.getByLabel("怎样核实的")).hasValue("镇上老街的俗称"); // a look at another row loses nothing
    Chromium.button(clerk, "是这个地名").click();
    assertThat(clerk.getByText("先选出一个地名")).isVisible();
    clerk.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("说的是哪个地名")).pressSequentially("浒溪镇");
    clerk.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText("浒溪镇")).first().click();
    Chromium.keep(clerk, "desk-unfound");
    Chromium.button(clerk, "是这个地名").click();
    assertThat(clerk.getByText("“千年渡口老街”已处理").last()).isVisible();
    Chromium.button(clerk, "处理过的").click();
    assertThat(row).containsText("浒溪镇");
    assertThat(row).containsText("镇上老街的俗称");
    clerk.setViewportSize(390, 844);
    Chromium.keep(clerk, "desk-unfound-phone");
  }

  @Test
  void theKeyboardAloneLeadsFromTheSignInToANewAccountAndOut() {
    Page page = open("/sign-in");
    assertThat(page.locator("input[name=username]")).isFocused();
    page.keyboard().type("j-keeper");
    tabTo(page, "口令");
    page.keyboard().type(PASSWORD);
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("设置第二因素"))).isFocused();
    page.locator(".device output:not(:empty)").waitFor();
    String secret = page.locator(".device output").textContent().replace(" ", "");
    tabTo(page, "动态口令");
    page.keyboard().type(Chromium.code(secret, 0));
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("恢复码"))).isFocused();
    tabTo(page, "恢复码已经存好");
    page.keyboard().press("Space");
    tabTo(page, "继续");
    page.keyboard().press("Enter");
    page.waitForURL(Pattern.compile("/desk$"));
    assertThat(page.getByText("做第一次备份")).isVisible();
    tabTo(page, "管理");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("j-auditor"))).isVisible();
    tabTo(page, "新建账号");
    page.keyboard().press("Enter");
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog.getByLabel("登录名")).isFocused();
    page.keyboard().type("j-typed");
    tabTo(page, "姓名");
    page.keyboard().type("键盘");
    tabTo(page, "全部区划");
    page.keyboard().press("Space");
    tabTo(page, "理由");
    page.keyboard().type("只用键盘");
    page.keyboard().press("Enter");
    tabTo(page, "给全部区划");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("已建账号：键盘"))).isVisible();
    page.keyboard().press("Escape");
    assertThat(dialog).hasCount(0);
    assertThat(page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("j-typed"))).containsText("一次性口令");
    tabTo(page, "退出");
    page.keyboard().press("Enter");
    page.waitForURL(Pattern.compile("/sign-in"));
  }

  /** Presses the tabulator until the control of that name has the focus. */
  private static void tabTo(Page page, String name) {
    for (int i = 0; i < MOST_TABS; i++) {
      page.keyboard().press("Tab");
      Object focused = page.evaluate("() => { const e = document.activeElement; return [e.labels?.[0]?.textContent, e.getAttribute('aria-label'), e.textContent]"
          + ".map(t => (t ?? '').trim()).find(t => t !== '') ?? '' }");
      if (name.equals(focused)) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not reach " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.example/", "/%5Cevil.example/", "https://evil.example/", "javascript:alert(1)", "/%09/evil.example/", "/sign-in?next=/desk"})
  void whoeverSignsInStaysOnThisServerWhateverTheAddressSays(String next) {
    Page page = chromium.page(1440, 900, false);
    page.navigate(here() + "/sign-in?next=" + next.replace("?", "%3F"));
    Chromium.signIn(page, "j-clerk", PASSWORD);
    page.waitForURL(here() + "/desk");
    page.context().close();
  }

  @Test
  void whoeverHasBeenSignedOutMeanwhileIsToldSoAndComesBack() {
    Page page = open("/sign-in?next=/me");
    assertThat(page.getByText("登录已经结束")).hasCount(0);
    Chromium.signIn(page, "j-clerk", PASSWORD);
    page.waitForURL(here() + "/me");
    assertThat(Chromium.button(page, "制作密钥")).isVisible();
    page.waitForTimeout(1500); // all that it asks for has come
    database().sql("DELETE FROM web_session").update();
    page.getByLabel("名称").fill("制图");
    Chromium.button(page, "制作密钥").click();
    page.waitForURL(Pattern.compile("/sign-in\\?next=%2Fme&ended"));
    assertThat(page.getByText("登录已经结束。重新登录后回到原来的页面。")).isVisible();
    Chromium.signIn(page, "j-clerk", PASSWORD);
    page.waitForURL(here() + "/me");
  }

  @Test
  void aWrongPasswordIsToldBesideItsField() {
    Pictures.assertLooksAs(open("/sign-in", 390, 844), "sign-in-phone");
    Page page = open("/sign-in");
    assertThat(page.locator(".leaflet-container canvas").first()).isVisible(); // it comes when the form is there
    Pictures.assertLooksAs(page, "sign-in");
    Chromium.button(page, "登录").click();
    assertThat(page.getByRole(AriaRole.ALERT)).hasCount(2);
    Chromium.signIn(page, "j-clerk", "another-long-one");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("登录名或口令不对");
    assertThat(page.locator("input[name=password]")).hasAttribute("aria-invalid", "true");
    assertThat(page.locator("input[name=password]")).hasAttribute("autocomplete", "current-password");
    assertThat(page.locator("input[name=username]")).hasAttribute("autocomplete", "username");
  }

  @Test
  void whoeverChangesAnAccountThatAnotherHasChangedIsToldSoAndKeepsWhatHeTyped() {
    accounts.createIfAbsent("j-second", "另一个", PASSWORD, Role.PLACE_NAME_CLERK, "9901");
    Page page = open("/sign-in?next=/admin/people");
    Chromium.signIn(page, "j-keeper", PASSWORD);
    Chromium.enrol(page);
    assertThat(page).hasTitle("人员和角色 · 管理 · 名界");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("系统状况")).click();
    assertThat(page).hasTitle("系统状况 · 管理 · 名界");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("人员和角色")).click();
    Chromium.button(page, "另一个").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog.getByLabel("姓名")).hasValue("另一个");
    database().sql("UPDATE account SET display_name = '别人改的', version = version + 1 WHERE login = 'j-second'").update();
    dialog.getByLabel("姓名").fill("我改的");
    dialog.getByLabel("理由").fill("改名");
    page.keyboard().press("Enter");
    assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("别人改过这个账号");
    assertThat(database().sql("SELECT display_name FROM account WHERE login = 'j-second'").query(String.class).single()).isEqualTo("别人改的");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("读取最新的")).click();
    assertThat(dialog.getByRole(AriaRole.HEADING)).hasText("别人改的");
    assertThat(dialog.getByLabel("姓名")).hasValue("我改的");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("保存改动")).click();
    assertThat(dialog.getByRole(AriaRole.STATUS)).hasText("已保存");
    assertThat(database().sql("SELECT display_name FROM account WHERE login = 'j-second'").query(String.class).single()).isEqualTo("我改的");
  }
}

package org.mingjie.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.Chromium;
import org.mingjie.access.Role;

/** What people do on the screens of the desk, each task to its end, in chromium. */
@Tag("long")
class DeskTasksTest extends DeskBrowserTest {

  private static final String LIST = "code,parent_code,name,level,urban,in_name,lng,lat\n"
      + "430281000000,,醴陵市,county,f,f,,\n430281102000,430281000000,王仙镇,town,f,f,,\n430281102001,430281102000,=1+1,village,f,f,,\n";


  @BeforeEach
  void people() {
    accounts.createIfAbsent("t-keeper", "管系统的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("t-guard", "管安全的", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
    accounts.createIfAbsent("t-auditor", "管审计的", PASSWORD, Role.AUDIT_ADMINISTRATOR, "");
    accounts.createIfAbsent("t-clerk", "办三处的", PASSWORD, Role.PLACE_NAME_CLERK, "9901");
    accounts.createIfAbsent("t-second", "替三处的", PASSWORD, Role.PLACE_NAME_CLERK, "9901");
  }

  private Page open(String login, String address) {
    return open(login, address, 1440, 900);
  }

  private Page open(String login, String address, int width, int height) {
    Page page = chromium.page(width, height, false);
    page.navigate(here() + "/sign-in?next=" + address);
    Chromium.signIn(page, login, PASSWORD);
    page.waitForURL(here() + address);
    assertThat(page.locator(".grey")).hasCount(0);
    return page;
  }

  /** The console tells of the request that the test has cut off. */
  private void lostOnPurpose() {
    assertThat(chromium.errors).singleElement().asString().contains("net::ERR_FAILED");
    chromium.errors.clear();
  }

  private static Locator button(Locator in, String name) {
    return in.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator row(Page page, String text) {
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
  }

  private static Locator keyRow(Page page, String name) {
    return page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("API 密钥")).getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
  }

  private static void choose(Page page, String name, String content) {
    page.locator("input[type=file]").setInputFiles(new FilePayload(name, "text/csv", content.getBytes(StandardCharsets.UTF_8)));
    page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("导入方案")).click();
    Chromium.keep(page, "desk-import-profiles");
    page.keyboard().type("villages");
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("统计用区划代码和城乡划分代码（五级，2016年7月31日）")).click();
  }

  private static String audited(String action) {
    return String.join("; ", database().sql("SELECT a.login || ' ' || coalesce(reason, '-') FROM audit JOIN account a ON a.id = account_id WHERE action = ? ORDER BY at")
        .params(action).query(String.class).list());
  }

  @Test
  void aFileIsCheckedItsReportReadAndThenTaken() throws Exception {
    Page page = open("t-keeper", "/admin/imports");
    Chromium.button(page, "检查文件").click();
    assertThat(page.getByRole(AriaRole.ALERT)).hasCount(2);
    choose(page, "乡镇.csv", LIST);
    assertThat(page.getByText("乡镇.csv")).isVisible();
    Chromium.button(page, "检查文件").click();
    Locator job = page.locator(".jobs li").first();
    assertThat(job).containsText("只检查，没有写入");
    assertThat(job).not().containsText("完成");
    assertThat(job).containsText("乡镇.csv");
    assertThat(job).containsText("接受1行，有说明1行，没有接受1行");
    Download report = page.waitForDownload(() -> job.getByText("下载报告").click());
    assertThat(report.suggestedFilename()).isEqualTo("report-villages-2016.csv");
    assertThat(Files.readString(report.path())).contains("乡镇.csv", "'=1+1");
    assertThat(database().sql("SELECT count(*) FROM name WHERE text = '王仙镇'").query(Long.class).single()).as("only looked at").isZero();
    Chromium.keep(page, "desk-import-checked");

    assertThat(page.locator(".chosen")).containsText("乡镇.csv");
    AtomicInteger sent = new AtomicInteger();
    page.route("**/api/imports", route -> {
      if (route.request().method().equals("POST") && sent.getAndIncrement() == 0) {
        route.abort();
      } else {
        route.resume();
      }
    });
    button(job, "写入").click();
    assertThat(job.getByRole(AriaRole.ALERT)).containsText("网络已断开");
    lostOnPurpose();
    button(job, "写入").click();
    assertThat(row(page, "乡镇.csv")).containsText("完成");
    assertThat(page.locator(".chosen")).containsText("还没有选");
    assertThat(button(page.locator(".jobs"), "写入")).hasCount(0);
    assertThat(database().sql("SELECT count(*) FROM name WHERE text = '王仙镇'").query(Long.class).single()).isEqualTo(1);
    button(row(page, "乡镇.csv"), "了结").click();
    page.getByRole(AriaRole.DIALOG).getByLabel("理由").fill("退回名单的人改");
    button(page.getByRole(AriaRole.DIALOG), "了结").click();
    assertThat(row(page, "乡镇.csv")).containsText("退回名单的人改");
  }

  @Test
  void aFileThatCannotBeTakenIsToldWithItsRemedy() {
    Page page = open("t-keeper", "/admin/imports");
    choose(page, "别的.csv", "a,b\n1,2\n");
    Chromium.button(page, "检查文件").click();
    Locator job = page.locator(".jobs li").first();
    assertThat(job).containsText("文件被拒绝");
    assertThat(job).containsText("没有“code”这一列");
    assertThat(button(job, "写入")).hasCount(0);
    assertThat(page.locator(".chosen")).containsText("别的.csv");
    AtomicInteger sent = new AtomicInteger();
    page.route("**/api/imports", route -> {
      if (route.request().method().equals("POST") && sent.getAndIncrement() == 0) {
        route.abort();
      } else {
        route.resume();
      }
    });
    choose(page, "再来.csv", LIST);
    int before = page.locator(".jobs li").count();
    Chromium.button(page, "检查文件").click();
    assertThat(page.locator("form").getByRole(AriaRole.ALERT)).containsText("网络已断开");
    lostOnPurpose();
    assertThat(page.locator(".chosen")).containsText("再来.csv");
    Chromium.button(page, "检查文件").click();
    assertThat(page.locator(".jobs li")).hasCount(before + 1);
  }

  @Test
  void aRunningImportShowsWhereItIsAndIsStopped() throws Exception {
    Page page = open("t-keeper", "/admin/imports");
    page.getByText("只检查，不写入").click();
    choose(page, "慢的.csv", LIST.replace("王仙镇", "停下镇"));
    try (Connection other = asSuperuser()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE app.source IN ACCESS EXCLUSIVE MODE"); // a list waits for its source
      Chromium.button(page, "导入文件").click();
      Locator job = page.locator(".jobs li").first();
      assertThat(job).containsText("进行中");
      assertThat(job.getByRole(AriaRole.PROGRESSBAR)).isVisible();
      Chromium.keep(page, "desk-import-running");
      button(job, "停止导入").click();
      assertThat(page.getByRole(AriaRole.DIALOG)).containsText("什么也不留下");
      button(page.getByRole(AriaRole.DIALOG), "停止导入").click();
      assertThat(job).containsText("已停止");
      other.rollback();
    }
    assertThat(row(page, "慢的.csv")).containsText("已停止");
    assertThat(database().sql("SELECT count(*) FROM name WHERE text = '停下镇'").query(Long.class).single()).isZero();
  }

  @Test
  void aKeyIsMadeOnceThoughItsAnswerWasLostAndRevoked() {
    Page page = open("t-clerk", "/me");
    AtomicInteger sent = new AtomicInteger();
    page.route("**/api/keys", route -> {
      if (route.request().method().equals("POST") && sent.getAndIncrement() == 0) {
        route.fetch(); // it arrives, and what is answered does not
        route.abort();
      } else {
        route.resume();
      }
    });
    page.getByLabel("名称").fill("制图程序");
    Chromium.button(page, "制作密钥").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("网络已断开");
    lostOnPurpose();
    Chromium.button(page, "制作密钥").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("这个密钥刚才已经做好");
    assertThat(keyRow(page, "制图程序")).hasCount(1);
    assertThat(sent.get()).isEqualTo(2);
    page.getByLabel("名称").fill("制图程序");
    Chromium.button(page, "制作密钥").click();
    assertThat(page.locator(".secret output")).containsText("mj_");
    assertThat(keyRow(page, "制图程序")).hasCount(2);

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("废止密钥：制图程序")).first().click();
    button(page.getByRole(AriaRole.DIALOG), "废止密钥").click();
    assertThat(page.getByText("已废止")).hasCount(1);

    Page guard = open("t-guard", "/admin/keys");
    Locator other = row(guard, "制图程序").filter(new Locator.FilterOptions().setHasNotText("已废止"));
    other.getByRole(AriaRole.BUTTON).click();
    button(guard.getByRole(AriaRole.DIALOG), "废止密钥").click();
    assertThat(guard.getByRole(AriaRole.ALERT)).containsText("写明理由");
    guard.getByRole(AriaRole.DIALOG).getByLabel("理由").fill("程序停用");
    button(guard.getByRole(AriaRole.DIALOG), "废止密钥").click();
    assertThat(guard.getByText("已废止")).hasCount(2);
    assertThat(audited("key.revoke")).isEqualTo("t-clerk -; t-guard 程序停用");
  }

  @Test
  void aDeputyIsNamedAndHisTimeEnded() {
    Page page = open("t-clerk", "/me");
    page.getByLabel("代办人的登录名").fill("t-nobody");
    page.getByLabel("到哪天止").fill((LocalDate.now().getYear() + 1) + "-02-31");
    page.keyboard().press("Enter");
    assertThat(page.getByLabel("到哪天止")).hasValue(""); // no day, and not 3 March
    page.getByLabel("到哪天止").fill(LocalDate.now().plusDays(5).toString());
    page.keyboard().press("Enter");
    Locator form = page.locator("form").filter(new Locator.FilterOptions().setHasText("代办人的登录名"));
    form.getByLabel("理由").fill("出差");
    Chromium.button(page, "委托代办").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("没有登录名为“t-nobody”的账号");
    page.getByLabel("代办人的登录名").fill("t-second");
    Chromium.button(page, "委托代办").click();
    Locator named = row(page, "替三处的代办三处的");
    assertThat(named).containsText("出差");
    assertThat(row(page, "办三处的 → 替三处的")).hasCount(1);
    Page second = open("t-second", "/me");
    assertThat(second.locator("dl.facts").first()).containsText("办三处的");

    button(named, "结束代办").click();
    button(page.getByRole(AriaRole.DIALOG), "结束代办").click();
    assertThat(named).containsText("已结束");
    assertThat(row(page, "办三处的 → 替三处的")).hasCount(2);
    second.reload();
    assertThat(second.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).isVisible();
    assertThat(second.locator("dl.facts").first()).not().containsText("办三处的");
    assertThat(audited("delegation.end")).isEqualTo("t-clerk -");

    Page auditor = open("t-auditor", "/admin/audit");
    Locator given = row(auditor, "办三处的 → 替三处的");
    assertThat(given).hasCount(2);
    given.last().getByRole(AriaRole.BUTTON).click();
    assertThat(auditor.locator(".unfolded")).containsText("替三处的");
    Chromium.keep(auditor, "audit-deputy");
  }

  private static List<String> jurisdictions(String login) {
    return database().sql("SELECT jurisdiction FROM account WHERE login = ?").params(login).query(String.class).list();
  }

  private static Locator jurisdiction(Locator dialog) {
    return dialog.getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("管辖"));
  }

  @Test
  void theWholeRegistryIsGivenOnlyOnPurpose() {
    Page page = open("t-keeper", "/admin/people");
    Chromium.button(page, "新建账号").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG).first();
    Locator whole = dialog.getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName("全部区划"));
    assertThat(whole).not().isChecked();
    dialog.getByLabel("登录名").fill("t-whole");
    dialog.getByLabel("姓名").fill("办全部的");
    dialog.getByLabel("理由").fill("到岗");
    button(dialog, "新建账号").click();
    assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("还没有选管辖的区划");

    jurisdiction(dialog).pressSequentially("青渡");
    assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
    dialog.getByLabel("姓名").click();
    assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("“青渡”还没有选定");
    assertThat(dialog.locator(".typed")).containsText("青渡");
    Chromium.keep(page, "desk-division-not-chosen");
    button(dialog, "新建账号").click();
    assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("“青渡”还没有选定");
    assertThat(jurisdictions("t-whole")).isEmpty();

    dialog.getByText("全部区划").click();
    assertThat(dialog.getByRole(AriaRole.ALERT)).hasCount(0);
    button(dialog, "新建账号").click();
    Locator sure = page.getByRole(AriaRole.DIALOG).last();
    assertThat(sure).containsText("可以更改所有区划的资料");
    Chromium.keep(page, "desk-whole-registry");
    button(sure, "返回").click();
    assertThat(jurisdictions("t-whole")).isEmpty();
    button(dialog, "新建账号").click();
    button(page.getByRole(AriaRole.DIALOG).last(), "给全部区划").click();
    assertThat(dialog.locator("output")).isVisible();
    assertThat(jurisdictions("t-whole")).containsExactly("");
  }

  @Test
  void whatIsWrittenAnewIsNotWrongAnyMore() {
    Page page = open("t-keeper", "/admin/people");
    Chromium.button(page, "新建账号").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG).first();
    dialog.getByLabel("登录名").fill("t-clerk");
    dialog.getByLabel("姓名").fill("重名的");
    dialog.getByLabel("理由").fill("到岗");
    button(dialog, "新建账号").click();
    assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("还没有选管辖的区划");
    dialog.getByLabel("登录名").fill("t-clerk2");
    assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("还没有选管辖的区划");
    jurisdiction(dialog).pressSequentially("青渡县");
    page.getByRole(AriaRole.OPTION).first().click();
    assertThat(dialog.getByRole(AriaRole.ALERT)).hasCount(0);
    dialog.getByLabel("登录名").fill("t-clerk");
    button(dialog, "新建账号").click();
    assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("t-clerk");
    dialog.getByLabel("姓名").fill("另一个");
    assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("t-clerk");
    dialog.getByLabel("登录名").fill("t-clerk3");
    assertThat(dialog.getByRole(AriaRole.ALERT)).hasCount(0);
  }

  @Test
  void anAccountIsSavedOnlyWithWhatWasChosenAndOnlyWhereItDiffers() {
    accounts.createIfAbsent("t-moved", "调动的", PASSWORD, Role.PLACE_NAME_CLERK, "9901");
    Page page = open("t-keeper", "/admin/people");
    Chromium.button(page, "调动的").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog.locator(".el-select__placeholder").filter(new Locator.FilterOptions().setHasText("云州市（9901）"))).isVisible();
    jurisdiction(dialog).pressSequentially("青渡");
    assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
    dialog.getByLabel("理由").click();
    dialog.getByLabel("理由").fill("调动");
    button(dialog, "保存改动").click();
    assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("“青渡”还没有选定");
    assertThat(dialog.getByRole(AriaRole.STATUS)).hasText("");
    jurisdiction(dialog).click();
    jurisdiction(dialog).pressSequentially("青");
    jurisdiction(dialog).press("Backspace");
    dialog.getByLabel("理由").click();
    button(dialog, "保存改动").click();
    assertThat(dialog.getByRole(AriaRole.STATUS)).hasText("没有改动，什么也没有记下");
    assertThat(audited("account.change")).isEmpty();

    jurisdiction(dialog).pressSequentially("青渡县");
    page.getByRole(AriaRole.OPTION).getByText("990121", new Locator.GetByTextOptions().setExact(true)).click();
    dialog.getByLabel("理由").fill("调动");
    button(dialog, "保存改动").click();
    assertThat(dialog.getByRole(AriaRole.STATUS)).hasText("已保存");
    assertThat(jurisdictions("t-moved")).containsExactly("990121");
    assertThat(audited("account.change")).isEqualTo("t-keeper 调动");
  }

  @Test
  void aLockedAccountIsOpenedAndItsPasswordReset() {
    database().sql("INSERT INTO sign_in_failure (account_id, count, locked_until) SELECT id, 5, now() + interval '10 min' FROM account WHERE login = 't-second'").update();
    Page guard = open("t-guard", "/admin/people");
    assertThat(row(guard, "t-second")).containsText("锁定到");
    Chromium.button(guard, "替三处的").click();
    button(guard.getByRole(AriaRole.DIALOG), "解除锁定").click();
    Locator why = guard.getByRole(AriaRole.DIALOG).last();
    assertThat(why).containsText("输错的次数从头算起");
    why.getByLabel("理由").fill("本人来电");
    button(why, "解除锁定").click();
    assertThat(guard.getByText("锁定到")).hasCount(0);
    assertThat(database().sql("SELECT count(*) FROM sign_in_failure").query(Long.class).single()).isZero();

    Page second = open("t-second", "/me");
    Page keeper = open("t-keeper", "/admin/people");
    Chromium.button(keeper, "替三处的").click();
    button(keeper.getByRole(AriaRole.DIALOG), "重置口令").click();
    why = keeper.getByRole(AriaRole.DIALOG).last();
    why.getByLabel("理由").fill("忘了口令");
    button(why, "重置口令").click();
    String once = keeper.locator(".secret output").textContent();
    assertThat(once).hasSize(16);
    Chromium.keep(keeper, "desk-password-reset");
    second.reload();
    second.waitForURL(Pattern.compile("/sign-in"));
    Chromium.signIn(second, "t-second", once);
    second.locator("input[name=new-password]").fill(PASSWORD);
    second.locator("input[name=new-password-again]").fill(PASSWORD);
    second.keyboard().press("Enter");
    second.waitForURL(here() + "/me");
    assertThat(audited("account.unlock") + "; " + audited("password.reset")).isEqualTo("t-guard 本人来电; t-keeper 忘了口令");
  }

  @Test
  void recoveryCodesArePrintedSavedCopiedAndRenewedAndAFactorIsReset() throws Exception {
    Page page = open("t-clerk", "/me");
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    page.evaluate("() => { window.print = () => { window.printed = true } }");
    assertThat(page.getByText("还没有设置。")).isVisible();
    Chromium.button(page, "设置第二因素").click();
    page.locator(".device output:not(:empty)").waitFor();
    String secret = page.locator(".device output").textContent().replace(" ", "");
    page.locator("input[name=one-time-code]").fill(Chromium.code(secret, 0));
    page.keyboard().press("Enter");
    Locator list = page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("恢复码"));
    assertThat(list.getByRole(AriaRole.LISTITEM)).hasCount(10);
    List<String> codes = list.getByRole(AriaRole.LISTITEM).allTextContents();
    Chromium.button(page, "打印恢复码").click();
    assertThat(page.evaluate("() => window.printed")).isEqualTo(true);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(list).isVisible();
    assertThat(Chromium.button(page, "打印恢复码")).isHidden();
    assertThat(page.getByText("给程序的密钥")).not().isVisible();
    Chromium.keep(page, "desk-recovery-codes-printed");
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
    Download file = page.waitForDownload(() -> Chromium.button(page, "存成文件").click());
    assertThat(Files.readString(file.path())).contains(codes);
    Chromium.button(page, "复制").click();
    assertThat(page.getByText("已复制")).isVisible();
    assertThat(page.evaluate("() => navigator.clipboard.readText()")).isEqualTo(String.join("\n", codes));
    assertThat(Chromium.button(page, "继续")).isDisabled();
    page.getByText("恢复码已经存好").click();
    Chromium.button(page, "继续").click();
    assertThat(page.getByText("恢复码还剩10个")).isVisible();

    database().sql("UPDATE recovery_code SET used_at = now() WHERE hash IN (SELECT hash FROM recovery_code LIMIT 8)").update();
    page.reload();
    assertThat(page.getByText("恢复码快用完了")).isVisible();
    Chromium.keep(page, "desk-me-factor");
    Chromium.button(page, "换一批恢复码").click();
    page.locator("input[name=one-time-code]").fill("000000");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("恢复码在这里不能用");
    page.locator("input[name=one-time-code]").fill(Chromium.code(secret, 1));
    page.keyboard().press("Enter");
    assertThat(list.getByRole(AriaRole.LISTITEM)).hasCount(10);
    assertThat(list.getByRole(AriaRole.LISTITEM).allTextContents()).doesNotContainAnyElementsOf(codes);
    page.getByText("恢复码已经存好").click();
    Chromium.button(page, "继续").click();
    assertThat(page.getByText("恢复码还剩10个")).isVisible();

    Page guard = open("t-guard", "/admin/people");
    Chromium.button(guard, "办三处的").click();
    button(guard.getByRole(AriaRole.DIALOG), "重置第二因素").click();
    Locator why = guard.getByRole(AriaRole.DIALOG).last();
    why.getByLabel("理由").fill("手机丢了");
    button(why, "重置第二因素").click();
    assertThat(guard.getByRole(AriaRole.DIALOG)).hasCount(1);
    assertThat(button(guard.getByRole(AriaRole.DIALOG), "重置第二因素")).hasCount(0);
    page.reload();
    page.waitForURL(Pattern.compile("/sign-in"));
    Chromium.signIn(page, "t-clerk", PASSWORD);
    page.waitForURL(here() + "/me");
    assertThat(page.getByText("还没有设置。")).isVisible();
  }

  @ParameterizedTest
  @CsvSource({"1440,900", "390,844"})
  void aSessionElsewhereIsSeenAndEnded(int width, int height) {
    Page page = open("t-clerk", "/me", width, height);
    Page elsewhere = open("t-clerk", "/desk");
    Page third = open("t-clerk", "/desk");
    page.reload();
    Locator table = page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("登录的地方"));
    assertThat(table.locator("tbody tr")).hasCount(3);
    assertThat(table.locator("tbody tr").first()).containsText("这里");
    assertThat(table.locator("tbody tr").first()).containsText(Pattern.compile("Chrome \\d+，Linux"));
    table.scrollIntoViewIfNeeded();
    Chromium.keep(page, "desk-sessions-" + width);
    table.locator("tbody tr").last().getByRole(AriaRole.BUTTON).click();
    button(page.getByRole(AriaRole.DIALOG), "结束登录").click();
    assertThat(table.locator("tbody tr")).hasCount(2);
    Chromium.button(page, "结束别处的所有登录").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("别处的1个浏览器随即退出");
    button(page.getByRole(AriaRole.DIALOG), "结束别处的所有登录").click();
    assertThat(page.getByText("没有在别处登录。")).isVisible();
    for (Page gone : List.of(elsewhere, third)) {
      gone.reload();
      gone.waitForURL(Pattern.compile("/sign-in"));
    }

    Page guard = open("t-guard", "/admin/people");
    Chromium.button(guard, "办三处的").click();
    button(guard.getByRole(AriaRole.DIALOG), "结束所有登录").click();
    Locator why = guard.getByRole(AriaRole.DIALOG).last();
    why.getByLabel("理由").fill("调离");
    button(why, "结束所有登录").click();
    assertThat(guard.getByRole(AriaRole.DIALOG)).hasCount(1);
    page.reload();
    page.waitForURL(Pattern.compile("/sign-in"));
  }

  @ParameterizedTest
  @CsvSource({"1440,900", "390,844"})
  void aRefusedSingleSignOnIsToldOnTheSignInPageWithAWayOut(int width, int height) {
    Page page = chromium.page(width, height, false);
    page.navigate(here() + "/sign-in?refused=sso-expired&next=/me");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("单点登录没有成功。 这次登录已经过期");
    Chromium.keep(page, "desk-sso-refused-" + width);
    Chromium.signIn(page, "t-clerk", PASSWORD);
    page.waitForURL(here() + "/me");
    Page other = chromium.page(width, height, false);
    other.navigate(here() + "/sign-in?refused=%3Cimg%20src%3Dx%3E&detail=words-of-another");
    assertThat(Chromium.button(other, "登录")).isVisible();
    assertThat(other.getByRole(AriaRole.ALERT)).hasCount(0);
    assertThat(other.locator("body")).not().containsText("words-of-another");
  }

  @Test
  void theAuditTellsInWordsWhatIsRecordedInCodes() {
    Page keeper = open("t-keeper", "/admin/people");
    Chromium.button(keeper, "新建账号").click();
    Locator dialog = keeper.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("登录名").fill("t-words" + System.nanoTime() % 100_000);
    dialog.getByLabel("姓名").fill("某某");
    dialog.getByText("全部区划").click();
    dialog.getByLabel("理由").fill("看审计的字");
    button(dialog, "新建账号").click();
    button(keeper.getByRole(AriaRole.DIALOG).last(), "给全部区划").click();
    assertThat(dialog.locator("output")).isVisible();
    Page auditor = open("t-auditor", "/admin/audit");
    Locator made = row(auditor, "看审计的字").first();
    assertThat(made).containsText("账号 某某");
    button(made, "展开").click();
    Locator sides = auditor.locator(".sides");
    assertThat(sides.getByText("地名干部")).hasAttribute("title", "place_name_clerk");
    assertThat(sides.getByText("否", new Locator.GetByTextOptions().setExact(true))).hasAttribute("title", "false");
    assertThat(sides).containsText("全部区划");
    assertThat(sides).not().containsText("place_name_clerk");
    Chromium.keep(auditor, "desk-audit-words");
  }

  private Page correcting(String login, int width, int height) {
    Page page = open(login, "/me", width, height);
    page.navigate(here() + "/?place=" + database().sql("SELECT p.code FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = '青渡县' AND upper_inf(n.valid)")
        .query(String.class).single());
    Chromium.button(page, "更正").click();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("来历")).check();
    return page;
  }

  private static void fill(Page page, String origin, String reason) {
    page.getByLabel("正确的").fill(origin);
    page.getByLabel("为什么错了").fill(reason);
    page.getByLabel("依据").fill("《青渡县地名录》第3页");
  }

  @ParameterizedTest
  @CsvSource({"1440,900", "390,844"})
  void aCorrectionThatWasOvertakenShowsTheOtherAndIsSavedAfterAll(int width, int height) {
    Page page = correcting("t-clerk", width, height);
    fill(page, "因青石渡口得名", "抄漏" + width);
    Page second = correcting("t-second", 1440, 900);
    fill(second, "因渡口得名" + width, "抄错");
    Chromium.button(second, "更正来历").click();
    assertThat(second.getByText("已更正，旧的记录留在历史里")).isVisible();

    Chromium.button(page, "更正来历").click();
    Locator told = page.getByRole(AriaRole.ALERT);
    assertThat(told).containsText("别人更正过这条地名");
    assertThat(told).containsText("因渡口得名" + width);
    assertThat(page.locator(".present")).containsText("因渡口得名" + width);
    assertThat(page.getByLabel("正确的")).hasValue("因青石渡口得名");
    assertThat(page.getByLabel("依据")).hasValue("《青渡县地名录》第3页");
    told.scrollIntoViewIfNeeded();
    Chromium.keep(page, "desk-correction-overtaken-" + width);
    Chromium.button(page, "更正来历").click();
    assertThat(page.getByText("已更正，旧的记录留在历史里")).isVisible();
    assertThat(database().sql("SELECT origin FROM name WHERE text = '青渡县' AND upper_inf(valid)").query(String.class).single()).isEqualTo("因青石渡口得名");
    assertThat(audited("place.origin")).contains("t-second 抄错; t-clerk 抄漏" + width);
  }

  @Test
  void theAuditIsAskedInWordsOrInCodesAndDaysInOrder() {
    Page page = open("t-auditor", "/admin/audit");
    Locator filters = page.getByRole(AriaRole.SEARCH);
    Locator action = filters.getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("做了什么"));
    action.click();
    assertThat(page.getByText("登录和口令", new Page.GetByTextOptions().setExact(true))).isVisible();
    Chromium.keep(page, "desk-audit-actions");
    page.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText("更正位置")).click();
    Chromium.button(page, "查询记录").click();
    assertThat(page.getByText("没有符合条件的记录").or(page.locator("tbody td").filter(new Locator.FilterOptions().setHasText("更正位置"))).first()).isVisible();
    Chromium.button(page, "清除条件").click();

    action.pressSequentially("sign-");
    filters.getByLabel("登录名").fill("t-auditor");
    Chromium.button(page, "查询记录").click();
    assertThat(row(page, "登录").first()).containsText("管审计的");
    assertThat(page.locator("tbody")).not().hasCount(0);
    filters.getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("对什么")).click();
    page.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText("地名")).click();
    Chromium.button(page, "查询记录").click();
    assertThat(page.getByText("没有符合条件的记录")).isVisible();

    filters.getByLabel("从哪天起").fill("2026-03-02");
    page.keyboard().press("Enter");
    filters.getByLabel("到哪天止").fill("2026-03-01");
    page.keyboard().press("Enter");
    assertThat(filters.getByRole(AriaRole.ALERT)).containsText("早于“从哪天起”");
    Chromium.keep(page, "desk-audit-filters");
  }
}

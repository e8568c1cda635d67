package org.mingjie.publication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Browser.Answer;
import org.mingjie.Chromium;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.mingjie.access.SettingLedger;
import org.mingjie.launch.SampleDistrict;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Administrators change the site and the rules of sign-in on their screens, in Debian's chromium. */
class SiteJourneyTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String NUMBER = "湘S（2024）012号";

  /** Points in the colour of the lines of counties and above. */
  private static final String LINES = """
      () => { let n = 0
        for (const c of document.querySelectorAll('canvas')) {
          const d = c.getContext('2d')?.getImageData(0, 0, c.width, c.height).data
          if (d) for (let i = 0; i < d.length; i += 4) if (d[i] === 0x6A && d[i + 1] === 0x3D && d[i + 2] === 0x5C && d[i + 3] === 255) n++
        }
        return n }""";

  private final Chromium chromium = new Chromium();
  @LocalServerPort private int port;
  @Autowired private SampleDistrict sample;
  @Autowired private Accounts accounts;
  @Autowired private SettingLedger ledger;

  @BeforeEach
  void people() {
    ledger.fresh("site");
    accounts.createIfAbsent("j-keeper", "管系统的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("j-guard", "管安全的", PASSWORD, Role.SECURITY_ADMINISTRATOR, "");
  }

  @AfterEach
  void asItWas() throws SQLException {
    chromium.close();
    emptyTheRegistry();
    ledger.fresh("site");
    assertThat(chromium.errors).isEmpty();
  }

  private Page visit(String address) {
    Page page = chromium.page(1440, 900, false);
    page.navigate("http://127.0.0.1:" + port + address);
    return page;
  }

  private Page signedIn(String login, String address) {
    Page page = visit("/sign-in?next=" + address);
    page.locator("input[name=username]").fill(login);
    page.locator("input[name=password]").fill(PASSWORD);
    page.keyboard().press("Enter");
    page.waitForURL(Pattern.compile(Pattern.quote(address) + "$"));
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator field(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private static void save(Page page, String reason) {
    button(page, "保存改动").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("理由").fill(reason);
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("保存改动")).click();
    assertThat(dialog).hasCount(0);
  }

  private static void keep(Page page, String name) {
    page.waitForTimeout(800);
    page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(System.getenv().getOrDefault("MINGJIE_SCREENSHOTS", "target/screenshots"), name + ".png")));
  }

  private static int linesSeen(Page page) {
    return ((Number) page.evaluate(LINES)).intValue();
  }

  @Test
  void aReviewNumberEnteredOnTheScreenBringsTheBoundariesToThePublicMapAndStandsOnPaper() {
    sample.load();
    database().sql("INSERT INTO source (id, kind, title, rank, state_date, author_id) VALUES (uuid7(), 'list', '名单', 10, '2020-01-01', ?)").params(Accounts.SYSTEM).update();
    String place = "/place/" + database().sql("SELECT min(p.code) FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = '浒溪镇'").query(String.class).single();
    org.mingjie.Browser reader = new org.mingjie.Browser(port);
    String kept = reader.get(place).header("ETag");
    assertThat(reader.get(place, "If-None-Match", kept).status()).isEqualTo(304);
    Page visitor = visit("/#map=11/31.40/124.25");
    visitor.waitForTimeout(3000);
    button(visitor, "图层").click();
    assertThat(visitor.locator("body")).containsText("还没有审图号，不显示界线");
    assertThat(linesSeen(visitor)).isZero();

    Page admin = signedIn("j-keeper", "/admin/site");
    assertThat(admin.locator(".sitepreview")).containsText("还没有审图号，公开的地图不画界线");
    field(admin, "审图号").fill(NUMBER);
    field(admin, "编制单位").fill("青江市民政局");
    assertThat(admin.locator(".sitepreview")).containsText("审图号：" + NUMBER);
    assertThat(admin.locator(".sitepreview")).containsText("公开的地图画出界线");
    save(admin, "省厅批准，湘S（2024）012号");
    assertThat(admin.locator(".savebar")).containsText("已保存");
    assertThat(admin.locator(".changes li")).hasCount(1);
    assertThat(admin.locator(".changes li")).containsText("省厅批准");
    keep(admin, "admin-site-saved");

    visitor.reload();
    visitor.waitForTimeout(3000);
    assertThat(visitor.locator(".note")).containsText("审图号：" + NUMBER);
    assertThat(visitor.locator(".note")).containsText("青江市民政局");
    assertThat(linesSeen(visitor)).isGreaterThan(200);
    Answer again = reader.get(place, "If-None-Match", kept);
    assertThat(again.status()).as("a kept page is not the same any more").isEqualTo(200);
    Page paper = visit(place);
    paper.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(paper.locator(".foot")).isVisible();
    assertThat(paper.locator(".foot")).containsText("审图号：" + NUMBER);
    assertThat(paper.locator(".foot")).containsText("青江市民政局");
  }

  private static Map<String, @Nullable Object> site(String member, String value) {
    Map<String, @Nullable Object> site = new HashMap<>();
    List.of("title", "producer", "dataDate", "reviewNumber", "notice", "bases").forEach(one -> site.put(one, null));
    site.put(member, value);
    site.put("reason", "同时改的");
    return site;
  }

  @Test
  void changesAreNotLostUnseen() {
    Page admin = signedIn("j-keeper", "/admin/health");
    admin.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("站点")).click();
    field(admin, "站点名称").fill("青江标准地名");
    admin.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("系统状况")).click();
    assertThat(admin.getByRole(AriaRole.DIALOG)).containsText("改动还没有保存，离开就没有了");
    button(admin, "返回").click();
    assertThat(admin).hasURL(Pattern.compile("/admin/site$"));
    assertThat(field(admin, "站点名称")).hasValue("青江标准地名");

    org.mingjie.Browser other = org.mingjie.Browser.of(port, "j-keeper", PASSWORD);
    assertThat(other.put("/api/admin/site", site("producer", "青江市民政局"), "If-Match", other.get("/api/admin/site").header("ETag")).status()).isEqualTo(200);
    save(admin, "改名称");
    assertThat(admin.locator(".savebar")).containsText("别人改过这些设置");
    keep(admin, "admin-site-stale");
    button(admin, "读取最新的").click();
    assertThat(field(admin, "编制单位")).hasValue("青江市民政局");
    assertThat(field(admin, "站点名称")).hasValue("青江标准地名");
    save(admin, "改名称");
    assertThat(admin.locator(".savebar")).containsText("已保存");
    assertThat(admin.locator(".changes li")).hasCount(2);

    button(admin, "把站点名称改回去").click();
    admin.goBack();
    assertThat(admin.getByRole(AriaRole.DIALOG)).containsText("改动还没有保存");
    button(admin, "返回").click();
    admin.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("系统状况")).click();
    admin.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("放弃改动")).click();
    admin.waitForURL(Pattern.compile("/admin/health$"));
    assertThat(other.get("/api/site").json().get("title").asString()).isEqualTo("青江标准地名");
  }

  @Test
  void whatTheServerRefusesStandsAtItsField() {
    Page admin = signedIn("j-keeper", "/admin/site");
    field(admin, "审图号").fill("审图号：GS（2024）0650号");
    button(admin, "加一个底图").click();
    Locator dialog = admin.getByRole(AriaRole.DIALOG);
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("放进列表")).click();
    assertThat(dialog.getByText("还没有填")).hasCount(4);
    dialog.getByLabel("名称", new Locator.GetByLabelOptions().setExact(true)).fill("天地图");
    dialog.getByLabel("标识").fill("tdt");
    dialog.getByLabel("版权和审图号").fill("天地图 GS（2024）0568号");
    dialog.getByLabel("地址").fill("https://u:p@t{s}.maps.example.cn/{z}/{x}/{y}.png");
    dialog.getByLabel("{s} 的取值").fill("0，1");
    keep(admin, "admin-site-base");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("放进列表")).click();
    assertThat(dialog).hasCount(0);
    save(admin, "加天地图");
    assertThat(admin.locator(".setfield").filter(new Locator.FilterOptions().setHasText("审图号"))).containsText("不像审图号");
    assertThat(admin.locator(".bases li")).containsText("不能有用户名和口令");
    keep(admin, "admin-site-faults");
    field(admin, "审图号").fill(NUMBER);
    button(admin, "修改底图：天地图").click();
    assertThat(dialog).containsText("不能有用户名和口令");
    dialog.getByLabel("地址").fill("https://t{s}.maps.example.cn/{z}/{x}/{y}.png");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("放进列表")).click();
    assertThat(dialog).hasCount(0);
    save(admin, "加天地图");
    assertThat(admin.locator(".page.site")).containsText("已保存"); // what is refused stands there too
    assertThat(new org.mingjie.Browser(port).get("/api/site").json().at("/bases/0/subdomains/1").asString()).isEqualTo("1");
    button(admin, "去掉底图：天地图").click();
    assertThat(admin.locator(".bases li")).hasCount(0);
    button(admin, "放弃改动").click();
    assertThat(admin.locator(".bases li")).hasCount(1);
    admin.navigate("http://127.0.0.1:" + port + "/admin/settings");
    assertThat(admin.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("MINGJIE_SITE_REVIEW_NUMBER"))).containsText("管理员");
  }

  @Test
  void theSecurityAdministratorChangesTheRulesOfSignInAndIsRemindedOfWhatIsOff() {
    Page guard = signedIn("j-guard", "/admin/policies");
    assertThat(field(guard, "不动多久结束")).hasValue("30");
    assertThat(field(guard, "最长能用")).hasValue("12");
    field(guard, "不动多久结束").fill("20分");
    save(guard, "缩短");
    assertThat(guard.getByRole(AriaRole.ALERT)).containsText("须是");
    field(guard, "不动多久结束").fill("20");
    guard.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("第二因素")).press("ArrowDown");
    guard.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("不用")).click();
    assertThat(guard.locator(".warning")).containsText("只凭口令就能登录每一个账号");
    keep(guard, "admin-policies");
    save(guard, "演练期间");
    assertThat(guard.locator(".savebar")).containsText("已保存");
    assertThat(guard.locator(".changes li")).containsText("20分钟");
    guard.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("待办")).click();
    assertThat(guard.locator(".work")).containsText("重新启用第二因素");
    keep(guard, "desk-second-factor-off");
  }

  @Test
  void theSecurityAdministratorChoosesAClassWhosePositionsThePublicSeesToACellOnly() {
    sample.load();
    ledger.fresh("positions");
    String mountain = database().sql("SELECT min(p.code) FROM place p JOIN place_geometry g ON g.place_id = p.id AND g.role = 'point' WHERE p.class_code = '13400'").query(String.class).single();
    Page guard = signedIn("j-guard", "/admin/positions");
    assertThat(guard.locator(".positions .empty").first()).containsText("所有位置都照登记的公开");
    button(guard, "添加一类").click();
    save(guard, "主管部门来函");
    assertThat(guard.getByRole(AriaRole.ALERT).first()).containsText("须是两至五位的类别代码");
    guard.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("类别")).fill("13400");
    guard.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("13400 山")).click();
    guard.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("公开到")).press("ArrowDown");
    keep(guard, "admin-positions-choosing");
    guard.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("2,000米的方格").setExact(true)).click();
    assertThat(guard.locator(".positions .rules")).containsText("个地名");
    button(guard, "保存改动").click();
    Locator dialog = guard.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("随即只有新规则下的位置");
    keep(guard, "admin-positions-reason");
    dialog.getByLabel("理由").fill("主管部门来函");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("保存改动")).click();
    assertThat(guard.locator(".savebar")).containsText("已保存");
    assertThat(guard.locator(".changes li")).containsText("13400：2,000米的方格");
    keep(guard, "admin-positions");
    guard.setViewportSize(390, 844);
    assertThat(guard.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).as("runs over the edge").isEqualTo(0);
    keep(guard, "admin-positions-phone");
    Page card = visit("/?place=" + mountain);
    assertThat(card.locator(".facts")).containsText("大致位置，是2,000米方格的中心");
    keep(card, "card-in-grid");
    Page page = visit("/place/" + mountain);
    assertThat(page.locator("article .lines").first()).containsText("大致位置，是2,000米方格的中心");
    keep(page, "page-in-grid");
    button(guard, "去掉13400的规则").click();
    save(guard, "来函撤回");
    assertThat(guard.locator(".changes li").first()).containsText("没有设");
    card.reload();
    assertThat(card.locator(".facts")).not().containsText("大致位置");
  }
}

package org.mingjie.publication;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Faults;

/** What a base map of others has to be like, whether it is named at the start or by an administrator. */
final class BaseRules {

  static final int MOST = 20;

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,19}");
  private static final Pattern SUBDOMAIN = Pattern.compile("[A-Za-z0-9-]{1,20}");
  private static final Pattern TEMPLATE = Pattern.compile("https?://[^\\s\\p{Cntrl}'\";,<>\\\\]+");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[zxys]}");
  private static final int TEMPLATE_CHARACTERS = 1000;
  private static final int TITLE_CHARACTERS = 30;
  private static final int ATTRIBUTION_CHARACTERS = 200;
  private static final int SUBDOMAINS = 10;
  private static final int DEEPEST = 22;

  private final Map<String, String> faults = new LinkedHashMap<>();

  private BaseRules() {}

  /** What is wrong with each member; empty where it is sound. */
  static Map<String, String> faults(@Nullable String id, @Nullable String title, @Nullable String titleEn, @Nullable String template,
      List<String> subdomains, int minZoom, int maxZoom, @Nullable String attribution, boolean signedIn) {
    BaseRules rules = new BaseRules();
    rules.require(id != null && ID.matcher(id).matches(), "id", "须是 1 至 20 个小写字母、数字或连字符，如 tdt，现为 " + Echo.brief(id));
    rules.words("title", title, TITLE_CHARACTERS, "要给名称，如 天地图");
    if (titleEn != null) {
      rules.words("titleEn", titleEn, TITLE_CHARACTERS, "不用英文名称的不给，给了就不能是空的");
    }
    rules.words("attribution", attribution, ATTRIBUTION_CHARACTERS, "要写明是谁的地图，有审图号的写上审图号");
    rules.require(subdomains.size() <= SUBDOMAINS && subdomains.stream().allMatch(s -> s != null && SUBDOMAIN.matcher(s).matches()), "subdomains",
        "至多 %d 个，各是 1 至 20 个字母、数字或连字符，现为 %s".formatted(SUBDOMAINS, Echo.brief(subdomains)));
    rules.require(minZoom >= 0 && minZoom <= maxZoom && maxZoom <= DEEPEST, "maxZoom", "级别须在 0 至 22 之间，最小的不大于最大的");
    rules.address(template, subdomains, signedIn);
    return rules.faults;
  }

  private void address(@Nullable String template, List<String> subdomains, boolean signedIn) {
    require(template != null && template.length() <= TEMPLATE_CHARACTERS && TEMPLATE.matcher(template).matches() && template.contains("{z}")
        && template.contains("{x}") && template.contains("{y}"), "template",
        "须是 http 或 https 地址，其中有 {z}、{x}、{y}，没有空白、引号、逗号、分号和尖括号，至多 1000 个字符，现为 " + Echo.brief(template));
    if (template == null || faults.containsKey("template")) {
      return;
    }
    String filled = PLACEHOLDER.matcher(template).replaceAll("1");
    require(!filled.contains("{") && !filled.contains("}"), "template", "花括号里只能是 {z}、{x}、{y}、{s}，现为 " + Echo.brief(template));
    require(template.contains("{s}") != subdomains.isEmpty(), "subdomains", "地址里有 {s} 的要给它的取值，没有的不给");
    if (!faults.isEmpty()) {
      return;
    }
    for (String subdomain : subdomains.isEmpty() ? List.of("") : subdomains) {
      URI address = read(template.replace("{s}", subdomain));
      require(address != null && address.getHost() != null, "template", "读不出主机名，现为 " + Echo.brief(template));
      require(address == null || address.getRawUserInfo() == null, "template", "主机名前面不能有用户名和口令：谁都看得到这个地址");
      require(address == null || address.getPort() < 0 || address.getPort() > 0 && address.getPort() < 1 << 16, "template",
          "端口号须是 1 至 65535，现为 " + Echo.brief(template));
      // 地图管理条例 (2015) art. 15: what the public is shown has been reviewed, and this map has not
      require(signedIn || address == null || address.getHost() == null || !address.getHost().toLowerCase(Locale.ROOT).endsWith("openstreetmap.org"),
          "signedIn", "OpenStreetMap 没有审图号，只能给登录的人看：设为 true");
    }
  }

  private static @Nullable URI read(String template) {
    try {
      return URI.create(PLACEHOLDER.matcher(template).replaceAll("1"));
    } catch (IllegalArgumentException unreadable) {
      return null;
    }
  }

  /** As the content policy names them, of a base that is sound. */
  static List<String> origins(String template, List<String> subdomains) {
    List<String> templates = subdomains.isEmpty() ? List.of(template) : subdomains.stream().map(s -> template.replace("{s}", s)).toList();
    return templates.stream().map(one -> URI.create(PLACEHOLDER.matcher(one).replaceAll("1")))
        .map(a -> a.getScheme() + "://" + a.getHost() + (a.getPort() < 0 ? "" : ":" + a.getPort())).distinct().toList();
  }

  private void words(String member, @Nullable String text, int most, String missing) {
    require(text != null && !text.isBlank(), member, missing);
    require(text == null || text.codePointCount(0, text.length()) <= most, member, "不能超过 %d 个字".formatted(most));
    require(text == null || text.codePoints().noneMatch(Faults::isHidden), member, "里有换行、控制字符或看不见的字符，去掉它们");
  }

  private void require(boolean sound, String member, String told) {
    if (!sound) {
      faults.putIfAbsent(member, told);
    }
  }
}

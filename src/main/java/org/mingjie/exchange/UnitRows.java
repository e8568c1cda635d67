package org.mingjie.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mingjie.division.DivisionCode;
import org.mingjie.division.UnitName;
import org.mingjie.place.NameText;
import org.mingjie.romanization.Readings;

/** Checks the rows of a list of divisional units, one by one, and stages those that stand. */
final class UnitRows {

  private static final int MOST_YEAR = 2100;

  private final FileImport step;
  private final Profile profile;
  private final Columns columns;
  private final Readings readings;
  private final UnitPosition position;
  private final UnitTree tree = new UnitTree();
  private final boolean fillsMissingLevels;
  private final boolean periods;
  private final boolean syllables;
  private final boolean[] byName = new boolean[6];
  private final Map<String, String> names = new HashMap<>();

  UnitRows(FileImport step, Columns columns, Readings readings) {
    this.step = step;
    this.profile = step.profile();
    this.columns = columns;
    this.readings = readings;
    this.position = new UnitPosition(step, columns);
    // lists of map providers fill missing levels with the name of the level above
    this.fillsMissingLevels = profile.identity().containsValue(Profile.Identity.NAME);
    this.periods = profile.target() == Profile.Target.PERIODS;
    this.syllables = profile.columns().containsKey("syllables");
    profile.identity().forEach((level, identity) -> byName[level] = identity == Profile.Identity.NAME);
    for (String needed : new String[] {"code", "name"}) {
      if (!columns.has(needed)) {
        throw new FileRefused(step.name(), "没有“%s”这一列；文件里有：%s".formatted(columns.field(needed), columns.all()),
            "检查表头，或在导入方案的 columns.%s 里写上实际的列名".formatted(needed));
      }
    }
  }

  /** Columns of the staging table that the rows of this list fill, in their order; the others keep their defaults. */
  String staged() {
    return "row_no, list_code, by_name, level, parent_code, given, name, name_key, specific, generic, unit_wording, "
        + "class_code, lon, lat" + (syllables ? ", syllables" : "")
        + (position.isUnplaceable() ? ", unplaced" : "") + (periods ? ", attested, successors" : "");
  }

  /** Checks one row and writes it to the staging table if it can stand. */
  void take(RowSource.Row row, CopyText staging) {
    String given = columns.value(row, "name");
    String code = columns.value(row, "code");
    if (given == null || code == null) {
      String lacking = given == null ? "name" : "code";
      finding(row, columns.field(lacking), null, true, "missing-value",
          "“%s”这一列空着，缺%s".formatted(columns.field(lacking), given == null ? "名称" : "代码"), "补上后再导入");
      missed(code);
      return;
    }
    Optional<Integer> level = level(row, code);
    if (level.isEmpty()) {
      tree.unread(code);
      return;
    }
    String parent = parent(row, code, level.get());
    if (level.get() == 0 || isNoUnit(row, given, code, parent)) {
      tree.passOver(code, parent);
      finding(row, columns.field("name"), given, false, "no-unit", "这一行不是真正的行政区划（虚拟、汇总或占位），不设单位",
          "不用改；它的下级归到再上一级");
      return;
    }
    stage(row, staging, given, code, level.get(), parent);
  }

  /** A row that cannot be read at all. */
  void passUnreadable(RowSource.Row row) {
    missed(columns.value(row, "code"));
  }

  private void missed(@Nullable String code) {
    if (code == null || !code.matches("[0-9]{2,12}")) {
      tree.unclear();
    } else {
      tree.unread(code);
    }
  }

  private void stage(RowSource.Row row, CopyText staging, String given, String code, int level, @Nullable String parent) {
    Optional<String> canonical = DivisionCode.of(code, level);
    if (canonical.isEmpty()) {
      finding(row, columns.field("code"), code, true, "bad-code", "“%s”不是%s的代码".formatted(code, levelName(level)),
          "省、市、县 6 位，乡级 9 位，村级 12 位数字，前两位是省级代码；后面可用 0 补齐，省、市也可不补");
      tree.unclear();
      return;
    }
    String own = canonical.get();
    if (level == 4 && own.length() == 12) {
      finding(row, columns.field("code"), code, false, "township-code-not-padded", "乡级代码的后三位不是 000", "核对代码");
    }
    boolean harmless = NameText.isHarmless(given);
    Optional<NameText.Oddity> fatal = harmless ? Optional.empty() : NameText.fatal(given);
    if (fatal.isPresent()) {
      finding(row, columns.field("name"), given, true, fatal.get().kind(), fatal.get().message(), fatal.get().remedy());
      tree.unread(own);
      return;
    }
    Optional<String> period = periods ? period(row) : Optional.of("");
    if (period.isEmpty()) {
      return;
    }
    if (!tree.add(own, level, period.get())) {
      finding(row, columns.field("code"), code, true, "duplicate-code", "代码 %s 在文件里已经出现过".formatted(own), "留下正确的一行");
      tree.unclear();
      return;
    }
    if (!harmless) {
      NameText.doubtful(given).ifPresent(o -> finding(row, columns.field("name"), given, false, o.kind(), o.message(), o.remedy()));
    }
    String above = parent == null ? null : tree.resolve(parent, level);
    if (above != null && DivisionCode.levelOf(above) >= level) {
      finding(row, columns.field("parent"), parent, false, "parent-not-above", "上级 %s 不比它高，按没有上级处理".formatted(parent), "核对上级的代码");
      above = null;
    }
    double[] at = position.placed(row);
    UnitName name = UnitName.parse(given, level);
    staging.add(row.number()).add(own).add(byName[level]).add(level)
        .add(above).add(given).add(name.name())
        .add(name.key()).add(name.specific()).add(name.generic()).add(level < 4 ? null : name.unitWording())
        .add(classOf(level, own, name)).add(at[0]).add(at[1]);
    if (syllables) {
      staging.add(syllables(row, name, given));
    }
    if (position.isUnplaceable()) {
      staging.add(position.asGiven(row));
    }
    if (periods) {
      staging.add(period.get()).add(successors(row));
    }
    staging.endRow();
  }

  /** 0: a level of the list that is no unit. */
  private Optional<Integer> level(RowSource.Row row, String code) {
    if (!columns.has("level")) {
      return Optional.of(DivisionCode.levelOf(code));
    }
    String given = columns.value(row, "level");
    Integer told = given == null ? null : profile.levels().get(given);
    if (told == null) {
      finding(row, columns.field("level"), given, true, "unknown-level", given == null ? "没有写级别" : "级别“%s”不认识".formatted(given),
          "写 %s 中的一个，或在导入方案的 levels 里写明它是第几级".formatted(String.join("、", profile.levels().keySet())));
      return Optional.empty();
    }
    // units that a province administers directly stand one level up in some lists (429004 仙桃市)
    boolean direct = told == 2 && code.length() >= 6 && code.startsWith("90", 2) && DivisionCode.levelOf(code) == 3;
    return Optional.of(direct ? 3 : told);
  }

  private @Nullable String parent(RowSource.Row row, String code, int level) {
    String given = columns.value(row, "parent");
    if (given == null) {
      return columns.has("parent") || level <= 1 ? null : parentByCode(code, level);
    }
    if (given.equals(code)) {
      finding(row, columns.field("parent"), given, false, "own-parent", "上级是它自己", "按没有上级处理；核对");
      return null;
    }
    return given.equals("0") ? null : given;
  }

  private static @Nullable String parentByCode(String code, int level) {
    return switch (level) {
      case 2 -> code.substring(0, 2) + "0000";
      case 3 -> code.startsWith("90", 2) ? code.substring(0, 2) + "0000" : code.substring(0, 4) + "00";
      case 4 -> code.substring(0, 6);
      case 5 -> code.substring(0, 9);
      default -> null;
    };
  }

  private boolean isNoUnit(RowSource.Row row, String given, String code, @Nullable String parent) {
    if (!fillsMissingLevels) {
      return columns.isTrue(row, "virtual");
    }
    names.put(code, given);
    return columns.isTrue(row, "virtual") || (parent != null && given.equals(names.get(parent)));
  }

  /** The years of a code's use, as a range of days. */
  private Optional<String> period(RowSource.Row row) {
    Integer from = year(row, "from");
    Integer to = year(row, "to");
    if (from == null || (to != null && to <= from)) {
      finding(row, columns.field("from"), columns.value(row, "from"), true, "bad-period",
          "年份“%s 至 %s”不成一段时期".formatted(columns.value(row, "from"), columns.value(row, "to")), "写四位年份，止年要晚于起年");
      return Optional.empty();
    }
    // a code stands in the list of a year's end: it came into use during that year
    return Optional.of("[%d-12-31,%s)".formatted(from, to == null ? "" : to + "-12-31"));
  }

  private @Nullable Integer year(RowSource.Row row, String meaning) {
    String text = columns.value(row, meaning);
    if (text == null || !text.matches("[0-9]{4}") || Integer.parseInt(text) > MOST_YEAR) {
      return null;
    }
    return Integer.valueOf(text);
  }

  /** Codes that took over; a year in brackets says when a part of the unit went. */
  private String successors(RowSource.Row row) {
    String given = columns.value(row, "successors");
    if (given == null) {
      return "{}";
    }
    List<String> codes = new ArrayList<>();
    for (String part : given.split(";")) {
      String code = part.replaceAll("\\[.*", "").strip();
      if (code.matches("[0-9]{6}")) {
        codes.add(code);
      } else {
        finding(row, columns.field("successors"), given, false, "bad-successor", "新代码“%s”看不懂，没有记下".formatted(part), "写六位代码，多个用分号隔开");
      }
    }
    return "{" + String.join(",", new TreeSet<>(codes)) + "}";
  }

  private @Nullable String syllables(RowSource.Row row, UnitName name, String given) {
    String pinyin = columns.value(row, "syllables");
    String shortName = columns.value(row, "shortName");
    if (pinyin == null || shortName == null) {
      return null;
    }
    List<String> parts = Arrays.stream(pinyin.split("[ ']+")).filter(p -> !p.isBlank()).toList();
    if (parts.size() != shortName.codePointCount(0, shortName.length()) || !name.name().startsWith(shortName)) {
      finding(row, columns.field("syllables"), pinyin, false, "syllables-differ",
          "拼音“%s”与“%s”的字数不合，没有采用".formatted(pinyin, given), "补齐拼音，一字一个音节");
      return null;
    }
    return readings.of(name.name(), parts).spaced();
  }

  private static String classOf(int level, String code, UnitName name) {
    if (level < 5) {
      return "21" + (level + 1) + "00";
    }
    boolean residents = name.unitWording() != null ? name.unitWording().startsWith("居")
        : "社区".equals(name.generic()) || (name.generic() == null && code.charAt(9) < '2');
    return residents ? "21620" : "21610";
  }

  private static String levelName(int level) {
    return List.of("国家", "省级", "地级", "县级", "乡级", "村级").get(level);
  }

  private void finding(RowSource.Row row, @Nullable String field, @Nullable String value, boolean fatal, String kind,
      String message, String remedy) {
    step.find(row, field, value, fatal, kind, message, remedy);
  }

  /** Once all rows are read. */
  void finish() {
    position.requireOne();
  }

  UnitTree tree() {
    return tree;
  }
}

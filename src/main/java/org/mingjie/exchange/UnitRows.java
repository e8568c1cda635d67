package org.mingjie.exchange;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.mingjie.division.DivisionCode;
import org.mingjie.division.UnitName;
import org.mingjie.geometry.Cgcs2000;
import org.mingjie.geometry.CoordinateSystem;
import org.mingjie.geometry.Gcj02;
import org.mingjie.geometry.GeometryFault;
import org.mingjie.geometry.NeedsSevenParameters;
import org.mingjie.romanization.Readings;

/** Checks the rows of a list of divisional units, one by one, and stages those that stand. */
final class UnitRows {

  private static final int MOST_YEAR = 2100;

  private final String file;
  private final Profile profile;
  private final Report report;
  private final Columns columns;
  private final Readings readings;
  private final @Nullable CoordinateSystem crs;
  private final @Nullable NeedsSevenParameters lacking;
  private final Set<String> codes = new HashSet<>();
  /** Rows that are no unit, to the code that their children belong to. */
  private final Map<String, String> passedOver = new HashMap<>();
  private final Map<String, String> upperNames = new HashMap<>();
  private final Set<String> named = new HashSet<>();
  private final Set<String> wantedParents = new HashSet<>();
  private final Set<Short> levels = new TreeSet<>();

  UnitRows(String file, Profile profile, Report report, Columns columns, Readings readings) {
    this.file = file;
    this.profile = profile;
    this.report = report;
    this.columns = columns;
    this.readings = readings;
    CoordinateSystem system = null;
    NeedsSevenParameters reason = null;
    if (columns.has("lon")) {
      try {
        system = CoordinateSystem.of(profile.crs() == null ? "EPSG:4490" : profile.crs(), profile.sevenParameters());
      } catch (NeedsSevenParameters unplaceable) {
        reason = unplaceable;
      }
    }
    this.crs = system;
    this.lacking = reason;
    for (String needed : new String[] {"code", "name"}) {
      if (!columns.has(needed)) {
        throw new FileRefused(file, "没有“%s”这一列".formatted(columns.field(needed)),
            "检查表头，或在导入方案的 columns.%s 里写上实际的列名".formatted(needed));
      }
    }
  }

  /** Checks one row and writes it to the staging table if it can stand. */
  void take(RowSource.Row row, CopyText staging) throws IOException {
    if (row.fault() != null) {
      RowSource.RowFault fault = row.fault();
      finding(row, fault.field(), fault.value(), fault.fatal(), fault.kind(), fault.message(), fault.remedy());
      if (fault.fatal()) {
        return;
      }
    }
    String given = columns.value(row, "name");
    String code = columns.value(row, "code");
    if (given == null || code == null) {
      String lacking = given == null ? "name" : "code";
      finding(row, columns.field(lacking), null, true, "missing-value", "缺" + columns.field(lacking), "补上后再导入");
      return;
    }
    Optional<Integer> level = level(row, code);
    if (level.isEmpty()) {
      return;
    }
    String parent = parent(row, code, level.get());
    if (level.get() == 0 || isNoUnit(row, given, code, parent)) {
      passOver(row, code, parent, given);
      return;
    }
    stage(row, staging, given, code, level.get(), parent);
  }

  private void stage(RowSource.Row row, CopyText staging, String given, String code, int level, @Nullable String parent) {
    Optional<String> canonical = DivisionCode.of(code, level);
    if (canonical.isEmpty()) {
      finding(row, columns.field("code"), code, true, "bad-code", "“%s”不是%s的代码".formatted(code, levelName(level)),
          "省、市、县 6 位，乡级 9 位，村级 12 位数字，后面可用 0 补齐");
      return;
    }
    String own = canonical.get();
    if (level == 4 && own.length() == 12) {
      finding(row, columns.field("code"), code, false, "township-code-not-padded", "乡级代码的后三位不是 000", "核对代码");
    }
    Optional<TextCheck.Oddity> fatal = TextCheck.fatal(given);
    if (fatal.isPresent()) {
      finding(row, columns.field("name"), given, true, fatal.get().kind(), fatal.get().message(), fatal.get().remedy());
      return;
    }
    Optional<LocalDate[]> period = period(row);
    if (period.isEmpty()) {
      return;
    }
    if (!codes.add(own + (profile.target() == Profile.Target.PERIODS ? "@" + period.get()[0] : ""))) {
      finding(row, columns.field("code"), code, true, "duplicate-code", "代码 %s 在文件里已经出现过".formatted(own), "留下正确的一行");
      return;
    }
    TextCheck.doubtful(given).ifPresent(o -> finding(row, columns.field("name"), given, false, o.kind(), o.message(), o.remedy()));
    String parentCode = parent == null ? null : resolve(parent, level);
    if (parentCode != null) {
      wantedParents.add(parentCode);
    }
    named.add(own);
    levels.add((short) level);
    double[] position = position(row);
    UnitName name = UnitName.parse(given, level);
    String wordings = level < 4 ? null : "";
    staging.add(row.number()).add(own).add(byName(level)).add(level).add(parentCode).add(given).add(name.name())
        .add(name.key()).add(name.specific()).add(name.generic()).add(wordings == null ? null : name.unitWording())
        .add(syllables(row, name, given)).add(classOf(level, own, name)).add(position[0]).add(position[1])
        .add(profile.target() == Profile.Target.PERIODS).add(range(period.get())).add(successors(row))
        .add(unplaced(row)).endRow();
  }

  private boolean byName(int level) {
    return profile.identity().get(level) == Profile.Identity.NAME;
  }

  /** 0: a level of the list that is no unit. */
  private Optional<Integer> level(RowSource.Row row, String code) {
    int byCode = DivisionCode.levelOf(code);
    if (!columns.has("level")) {
      return Optional.of(byCode);
    }
    String given = columns.value(row, "level");
    Integer told = given == null ? null : profile.levels().get(given);
    if (told == null) {
      finding(row, columns.field("level"), given, true, "unknown-level", "级别“%s”不认识".formatted(given),
          "在导入方案的 levels 里写明它是第几级");
      return Optional.empty();
    }
    // units that a province administers directly stand one level up in some lists (429004 仙桃市)
    boolean direct = told == 2 && code.length() >= 6 && code.startsWith("90", 2) && byCode == 3;
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
    upperNames.put(code, given);
    return columns.isTrue(row, "virtual")
        || (parent != null && given.equals(upperNames.get(parent)) && byNameSomewhere());
  }

  /** Lists of map providers fill missing levels with the name of the level above. */
  private boolean byNameSomewhere() {
    return profile.identity().containsValue(Profile.Identity.NAME);
  }

  private void passOver(RowSource.Row row, String code, @Nullable String parent, String given) {
    passedOver.put(code, parent == null ? "" : parent);
    finding(row, columns.field("name"), given, false, "no-unit", "这一行不是真正的行政区划（虚拟、汇总或占位），不设单位",
        "不用改；它的下级归到再上一级");
  }

  /** Code of the nearest ancestor that is a unit, in the length of its level; null at the top. */
  private @Nullable String resolve(String parent, int childLevel) {
    String at = parent;
    for (int step = 0; passedOver.containsKey(at) && step < 6; step++) {
      at = passedOver.get(at);
    }
    if (at == null || at.isEmpty()) {
      return null;
    }
    int level = Math.min(DivisionCode.levelOf(at), childLevel - 1);
    return DivisionCode.of(at, Math.max(1, level)).orElse(at);
  }

  private Optional<LocalDate[]> period(RowSource.Row row) {
    if (profile.target() != Profile.Target.PERIODS) {
      LocalDate day = profile.source().stateDate();
      return Optional.of(new LocalDate[] {day, day.plusDays(1)});
    }
    Integer from = year(row, "from");
    Integer to = year(row, "to");
    if (from == null || (to != null && to <= from)) {
      finding(row, columns.field("from"), columns.value(row, "from"), true, "bad-period",
          "年份“%s 至 %s”不成一段时期".formatted(columns.value(row, "from"), columns.value(row, "to")), "写四位年份，止年要晚于起年");
      return Optional.empty();
    }
    // a code stands in the list of a year's end: it came into use during that year
    return Optional.of(new LocalDate[] {LocalDate.of(from, 12, 31), to == null ? LocalDate.MAX : LocalDate.of(to, 12, 31)});
  }

  private @Nullable Integer year(RowSource.Row row, String meaning) {
    String text = columns.value(row, meaning);
    if (text == null || !text.matches("[0-9]{4}") || Integer.parseInt(text) > MOST_YEAR) {
      return null;
    }
    return Integer.valueOf(text);
  }

  private static String range(LocalDate[] period) {
    return "[" + period[0] + "," + (period[1] == LocalDate.MAX ? "" : period[1]) + ")";
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

  /** A position whose datum cannot be brought to CGCS2000, as given with its system; null where there is none. */
  private @Nullable String unplaced(RowSource.Row row) {
    String lon = lacking == null ? null : columns.value(row, "lon");
    String lat = lacking == null ? null : columns.value(row, "lat");
    if (lacking == null || lon == null || lat == null) {
      return null;
    }
    finding(row, columns.field("lon"), lon + "," + lat, false, "unplaced",
        "坐标系 " + lacking.system() + "：坐标原样保存，没有上图", String.valueOf(lacking.getMessage()));
    return lon + " " + lat + " " + lacking.system();
  }

  private double[] position(RowSource.Row row) {
    double[] none = {Double.NaN, Double.NaN};
    String lon = crs == null ? null : columns.value(row, "lon");
    String lat = crs == null ? null : columns.value(row, "lat");
    if (lon == null && lat == null) {
      return none;
    }
    try {
      double x = Double.parseDouble(String.valueOf(lon));
      double y = Double.parseDouble(String.valueOf(lat));
      Geometry point = crs.toCgcs2000(Cgcs2000.FACTORY.createPoint(new Coordinate(x, y)));
      Optional<GeometryFault> fault = GeometryFault.find(point);
      if (fault.isPresent()) {
        finding(row, columns.field("lon"), lon + "," + lat, false, fault.get().kind(),
            fault.get().message() + "，位置没有采用", fault.get().remedy());
        return none;
      }
      Coordinate c = point.getCoordinate();
      return profile.datum() == null ? new double[] {c.x, c.y} : Gcj02.toCgcs2000(c.x, c.y);
    } catch (NumberFormatException notANumber) {
      finding(row, columns.field("lon"), lon + "," + lat, false, "not-a-number", "坐标不是数，位置没有采用", "写十进制度数");
      return none;
    }
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
    report.add(new Finding(file, row.number(), field, value,
        fatal ? Finding.Outcome.REJECTED : Finding.Outcome.FLAGGED, kind, message, remedy));
  }

  /** Rows that are no unit but came after their children, by the code that the children name, to the code above. */
  Map<String, String> passedOverLate() {
    Map<String, String> late = new HashMap<>();
    passedOver.forEach((code, parent) -> {
      String named = DivisionCode.of(code, DivisionCode.levelOf(code)).orElse(code);
      if (wantedParents.contains(named)) {
        late.put(named, parent);
      }
    });
    return late;
  }

  /** Code prefixes of the topmost units of the file: for these regions the list names every unit. */
  String[] covered() {
    Set<String> tops = new TreeSet<>();
    for (String code : named) {
      if (code.length() == 6) {
        tops.add(code.endsWith("0000") ? code.substring(0, 2) : code.endsWith("00") ? code.substring(0, 4) : code);
      }
    }
    tops.removeIf(t -> tops.contains(t.substring(0, 2)) && t.length() > 2
        || t.length() > 4 && tops.contains(t.substring(0, 4)));
    profile.incomplete().forEach(tops::remove);
    return tops.toArray(String[]::new);
  }

  /** Levels that the list goes down to. */
  Short[] levels() {
    return levels.toArray(Short[]::new);
  }
}

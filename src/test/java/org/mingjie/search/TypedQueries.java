package org.mingjie.search;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mingjie.romanization.Reading;
import org.mingjie.romanization.Readings;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Queries as people type them, made of the names on file: initials within a county (铅山县 yjx, or yjx with the county as
 * filter), and characters mixed with letters (株zhou市, 王jia村); by turns the whole name and the name without its generic
 * term (铅山县 yj, 株zhou). The same names give the same queries.
 *
 * <p>What is meant is the unit of which a query is made; another of the identical name in the same scope is as good, for the
 * query cannot tell them apart. Initials with which more than ten different names of the scope begin are not asked: no order
 * of ten could be right, and who types them goes on typing.
 */
public final class TypedQueries {

  /**
   * One query.
   *
   * @param division code of the filter, empty for none
   * @param within name of a division in the path of what is meant, empty if the query says nothing of where it lies
   */
  record Query(String kind, String typed, String division, String name, String within) {}

  /**
   * A unit in use today.
   *
   * @param syllables parted by blanks, as a list has told the reading; empty where none has
   * @param spelling as published, which tells the reading best; empty if there is none
   */
  private record Unit(String code, int level, String name, String county, String countyName, String syllables, String spelling) {}

  private static final long SEED = 34;
  private static final int TEN = 10;
  private static final Pattern GENERIC = Pattern.compile("(?<=..)(街道|社区|自治县|地区|[市县区旗镇乡村])$");

  /** All names in as many counties as are needed, those of units in an order that only looks random; level 0 is no unit. */
  private static final String UNITS = """
      WITH county AS (
        SELECT d.code, min(n.text) AS name FROM app.division d
        JOIN app.name n ON n.place_id = d.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected' AND upper_inf(n.valid)
        WHERE d.level = 3 AND upper_inf(d.valid) GROUP BY d.code HAVING count(*) = 1
        ORDER BY md5(d.code || 'typed') LIMIT :counties),
      listed AS (
        SELECT county.code AS county, county.name AS county_name, d.code, d.level, d.place_id
        FROM county JOIN app.division d ON d.code >= county.code AND d.code < county.code || 'a' AND upper_inf(d.valid) AND d.level BETWEEN 3 AND 5
        UNION ALL
        SELECT county.code, county.name, p.code, 0, p.id
        FROM county JOIN app.division d ON d.code >= county.code AND d.code < county.code || 'a' AND upper_inf(d.valid)
        JOIN app.place_in_division i ON i.division_id = d.id AND i.main AND upper_inf(i.valid) JOIN app.place p ON p.id = i.place_id)
      SELECT l.code, l.level, n.text AS name, l.county, l.county_name,
        coalesce((SELECT min(r.syllables) FROM app.reading r WHERE r.name_id = n.id HAVING count(*) = 1), '') AS syllables,
        coalesce((SELECT s.text FROM app.spelling s WHERE s.name_id = n.id AND s.script = 'Latn' AND s.status <> 'rejected' LIMIT 1), '') AS spelling
      FROM listed l
      JOIN app.place p ON p.id = l.place_id AND p.status = 'current'
      JOIN app.name n ON n.place_id = l.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected' AND upper_inf(n.valid)
      ORDER BY md5(l.code || 'typed'), n.text
      """;

  private final Readings readings;
  private final List<Unit> units;
  /** County, initials, a blank and the name. */
  private final NavigableSet<String> namesByInitials = new TreeSet<>();
  private final Random dice = new Random(SEED);

  private TypedQueries(JdbcClient database, Readings readings, int counties) {
    this.readings = readings;
    this.units = database.sql(UNITS).param("counties", counties)
        .query((row, n) -> new Unit(row.getString("code"), row.getInt("level"), row.getString("name"), row.getString("county"),
            row.getString("county_name"), row.getString("syllables"), row.getString("spelling"))).list()
        .stream().filter(unit -> !syllables(unit).isEmpty()).toList();
    units.forEach(unit -> namesByInitials.add(unit.county() + initials(unit, false) + ' ' + unit.name()));
  }

  /** @param most as many queries at most, a fifth for each kind; fewer where there are too few names */
  static List<Query> of(JdbcClient database, Readings readings, int most) {
    TypedQueries made = new TypedQueries(database, readings, most / 4);
    int each = most / 5;
    return Stream.of(
        made.units(4, 5).filter(made::isTold).limit(each).map(u -> new Query("initials after the county", u.countyName() + ' ' + made.initials(u, isShort(u)), "", u.name(), u.countyName())),
        made.units(5, 4).filter(made::isTold).skip(each).limit(each).map(u -> new Query("initials, county as filter", made.initials(u, isShort(u)), u.county(), u.name(), "")),
        made.units(3, 3).limit(each).map(u -> new Query("mixed, a county", made.mixed(u, isShort(u)), "", u.name(), "")),
        made.units(4, 4).limit(each).map(u -> new Query("mixed, a township", made.mixed(u, false), "", u.name(), "")),
        made.units(5, 5).limit(each).map(u -> new Query("mixed, after the county", u.countyName() + ' ' + made.mixed(u, isShort(u)), "", u.name(), u.countyName())))
        .flatMap(queries -> queries).toList();
  }

  /** Of both levels by turns. */
  private Stream<Unit> units(int level, int other) {
    List<Unit> one = units.stream().filter(unit -> unit.level() == level).toList();
    List<Unit> two = units.stream().filter(unit -> unit.level() == other).toList();
    if (level == other) {
      return one.stream();
    }
    List<Unit> both = new ArrayList<>();
    for (int i = 0; i < Math.max(one.size(), two.size()); i++) {
      both.addAll(one.subList(Math.min(i, one.size()), Math.min(i + 1, one.size())));
      both.addAll(two.subList(Math.min(i, two.size()), Math.min(i + 1, two.size())));
    }
    return both.stream();
  }

  private boolean isTold(Unit unit) {
    String initials = initials(unit, isShort(unit));
    return initials.length() > 1 && namesByInitials.subSet(unit.county() + initials, unit.county() + initials + '~').size() <= TEN;
  }

  private String initials(Unit unit, boolean withoutGeneric) {
    return syllables(unit).stream().limit(withoutGeneric ? specific(unit) : Integer.MAX_VALUE).map(s -> s.substring(0, 1)).collect(Collectors.joining());
  }

  /** Every other unit, whatever the order in which they are asked for. */
  private static boolean isShort(Unit unit) {
    return unit.code().hashCode() % 2 == 0;
  }

  /** Characters before the generic term. */
  private static int specific(Unit unit) {
    String specific = GENERIC.matcher(unit.name()).replaceFirst("");
    return specific.codePointCount(0, specific.length());
  }

  /** At least one character and one syllable in full, in any mixture: 株zhou市, 株zhoushi, zhu洲. */
  private String mixed(Unit unit, boolean withoutGeneric) {
    int[] characters = unit.name().codePoints().limit(withoutGeneric ? specific(unit) : Integer.MAX_VALUE).toArray();
    List<String> syllables = syllables(unit);
    if (characters.length < 2) {
      return unit.name();
    }
    int pattern = 1 + dice.nextInt((1 << characters.length) - 2);
    StringBuilder typed = new StringBuilder();
    for (int i = 0; i < characters.length; i++) {
      typed.append((pattern >> i & 1) == 1 ? syllables.get(i) : Character.toString(characters[i]));
    }
    return typed.toString();
  }

  /** One for each character, or none where they cannot be told. */
  private List<String> syllables(Unit unit) {
    List<String> syllables = readings.fit(unit.name(), unit.spelling()).map(Reading::letters).orElseGet(() -> unit.syllables().isEmpty()
        ? readings.of(unit.name()).letters() : List.of(unit.syllables().replace('ü', 'u').split(" ")));
    boolean each = unit.name().codePoints().allMatch(Character::isIdeographic)
        && unit.name().codePointCount(0, unit.name().length()) == syllables.size();
    return each ? syllables : List.of();
  }
}

package org.mingjie.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Reads the divisions at the beginning of a query: 湖南省株洲市醴陵市王仙镇 with any level left out is 王仙镇 within 醴陵市.
 * Divisions of one chain lie in one another.
 *
 * <p>There are 700,000 villages and communities, thousands of one name. Behind other divisions those that lie there are
 * looked up; where nothing stands before, the first of each name, and only by words that end as their names do.
 */
@Component
class UnitChains {

  private static final int LONGEST_NAME = 15;
  private static final int MOST_CHAINS = 3;
  private static final int MOST_LEVELS = 5;
  private static final int MOST_REGIONS = 60;
  private static final int VILLAGE_DIGITS = 12;
  private static final Pattern VILLAGE = Pattern.compile(".+(村|社区|嘎查|居委会|村委会|居民委员会|村民委员会)");

  private static final List<String> ANYWHERE = List.of("");

  /**
   * @param words the beginning that names the divisions
   * @param regions code prefixes of the innermost of them; several where divisions have the same name
   * @param rest what is looked for there, not empty
   */
  record Chain(String words, List<String> regions, String rest) {}

  private record State(int end, List<String> regions) {}

  private final SearchReader reader;

  UnitChains(SearchReader reader) {
    this.reader = reader;
  }

  /** @return the longest chains first */
  List<Chain> of(String name) {
    List<String> characters = Tokens.characters(name);
    Map<Integer, List<String>> ends = new LinkedHashMap<>();
    List<State> open = List.of(new State(0, ANYWHERE));
    for (int level = 0; level < MOST_LEVELS && !open.isEmpty(); level++) {
      open = next(characters, open);
      open.forEach(s -> ends.merge(s.end(), s.regions(), UnitChains::deeper));
    }
    return ends.entrySet().stream().sorted(Map.Entry.comparingByKey(Comparator.reverseOrder())).limit(MOST_CHAINS)
        .map(e -> new Chain(join(characters, 0, e.getKey()), e.getValue(), join(characters, e.getKey(), characters.size()))).toList();
  }

  private List<State> next(List<String> characters, List<State> open) {
    List<SearchReader.Unit> units = units(characters, open);
    List<State> further = new ArrayList<>();
    for (State state : open) {
      Map<Integer, List<String>> reached = new LinkedHashMap<>();
      for (SearchReader.Unit unit : units) {
        int end = state.end() + unit.word().codePointCount(0, unit.word().length());
        if (end < characters.size() && join(characters, state.end(), end).equals(unit.word()) && liesIn(unit.code(), state.regions())) {
          reached.computeIfAbsent(end, e -> new ArrayList<>()).add(prefix(unit.code()));
        }
      }
      reached.forEach((end, regions) -> further.add(new State(end, regions.stream().distinct().limit(MOST_REGIONS).toList())));
    }
    return further;
  }

  /** The larger ones first. */
  private List<SearchReader.Unit> units(List<String> characters, List<State> open) {
    Set<String> words = new LinkedHashSet<>();
    Set<String> anywhere = new LinkedHashSet<>();
    Set<String> inside = new LinkedHashSet<>();
    Set<String> scopes = new LinkedHashSet<>();
    for (State state : open) {
      List<String> here = words(characters, state.end());
      List<String> divided = state.regions().stream().filter(r -> r.length() < VILLAGE_DIGITS).toList();
      words.addAll(here);
      if (divided.equals(ANYWHERE)) {
        here.stream().filter(word -> VILLAGE.matcher(word).matches()).forEach(anywhere::add);
      } else if (!divided.isEmpty()) {
        inside.addAll(here);
        scopes.addAll(divided);
      }
    }
    List<SearchReader.Unit> units = new ArrayList<>(reader.unitsNamed(words));
    units.addAll(reader.villagesNamed(anywhere));
    units.addAll(reader.villagesWithin(inside, scopes));
    return units;
  }

  private static List<String> words(List<String> characters, int start) {
    return IntStream.range(start + 2, Math.min(characters.size(), start + LONGEST_NAME + 1)).mapToObj(end -> join(characters, start, end)).toList();
  }

  private static boolean liesIn(String code, List<String> regions) {
    return regions.stream().anyMatch(r -> code.startsWith(r) && prefix(code).length() > r.length());
  }

  /** The part of a code that those below share: 430000 is 43, 430200 and 430200000000 are 4302, 430281102000 is 430281102. */
  static String prefix(String code) {
    if (code.length() == 12 && code.endsWith("000")) {
      return code.endsWith("000000") ? prefix(code.substring(0, 6)) : code.substring(0, 9);
    }
    if (code.length() == 6) {
      return code.endsWith("0000") ? code.substring(0, 2) : code.endsWith("00") ? code.substring(0, 4) : code;
    }
    return code;
  }

  private static List<String> deeper(List<String> a, List<String> b) {
    int depthA = a.stream().mapToInt(String::length).max().orElse(0);
    int depthB = b.stream().mapToInt(String::length).max().orElse(0);
    if (depthA == depthB) {
      List<String> both = new ArrayList<>(a);
      b.stream().filter(r -> !a.contains(r)).forEach(both::add);
      return both;
    }
    return depthA > depthB ? a : b;
  }

  private static String join(List<String> characters, int from, int to) {
    return String.join("", characters.subList(from, to));
  }
}

package org.mingjie.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The words of the inverted index: how a name, a reading and a position are taken apart, in rows and in queries alike. */
final class Tokens {

  /** Cells of an eighth of a degree, about 14 km high. */
  static final int FINE = 8;

  /** What the words are; a table whose rows hold others is made anew. */
  static final int VERSION = 2;

  static final int COUNTY_DIGITS = 6;
  private static final int FEWEST_MASKED = 3;
  /** Longer names would make the index larger by as many words as they have characters; their pairs are enough to find them. */
  private static final int MOST_MASKED = 6;
  private static final int LONGEST_ALIKE = 24;

  private Tokens() {}

  static List<String> characters(String name) {
    return name.codePoints().mapToObj(Character::toString).toList();
  }

  /** 王家村: 王家, 家村. */
  static List<String> pairs(String name) {
    List<String> characters = characters(name);
    List<String> pairs = new ArrayList<>();
    for (int i = 1; i < characters.size(); i++) {
      pairs.add(characters.get(i - 1) + characters.get(i));
    }
    return pairs;
  }

  /**
   * The name with one character masked, for names of {@value #FEWEST_MASKED} to {@value #MOST_MASKED}: two names that
   * differ in one character share one of these.
   */
  static List<String> masked(String name) {
    List<String> characters = characters(name);
    if (characters.size() < FEWEST_MASKED || characters.size() > MOST_MASKED) {
      return List.of();
    }
    List<String> masked = new ArrayList<>();
    for (int i = 0; i < characters.size(); i++) {
      masked.add(String.join("", characters.subList(0, i)) + "?" + String.join("", characters.subList(i + 1, characters.size())));
    }
    return masked;
  }

  /**
   * A query for the names that differ from this one in one character, and a few others that {@link #differInOne} tells
   * from them. Short names share a masked form; a longer one has all pairs but the two that the wrong character stands in.
   *
   * @return in brackets, to be joined with others; empty if the name is too short or too long
   */
  static String alike(String name) {
    int length = name.codePointCount(0, name.length());
    if (length < FEWEST_MASKED || length > LONGEST_ALIKE) {
      return "";
    }
    if (isMasked(name)) {
      return any(masked(name));
    }
    List<String> pairs = pairs(name);
    return IntStream.range(0, length).mapToObj(wrong -> all(IntStream.range(0, pairs.size()).filter(i -> i != wrong && i != wrong - 1)
        .mapToObj(pairs::get).toList())).collect(Collectors.joining(") | (", "((", "))"));
  }

  /** Whether the index has its masked forms, of which a frequent one may stand for very many names. */
  static boolean isMasked(String name) {
    int length = name.codePointCount(0, name.length());
    return length >= FEWEST_MASKED && length <= MOST_MASKED;
  }

  static boolean differInOne(String name, String other) {
    List<String> mine = characters(name);
    List<String> others = characters(other);
    return mine.size() == others.size() && IntStream.range(0, mine.size()).filter(i -> !mine.get(i).equals(others.get(i))).count() == 1;
  }

  static List<String> syllablePairs(List<String> syllables) {
    List<String> pairs = new ArrayList<>();
    for (int i = 1; i < syllables.size(); i++) {
      pairs.add(syllables.get(i - 1) + "_" + syllables.get(i));
    }
    return pairs;
  }

  static String initials(String letters) {
    return "@" + letters;
  }

  /** @param prefix of a division's code: 2, 4, 6, 9 or 12 figures are words of their own */
  static String region(String prefix) {
    return "r" + prefix;
  }

  /** A pair of characters with the county: all that are called so in the country need not be read. */
  private static String within(String pair, String county) {
    return pair + county;
  }

  /**
   * Names that have all these pairs, as part of a query.
   *
   * @param division prefix of division codes; what is longer than a county's must be asked for besides
   */
  static String allWithin(List<String> pairs, String division) {
    boolean whole = division.length() >= COUNTY_DIGITS;
    String scope = whole ? division.substring(0, COUNTY_DIGITS) : division;
    return pairs.stream().distinct().map(pair -> quoted(within(pair, scope)) + (whole ? "" : ":*")).collect(Collectors.joining(" & "));
  }

  /** @param prefix of a class code, 1, 2, 3 or all 5 figures */
  static String classified(String prefix) {
    return "c" + prefix;
  }

  /** @param x degrees @param y degrees */
  static String coarseCell(int x, int y) {
    return "ga" + x + "_" + y;
  }

  /** @param x eighths of a degree @param y eighths of a degree */
  static String fineCell(int x, int y) {
    return "gb" + x + "_" + y;
  }

  /** All words of a row. */
  static Set<String> of(SearchRow row) {
    Set<String> all = new LinkedHashSet<>();
    if (!row.alternative()) {
      all.addAll(characters(row.name()));
      all.addAll(pairs(row.name()));
      all.addAll(masked(row.name()));
      if (row.division().length() >= COUNTY_DIGITS) {
        String county = row.division().substring(0, COUNTY_DIGITS);
        pairs(row.name()).forEach(pair -> all.add(within(pair, county)));
      }
    }
    all.addAll(row.reading().letters());
    all.addAll(syllablePairs(row.reading().letters()));
    all.add(initials(row.reading().initials()));
    for (int length : new int[] {2, 4, 6, 9, 12}) {
      if (row.division().length() >= length) {
        all.add(region(row.division().substring(0, length)));
      }
    }
    for (int length : new int[] {1, 2, 3, 5}) {
      all.add(classified(row.classCode().substring(0, length)));
    }
    if (row.isPlaced()) {
      all.add(coarseCell((int) Math.floor(row.x()), (int) Math.floor(row.y())));
      all.add(fineCell((int) Math.floor(row.x() * FINE), (int) Math.floor(row.y() * FINE)));
    }
    return all;
  }

  /** As text that PostgreSQL reads as a tsvector or, with operators between, as a tsquery. */
  static String quoted(String token) {
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** A query for rows that have all the words. */
  static String all(List<String> tokens) {
    return tokens.stream().distinct().map(Tokens::quoted).collect(Collectors.joining(" & "));
  }

  /** A query for rows that have any of the words; in brackets, to be joined with others. */
  static String any(List<String> tokens) {
    return tokens.stream().distinct().map(Tokens::quoted).collect(Collectors.joining(" | ", "(", ")"));
  }
}

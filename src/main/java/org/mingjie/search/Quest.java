package org.mingjie.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * A search on its way.
 *
 * @param filter where and of what kind the places must be
 * @param wanted as many places are enough
 * @param tiers what has been found
 * @param read what has been read so far: one reading serves several tiers
 */
record Quest(SearchFilter filter, int wanted, Tiers tiers, Map<String, List<SearchMatch>> read) {

  private static final int MOST_ROUNDS = 16;

  static Quest of(SearchFilter filter, int wanted) {
    return new Quest(filter, wanted, new Tiers(filter), new HashMap<>());
  }

  Quest within(List<String> regions) {
    return new Quest(filter.within(regions), wanted, tiers, read);
  }

  boolean isOpen() {
    return tiers.size() < wanted;
  }

  void add(String by, List<SearchMatch> matches) {
    tiers.add(by, matches, filter);
  }

  /** @param first whether a match comes before the others of the tier, whatever their importance */
  void add(String by, List<SearchMatch> matches, Predicate<SearchMatch> first) {
    tiers.add(by, matches, filter, first);
  }

  /** Several rows may be of one place, or of the past: more are read until there are enough places, or no more rows. */
  void addEnough(String by, IntFunction<List<SearchMatch>> read, Predicate<SearchMatch> first) {
    addEnough(by, read, first, m -> true);
  }

  /** @param fits which of the rows are wanted */
  void addEnough(String by, IntFunction<List<SearchMatch>> read, Predicate<SearchMatch> first, Predicate<SearchMatch> fits) {
    for (int limit = wanted; limit <= wanted * MOST_ROUNDS; limit *= 4) {
      List<SearchMatch> rows = read.apply(limit);
      add(by, rows.stream().filter(fits).toList(), first);
      if (rows.size() < limit || !isOpen()) {
        return;
      }
    }
  }

  /**
   * Adds what a query of the filter gives. Where the first rows leave room since not all of them fit, as many as may be are
   * read: else lower tiers would come before what is left of this one.
   */
  void addContaining(SearchReader reader, String narrowed, boolean common, Consumer<List<SearchMatch>> add) {
    if (filter.near() != null) {   // in one, to be ordered by nearness as a whole
      add.accept(containing(reader, narrowed, common, SearchStatements.MOST_CONTAINED));
      return;
    }
    List<SearchMatch> rows = containing(reader, narrowed, common, wanted);
    add.accept(rows);
    if (isOpen() && rows.size() >= wanted && wanted < SearchStatements.MOST_CONTAINED) {
      add.accept(containing(reader, narrowed, common, SearchStatements.MOST_CONTAINED));
    }
  }

  /**
   * Rows that a query of the filter gives; around the near point first.
   *
   * @param common whether so many names have the words that only the important ones are worth reading
   */
  List<SearchMatch> containing(SearchReader reader, String narrowed, boolean common) {
    return containing(reader, narrowed, common, wanted);
  }

  private List<SearchMatch> containing(SearchReader reader, String narrowed, boolean common, int limit) {
    List<SearchMatch> found = new ArrayList<>();
    if (filter.near() != null) {
      found.addAll(containing(reader, narrowed + filter.nearClause(true)));
      if (!common) {
        found.addAll(containing(reader, narrowed + filter.nearClause(false)));
      }
    }
    if (common && !filter.narrows()) {
      found.addAll(read.computeIfAbsent("hot " + limit + narrowed, k -> reader.containingHot(narrowed, limit)));
    } else {
      found.addAll(filter.box() == null ? reading(reader, narrowed, limit) : containing(reader, narrowed));
    }
    return found;
  }

  /** Rows that a query of the filter gives, enough for some to be turned away. */
  List<SearchMatch> containing(SearchReader reader, String narrowed) {
    return reading(reader, narrowed, SearchStatements.MOST_CONTAINED);
  }

  /** Rows of this name where the filter wants them. */
  List<SearchMatch> named(SearchReader reader, String name) {
    return filter.divisions().isEmpty() ? reader.named(name, several())
        : reader.namedWithin(name, filter.divisions(), several());
  }

  /** Rows that are read so, where the filter wants them. */
  List<SearchMatch> read(SearchReader reader, String letters) {
    return filter.divisions().isEmpty() ? reader.read(letters, several())
        : reader.readWithin(letters, filter.divisions(), several());
  }

  /** More than are wanted where the filter turns some away, or where the nearest come first. */
  private int several() {
    return filter.box() == null && filter.classPrefix() == null && filter.near() == null ? wanted : SearchStatements.MOST_CONTAINED;
  }

  private List<SearchMatch> reading(SearchReader reader, String tokens, int limit) {
    return read.computeIfAbsent(limit + " " + tokens,
        key -> filter.isLocal() ? reader.containingWithin(tokens, limit) : reader.containing(tokens, limit));
  }
}

package org.mingjie.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * A search on its way.
 *
 * @param filter where and of what kind the places must be
 * @param wanted as many places are enough
 * @param tiers what has been found
 */
record Quest(SearchFilter filter, int wanted, Tiers tiers) {

  private static final int MOST_ROUNDS = 16;

  Quest within(List<String> regions) {
    return new Quest(filter.within(regions), wanted, tiers);
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

  /** Several rows may be of one place: more are read until there are enough places, or no more rows. */
  void addEnough(String by, IntFunction<List<SearchMatch>> read, Predicate<SearchMatch> first) {
    for (int limit = wanted; limit <= wanted * MOST_ROUNDS; limit *= 4) {
      List<SearchMatch> rows = read.apply(limit);
      add(by, rows, first);
      if (rows.size() < limit || !isOpen()) {
        return;
      }
    }
  }

  /**
   * Rows that a query of the filter gives; around the near point first.
   *
   * @param common whether so many names have the words that only the important ones are worth reading
   */
  List<SearchMatch> containing(SearchReader reader, String narrowed, boolean common) {
    List<SearchMatch> found = new ArrayList<>();
    if (filter.near() != null) {
      found.addAll(containing(reader, narrowed + filter.nearClause()));
    }
    if (common && !filter.narrows()) {
      found.addAll(reader.containingHot(narrowed, wanted));
    } else {
      found.addAll(filter.box() == null ? reading(reader, narrowed, wanted) : containing(reader, narrowed));
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
        : filter.divisions().stream().flatMap(scope -> reader.namedWithin(name, scope, several()).stream()).toList();
  }

  /** Rows that are read so, where the filter wants them. */
  List<SearchMatch> read(SearchReader reader, String letters) {
    return filter.divisions().isEmpty() ? reader.read(letters, several())
        : filter.divisions().stream().flatMap(scope -> reader.readWithin(letters, scope, several()).stream()).toList();
  }

  /** More than are wanted where the filter turns some away. */
  private int several() {
    return filter.box() == null && filter.classPrefix() == null ? wanted : SearchStatements.MOST_CONTAINED;
  }

  private List<SearchMatch> reading(SearchReader reader, String tokens, int limit) {
    return filter.isLocal() ? reader.containingWithin(tokens, limit) : reader.containing(tokens, limit);
  }
}

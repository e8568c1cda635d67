package org.mingjie.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects places tier by tier, each place at its best; within a tier by importance and nearness, then the shorter name.
 * Former names and aliases that match wait until all names of today are in.
 */
final class Tiers {

  /**
   * @param by why it is here: exact, prefix, contained, former, alias, pinyin, initials, fuzzy
   * @param within the beginning of the query that named a division around it; null if none did
   */
  record Found(SearchMatch match, String by, @Nullable String within) {}

  private final SearchFilter filter;
  private final Map<UUID, Found> found = new LinkedHashMap<>();
  private final List<Found> past = new ArrayList<>();
  private @Nullable String within;

  Tiers(SearchFilter filter) {
    this.filter = filter;
  }

  /** What follows was asked for within a division that the query named. */
  void within(@Nullable String words) {
    within = words;
  }

  /** @param first whether a match comes before the others of the tier, whatever their importance */
  void add(String by, Collection<SearchMatch> matches, SearchFilter narrower, Predicate<SearchMatch> first) {
    matches.stream().filter(narrower::accepts)
        .sorted(Comparator.comparing((SearchMatch m) -> !first.test(m)).thenComparing(m -> -filter.score(m)).thenComparing(filter::kilometres)
            .thenComparing(m -> m.text().length()).thenComparing(SearchMatch::text).thenComparing(SearchMatch::division)
            .thenComparing(SearchMatch::place))
        .forEach(m -> {
          if (m.isPast()) {
            past.add(new Found(m, m.status(), within));
          } else {
            found.putIfAbsent(m.place(), new Found(m, by, within));
          }
        });
  }

  void add(String by, Collection<SearchMatch> matches, SearchFilter narrower) {
    add(by, matches, narrower, m -> false);
  }

  /** The former names and aliases of the tiers so far come in now. */
  void closeNames() {
    past.forEach(p -> found.putIfAbsent(p.match().place(), p));
    past.clear();
  }

  /** Whether some place is called exactly as asked. */
  boolean hasExact() {
    return found.values().stream().anyMatch(f -> f.by().equals("exact") || f.by().equals("code"));
  }

  /** Places that are in; what is of the past does not count before its turn, else it would keep out names of today. */
  int size() {
    return found.size();
  }

  boolean isEmpty() {
    return found.isEmpty() && past.isEmpty();
  }

  List<Found> all() {
    closeNames();
    return List.copyOf(found.values());
  }
}

package org.mingjie.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.mingjie.place.PlaceSummaries;
import org.mingjie.place.PlaceSummary;
import org.mingjie.romanization.Reading;
import org.mingjie.romanization.Readings;
import org.springframework.stereotype.Service;

/**
 * Search by every way of typing. The order of tiers: exact, prefix, contained, former names and aliases, pinyin, initials,
 * fuzzy; within a tier by importance and nearness.
 *
 * <p>A query in characters puts every name that has the characters before those that only sound alike. Where both a wrong
 * character and the sound speak for a name (王先镇 for 王仙镇) it comes before other names with one wrong character, and
 * names that merely sound alike come last. Where a place is called exactly so, nobody has mistyped: neither is looked for.
 */
@Service
public class SearchService {

  /** One more than a page, to know whether there are others. */
  private static final int[] STEPS = {SearchController.USUAL + 1, SearchController.MOST + 1, Cursor.MOST_GIVEN + SearchController.MOST + 1};

  private final SearchReader reader;
  private final Finder finder;
  private final PlaceSummaries places;
  private final Readings readings;

  SearchService(SearchReader reader, Finder finder, PlaceSummaries places, Readings readings) {
    this.reader = reader;
    this.finder = finder;
    this.places = places;
    this.readings = readings;
  }

  /**
   * @param typed Chinese, pinyin with or without tones, initials, a mix of these, with divisions before the name
   * @param limit at most this many places
   */
  public List<SearchHit> search(String typed, int limit) {
    return search(typed, SearchFilter.NONE, Cursor.start(0), limit);
  }

  /** Places behind those that the cursor has given. */
  List<SearchHit> search(String typed, SearchFilter filter, Cursor cursor, int limit) {
    Set<Integer> given = cursor.hashes();
    List<Tiers.Found> found = sequence(typed, filter, given.size() + limit);
    if (given.isEmpty()) {
      return describe(found.subList(0, Math.min(limit, found.size())));
    }
    return describe(found).stream().filter(hit -> !given.contains(hit.code().hashCode())).limit(limit).toList();
  }

  /**
   * The first places, in an order that does not depend on how many are asked for. Which of the many that are equal come first
   * depends on how far is read; so it is read so far as the first page goes, then as the longest page, then to the end.
   */
  private List<Tiers.Found> sequence(String typed, SearchFilter filter, int wanted) {
    Map<UUID, Tiers.Found> sequence = new LinkedHashMap<>();
    for (int step : STEPS) {
      List<Tiers.Found> found = finder.find(typed, filter, step);
      found.stream().filter(f -> sequence.size() < step).forEach(f -> sequence.putIfAbsent(f.match().place(), f));
      if (sequence.size() >= wanted || found.size() < step) {
        break;
      }
    }
    return List.copyOf(sequence.values());
  }

  /** Places of the same name in a scope, and those that only sound the same: names before a decision are compared so. */
  SameNames same(String name, String scope, int limit) {
    String folded = Typed.of(name).name();
    List<SearchMatch> named = reader.sameName(folded, scope, limit);
    List<SearchMatch> sounding = reader.sameSound(readings.all(name).stream().map(Reading::joined).filter(r -> !r.isEmpty()).toList(), scope, limit)
        .stream().filter(m -> !m.name().equals(folded)).toList();
    return new SameNames(describe(asFound(named, "exact", limit)), describe(asFound(sounding, "pinyin", limit)));
  }

  private static List<Tiers.Found> asFound(List<SearchMatch> matches, String by, int limit) {
    Tiers tiers = new Tiers(SearchFilter.NONE);
    tiers.add(by, matches, SearchFilter.NONE);
    return tiers.all().stream().limit(limit).toList();
  }

  private List<SearchHit> describe(List<Tiers.Found> found) {
    Map<UUID, PlaceSummary> summaries = places.of(found.stream().map(f -> f.match().place()).toList());
    List<SearchHit> hits = new ArrayList<>();
    for (Tiers.Found f : found) {
      PlaceSummary place = summaries.get(f.match().place());
      if (place != null) {
        boolean other = f.match().isPast() && !f.match().text().equals(place.name());
        hits.add(new SearchHit(place.code(), place.name(), place.nameStatus(), place.spelling(), place.spellingStatus(),
            f.by(), f.match().text(), f.within(), other ? place.name() : null, place.ended(),
            place.successors(), place.className(), place.classNameEn(), place.classCode(),
            place.divisionPath(), place.point(), place.bbox(), place.positionGrid()));
      }
    }
    return hits;
  }
}

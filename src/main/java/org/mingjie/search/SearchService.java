package org.mingjie.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mingjie.division.DivisionCode;
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

  private static final int SEVERAL = 2000;
  private static final int MOST_ROUNDS = 16;
  private static final int MOST_SPLITS = 4;
  private static final int MOST_NAMES = 20;
  private static final Pattern PLACE_CODE = Pattern.compile("P[0-9]{12}");
  private static final Pattern OFFICIAL_CODE = Pattern.compile("[0-9]{6}|[0-9]{9}|[0-9]{12}");

  private final SearchReader reader;
  private final UnitChains chains;
  private final PlaceSummaries places;
  private final Readings readings;

  SearchService(SearchReader reader, UnitChains chains, PlaceSummaries places, Readings readings) {
    this.reader = reader;
    this.chains = chains;
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
    List<Tiers.Found> found = find(typed, filter, given.size() + limit);
    if (given.isEmpty()) {
      return describe(found.subList(0, Math.min(limit, found.size())));
    }
    return describe(found).stream().filter(hit -> !given.contains(hit.code().hashCode())).limit(limit).toList();
  }

  /** @param wanted as many places are enough; there may be more */
  List<Tiers.Found> find(String typed, SearchFilter filter, int wanted) {
    Typed query = Typed.of(typed);
    Tiers tiers = new Tiers(filter);
    if (!query.isEmpty() && !query.isTooLong()) {
      byCode(query.text().replace(" ", "").toUpperCase(Locale.ROOT), filter, tiers);
      find(query, filter, wanted, tiers, true);
    }
    return tiers.all();
  }

  private void find(Typed query, SearchFilter filter, int wanted, Tiers tiers, boolean mayNameDivisions) {
    if (query.hasIdeographs() && query.hasLetters()) {
      mixed(query, filter, wanted, tiers);
      byDivisions(query, filter, wanted, tiers, mayNameDivisions);
    } else if (query.hasIdeographs() || query.letters().isEmpty() || !query.hasLetters()) {
      byName(query, filter, wanted, tiers, mayNameDivisions);
    } else {
      byName(query, filter, wanted, tiers, false);
      byLetters(query, filter, wanted, tiers);
      byDivisionsInLetters(query, filter, wanted, tiers, mayNameDivisions);
    }
  }

  private void byCode(String code, SearchFilter filter, Tiers tiers) {
    if (PLACE_CODE.matcher(code).matches()) {
      tiers.add("code", reader.placeCoded(code, MOST_NAMES), filter);
    } else if (OFFICIAL_CODE.matcher(code).matches()) {
      DivisionCode.of(code, DivisionCode.levelOf(code)).ifPresent(c -> tiers.add("code", reader.unitCoded(c, MOST_NAMES), filter));
    }
    tiers.closeNames();
  }

  // --- characters ---------------------------------------------------------------------------------------

  private void byName(Typed query, SearchFilter filter, int wanted, Tiers tiers, boolean mayNameDivisions) {
    for (String name : query.names()) {
      exactAndPrefix(name, filter, wanted, tiers);
    }
    byDivisions(query, filter, wanted, tiers, mayNameDivisions);
    for (String name : query.names()) {
      if (tiers.size() < wanted) {
        tiers.add("contained", containing(characterTokens(name), isSingle(name), filter, wanted), filter);
      }
    }
    tiers.closeNames();
    if (tiers.size() < wanted && query.hasIdeographs() && !tiers.hasExact()) {
      alike(query.name(), filter, wanted, tiers);
    }
  }

  private void exactAndPrefix(String name, SearchFilter filter, int wanted, Tiers tiers) {
    tiers.add("exact", reader.named(name, filter.narrows() ? SEVERAL : wanted), filter);
    if (filter.narrows() || filter.near() != null) {
      List<SearchMatch> around = containing(characterTokens(name), isSingle(name), filter, wanted);
      tiers.add("exact", around.stream().filter(m -> m.name().equals(name)).toList(), filter);
      tiers.add("prefix", around.stream().filter(m -> m.name().startsWith(name)).toList(), filter);
    }
    if (!filter.narrows()) {
      enough("prefix", n -> reader.nameBegins(name, n), filter, wanted, tiers, m -> false);
    }
  }

  /** Several rows may be of one place: more are read until there are enough places, or no more rows. */
  private static void enough(String by, IntFunction<List<SearchMatch>> read, SearchFilter filter, int wanted, Tiers tiers, Predicate<SearchMatch> first) {
    for (int limit = wanted; limit <= wanted * MOST_ROUNDS; limit *= 4) {
      List<SearchMatch> rows = read.apply(limit);
      tiers.add(by, rows, filter, first);
      if (rows.size() < limit || tiers.size() >= wanted) {
        return;
      }
    }
  }

  /** Rows that have all the words where the filter wants them; around the near point first. */
  private List<SearchMatch> containing(String tokens, boolean common, SearchFilter filter, int wanted) {
    String narrowed = tokens + filter.clause();
    List<SearchMatch> found = new ArrayList<>();
    if (filter.near() != null) {
      found.addAll(reader.containing(narrowed + filter.nearClause()));
    }
    if (common && !filter.narrows()) {
      found.addAll(reader.containingHot(narrowed, wanted));
    } else {
      found.addAll(filter.box() == null ? reader.containing(narrowed, wanted) : reader.containing(narrowed));
    }
    return found;
  }

  /** One character stands in a great many names. */
  private static boolean isSingle(String name) {
    return name.codePointCount(0, name.length()) == 1;
  }

  private static String characterTokens(String name) {
    return Tokens.all(isSingle(name) ? Tokens.characters(name) : Tokens.pairs(name));
  }

  /** One wrong character, and other characters of the same sound. */
  private void alike(String name, SearchFilter filter, int wanted, Tiers tiers) {
    Set<String> sounds = readings.all(name).stream().map(Reading::joined).filter(r -> !r.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
    List<String> masked = Tokens.masked(name);
    if (!masked.isEmpty()) {
      List<SearchMatch> near = reader.containing(Tokens.any(masked) + filter.clause());
      tiers.add("pinyin", near.stream().filter(m -> sounds.contains(m.py())).toList(), filter);
      tiers.add("fuzzy", near, filter);
    }
    for (String sound : sounds) {
      if (tiers.size() < wanted) {
        sounding(sound, filter, wanted, tiers, m -> false);
      }
    }
  }

  // --- letters ------------------------------------------------------------------------------------------

  private void byLetters(Typed query, SearchFilter filter, int wanted, Tiers tiers) {
    String letters = query.letters();
    List<Integer> groups = query.groups();
    Predicate<SearchMatch> parted = groups.size() > 1 ? m -> m.isCutAt(groups) : m -> false;
    sounding(letters, filter, wanted, tiers, parted);
    List<List<String>> splits = readings.splits(letters, MOST_SPLITS);
    if (tiers.size() < wanted) {
      for (List<String> syllables : splits) {
        String tokens = Tokens.all(syllables.size() == 1 ? syllables : Tokens.syllablePairs(syllables));
        List<SearchMatch> around = containing(tokens, syllables.size() == 1, filter, wanted);
        tiers.add("pinyin", around.stream().filter(m -> Alignment.find(syllables, m, false) >= 0).toList(), filter, parted);
      }
    }
    if (tiers.size() < wanted) {
      initials(letters, filter, wanted, tiers);
    }
    if (tiers.size() < wanted && splits.isEmpty()) {
      abbreviated(List.of(letters), filter, wanted, tiers);
    }
  }

  private void sounding(String letters, SearchFilter filter, int wanted, Tiers tiers, Predicate<SearchMatch> parted) {
    int most = filter.narrows() ? SEVERAL : wanted;
    tiers.add("pinyin", reader.read(letters, most), filter, parted);
    if (filter.narrows()) {
      List<SearchMatch> around = new ArrayList<>();
      for (List<String> syllables : readings.beginnings(letters, MOST_SPLITS)) {
        around.addAll(containing(Tokens.all(syllables.size() == 1 ? syllables : Tokens.syllablePairs(syllables)), false, filter, wanted));
      }
      tiers.add("pinyin", around.stream().filter(m -> m.py().startsWith(letters)).toList(), filter, parted);
    } else {
      enough("pinyin", n -> reader.readingBegins(letters, n), filter, wanted, tiers, parted);
    }
  }

  private void initials(String letters, SearchFilter filter, int wanted, Tiers tiers) {
    int most = filter.narrows() ? SEVERAL : wanted;
    tiers.add("initials", reader.abbreviated(letters, most), filter);
    if (filter.narrows()) {
      tiers.add("initials", containing(Tokens.quoted(Tokens.initials(letters)) + (letters.length() > 1 ? ":*" : ""), false, filter, wanted), filter);
    } else {
      enough("initials", n -> reader.abbreviationBegins(letters, n), filter, wanted, tiers, m -> false);
    }
  }

  /** Whole syllables and first letters in one run: zhuzs for 株洲市. */
  private void abbreviated(List<String> elements, SearchFilter filter, int wanted, Tiers tiers) {
    for (List<String> syllables : readings.beginnings(elements.get(0), MOST_SPLITS)) {
      List<SearchMatch> around = reader.containing(Tokens.all(syllables.size() == 1 ? syllables : Tokens.syllablePairs(syllables)) + filter.clause());
      tiers.add("pinyin", around.stream().filter(m -> Alignment.find(elements, m, true) >= 0).toList(), filter);
    }
  }

  // --- characters and letters ---------------------------------------------------------------------------

  private void mixed(Typed query, SearchFilter filter, int wanted, Tiers tiers) {
    List<String> elements = query.elements();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      if (!Typed.isLetters(elements.get(i))) {
        tokens.add(elements.get(i));
        if (i > 0 && !Typed.isLetters(elements.get(i - 1))) {
          tokens.add(elements.get(i - 1) + elements.get(i));
        }
      }
    }
    StringBuilder all = new StringBuilder(Tokens.all(tokens));
    elements.stream().filter(Typed::isLetters).forEach(letters -> {
      List<List<String>> splits = readings.splits(letters, MOST_SPLITS);
      if (!splits.isEmpty()) {
        all.append(splits.stream().map(Tokens::all).collect(Collectors.joining(") | (", " & ((", "))")));
      }
    });
    List<SearchMatch> around = reader.containing(all + filter.clause());
    List<SearchMatch> whole = around.stream().filter(m -> Alignment.find(elements, m, false) >= 0).toList();
    tiers.add("pinyin", whole, filter, m -> Alignment.find(elements, m, false) == 0);
    if (tiers.size() < wanted) {
      tiers.add("pinyin", around.stream().filter(m -> Alignment.find(elements, m, true) >= 0).toList(), filter,
          m -> Alignment.find(elements, m, true) == 0);
    }
    tiers.closeNames();
  }

  // --- divisions before the name ------------------------------------------------------------------------

  private void byDivisions(Typed query, SearchFilter filter, int wanted, Tiers tiers, boolean may) {
    if (!may || !filter.divisions().isEmpty()) {
      return;
    }
    List<UnitChains.Chain> found = chains.of(query.name());
    for (UnitChains.Chain chain : found) {
      inRegions(chain.words(), chain.regions(), chain.rest(), filter, wanted, tiers);
    }
    for (UnitChains.Chain chain : found) {
      if (tiers.size() < wanted && !isSingle(chain.rest())) {
        containedInRegions(chain, filter, wanted, tiers);
      }
    }
    List<String> parts = query.parts();
    if (parts.size() == 2 && Typed.of(parts.get(1)).hasIdeographs()) {
      // the division may also stand behind
      List<String> regions = reader.unitsNamed(List.of(Folding.fold(parts.get(1)))).stream().map(u -> UnitChains.prefix(u.code())).distinct().toList();
      inRegions(parts.get(1), regions, parts.get(0), filter, wanted, tiers);
    }
  }

  private void byDivisionsInLetters(Typed query, SearchFilter filter, int wanted, Tiers tiers, boolean may) {
    List<String> parts = query.parts();
    if (!may || !filter.divisions().isEmpty() || parts.size() < 2 || tiers.size() >= wanted) {
      return;
    }
    for (int split = 1; split < parts.size(); split++) {
      String words = String.join(" ", parts.subList(0, split));
      List<String> regions = reader.unitsRead(List.of(Readings.plain(words))).stream().map(u -> UnitChains.prefix(u.code())).distinct().toList();
      inRegions(words, regions, String.join(" ", parts.subList(split, parts.size())), filter, wanted, tiers);
    }
  }

  private void inRegions(String words, List<String> regions, String rest, SearchFilter filter, int wanted, Tiers tiers) {
    Typed inside = Typed.of(rest);
    if (regions.isEmpty() || inside.isEmpty()) {
      return;
    }
    SearchFilter narrower = filter.within(regions);
    tiers.within(words);
    if (inside.hasIdeographs() && !inside.hasLetters()) {
      exactAndPrefix(inside.name(), narrower, wanted, tiers);
    } else {
      find(inside, narrower, wanted, tiers, false);
    }
    tiers.within(null);
  }

  private void containedInRegions(UnitChains.Chain chain, SearchFilter filter, int wanted, Tiers tiers) {
    SearchFilter narrower = filter.within(chain.regions());
    Typed inside = Typed.of(chain.rest());
    tiers.within(chain.words());
    if (inside.hasIdeographs() && !inside.hasLetters()) {
      tiers.add("contained", containing(characterTokens(inside.name()), false, narrower, wanted), narrower);
      if (tiers.size() == 0) {
        alike(inside.name(), narrower, wanted, tiers);
      }
    }
    tiers.within(null);
  }

  // --- answers ------------------------------------------------------------------------------------------

  /** Places of the same name in a scope, and those that only sound the same: names before a decision are compared so. */
  SameNames same(String name, String scope, int limit) {
    String folded = Folding.fold(name);
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
            place.successors(), place.className(), place.classCode(),
            place.divisionPath(), place.point(), place.bbox()));
      }
    }
    return hits;
  }
}

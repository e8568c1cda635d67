package org.mingjie.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mingjie.romanization.Reading;
import org.mingjie.romanization.Readings;
import org.springframework.stereotype.Component;

/** Finds names by letters: whole syllables, their beginnings, initials, and letters mixed with characters. */
@Component
class LetterSearch {

  private static final int MOST_SPLITS = 4;

  /** Rows that are read, the important ones first, for those of one letter that are of a kind or in a place. */
  private static final int MOST_OF_A_LETTER = 4_000;

  private final SearchReader reader;
  private final Readings readings;

  LetterSearch(SearchReader reader, Readings readings) {
    this.reader = reader;
    this.readings = readings;
  }

  void byLetters(Typed query, Quest quest) {
    String letters = query.letters();
    List<Integer> groups = query.groups();
    Predicate<SearchMatch> parted = groups.size() > 1 ? m -> m.isCutAt(groups) : m -> false;
    sounding(letters, quest, parted, m -> true);
    List<List<String>> splits = readings.splits(letters, MOST_SPLITS);
    if (quest.isOpen()) {
      for (List<String> syllables : splits) {
        quest.addContaining(reader, with(syllables, quest), syllables.size() == 1, around -> quest.add("pinyin", fitting(syllables, around, false), parted));
      }
    }
    if (quest.isOpen()) {
      initials(letters, quest);
    }
    if (quest.isOpen() && splits.isEmpty()) {
      abbreviated(letters, quest);
    }
  }

  /** Names that sound like these characters, or whose first syllables do. */
  void sounding(Reading heard, Quest quest) {
    sounding(heard.joined(), quest, m -> false, m -> begins(m.syllables(), heard.letters()));
  }

  private static boolean begins(List<String> syllables, List<String> with) {
    return syllables.size() >= with.size() && syllables.subList(0, with.size()).equals(with);
  }

  /**
   * Names that are read so, or whose reading begins so.
   *
   * @param first whether a match comes before the others of the tier, whatever their importance
   * @param fits which of them are wanted
   */
  private void sounding(String letters, Quest quest, Predicate<SearchMatch> first, Predicate<SearchMatch> fits) {
    boolean narrows = quest.filter().narrows();
    if (quest.filter().near() != null) {
      nearest(letters, quest, first, fits);
    } else {
      quest.add("pinyin", fitting(quest.read(reader, letters), fits), first);
    }
    if (narrows) {
      List<SearchMatch> around = new ArrayList<>();
      readings.beginnings(letters, MOST_SPLITS).forEach(syllables -> around.addAll(quest.containing(reader, with(syllables, quest))));
      quest.add("pinyin", fitting(beginning(letters, around), fits), first);
      beginningsBesides(letters, quest, first, fits);
    } else {
      quest.addEnough("pinyin", n -> reader.readingBegins(letters, n), first, fits);
    }
  }

  /** What is read so, and what begins so, each at once: the nearest may be among those that are read last. */
  private void nearest(String letters, Quest quest, Predicate<SearchMatch> first, Predicate<SearchMatch> fits) {
    List<SearchMatch> all = new ArrayList<>(quest.read(reader, letters));
    readings.splits(letters, MOST_SPLITS).forEach(syllables -> quest.addContaining(reader, with(syllables, quest), syllables.size() == 1, all::addAll));
    if (!quest.filter().narrows()) {
      all.addAll(reader.readingBegins(letters, SearchStatements.MOST_CONTAINED));
    }
    quest.add("pinyin", all.stream().filter(fits).filter(m -> m.py().equals(letters)).toList(), first);
    quest.add("pinyin", fitting(beginning(letters, all), fits), first);
  }

  /** A syllable that is not whole is no word of the index: the important names that begin so, and those of a county. */
  private void beginningsBesides(String letters, Quest quest, Predicate<SearchMatch> first, Predicate<SearchMatch> fits) {
    if (quest.isOpen()) {
      quest.add("pinyin", fitting(reader.readingBegins(letters, letters.length() == 1 ? MOST_OF_A_LETTER : SearchStatements.MOST_CONTAINED), fits), first);
    }
    if (quest.isOpen() && quest.filter().isLocal()) {
      quest.add("pinyin", fitting(beginning(letters, reader.containingWithin(quest.filter().alone(), SearchStatements.MOST_CONTAINED)), fits), first);
    }
  }

  private static List<SearchMatch> fitting(List<SearchMatch> matches, Predicate<SearchMatch> fits) {
    return matches.stream().filter(fits).toList();
  }

  private static List<SearchMatch> beginning(String letters, List<SearchMatch> matches) {
    return matches.stream().filter(m -> m.py().startsWith(letters)).toList();
  }

  private void initials(String letters, Quest quest) {
    boolean narrows = quest.filter().narrows();
    if (narrows) {
      String exactly = Tokens.quoted(Tokens.initials(letters));
      quest.addContaining(reader, quest.filter().with(exactly), false, around -> quest.add("initials", around));
      if (letters.length() > 1 && quest.isOpen()) {
        quest.addContaining(reader, quest.filter().with(exactly + ":*"), false, around -> quest.add("initials", around));
      }
    } else {
      quest.add("initials", reader.abbreviated(letters, quest.wanted()));
      quest.addEnough("initials", n -> reader.abbreviationBegins(letters, n), m -> false);
    }
  }

  /** Whole syllables and first letters in one run: zhuzs for 株洲市. */
  private void abbreviated(String letters, Quest quest) {
    for (List<String> syllables : readings.beginnings(letters, MOST_SPLITS)) {
      quest.add("pinyin", fitting(List.of(letters), quest.containing(reader, with(syllables, quest)), true));
    }
  }

  /** Characters and letters: 株zhou, zhu洲s. */
  void mixed(Typed query, Quest quest) {
    List<String> elements = query.elements();
    List<SearchMatch> around = quest.containing(reader, quest.filter().with(tokensOf(elements)));
    quest.add("pinyin", fitting(elements, around, false), m -> Alignment.find(elements, m, false) == 0);
    if (quest.isOpen()) {
      quest.add("pinyin", fitting(elements, around, true), m -> Alignment.find(elements, m, true) == 0);
    }
    quest.tiers().closeNames();
  }

  private String tokensOf(List<String> elements) {
    List<String> words = new ArrayList<>();
    StringBuilder ways = new StringBuilder();
    for (int i = 0; i < elements.size(); i++) {
      String element = elements.get(i);
      if (Typed.isLetters(element)) {
        List<List<String>> splits = readings.splits(element, MOST_SPLITS);
        ways.append(splits.isEmpty() ? "" : splits.stream().map(Tokens::all).collect(Collectors.joining(") | (", " & ((", "))")));
      } else {
        words.add(element);
        if (i > 0 && !Typed.isLetters(elements.get(i - 1))) {
          words.add(elements.get(i - 1) + element);
        }
      }
    }
    return Tokens.all(words) + ways;
  }

  private static List<SearchMatch> fitting(List<String> elements, List<SearchMatch> matches, boolean abbreviated) {
    return matches.stream().filter(m -> Alignment.find(elements, m, abbreviated) >= 0).toList();
  }

  private static String with(List<String> syllables, Quest quest) {
    return quest.filter().with(tokens(syllables));
  }

  /** A query for rows that are read with these syllables one after the other. */
  static String tokens(List<String> syllables) {
    return Tokens.all(syllables.size() == 1 ? syllables : Tokens.syllablePairs(syllables));
  }
}

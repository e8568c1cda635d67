package org.mingjie.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.mingjie.romanization.Reading;
import org.mingjie.romanization.Readings;
import org.springframework.stereotype.Component;

/** Finds names by their characters. */
@Component
class CharacterSearch {

  private final SearchReader reader;
  private final LetterSearch letters;
  private final Readings readings;

  CharacterSearch(SearchReader reader, LetterSearch letters, Readings readings) {
    this.reader = reader;
    this.letters = letters;
    this.readings = readings;
  }

  void exactAndPrefix(String name, Quest quest) {
    SearchFilter filter = quest.filter();
    if (filter.near() != null) {
      nearest(name, quest);
      return;
    }
    quest.add("exact", quest.named(reader, name));
    if (filter.narrows()) {
      quest.addContaining(reader, tokens(name, quest), isSingle(name), around -> {
        quest.add("exact", around.stream().filter(m -> m.name().equals(name)).toList());
        quest.add("prefix", around.stream().filter(m -> m.name().startsWith(name)).toList());
      });
    }
    if (!filter.narrows()) {
      quest.addEnough("prefix", n -> reader.nameBegins(name, n), m -> false);
    }
  }

  /** Each tier at once: the nearest of a tier may be among those that are read last. */
  private void nearest(String name, Quest quest) {
    List<SearchMatch> all = new ArrayList<>(quest.named(reader, name));
    if (!quest.filter().narrows()) {
      all.addAll(reader.nameBegins(name, SearchStatements.MOST_CONTAINED));
    }
    quest.addContaining(reader, tokens(name, quest), isSingle(name), all::addAll);
    quest.add("exact", all.stream().filter(m -> m.name().equals(name)).toList());
    quest.add("prefix", all.stream().filter(m -> m.name().startsWith(name)).toList());
  }

  /** A word of the index may be a syllable, and pairs stand anywhere in a name: what it has of them is looked at. */
  void contained(String name, Quest quest) {
    quest.addContaining(reader, tokens(name, quest), isSingle(name),
        around -> quest.add("contained", around.stream().filter(m -> m.name().contains(name)).toList()));
  }

  /** One wrong character, and other characters of the same sound. */
  void alike(String name, Quest quest) {
    List<Reading> all = readings.all(name).stream().filter(r -> !r.joined().isEmpty()).toList();
    List<String> sounds = all.stream().map(Reading::joined).distinct().toList();
    String alike = Tokens.alike(name);
    if (!alike.isEmpty()) {
      String near = quest.filter().with(alike);
      String heard = all.stream().map(r -> "(" + LetterSearch.tokens(r.letters()) + ")").collect(Collectors.joining(" | ", " & (", ")"));
      quest.add("pinyin", sounds.isEmpty() ? List.of()
          : (Tokens.isMasked(name) ? quest.containing(reader, near + heard, false) : quest.containing(reader, near)).stream()   // few, read once
              .filter(m -> sounds.contains(m.py()) && Tokens.differInOne(name, m.name())).toList());
      quest.tiers().closeNames();   // one of the past that sounds the same, too, is likelier meant than another name
      quest.add("fuzzy", quest.containing(reader, near).stream().filter(m -> Tokens.differInOne(name, m.name())).toList());
    }
    for (Reading heard : all) {
      if (quest.isOpen()) {
        letters.sounding(heard, quest);
      }
    }
  }

  /** One character stands in a great many names. */
  static boolean isSingle(String name) {
    return name.codePointCount(0, name.length()) == 1;
  }

  /** Two letters may be a whole syllable of very many names; of those, few are written with each of the two. */
  private static String tokens(String name, Quest quest) {
    boolean letters = name.codePoints().allMatch(c -> c < 128);
    return isSingle(name) || letters ? quest.filter().with(Tokens.all(letters ? both(name) : Tokens.characters(name)))
        : quest.filter().having(Tokens.pairs(name));
  }

  private static List<String> both(String name) {
    List<String> words = new ArrayList<>(Tokens.characters(name));
    words.addAll(Tokens.pairs(name));
    return words;
  }
}

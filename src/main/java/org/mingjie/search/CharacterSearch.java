package org.mingjie.search;

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
    quest.add("exact", quest.named(reader, name));
    if (filter.narrows() || filter.near() != null) {
      List<SearchMatch> around = quest.containing(reader, tokens(name, quest), isSingle(name));
      quest.add("exact", around.stream().filter(m -> m.name().equals(name)).toList());
      quest.add("prefix", around.stream().filter(m -> m.name().startsWith(name)).toList());
    }
    if (!filter.narrows()) {
      quest.addEnough("prefix", n -> reader.nameBegins(name, n), m -> false);
    }
  }

  void contained(String name, Quest quest) {
    quest.add("contained", quest.containing(reader, tokens(name, quest), isSingle(name)));
  }

  /** One wrong character, and other characters of the same sound. */
  void alike(String name, Quest quest) {
    List<Reading> all = readings.all(name).stream().filter(r -> !r.joined().isEmpty()).toList();
    List<String> sounds = all.stream().map(Reading::joined).distinct().toList();
    List<String> masked = Tokens.masked(name);
    if (!masked.isEmpty()) {
      String near = quest.filter().with(Tokens.any(masked));
      String heard = all.stream().map(r -> "(" + LetterSearch.tokens(r.letters()) + ")").collect(Collectors.joining(" | ", " & (", ")"));
      quest.add("pinyin", sounds.isEmpty() ? List.of()
          : quest.containing(reader, near + heard, false).stream().filter(m -> sounds.contains(m.py())).toList());
      quest.tiers().closeNames();   // one of the past that sounds the same, too, is likelier meant than another name
      quest.add("fuzzy", quest.containing(reader, near));
    }
    for (String sound : sounds) {
      if (quest.isOpen()) {
        letters.sounding(sound, quest, m -> false);
      }
    }
  }

  /** One character stands in a great many names. */
  static boolean isSingle(String name) {
    return name.codePointCount(0, name.length()) == 1;
  }

  private static String tokens(String name, Quest quest) {
    return isSingle(name) ? quest.filter().with(Tokens.all(Tokens.characters(name))) : quest.filter().having(Tokens.pairs(name));
  }
}

package org.mingjie.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mingjie.division.DivisionCode;
import org.mingjie.romanization.Readings;
import org.springframework.stereotype.Component;

/** Decides what a query may mean and looks for it, tier by tier: a code, characters, letters, a name within divisions. */
@Component
class Finder {

  private static final int MOST_NAMES = 20;
  private static final int SHORTEST_READING = 3;
  private static final int MOST_BEGINNINGS = 3;
  private static final Pattern PLACE_CODE = Pattern.compile("P[0-9]{12}");
  private static final Pattern PARTING = Pattern.compile("[ ()（）]+");
  private static final Pattern OFFICIAL_CODE = Pattern.compile("[0-9]{6}|[0-9]{9}|[0-9]{12}");

  private final SearchReader reader;
  private final UnitChains chains;
  private final CharacterSearch characters;
  private final LetterSearch letters;

  Finder(SearchReader reader, UnitChains chains, CharacterSearch characters, LetterSearch letters) {
    this.reader = reader;
    this.chains = chains;
    this.characters = characters;
    this.letters = letters;
  }

  /** @param wanted as many places are enough; there may be more */
  List<Tiers.Found> find(String typed, SearchFilter filter, int wanted) {
    Typed query = Typed.of(typed);
    Quest quest = Quest.of(filter, wanted);
    if (!query.isEmpty() && !query.isTooLong()) {
      byCode(query.text().replace(" ", "").toUpperCase(Locale.ROOT), quest);
      find(query, quest, true);
    }
    return quest.tiers().all();
  }

  private void byCode(String code, Quest quest) {
    if (PLACE_CODE.matcher(code).matches()) {
      quest.add("code", reader.placeCoded(code, MOST_NAMES));
    } else if (OFFICIAL_CODE.matcher(code).matches()) {
      DivisionCode.of(code, DivisionCode.levelOf(code)).ifPresent(c -> quest.add("code", reader.unitCoded(c, MOST_NAMES)));
    }
    quest.tiers().closeNames();
  }

  private void find(Typed query, Quest quest, boolean mayNameDivisions) {
    boolean divisions = mayNameDivisions && quest.filter().divisions().isEmpty();
    if (query.hasIdeographs() && query.hasLetters()) {
      query.names().forEach(name -> characters.exactAndPrefix(name, quest)); // G4京港澳高速: letters of the name itself
      letters.mixed(query, quest);
      if (quest.tiers().isEmpty()) {
        query.names().forEach(name -> characters.contained(name, quest));
      }
      if (divisions) {
        byDivisions(query, quest);
        byDivisionsInLettersBefore(query, quest);
        byDivisionsBehind(query, quest);
      }
    } else if (query.hasIdeographs() || !query.hasLetters()) {
      byName(query, quest, divisions);
    } else {
      byName(query, quest, false);
      letters.byLetters(query, quest);
      if (divisions && quest.isOpen()) {
        byDivisionsInLetters(query.parts(), quest);
      }
      if (divisions && quest.tiers().isEmpty()) {
        byDivisionsRunTogether(query.letters(), quest);
      }
    }
  }

  private void byName(Typed query, Quest quest, boolean divisions) {
    query.names().forEach(name -> characters.exactAndPrefix(name, quest));
    if (divisions) {
      byDivisions(query, quest);
      byDivisionsBehind(query, quest);
    }
    for (String name : query.names()) {
      if (quest.isOpen()) {
        characters.contained(name, quest);
      }
    }
    quest.tiers().closeNames();
    if (quest.isOpen() && query.hasIdeographs() && !query.isNumber() && !quest.tiers().hasExact()) {
      characters.alike(query.name(), quest);
    }
  }

  private void byDivisions(Typed query, Quest quest) {
    List<UnitChains.Chain> found = chains.of(query.name());
    found.forEach(chain -> inRegions(chain.words(), chain.regions(), chain.rest(), quest));
    for (UnitChains.Chain chain : found) {
      if (quest.isOpen() && !CharacterSearch.isSingle(chain.rest())) {
        containedInRegions(chain, quest);
      }
    }
  }

  /** 王仙 醴陵, 桐子坪 青渡 浒溪, 桐子坪(青渡县), 鼓楼 fengshan. */
  private void byDivisionsBehind(Typed query, Quest quest) {
    List<String> parts = Arrays.asList(PARTING.split(query.text()));
    Typed name = Typed.of(parts.get(0));
    String behind = String.join(" ", parts.subList(1, parts.size()));
    if (!name.hasIdeographs() || name.hasLetters() || behind.isEmpty()) {
      return;
    }
    if (Typed.of(behind).hasIdeographs()) {
      chains.of(Folding.fold(behind + name.name())).stream().filter(chain -> chain.rest().equals(name.name()))
          .forEach(chain -> inRegions(behind, chain.regions(), name.text(), quest));
    } else {
      inRegions(behind, regionsRead(behind), name.text(), quest);
    }
  }

  /** qingdu 桐子坪, yunzhou qingdu 桐子坪: the letters are divisions, each within the one before. */
  private void byDivisionsInLettersBefore(Typed query, Quest quest) {
    String words = query.lettersBefore();
    if (!words.isEmpty()) {
      List<String> regions = regionsRead(words);
      inRegions(words, regions, query.text().substring(words.length()).strip(), quest);
    }
  }

  private List<String> regionsRead(String words) {
    List<String> whole = prefixes(reader.unitsRead(List.of(Readings.plain(words))));
    if (!whole.isEmpty() || !words.contains(" ")) {
      return whole;
    }
    List<String> within = List.of("");
    for (String word : words.split(" ")) {
      List<String> around = within;
      within = prefixes(reader.unitsRead(List.of(Readings.plain(word)))).stream().filter(code -> around.stream().anyMatch(code::startsWith)).toList();
    }
    return within;
  }

  private void byDivisionsInLetters(List<String> parts, Quest quest) {
    for (int split = 1; split < parts.size(); split++) {
      String words = String.join(" ", parts.subList(0, split));
      inRegions(words, prefixes(reader.unitsRead(List.of(Readings.plain(words)))), String.join(" ", parts.subList(split, parts.size())), quest);
    }
  }

  /** lilingwangxian: the longest beginning that a division is read as comes first. */
  private void byDivisionsRunTogether(String letters, Quest quest) {
    List<String> beginnings = IntStream.range(SHORTEST_READING, letters.length()).mapToObj(end -> letters.substring(0, end)).toList();
    Map<String, List<SearchReader.Unit>> units = reader.unitsRead(beginnings).stream().collect(Collectors.groupingBy(SearchReader.Unit::word));
    units.keySet().stream().sorted(Comparator.comparingInt(String::length).reversed()).limit(MOST_BEGINNINGS).forEach(words -> {
      if (quest.isOpen()) {
        inRegions(words, prefixes(units.get(words)), letters.substring(words.length()), quest);
      }
    });
  }

  private void inRegions(String words, List<String> regions, String rest, Quest quest) {
    Typed inside = Typed.of(rest);
    if (regions.isEmpty() || inside.isEmpty()) {
      return;
    }
    quest.tiers().within(words);
    if (inside.hasIdeographs() && !inside.hasLetters()) {
      characters.exactAndPrefix(inside.name(), quest.within(regions));
    } else {
      find(inside, quest.within(regions), false);
    }
    quest.tiers().within(null);
  }

  private void containedInRegions(UnitChains.Chain chain, Quest quest) {
    Typed inside = Typed.of(chain.rest());
    Quest narrower = quest.within(chain.regions());
    quest.tiers().within(chain.words());
    if (inside.hasIdeographs() && !inside.hasLetters()) {
      characters.contained(inside.name(), narrower);
      if (quest.tiers().isEmpty()) {
        characters.alike(inside.name(), narrower);
      }
    }
    quest.tiers().within(null);
  }

  private static List<String> prefixes(List<SearchReader.Unit> units) {
    return units.stream().map(u -> UnitChains.prefix(u.code())).distinct().toList();
  }
}

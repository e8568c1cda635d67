package org.mingjie.romanization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The syllables of Hanyu Pinyin, and a spelling taken apart into them. */
final class Syllables {

  private static final Set<String> ALL = table();
  private static final int LONGEST = 6;
  private static final int MOST_TRIED = 64;

  private Syllables() {}

  /**
   * @param spelling with or without tones; apostrophes and blanks are syllable borders
   * @param count syllables wanted
   * @return toneless syllables, ü as u; empty if it cannot be split so
   */
  static Optional<List<String>> split(String spelling, int count) {
    List<String> words = Arrays.stream(spelling.split("[\\s'’\\-]+")).map(Readings::plain).filter(w -> !w.isEmpty()).toList();
    List<String> found = new ArrayList<>();
    return words(words, 0, count, found) ? Optional.of(found) : Optional.empty();
  }

  private static boolean words(List<String> words, int index, int count, List<String> found) {
    if (index == words.size()) {
      return found.size() == count;
    }
    return letters(words, index, words.get(index), count, found);
  }

  private static boolean letters(List<String> words, int index, String rest, int count, List<String> found) {
    if (rest.isEmpty()) {
      return words(words, index + 1, count, found);
    }
    if (found.size() >= count) {
      return false;
    }
    for (int length = Math.min(LONGEST, rest.length()); length > 0; length--) {
      String syllable = rest.substring(0, length);
      if (ALL.contains(syllable)) {
        found.add(syllable);
        if (letters(words, index, rest.substring(length), count, found)) {
          return true;
        }
        found.remove(found.size() - 1);
      }
    }
    return false;
  }

  static List<List<String>> splits(String letters, int most) {
    List<List<String>> splits = new ArrayList<>();
    collect(letters, 0, endings(letters), new ArrayList<>(), splits);
    return splits.stream().sorted(Comparator.comparingInt(List::size)).limit(most).toList();
  }

  /** The longest beginnings that are whole syllables, without the whole text where that is one. */
  static List<List<String>> beginnings(String letters, int most) {
    for (int end = letters.length(); end > 0; end--) {
      List<List<String>> splits = splits(letters.substring(0, end), most);
      if (!splits.isEmpty()) {
        return splits;
      }
    }
    return List.of();
  }

  /** Whether the letters from a position on can be taken apart: without it the ways that end in nothing are too many. */
  private static boolean[] endings(String letters) {
    boolean[] endings = new boolean[letters.length() + 1];
    endings[letters.length()] = true;
    for (int i = letters.length() - 1; i >= 0; i--) {
      for (int length = 1; length <= LONGEST && i + length <= letters.length() && !endings[i]; length++) {
        endings[i] = endings[i + length] && ALL.contains(letters.substring(i, i + length));
      }
    }
    return endings;
  }

  private static void collect(String letters, int from, boolean[] endings, List<String> so, List<List<String>> splits) {
    if (from == letters.length() && !so.isEmpty()) {
      splits.add(List.copyOf(so));
    }
    for (int length = Math.min(LONGEST, letters.length() - from); length > 0 && splits.size() < MOST_TRIED; length--) {
      String syllable = letters.substring(from, from + length);
      if (endings[from + length] && ALL.contains(syllable)) {
        so.add(syllable);
        collect(letters, from + length, endings, so, splits);
        so.remove(so.size() - 1);
      }
    }
  }

  private static Set<String> table() {
    String[] initials = {"", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh",
        "r", "z", "c", "s", "y", "w"};
    String[] finals = {"a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er", "i", "ia", "ie", "iao",
        "iu", "ian", "in", "iang", "ing", "iong", "u", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ong", "ue"};
    Set<String> all = new LinkedHashSet<>();
    for (String initial : initials) {
      for (String end : finals) {
        boolean zero = initial.isEmpty();
        if (!zero || "aoe".indexOf(end.charAt(0)) >= 0) {
          all.add(initial + end);
        }
      }
    }
    all.add("r");
    return all;
  }
}

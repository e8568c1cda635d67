package org.mingjie.publication;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name with its spelling above each character.
 *
 * @param whole the spelling in one piece, where it cannot be parted over the characters; null else
 * @param size of the letters: empty, long or longest
 */
record NameSign(List<Mark> marks, @Nullable String whole, String size) {

  /**
   * @param reading null where there is none above this character
   * @param generic whether the character belongs to the generic term 通名
   * @param first whether it is the first of it
   */
  record Mark(String character, @Nullable String reading, boolean generic, boolean first) {}

  private static final Pattern MARKS = Pattern.compile("[\\u0300-\\u0302\\u0304\\u030c]");
  private static final Pattern FINAL = Pattern.compile("(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ueng|ang|eng|ong|ing|iao|ian|uai|uan|üan"
      + "|üe|ün|ue|ui|un|uo|ua|ie|iu|ia|in|ai|ei|ao|ou|an|en|er|a|o|e|i|u|ü)");
  private static final Pattern BORDER = Pattern.compile("[\\s'’-]+");
  private static final int LONGEST_SYLLABLE = 6;
  private static final int LONG = 5;
  private static final int LONGEST = 8;

  static NameSign of(String name, @Nullable String generic, @Nullable String spelling) {
    List<String> characters = characters(name);
    Optional<List<String>> readings = spelling == null ? Optional.empty() : split(spelling, characters);
    boolean parted = generic != null && !generic.isEmpty() && name.endsWith(generic) && !generic.equals(name);
    int from = parted ? characters.size() - characters(generic).size() : characters.size();
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < characters.size(); i++) {
      int at = i;
      marks.add(new Mark(characters.get(i), readings.map(r -> r.get(at)).orElse(null), i >= from, i == from));
    }
    String size = marks.size() > LONGEST ? "longest" : marks.size() > LONG ? "long" : "";
    return new NameSign(marks, readings.isEmpty() ? spelling : null, size);
  }

  private static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  /** One syllable for each character, as it is written; empty where they do not match one to one. */
  private static Optional<List<String>> split(String spelling, List<String> characters) {
    if (!characters.stream().allMatch(c -> Character.UnicodeScript.of(c.codePointAt(0)) == Character.UnicodeScript.HAN)) {
      return Optional.empty();
    }
    List<String> words = BORDER.splitAsStream(Normalizer.normalize(spelling.strip(), Normalizer.Form.NFC)).filter(w -> !w.isEmpty()).toList();
    List<String> found = new ArrayList<>();
    return words(words, 0, characters.size(), found) ? Optional.of(found) : Optional.empty();
  }

  private static boolean words(List<String> words, int index, int left, List<String> found) {
    if (index == words.size()) {
      return left == 0;
    }
    return left >= words.size() - index && letters(words, index, words.get(index), true, left, found);
  }

  private static boolean letters(List<String> words, int index, String rest, boolean first, int left, List<String> found) {
    if (rest.isEmpty()) {
      return words(words, index + 1, left, found);
    }
    // within a word no later syllable begins with a, o or e: orthography asks for an apostrophe there (GB/T 16159)
    if (left == 0 || !first && "aoe".indexOf(toneless(rest).charAt(0)) >= 0) {
      return false;
    }
    for (int length = Math.min(LONGEST_SYLLABLE, rest.length()); length > 0; length--) {
      String syllable = rest.substring(0, length);
      if (FINAL.matcher(toneless(syllable)).matches()) {
        found.add(syllable);
        if (letters(words, index, rest.substring(length), false, left - 1, found)) {
          return true;
        }
        found.remove(found.size() - 1);
      }
    }
    return false;
  }

  /** ǖ stays ü. */
  private static String toneless(String text) {
    String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    return Normalizer.normalize(bare, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}

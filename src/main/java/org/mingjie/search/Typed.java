package org.mingjie.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.mingjie.romanization.Readings;

/**
 * What a user typed, taken apart.
 *
 * @param text as typed, in half-width letters, blanks single, figures of tones gone
 * @param names the folded forms of a name that the text may be, the likeliest first
 * @param letters its letters and figures as readings are stored: tones, blanks and apostrophes gone
 * @param elements characters and runs of letters in their order, for text that mixes both
 */
record Typed(String text, List<String> names, String letters, List<String> elements) {

  static final int MOST_CHARACTERS = 60;

  private static final Pattern BLANKS = Pattern.compile("[\\s\\u3000\\u00A0]+");
  /** No part of a name: they come with a sentence or a title from which it was copied; round brackets may hold where it lies. */
  private static final Pattern MARKS = Pattern.compile("[。，、！？；：…\"!?;,〝〞\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}&&[^()（）’]]");
  /** Between characters they may be part of a name, or only part what was copied. */
  private static final Pattern JOINTS = Pattern.compile("(?<=\\p{IsIdeographic})[·•・‧—–-]+(?=\\p{IsIdeographic})");
  private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}");
  /** A name neither begins nor ends with them. */
  private static final Pattern ENDS = Pattern.compile("^[\\p{P}\\p{S}\\p{Z}]+|[\\p{P}\\p{S}\\p{Z}&&[^)]]+$");
  private static final Pattern TONE_FIGURES = Pattern.compile("([A-Za-zÜü:]+[1-5][\\s'’]*)+");
  private static final Pattern TONES = Pattern.compile("(?<=[A-Za-z])[\\u0300-\\u036F]+");
  private static final Pattern LETTER_RUN = Pattern.compile("[a-z']+|.", Pattern.DOTALL);

  static Typed of(String typed) {
    String seen = MARKS.matcher(UNSEEN.matcher(whole(typed)).replaceAll("")).replaceAll(" ");
    String plain = Normalizer.normalize(seen, Normalizer.Form.NFKC);
    String text = named(BLANKS.matcher(plain).replaceAll(" ").strip());
    String toneless = TONE_FIGURES.matcher(text).matches() ? text.replaceAll("[1-5]", "") : text;
    return new Typed(toneless, names(toneless), Readings.plain(toneless), elements(Folding.fold(toneless)));
  }

  /** Without what stands around a name; a bracket behind it stays where it was opened after its beginning. */
  private static String named(String text) {
    String inner = text;
    for (String before = ""; !before.equals(inner); ) {
      before = inner;
      inner = ENDS.matcher(inner).replaceAll("");
      int opened = inner.chars().map(c -> c == '(' ? 1 : c == ')' ? -1 : 0).sum();
      if (opened < 0 && inner.endsWith(")")) {
        inner = inner.substring(0, inner.length() - 1);
      }
    }
    return inner;
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>(Folding.readings(text));
    String joined = JOINTS.matcher(text).replaceAll("");
    if (!joined.equals(text)) {
      names.add(Folding.fold(joined));
    }
    return names;
  }

  private static List<String> elements(String folded) {
    String plain = Normalizer.normalize(TONES.matcher(Normalizer.normalize(folded, Normalizer.Form.NFD)).replaceAll(""), Normalizer.Form.NFC);
    List<String> elements = new ArrayList<>();
    var runs = LETTER_RUN.matcher(plain);
    for (int at = 0; at < plain.length(); at = runs.end()) {
      runs.region(at, plain.length()).lookingAt();
      elements.addAll(isLetters(runs.group()) ? List.of(Readings.plain(runs.group())) : Tokens.characters(runs.group()));
    }
    return join(elements.stream().filter(element -> !element.isEmpty()).toList());
  }

  /** A character beyond the first plane is two units of text. */
  private static List<String> join(List<String> elements) {
    List<String> joined = new ArrayList<>();
    for (String element : elements) {
      boolean low = element.length() == 1 && Character.isLowSurrogate(element.charAt(0));
      if (low && !joined.isEmpty()) {
        joined.set(joined.size() - 1, joined.get(joined.size() - 1) + element);
      } else {
        joined.add(element);
      }
    }
    return joined;
  }

  static boolean isLetters(String element) {
    return !element.isEmpty() && (element.charAt(0) >= 'a' && element.charAt(0) <= 'z' || element.charAt(0) == '\'');
  }

  String name() {
    return names.get(0);
  }

  boolean isEmpty() {
    return name().isEmpty();
  }

  boolean isTooLong() {
    return text.codePointCount(0, text.length()) > MOST_CHARACTERS;
  }

  /** Whether it has characters that are read, not spelt. */
  boolean hasIdeographs() {
    return name().codePoints().anyMatch(c -> Character.isIdeographic(c) || Character.getType(c) == Character.PRIVATE_USE);
  }

  /** Whether it is of figures alone, which folding made characters of. */
  boolean isNumber() {
    return !hasLetters() && text.codePoints().noneMatch(c -> Character.isIdeographic(c) || Character.getType(c) == Character.PRIVATE_USE);
  }

  boolean hasLetters() {
    return elements.stream().anyMatch(Typed::isLetters);
  }

  /** The letters that stand before the first character, with their blanks and tones; empty where none do. */
  String lettersBefore() {
    int end = 0;
    while (end < text.length() && !Character.isIdeographic(text.codePointAt(end))) {
      end++;
    }
    String before = text.substring(0, end).stripTrailing();
    return Readings.plain(before).isEmpty() ? "" : before;
  }

  /** The parts between blanks. */
  List<String> parts() {
    return Arrays.asList(text.split(" "));
  }

  /** Lengths of the groups of letters that the user parted: xi'an, xi an; one number where nothing is parted. */
  List<Integer> groups() {
    return Arrays.stream(text.split("[\\s'’\\-]+")).map(Readings::plain).filter(g -> !g.isEmpty()).map(String::length).toList();
  }

  /** With a blank for each half of a character beyond the first plane that stands alone. */
  private static String whole(String typed) {
    StringBuilder whole = new StringBuilder(typed.length());
    for (int i = 0; i < typed.length(); i++) {
      char c = typed.charAt(i);
      whole.append(Character.isSurrogate(c) && !paired(typed, i) ? ' ' : c);
    }
    return whole.toString();
  }

  private static boolean paired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i)) ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}

package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of Chinese characters with the reading of each.
 *
 * @param text     characters, perhaps empty
 * @param readings one toned syllable in lower case for each character
 */
record Term(String text, List<String> readings) {

  static final Term NONE = new Term("", List.of());

  Term {
    readings = List.copyOf(readings);
    if (text.codePointCount(0, text.length()) != readings.size()) throw new IllegalArgumentException(text + " has other than " + readings.size() + " characters");
  }

  /** Reads characters; a reading written behind one in Latin letters goes before the usual one: {@code 十里堡pù}. */
  static Term of(String written) {
    StringBuilder text = new StringBuilder();
    List<String> readings = new ArrayList<>();
    int i = 0;
    while (i < written.length()) {
      int c = written.codePointAt(i);
      i += Character.charCount(c);
      int end = i;
      while (end < written.length() && Character.UnicodeScript.of(written.codePointAt(end)) == Character.UnicodeScript.LATIN) end++;
      text.appendCodePoint(c);
      readings.add(end > i ? written.substring(i, end) : Readings.usual(c));
      i = end;
    }
    return new Term(text.toString(), readings);
  }

  Term with(Term next) {
    List<String> both = new ArrayList<>(readings);
    both.addAll(next.readings);
    return new Term(text + next.text, both);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  int length() {
    return readings.size();
  }

  int lastCharacter() {
    return text.codePointBefore(text.length());
  }

  /** All but the last {@code n} characters. */
  Term butLast(int n) {
    return part(0, length() - n);
  }

  /** The last {@code n} characters. */
  Term last(int n) {
    return part(length() - n, length());
  }

  private Term part(int from, int to) {
    return new Term(text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to)), readings.subList(from, to));
  }
}

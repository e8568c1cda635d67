package org.mingjie.search;

import com.github.houbb.opencc4j.util.ZhConverterUtil;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * The form in which names are compared: without blanks, in half-width small letters, traditional and variant characters
 * as their simplified ones, figures as Chinese numerals: 3队 is 三队, 12队 is 十二队, 850农场 is 八五零农场.
 */
final class Folding {

  private static final char FIRST = '\u3400';
  private static final char LAST = '\u9FFF';
  private static final int COUNTED = 2;
  private static final int LONGEST_NUMERAL = 4;
  private static final String[] DIGITS = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  private static final String[] PLACES = {"", "十", "百", "千"};

  /** Simplified characters of the two oldest blocks of ideographs; worked out once, beside the start. */
  private static final CompletableFuture<char[]> SIMPLIFIED = CompletableFuture.supplyAsync(Folding::table);

  private Folding() {}

  /** Numbers of one or two figures are counted, longer ones are read figure by figure, as people name them. */
  static String fold(String written) {
    return fold(written, COUNTED);
  }

  /** All that a typed text may stand for: a long number may also be a counted one (105 is 一百零五). */
  static List<String> readings(String typed) {
    String folded = fold(typed);
    String counted = fold(typed, LONGEST_NUMERAL);
    return folded.equals(counted) ? List.of(folded) : List.of(folded, counted);
  }

  private static String fold(String written, int longest) {
    StringBuilder folded = new StringBuilder(written.length());
    String text = isPlain(written) ? written : Normalizer.normalize(written, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    for (int i = 0; i < text.length(); ) {
      int end = numberEnd(text, i);
      if (end > i) {
        folded.append(end - i <= longest ? numeral(text.substring(i, end)) : digits(text, i, end));
        i = end;
      } else {
        int c = text.codePointAt(i);
        if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
          folded.appendCodePoint(simplified(c));
        }
        i += Character.charCount(c);
      }
    }
    return folded.toString();
  }

  /** Most names: ideographs of the oldest block, which no normal form changes. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < FIRST || c > LAST) {
        return false;
      }
    }
    return true;
  }

  private static int simplified(int c) {
    return c == '〇' ? '零' : c >= FIRST && c <= LAST ? SIMPLIFIED.join()[c - FIRST] : c;
  }

  private static int numberEnd(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** 12 is 十二, 20 is 二十, 105 is 一百零五; a number that begins with 0 is read figure by figure. */
  private static String numeral(String number) {
    if (number.length() > 1 && number.charAt(0) == '0') {
      return digits(number, 0, number.length());
    }
    StringBuilder numeral = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(i) - '0';
      int place = number.length() - 1 - i;
      if (digit == 0) {
        gap = place > 0 || numeral.isEmpty();
        continue;
      }
      numeral.append(gap && !numeral.isEmpty() ? DIGITS[0] : "")
          .append(digit == 1 && place == 1 && numeral.isEmpty() ? "" : DIGITS[digit]).append(PLACES[place]);
      gap = false;
    }
    return numeral.isEmpty() ? DIGITS[0] : numeral.toString();
  }

  private static String digits(String text, int start, int end) {
    StringBuilder read = new StringBuilder();
    for (int i = start; i < end; i++) {
      read.append(DIGITS[text.charAt(i) - '0']);
    }
    return read.toString();
  }

  private static char[] table() {
    char[] table = new char[LAST - FIRST + 1];
    for (int i = 0; i < table.length; i++) {
      char c = (char) (FIRST + i);
      String simple = ZhConverterUtil.toSimple(String.valueOf(c));
      table[i] = simple.length() == 1 ? simple.charAt(0) : c;
    }
    return table;
  }
}

package org.mingjie.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** What is wrong with the members of a body: collected and told together. */
public final class Faults {

  /** Hangul fillers, the empty pattern of Braille, the joiner of graphemes, the mark of a lost character. */
  private static final String FILLERS = "\u115F\u1160\u3164\uFFA0\u2800\u034F\uFFFD";

  private final Map<String, String> faults = new LinkedHashMap<>();

  public void add(String member, String what) {
    faults.putIfAbsent(member, what);
  }

  /** The text as it is; empty, with a fault noted, where there is none. */
  public String required(String member, @Nullable String text) {
    if (text == null || text.isBlank()) {
      add(member, "没有给出，请补上");
      return "";
    }
    return text;
  }

  /** Words for people to read, in one line, without what nobody sees; without blanks around them. */
  public String words(String member, @Nullable String text, int most) {
    return words(member, text, most, Faults::isHidden, "里有换行、控制字符或看不见的字符，去掉它们");
  }

  /** Words in one line or several; without blanks around them. */
  public String lines(String member, @Nullable String text, int most) {
    return words(member, text, most, c -> isHidden(c) && c != '\n' && c != '\t', "里有控制字符或看不见的字符，去掉它们");
  }

  /**
   * Breaks of lines, controls, marks that turn the direction of writing, halves of characters and what stands for a lost one, fillers,
   * characters of one machine only. Not those that this Java does not know yet: rare characters of names may be among them.
   */
  public static boolean isHidden(int character) {
    if (FILLERS.indexOf(character) >= 0 || (character & 0xFFFE) == 0xFFFE) {
      return true;
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE, Character.PRIVATE_USE -> true;
      default -> false;
    };
  }

  private String words(String member, @Nullable String text, int most, IntPredicate wrong, String told) {
    String words = required(member, text).strip().replace("\r\n", "\n");
    if (words.codePointCount(0, words.length()) > most) {
      add(member, "有 %d 个字，不能超过 %d 个".formatted(words.codePointCount(0, words.length()), most));
    }
    if (words.codePoints().anyMatch(wrong)) {
      add(member, told);
    }
    return words;
  }

  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /** @throws ErrorResponseException 400 with all faults */
  public void check() {
    if (faults.isEmpty()) {
      return;
    }
    throw new ErrorResponseException(HttpStatus.BAD_REQUEST, Problems.faulty("内容不对", faults), null);
  }
}

package org.mingjie.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which passwords people may choose: long ones that nobody tries first. */
@Component
class PasswordRules {

  static final int SHORTEST = 10;
  static final int LONGEST = 128;

  private static final int FEWEST_DIFFERENT = 5;

  /** Of a login, to be known again in a password. */
  private static final int SHORTEST_WORD = 4;

  /** Of characters that follow each other in the alphabet or on the keyboard; fewer happen by chance. */
  private static final int RUN = 4;

  /** Characters besides runs that make a password of its own. */
  private static final int FEWEST_BESIDES = 5;

  private static final List<String> ROWS = List.of("0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
      "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm", "!@#$%^&*()");

  private final Set<String> common;

  PasswordRules() {
    try (InputStream in = Objects.requireNonNull(PasswordRules.class.getResourceAsStream("common-passwords.txt"))) {
      common = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** What is wrong with it, and how to mend it; empty if it will do. */
  Optional<String> fault(String login, String password) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      return Optional.of("有%d个字符，须是%d至%d个；几个不相干的词连起来又长又好记".formatted(length, SHORTEST, LONGEST));
    }
    String lower = password.toLowerCase(Locale.ROOT);
    String letters = lower.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "");
    if (isOfLogin(letters, login) || letters.equals(login) || lower.equals(login) || letters.contentEquals(new StringBuilder(login).reverse())) {
      return Optional.of("就是登录名或其中的词，至多加了数字和符号；换一个");
    }
    if (common.contains(lower) || common.contains(letters) || common.contains(unmasked(letters)) || common.contains(unmasked(lower).replaceAll("[^\\p{L}]+$", ""))) {
      return Optional.of("是常见的口令，或只在它前后加了数字和符号；换一个");
    }
    if (lower.codePoints().distinct().count() < FEWEST_DIFFERENT || isRepeated(lower)) {
      return Optional.of("只是几个字符的重复；换一个");
    }
    return besidesRuns(lower) < FEWEST_BESIDES
        ? Optional.of("多半是字母表、数字或键盘上连着的字符；换一个") : Optional.empty();
  }

  /** Whether its letters are words of the login and nothing else: qingdu of qingdu.clerk. */
  private static boolean isOfLogin(String letters, String login) {
    String rest = letters;
    for (String word : login.split("[^a-z]+")) {
      rest = word.length() < SHORTEST_WORD ? rest : rest.replace(word, " ");
    }
    return !rest.equals(letters) && rest.codePoints().noneMatch(Character::isLetter);
  }

  /** Letters behind the figures and signs that are put in their place. */
  private static String unmasked(String text) {
    return text.replace('@', 'a').replace('0', 'o').replace('1', 'i').replace('3', 'e').replace('$', 's').replace('5', 's');
  }

  private static boolean isRepeated(String text) {
    for (int period = 1; period <= text.length() / 2; period++) {
      String unit = text.substring(0, period);
      if (unit.repeat(text.length() / period + 1).startsWith(text)) {
        return true;
      }
    }
    return false;
  }

  private static int besidesRuns(String text) {
    int besides = 0;
    for (int i = 0; i < text.length();) {
      int run = run(text, i);
      besides += run >= RUN ? 0 : 1;
      i += run >= RUN ? run : 1;
    }
    return besides;
  }

  /** How many characters from here on stand in a row, forwards or backwards. */
  private static int run(String text, int from) {
    int longest = 1;
    for (String row : ROWS) {
      for (String way : List.of(row, new StringBuilder(row).reverse().toString())) {
        int end = from + 1;
        while (end < text.length() && way.contains(text.substring(from, end + 1))) {
          end++;
        }
        longest = Math.max(longest, end - from);
      }
    }
    return longest;
  }
}

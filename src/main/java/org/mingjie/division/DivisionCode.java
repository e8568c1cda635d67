package org.mingjie.division;

import java.util.Optional;

/**
 * Codes of divisions in the length of their level: six digits to the county (GB/T 2260), nine for the township
 * (GB/T 10114), twelve for the village (statistical code). Lists pad or cut them in every way.
 */
public final class DivisionCode {

  private DivisionCode() {}

  /**
   * The code of a unit of a level from the way a list writes it.
   *
   * @param given 2, 4, 6, 9 or 12 digits
   * @return empty if the digits cannot be a code of that level
   */
  public static Optional<String> of(String given, int level) {
    int digits = given.length();
    if (digits > 12 || !isDigits(given)) {
      return Optional.empty();
    }
    String full = digits == 12 ? given : given + "0".repeat(12 - digits);
    return switch (level) {
      case 1 -> full.endsWith("0000000000") && !full.startsWith("00") ? Optional.of(full.substring(0, 6)) : Optional.empty();
      case 2 -> full.endsWith("00000000") ? Optional.of(full.substring(0, 6)) : Optional.empty();
      case 3 -> full.endsWith("000000") ? Optional.of(full.substring(0, 6)) : Optional.empty();
      case 4 -> Optional.of(full.endsWith("000") ? full.substring(0, 9) : full).filter(c -> digits >= 9);
      case 5 -> Optional.of(full).filter(c -> digits == 12);
      default -> Optional.empty();
    };
  }

  /** Level that a bare code of 2, 4, 6, 9 or 12 digits speaks of; zeros at the end count as padding. */
  public static int levelOf(String code) {
    String full = code.length() >= 12 ? code : code + "0".repeat(12 - code.length());
    if (full.endsWith("0000000000")) {
      return 1;
    }
    if (full.endsWith("00000000")) {
      return 2;
    }
    if (full.endsWith("000000")) {
      return 3;
    }
    return full.endsWith("000") ? 4 : 5;
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}

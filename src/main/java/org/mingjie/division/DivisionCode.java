package org.mingjie.division;

import java.util.Optional;
import java.util.Set;

/**
 * Codes of divisions in the length of their level: six digits to the county (GB/T 2260), nine for the township
 * (GB/T 10114), twelve for the village (statistical code). Lists pad or cut them in every way.
 */
public final class DivisionCode {

  /**
   * First two figures of the codes in use (GB/T 2260): the provinces, 71 81 82, 91 for places abroad that some lists carry,
   * and 99 of the fictional sample district.
   */
  private static final Set<String> PROVINCES = Set.of("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35",
      "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
      "91", "99");

  private DivisionCode() {}

  /**
   * The code of a unit of a level from the way a list writes it.
   *
   * @param given 2, 4, 6, 9 or 12 digits
   * @return empty if the digits cannot be a code of that level
   */
  public static Optional<String> of(String given, int level) {
    int digits = given.length();
    if (digits < 2 || digits > 12 || !isDigits(given) || !PROVINCES.contains(given.substring(0, 2))) {
      return Optional.empty();
    }
    String full = digits == 12 ? given : given + "0".repeat(12 - digits);
    return switch (level) {
      case 1 -> full.endsWith("0000000000") ? Optional.of(full.substring(0, 6)) : Optional.empty();
      case 2 -> full.endsWith("00000000") && !full.startsWith("00", 2) ? Optional.of(full.substring(0, 6)) : Optional.empty();
      case 3 -> full.endsWith("000000") && !full.startsWith("00", 4) ? Optional.of(full.substring(0, 6)) : Optional.empty();
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

  /** With what the codes of a unit and of all below it begin: 4302 of 430200. */
  public static String prefix(String code) {
    return code.length() > 6 ? code : code.replaceFirst("(?:00){1,2}$", "");
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

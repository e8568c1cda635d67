package org.mingjie.exchange;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The codes that a list has told so far. Lists mostly come in the order of their codes: those are kept as numbers, one
 * after the other; only the others cost a hash table.
 */
final class SeenCodes {

  private static final int LONGEST = 12;

  private final Set<String> others = new HashSet<>();
  private long[] ascending = new long[1 << 12];
  private int size;

  /** @return false if it was there already */
  boolean add(String code) {
    long number = number(code);
    if (number < 0) {
      return others.add(code);
    }
    if (size == 0 || number > ascending[size - 1]) {
      if (!others.isEmpty() && others.contains(code)) {
        return false;
      }
      if (size == ascending.length) {
        ascending = Arrays.copyOf(ascending, 2 * size);
      }
      ascending[size++] = number;
      return true;
    }
    return Arrays.binarySearch(ascending, 0, size, number) < 0 && others.add(code);
  }

  /** Twelve digits, padded, then the length: a number for each code, in the order of the codes; negative for other text. */
  private static long number(String code) {
    int length = code.length();
    if (length > LONGEST) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < LONGEST; i++) {
      int digit = i < length ? code.charAt(i) - '0' : 0;
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return 16 * number + length;
  }
}

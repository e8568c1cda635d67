package org.mingjie.search;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A row of the index that answers a query.
 *
 * @param name folded
 * @param text as it is written
 * @param cuts lengths of the syllables of {@code py}
 * @param x longitude in degrees, NaN where not placed
 */
record SearchMatch(UUID place, String name, String text, String status, String py, String cuts, double importance, String division,
    String classCode, double x, double y) {

  /** A former name, or one beside the name of today. */
  boolean isPast() {
    return status.equals("former") || status.equals("alias");
  }

  List<String> syllables() {
    List<String> syllables = new ArrayList<>(cuts.length());
    int at = 0;
    for (int i = 0; i < cuts.length(); i++) {
      int end = Math.min(py.length(), at + cuts.charAt(i) - '0');
      syllables.add(py.substring(at, end));
      at = end;
    }
    return syllables;
  }

  /** Whether the reading can be cut after these numbers of letters. */
  boolean isCutAt(List<Integer> groups) {
    int letters = 0;
    int cut = 0;
    int next = 0;
    for (int group : groups) {
      letters += group;
      while (cut < letters && next < cuts.length()) {
        cut += cuts.charAt(next++) - '0';
      }
      if (cut != letters && letters < py.length()) {
        return false;
      }
    }
    return true;
  }
}

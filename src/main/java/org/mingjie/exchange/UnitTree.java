package org.mingjie.exchange;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mingjie.division.DivisionCode;
import org.mingjie.division.DivisionLedger;

/** What the rows of a list, as far as read, say of its hierarchy: which codes it names and which rows are no unit. */
final class UnitTree {

  private static final int MOST_LEVELS = 6;

  private final SeenCodes seen = new SeenCodes();
  /** Rows that are no unit, to the code that their children belong to; empty at the top. */
  private final Map<String, String> passedOver = new HashMap<>();
  private final Set<String> wantedParents = new HashSet<>();
  private final Set<String> upper = new HashSet<>();
  private final Set<Short> levels = new TreeSet<>();
  private final Set<String> unread = new TreeSet<>();
  private long unclear;
  private @Nullable String lastParent;
  private int lastChildLevel;
  private @Nullable String lastResolved;

  /**
   * @param period tells apart several rows of one code; empty where a code has one
   * @return false if the list has told it before
   */
  boolean add(String code, int level, String period) {
    levels.add((short) level);
    if (code.length() == 6) {
      upper.add(code);
    }
    return seen.add(period.isEmpty() ? code : code + "@" + period);
  }

  void passOver(String code, @Nullable String parent) {
    passedOver.put(code, parent == null ? "" : parent);
    lastParent = null;
  }

  /** Code of the nearest ancestor that is a unit, in the length of its level; null at the top. */
  @Nullable String resolve(String parent, int childLevel) {
    if (childLevel != lastChildLevel || !parent.equals(lastParent)) {
      lastParent = parent;
      lastChildLevel = childLevel;
      lastResolved = ancestor(parent, childLevel);
      if (lastResolved != null) {
        wantedParents.add(lastResolved);
      }
    }
    return lastResolved;
  }

  private @Nullable String ancestor(String parent, int childLevel) {
    String at = parent;
    for (int step = 0; step < MOST_LEVELS && passedOver.containsKey(at); step++) {
      at = passedOver.get(at);
    }
    if (at == null || at.isEmpty()) {
      return null;
    }
    int level = Math.min(DivisionCode.levelOf(at), childLevel - 1);
    return DivisionCode.of(at, Math.max(1, level)).orElse(at);
  }

  /** Rows that are no unit but came after their children, by the code that the children name, to the code above. */
  Map<String, String> passedOverLate() {
    Map<String, String> late = new HashMap<>();
    passedOver.forEach((code, parent) -> {
      String named = DivisionCode.of(code, DivisionCode.levelOf(code)).orElse(code);
      if (wantedParents.contains(named)) {
        late.put(named, parent);
      }
    });
    return late;
  }

  /** A row that could not be taken though its code can be read. */
  void unread(String code) {
    int level = DivisionCode.levelOf(code);
    unread.add(DivisionCode.of(code, level).orElse(code));
  }

  /** A row of which nobody can tell what unit it speaks of. */
  void unclear() {
    unclear++;
  }

  long unclearRows() {
    return unclear;
  }

  /**
   * For which regions and levels the list names every unit, judged by its topmost units; for none if a row is unclear:
   * the unit that seems to lack may be that row's.
   *
   * @param incomplete prefixes for which the list is known to be incomplete; null if it never names every unit
   */
  DivisionLedger.Cover cover(@Nullable List<String> incomplete) {
    boolean whole = incomplete != null && unclear == 0;
    return new DivisionLedger.Cover(whole ? tops(incomplete) : List.of(), whole ? List.copyOf(levels) : List.of(), List.copyOf(unread));
  }

  private List<String> tops(List<String> incomplete) {
    Set<String> tops = new TreeSet<>();
    for (String code : upper) {
      tops.add(code.endsWith("0000") ? code.substring(0, 2) : code.endsWith("00") ? code.substring(0, 4) : code);
    }
    tops.removeIf(t -> tops.contains(t.substring(0, 2)) && t.length() > 2
        || t.length() > 4 && tops.contains(t.substring(0, 4)));
    incomplete.forEach(tops::remove);
    return List.copyOf(tops);
  }
}

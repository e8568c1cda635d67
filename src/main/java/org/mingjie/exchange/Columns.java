package org.mingjie.exchange;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mingjie.place.NameText;

/** Values of a row by their meaning, as the profile assigns columns. Columns may still appear while rows are read. */
final class Columns {

  private static final int[] NONE = {};
  private static final int MOST_TOLD = 30;

  private final Map<String, List<String>> meanings;
  private final Map<String, String> defaults;
  private final RowSource source;
  private int known = -1;
  private Map<String, int[]> indexes = Map.of();

  Columns(Profile profile, RowSource source) {
    this.meanings = profile.columns();
    this.defaults = profile.defaults();
    this.source = source;
  }

  /** Cleaned value of the first column of that meaning that has one; null if none has. */
  @Nullable String value(RowSource.Row row, String meaning) {
    for (int index : indexes(meaning)) {
      String value = index < row.values().length ? row.values()[index] : null;
      if (value != null) {
        String clean = NameText.clean(value);
        if (!clean.isEmpty()) {
          return clean;
        }
      }
    }
    return defaults.get(meaning);
  }

  /** True if any column of that meaning says so. */
  boolean isTrue(RowSource.Row row, String meaning) {
    for (int index : indexes(meaning)) {
      String value = index < row.values().length ? row.values()[index] : null;
      if (value != null && (value.equals("t") || value.equals("true") || value.equals("1") || value.equals("是"))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the row is of this list at all. */
  boolean wanted(RowSource.Row row, Map<String, List<String>> where) {
    for (Map.Entry<String, List<String>> condition : where.entrySet()) {
      int index = source.columns().indexOf(condition.getKey());
      String value = index < 0 || index >= row.values().length ? null : row.values()[index];
      if (value == null || !condition.getValue().contains(value)) {
        return false;
      }
    }
    return true;
  }

  /** Value of a column by its own name. */
  @Nullable String raw(RowSource.Row row, String column) {
    int index = source.columns().indexOf(column);
    return index < 0 || index >= row.values().length ? null : row.values()[index];
  }

  /** Name of the column in the file, for messages. */
  String field(String meaning) {
    List<String> names = meanings.getOrDefault(meaning, List.of());
    return names.stream().filter(source.columns()::contains).findFirst().orElse(names.isEmpty() ? meaning : names.get(0));
  }

  /** The columns of the file, for messages. */
  String all() {
    List<String> columns = source.columns();
    String some = String.join("、", columns.subList(0, Math.min(MOST_TOLD, columns.size())));
    return columns.size() > MOST_TOLD ? some + "等 %d 列".formatted(columns.size()) : some;
  }

  /**
   * @throws FileRefused if two columns of the file bear a name that has a meaning here: which of them counts is anybody's guess
   */
  void requireDistinct(String file) {
    List<String> columns = source.columns();
    for (List<String> names : meanings.values()) {
      for (String name : names) {
        if (columns.indexOf(name) != columns.lastIndexOf(name)) {
          throw new FileRefused(file, "表头里有两列都叫“%s”".formatted(name), "改掉其中一列的列名，或删去多余的一列");
        }
      }
    }
  }

  boolean has(String meaning) {
    return indexes(meaning).length > 0 || defaults.containsKey(meaning);
  }

  private int[] indexes(String meaning) {
    List<String> columns = source.columns();
    if (columns.size() != known) {
      known = columns.size();
      var found = new java.util.HashMap<String, int[]>();
      meanings.forEach((m, names) ->
          found.put(m, names.stream().mapToInt(columns::indexOf).filter(i -> i >= 0).toArray()));
      indexes = found;
    }
    return indexes.getOrDefault(meaning, NONE);
  }
}

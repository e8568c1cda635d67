package org.mingjie.feature;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What answers have read of one state of the data and further answers from the same state may take from here. */
final class Known {

  /** Some 500 bytes each with their ways: all divisions of the country above villages, and some days besides. */
  private static final int MOST_UNITS = 80_000;

  private final String state;
  private final Map<String, String> classes;
  private final Map<String, Integer> grids;
  private final Map<Paths.Start, Paths.Unit> units = new ConcurrentHashMap<>();
  private final Map<Paths.Start, List<@Nullable String>> paths = new ConcurrentHashMap<>();

  /**
   * @param state its name, see {@link States}
   * @param classes names of the classes by their codes
   * @param grids metres by the codes of classes whose positions are not published as they are
   */
  Known(String state, Map<String, String> classes, Map<String, Integer> grids) {
    this.state = state;
    this.classes = Map.copyOf(classes);
    this.grids = Map.copyOf(grids);
  }

  String state() {
    return state;
  }

  String className(String code) {
    return String.valueOf(classes.get(code));
  }

  @Nullable Integer positionGrid(String code) {
    return grids.get(code);
  }

  Paths.@Nullable Unit unit(Paths.Start start) {
    return units.get(start);
  }

  void keep(Paths.Start start, Paths.Unit unit) {
    if (units.size() < MOST_UNITS) {
      units.put(start, unit);
    }
  }

  @Nullable List<@Nullable String> path(Paths.Start start) {
    return paths.get(start);
  }

  void keep(Paths.Start start, List<@Nullable String> path) {
    if (paths.size() < MOST_UNITS) {
      paths.put(start, path);
    }
  }
}

package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chooses places where people would settle: level, low, near a stream but dry, and apart from each other. */
final class Sites {

  private record Choice(int cell, double key) {}

  private Sites() {}

  /** Worth of a cell as a dwelling place, 0 (none) to about 1. */
  static double worth(int k, Terrain terrain) {
    double water = terrain.toStream.distance(k);
    if (terrain.toRiver.distance(k) < 3.2 || water < 1.2 || nearWet(k, terrain)) return 0;
    double level = Math.max(0, 1.15 - 4.2 * terrain.slope.v[k]);
    double low = Math.max(.12, 1.1 - (terrain.height.v[k] - 50) / 900);
    double valley = terrain.crest.v[k] > 60 ? .3 : 1;
    double near = .35 + .65 * StrictMath.exp(-(water - 3) * (water - 3) / 50);
    return level * low * valley * near;
  }

  private static boolean nearWet(int k, Terrain terrain) {
    for (int d = 0; d < 8; d++) if (terrain.wet[k + 2 * (Grid.DY[d] * Grid.WIDTH + Grid.DX[d])]) return true;
    return terrain.wet[k];
  }

  /** Cells in order of choice, the first given; fewer than wanted if the ground has no room. */
  static List<Integer> spread(List<Integer> from, int first, int wanted, double apart, Terrain terrain, Dice dice) {
    List<Choice> choices = new ArrayList<>();
    for (int k : from) {
      double worth = worth(k, terrain);
      double luck = dice.share();
      if (worth > .02) choices.add(new Choice(k, StrictMath.pow(luck, 1 / (worth * worth))));
    }
    choices.sort(Comparator.comparingDouble(Choice::key).reversed().thenComparingInt(Choice::cell));
    List<Integer> chosen = new ArrayList<>();
    Map<Long, List<Integer>> near = new HashMap<>();
    if (first >= 0) take(first, apart, chosen, near);
    for (Choice c : choices) {
      if (chosen.size() >= wanted) break;
      if (free(c.cell(), apart, near)) take(c.cell(), apart, chosen, near);
    }
    return chosen;
  }

  private static void take(int k, double apart, List<Integer> chosen, Map<Long, List<Integer>> near) {
    chosen.add(k);
    near.computeIfAbsent(tile(k % Grid.WIDTH, k / Grid.WIDTH, apart, 0, 0), t -> new ArrayList<>()).add(k);
  }

  private static boolean free(int k, double apart, Map<Long, List<Integer>> near) {
    int x = k % Grid.WIDTH;
    int y = k / Grid.WIDTH;
    for (int i = -1; i <= 1; i++) {
      for (int j = -1; j <= 1; j++) {
        for (int m : near.getOrDefault(tile(x, y, apart, i, j), List.of())) {
          double dx = m % Grid.WIDTH - x;
          double dy = m / Grid.WIDTH - y;
          if (dx * dx + dy * dy < apart * apart) return false;
        }
      }
    }
    return true;
  }

  private static long tile(int x, int y, double size, int dx, int dy) {
    return ((long) (x / size) + dx) * 100_000 + (long) (y / size) + dy;
  }
}

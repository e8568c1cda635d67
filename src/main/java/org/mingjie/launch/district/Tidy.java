package org.mingjie.launch.district;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes grown territories fit for borders: whole catchments, no slits, every unit in one piece, and no unit that touches
 * itself at a corner. A cell never leaves its parent unit.
 */
final class Tidy {

  private final int[] unit;
  private final int[] parent;
  private final boolean[] held = new boolean[Grid.SIZE];
  private final List<Growth.Seed> seats;

  /** @param seats one seat of each unit, the cell that decides which piece of it is kept */
  Tidy(int[] unit, int[] parent, List<Growth.Seed> seats, int holdRadius) {
    this.unit = unit;
    this.parent = parent;
    this.seats = seats;
    for (Growth.Seed s : seats) {
      for (int y = -holdRadius; y <= holdRadius; y++) {
        for (int x = -holdRadius; x <= holdRadius; x++) {
          int k = s.cell() + y * Grid.WIDTH + x;
          if (parent[k] == parent[s.cell()] && unit[k] == s.unit()) held[k] = true;
        }
      }
    }
  }

  /** Every catchment goes whole to the unit that holds most of it. */
  void vote(Catchments catchments) {
    Map<Long, Map<Integer, Integer>> votes = new HashMap<>();
    for (int k = 0; k < Grid.SIZE; k++) {
      if (catchments.of[k] >= 0) votes.computeIfAbsent(ballot(catchments, k), b -> new HashMap<>()).merge(unit[k], 1, Integer::sum);
    }
    Map<Long, Integer> won = new HashMap<>();
    votes.forEach((ballot, counts) -> {
      int best = Integer.MIN_VALUE;
      for (int u : counts.keySet()) {
        if (best == Integer.MIN_VALUE || counts.get(u) > counts.get(best) || counts.get(u).equals(counts.get(best)) && u < best) best = u;
      }
      won.put(ballot, best);
    });
    for (int k = 0; k < Grid.SIZE; k++) if (catchments.of[k] >= 0 && !held[k]) unit[k] = won.get(ballot(catchments, k));
  }

  private long ballot(Catchments catchments, int k) {
    return catchments.of[k] * 100_000L + parent[k] + 1;
  }

  /** Slits narrower than the disc go to the unit most common in it. */
  void round(int radius, int times) {
    for (int t = 0; t < times; t++) {
      int[] before = unit.clone();
      for (int y = radius; y < Grid.HEIGHT - radius; y++) {
        for (int x = radius; x < Grid.WIDTH - radius; x++) {
          int k = Grid.index(x, y);
          if (!held[k] && onBorder(before, k, radius)) unit[k] = commonest(before, k, radius);
        }
      }
    }
  }

  private static boolean onBorder(int[] unit, int k, int r) {
    int u = unit[k];
    return unit[k - r] != u || unit[k + r] != u || unit[k - r * Grid.WIDTH] != u || unit[k + r * Grid.WIDTH] != u
        || unit[k - 1] != u || unit[k + 1] != u || unit[k - Grid.WIDTH] != u || unit[k + Grid.WIDTH] != u;
  }

  private int commonest(int[] before, int k, int radius) {
    int[] who = new int[16];
    int[] many = new int[16];
    int kinds = 0;
    for (int y = -radius; y <= radius; y++) {
      for (int x = -radius; x <= radius; x++) {
        int m = k + y * Grid.WIDTH + x;
        if (x * x + y * y > radius * radius + 1 || parent[m] != parent[k]) continue;
        int i = 0;
        while (i < kinds && who[i] != before[m]) i++;
        if (i == who.length) continue;
        if (i == kinds) who[kinds++] = before[m];
        many[i]++;
      }
    }
    int best = 0;
    for (int i = 1; i < kinds; i++) if (many[i] > many[best]) best = i;
    return who[best];
  }

  /** One piece for each unit, no unit meeting itself at a corner. */
  void settle() {
    for (int round = 0; round < 40; round++) {
      join();
      if (!unpinch()) return;
    }
    throw new IllegalStateException("units still touch themselves at a corner after 40 rounds; move a seat of the plan");
  }

  private void join() {
    boolean[] kept = new boolean[Grid.SIZE];
    int[] queue = new int[Grid.SIZE];
    int end = 0;
    for (Growth.Seed s : seats) {
      kept[s.cell()] = true;
      unit[s.cell()] = s.unit();
      queue[end++] = s.cell();
    }
    end = spread(queue, end, kept, true);
    spread(queue, end, kept, false);
  }

  /** From kept cells to neighbours: first only within the same unit, then over what was cut off. */
  private int spread(int[] queue, int end, boolean[] kept, boolean sameUnit) {
    for (int i = 0; i < end; i++) {
      int k = queue[i];
      for (int d = 0; d < 4; d++) {
        int x = k % Grid.WIDTH + Grid.DX[d];
        int y = k / Grid.WIDTH + Grid.DY[d];
        if (!Grid.has(x, y)) continue;
        int m = Grid.index(x, y);
        if (kept[m] || parent[m] != parent[k] || sameUnit && unit[m] != unit[k]) continue;
        kept[m] = true;
        unit[m] = unit[k];
        queue[end++] = m;
      }
    }
    return end;
  }

  private boolean unpinch() {
    boolean changed = false;
    for (int y = 0; y + 1 < Grid.HEIGHT; y++) {
      for (int x = 0; x + 1 < Grid.WIDTH; x++) {
        int nw = Grid.index(x, y);
        int ne = nw + 1;
        int sw = nw + Grid.WIDTH;
        int se = sw + 1;
        if (unit[nw] == unit[se] && unit[ne] != unit[nw] && unit[sw] != unit[nw]) changed |= give(nw, ne, sw);
        else if (unit[ne] == unit[sw] && unit[nw] != unit[ne] && unit[se] != unit[ne]) changed |= give(ne, nw, se);
      }
    }
    return changed;
  }

  private boolean give(int from, int one, int other) {
    int to = parent[one] == parent[from] && !held[one] ? one : other;
    if (parent[to] != parent[from]) return false;
    unit[to] = unit[from];
    return true;
  }
}

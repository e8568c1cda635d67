package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Valleys worth damming: long branching shores on streams of middle size, away from towns. */
final class Reservoirs {

  /** @param dam cell of the dam; {@code shore} closed ring in cells; {@code level} of the water, metres */
  record Reservoir(int dam, Set<Integer> cells, List<double[]> shore, double level) {}

  private record Choice(int dam, double rise, double worth) {}

  private static final int WANTED = 8;
  private static final int[] RISES = {24, 36, 52};

  final List<Reservoir> all = new ArrayList<>();
  private final Terrain terrain;

  Reservoirs(Terrain terrain, Plan plan) {
    this.terrain = terrain;
    List<Choice> choices = new ArrayList<>();
    for (int k = 0; k < Grid.SIZE; k++) {
      double area = terrain.drainage.area[k];
      if (area < 1100 || area > 14000 || Dice.mix(k) % 3 != 0 || !roomy(k, plan)) continue;
      for (int rise : RISES) {
        Set<Integer> lake = lake(k, rise);
        if (lake.size() > 90 && lake.size() < 420) choices.add(new Choice(k, rise, worth(lake)));
      }
    }
    choices.sort(Comparator.comparingDouble(Choice::worth).reversed().thenComparingInt(Choice::dam));
    for (Choice c : choices) {
      if (all.size() == WANTED) break;
      if (all.stream().anyMatch(r -> distance(r.dam(), c.dam()) < 75)) continue;
      Set<Integer> cells = lake(c.dam(), c.rise());
      all.add(new Reservoir(c.dam(), cells, shore(cells), terrain.height.v[c.dam()] + c.rise()));
    }
    for (Reservoir r : all) for (int k : r.cells()) terrain.wet[k] = true;
  }

  private boolean roomy(int k, Plan plan) {
    int x = k % Grid.WIDTH;
    int y = k / Grid.WIDTH;
    if (terrain.toRiver.distance(k) < 30) return false;
    double nearest = 1e9;
    for (Plan.Township t : plan.townships) {
      double dx = Grid.cells(t.x()) - x;
      double dy = Grid.cells(t.y()) - y;
      nearest = Math.min(nearest, StrictMath.sqrt(dx * dx + dy * dy));
    }
    return nearest > 24 && nearest < 60;
  }

  private Set<Integer> lake(int dam, double rise) {
    double level = terrain.height.v[dam] + rise;
    Set<Integer> wet = new HashSet<>();
    List<Integer> open = new ArrayList<>(List.of(dam));
    wet.add(dam);
    for (int i = 0; i < open.size() && wet.size() < 600; i++) {
      int k = open.get(i);
      for (int d = 0; d < 8; d++) {
        int m = k + Grid.DY[d] * Grid.WIDTH + Grid.DX[d];
        if (m < 0 || m >= Grid.SIZE || terrain.drainage.down[m] != k || terrain.height.v[m] >= level) continue;
        if (wet.add(m)) open.add(m);
      }
    }
    return wet;
  }

  private static double worth(Set<Integer> lake) {
    int shore = 0;
    for (int k : lake) for (int d = 0; d < 4; d++) if (!lake.contains(k + Grid.DY[d] * Grid.WIDTH + Grid.DX[d])) shore++;
    return shore / StrictMath.sqrt(lake.size()) + lake.size() / 400.0;
  }

  private static List<double[]> shore(Set<Integer> cells) {
    int west = Grid.WIDTH;
    int north = Grid.HEIGHT;
    int east = 0;
    int south = 0;
    for (int k : cells) {
      west = Math.min(west, k % Grid.WIDTH);
      east = Math.max(east, k % Grid.WIDTH);
      north = Math.min(north, k / Grid.WIDTH);
      south = Math.max(south, k / Grid.WIDTH);
    }
    int x0 = west - 5;
    int y0 = north - 5;
    Raster water = Raster.of(2 * (east - west + 11), 2 * (south - north + 11), (x, y) -> cells.contains(Grid.index(x0 + x / 2, y0 + y / 2)) ? 1 : 0);
    List<double[]> ring = new ArrayList<>();
    for (double[] p : Contour.longest(water.blurred(1.7), .42)) ring.add(new double[] {x0 + p[0] / 2 - .25, y0 + p[1] / 2 - .25});
    return ring;
  }

  private static double distance(int a, int b) {
    double dx = a % Grid.WIDTH - b % Grid.WIDTH;
    double dy = a / Grid.WIDTH - b / Grid.WIDTH;
    return StrictMath.sqrt(dx * dx + dy * dy);
  }
}

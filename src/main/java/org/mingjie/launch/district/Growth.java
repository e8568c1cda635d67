package org.mingjie.launch.district;

import java.util.Arrays;

/** Territories grow from their seats over the ground, slowly where it is dear, until they meet. */
final class Growth {

  /** A seat: its cell and the number of the unit that grows from it. */
  record Seed(int cell, int unit) {}

  private Growth() {}

  /**
   * @param cost   cost of crossing a cell
   * @param parent unit above of each cell; a unit grows only inside the parent its seed stands in
   * @return unit of each cell, -1 where none arrived
   */
  static int[] grow(Iterable<Seed> seeds, double[] cost, int[] parent) {
    int[] unit = new int[Grid.SIZE];
    double[] spent = new double[Grid.SIZE];
    Arrays.fill(unit, -1);
    Arrays.fill(spent, Double.MAX_VALUE);
    IntHeap next = new IntHeap();
    for (Seed seed : seeds) {
      spent[seed.cell()] = 0;
      unit[seed.cell()] = seed.unit();
      next.push(0, seed.cell());
    }
    while (!next.isEmpty()) {
      double so = next.leastKey();
      int k = next.pop();
      if (so > spent[k]) continue;
      for (int d = 0; d < 8; d++) {
        int x = k % Grid.WIDTH + Grid.DX[d];
        int y = k / Grid.WIDTH + Grid.DY[d];
        if (!Grid.has(x, y)) continue;
        int m = Grid.index(x, y);
        double then = so + .5 * (cost[k] + cost[m]) * (d < 4 ? 1 : 1.4142);
        if (parent[m] != parent[k] || then >= spent[m]) continue;
        spent[m] = then;
        unit[m] = unit[k];
        next.push(then, m);
      }
    }
    return unit;
  }
}

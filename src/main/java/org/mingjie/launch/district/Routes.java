package org.mingjie.launch.district;

import java.util.Arrays;

/** Finds the way a road would take: level ways are cheap, steep ones dear, bridges dear, roads that exist cheapest. */
final class Routes {

  /** For lanes: they wind and join where strangers would go straight. */
  static final double LANE = 0;
  private static final double REUSE = .32;

  private final Terrain terrain;
  private final Net net;
  /** Rise a metre from which a road is held to be steep. */
  private final double steepness;
  private final double[] ground = new double[Grid.SIZE];
  private final double[] spent = new double[Grid.SIZE];
  private final int[] from = new int[Grid.SIZE];

  /**
   * @param calm    1 for ordinary roads, {@link #LANE} for lanes; larger for motorways and railways, which follow broad forms only
   * @param shunned cells to keep away from
   */
  Routes(Terrain terrain, Net net, double calm, int[] shunned) {
    this.terrain = terrain;
    this.net = net;
    steepness = calm > 1 ? .1 : .045;
    Raster broad = calm > 1 ? terrain.slope.blurred(calm) : terrain.slope;
    for (int k = 0; k < Grid.SIZE; k++) {
      int x = k % Grid.WIDTH;
      int y = k / Grid.WIDTH;
      ground[k] = 1 + (calm > 1 ? 9 : 3) * broad.v[k] + .5 * Math.max(0, terrain.noise.sum(x, y + 700, 16, 3)) + .35 * terrain.noise.wave(x, y, 5);
      if (calm > 1) ground[k] += 1.5;
      if (calm == LANE) ground[k] += 3 * Math.abs(terrain.noise.sum(x, y + 1500, 9, 2)) + 1.2 * Math.abs(terrain.noise.wave(x + 500, y, 5));
      ground[k] += Math.max(0, Math.min(2.5, terrain.crest.v[k] / 90));
      if (terrain.toRiver.distance(k) < 2) ground[k] += 7;
      if (terrain.toStream.cell[k] == k) ground[k] += .8;
      if (terrain.wet[k]) ground[k] += 60;
    }
    for (int seat : shunned) {
      for (int y = -16; y <= 16; y++) {
        for (int x = -16; x <= 16; x++) ground[seat + y * Grid.WIDTH + x] += 8 * StrictMath.exp(-(x * x + y * y) / 60.0);
      }
    }
  }

  /** Cells from one place to another. */
  int[] way(int a, int b) {
    int margin = 30 + (int) (.4 * (Math.abs(a % Grid.WIDTH - b % Grid.WIDTH) + Math.abs(a / Grid.WIDTH - b / Grid.WIDTH)));
    int west = Math.max(0, Math.min(a % Grid.WIDTH, b % Grid.WIDTH) - margin);
    int east = Math.min(Grid.WIDTH - 1, Math.max(a % Grid.WIDTH, b % Grid.WIDTH) + margin);
    int north = Math.max(0, Math.min(a / Grid.WIDTH, b / Grid.WIDTH) - margin);
    int south = Math.min(Grid.HEIGHT - 1, Math.max(a / Grid.WIDTH, b / Grid.WIDTH) + margin);
    for (int y = north; y <= south; y++) Arrays.fill(spent, y * Grid.WIDTH + west, y * Grid.WIDTH + east + 1, Double.MAX_VALUE);
    search(new int[] {a}, b, west, north, east, south);
    return traced(b);
  }

  /** Prepares {@link #traced} from anywhere to the nearest of the cells. */
  void nearest(int[] cells) {
    Arrays.fill(spent, Double.MAX_VALUE);
    search(cells, -1, 0, 0, Grid.WIDTH - 1, Grid.HEIGHT - 1);
  }

  /** Cells from the start of the last search to this one. */
  int[] traced(int to) {
    int n = 1;
    for (int k = to; from[k] != k; k = from[k]) n++;
    int[] way = new int[n];
    int k = to;
    for (int i = n - 1; i >= 0; i--, k = from[k]) way[i] = k;
    return way;
  }

  private void search(int[] starts, int goal, int west, int north, int east, int south) {
    IntHeap next = new IntHeap();
    for (int s : starts) {
      spent[s] = 0;
      from[s] = s;
      next.push(0, s);
    }
    while (!next.isEmpty()) {
      double so = next.leastKey();
      int k = next.pop();
      if (so > spent[k]) continue;
      if (k == goal) return;
      for (int d = 0; d < 8; d++) {
        int x = k % Grid.WIDTH + Grid.DX[d];
        int y = k / Grid.WIDTH + Grid.DY[d];
        if (x < west || x > east || y < north || y > south) continue;
        int m = Grid.index(x, y);
        double then = so + step(k, m, d);
        if (then >= spent[m]) continue;
        spent[m] = then;
        from[m] = k;
        next.push(then, m);
      }
    }
  }

  private double step(int k, int m, int d) {
    double run = d < 4 ? 1 : 1.4142;
    double grade = Math.abs(terrain.height.v[k] - terrain.height.v[m]) / (run * Grid.CELL_METRES) / steepness;
    double cost = run * (.5 * (ground[k] + ground[m]) + Math.min(9, grade * grade));
    return net.rank(k, d) == Net.NONE ? cost : cost * REUSE;
  }
}

package org.mingjie.launch.district;

import java.util.Arrays;

/**
 * Where the water of every cell goes: hollows are filled from the outlets inwards, then each cell drains to its steepest
 * lower neighbour. Works on a grid of any size.
 */
final class Drainage {

  /** Heights without hollows, metres. */
  final Raster filled;
  /** The cell each cell drains to, -1 for an outlet. */
  final int[] down;
  /** All cells, every cell after the one it drains to. */
  final int[] order;
  /** Number of cells that drain through each cell, itself included. */
  final double[] area;

  Drainage(Raster height, boolean[] outlet) {
    int w = height.width;
    int n = height.v.length;
    filled = new Raster(w, height.height);
    down = new int[n];
    order = new int[n];
    area = new double[n];
    flood(height, outlet);
    for (int k = 0; k < n; k++) down[k] = outlet[k] ? -1 : steepest(k);
    Arrays.fill(area, 1);
    for (int i = n - 1; i >= 0; i--) if (down[order[i]] >= 0) area[down[order[i]]] += area[order[i]];
  }

  private void flood(Raster height, boolean[] outlet) {
    int w = height.width;
    int n = height.v.length;
    boolean[] seen = new boolean[n];
    IntHeap next = new IntHeap();
    for (int k = 0; k < n; k++) {
      if (!outlet[k]) continue;
      seen[k] = true;
      filled.v[k] = height.v[k];
      next.push(height.v[k], k);
    }
    int done = 0;
    while (!next.isEmpty()) {
      int k = next.pop();
      order[done++] = k;
      int x = k % w;
      int y = k / w;
      for (int d = 0; d < 8; d++) {
        int u = x + Grid.DX[d];
        int v = y + Grid.DY[d];
        if (u < 0 || v < 0 || u >= w || v >= height.height) continue;
        int m = v * w + u;
        if (seen[m]) continue;
        seen[m] = true;
        filled.v[m] = Math.max(height.v[m], filled.v[k] + .01 + (Dice.mix(m) >>> 44) * 1e-8);
        next.push(filled.v[m], m);
      }
    }
  }

  private int steepest(int k) {
    int w = filled.width;
    int best = -1;
    double most = 0;
    for (int d = 0; d < 8; d++) {
      int u = k % w + Grid.DX[d];
      int v = k / w + Grid.DY[d];
      if (u < 0 || v < 0 || u >= w || v >= filled.height) continue;
      // a little chance between directions keeps streams from running straight along the grid
      double fall = (filled.v[k] - filled.v[v * w + u]) * (d < 4 ? 1 : .7071) * (.7 + .6 * chance(k, d));
      if (fall > most) {
        most = fall;
        best = v * w + u;
      }
    }
    return best;
  }

  private static double chance(int k, int d) {
    return (Dice.mix(8L * k + d + 1) >>> 11) * 0x1.0p-53;
  }
}

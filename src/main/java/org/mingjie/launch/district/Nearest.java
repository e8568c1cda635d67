package org.mingjie.launch.district;

import java.util.Arrays;

/** For every cell the nearest cell of a set, by two sweeps over the grid that hand the nearest one on. */
final class Nearest {

  /** Index of the nearest member of the set, -1 everywhere if the set is empty. */
  final int[] cell = new int[Grid.SIZE];

  Nearest(boolean[] set) {
    Arrays.fill(cell, -1);
    for (int k = 0; k < Grid.SIZE; k++) if (set[k]) cell[k] = k;
    for (int y = 0; y < Grid.HEIGHT; y++) {
      for (int x = 0; x < Grid.WIDTH; x++) {
        ask(x, y, x - 1, y);
        ask(x, y, x - 1, y - 1);
        ask(x, y, x, y - 1);
        ask(x, y, x + 1, y - 1);
      }
      for (int x = Grid.WIDTH - 1; x >= 0; x--) ask(x, y, x + 1, y);
    }
    for (int y = Grid.HEIGHT - 1; y >= 0; y--) {
      for (int x = Grid.WIDTH - 1; x >= 0; x--) {
        ask(x, y, x + 1, y);
        ask(x, y, x + 1, y + 1);
        ask(x, y, x, y + 1);
        ask(x, y, x - 1, y + 1);
      }
      for (int x = 0; x < Grid.WIDTH; x++) ask(x, y, x - 1, y);
    }
  }

  /** Cells to the nearest member. */
  double distance(int k) {
    return cell[k] < 0 ? 1e9 : StrictMath.sqrt(square(k % Grid.WIDTH, k / Grid.WIDTH, cell[k]));
  }

  private void ask(int x, int y, int fromX, int fromY) {
    if (!Grid.has(fromX, fromY)) return;
    int offered = cell[Grid.index(fromX, fromY)];
    if (offered < 0) return;
    int k = Grid.index(x, y);
    if (cell[k] < 0 || square(x, y, offered) < square(x, y, cell[k])) cell[k] = offered;
  }

  private static double square(int x, int y, int k) {
    double dx = k % Grid.WIDTH - x;
    double dy = k / Grid.WIDTH - y;
    return dx * dx + dy * dy;
  }
}

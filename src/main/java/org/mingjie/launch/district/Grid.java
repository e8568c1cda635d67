package org.mingjie.launch.district;

/** Size of the working grid. A cell's index is {@code y * WIDTH + x}; x runs east, y south. */
final class Grid {

  static final int WIDTH = 850;
  static final int HEIGHT = 660;
  static final int SIZE = WIDTH * HEIGHT;
  /** Side of a cell on the ground, metres. */
  static final double CELL_METRES = 160;
  /** Area of a cell, square kilometres. */
  static final double CELL_KM2 = CELL_METRES * CELL_METRES / 1e6;

  static final int[] DX = {1, -1, 0, 0, 1, -1, 1, -1};
  static final int[] DY = {0, 0, 1, -1, 1, 1, -1, -1};

  private Grid() {}

  static int index(int x, int y) {
    return y * WIDTH + x;
  }

  static boolean has(int x, int y) {
    return x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT;
  }

  /** Kilometres from the north-west corner to cells. */
  static double cells(double kilometres) {
    return kilometres * 1000 / CELL_METRES;
  }
}

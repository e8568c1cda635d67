package org.mingjie.launch.district;

/** The course of the main river, west to east: a drawn line of valleys, bent by meanders. Positions in cells. */
final class MainRiver {

  /** The valley's line, kilometres from the north-west corner of the grid. */
  private static final double[][] VALLEY = {
    {-8, 69}, {3, 66}, {14, 61}, {26, 66}, {38, 60}, {49, 57.5}, {57, 63}, {66, 60}, {73, 52}, {82, 47.5}, {91, 51.5},
    {99, 47}, {107, 41}, {117, 40}, {126, 45}, {136, 41}, {146, 39}
  };
  private static final int STEPS = 110;

  final double[] x;
  final double[] y;
  /** Half the width of the water, cells. */
  final double[] half;
  /** Cells the course runs through. */
  final boolean[] mask = new boolean[Grid.SIZE];
  /** For a cell of the mask the number of a point of the course in it. */
  final int[] point = new int[Grid.SIZE];

  MainRiver(long seed) {
    int n = (VALLEY.length - 3) * STEPS;
    double[] u = new double[n];
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      u[i] = Grid.cells(spline(i, 0));
      v[i] = Grid.cells(spline(i, 1));
    }
    Noise bends = new Noise(seed + 5);
    double[] bx = u.clone();
    double[] by = v.clone();
    double s = 0;
    for (int i = 1; i < n - 1; i++) {
      double tx = u[i + 1] - u[i - 1];
      double ty = v[i + 1] - v[i - 1];
      double t = StrictMath.sqrt(tx * tx + ty * ty);
      s += t / 2;
      double calm = .62 + .6 * bends.wave(s, 3, 120);
      double bow = StrictMath.sin(s / 6.5 + 1.8 * bends.wave(s, 90, 70));
      double off = 6.5 * calm * bow + 3.5 * bends.wave(s, 200, 24) + 1.6 * bends.wave(s, 300, 9);
      bx[i] = u[i] - ty / t * off;
      by[i] = v[i] + tx / t * off;
    }
    x = Line.blurred(bx, 3);
    y = Line.blurred(by, 3);
    half = new double[n];
    for (int i = 0; i < n; i++) half[i] = .62 + .75 * i / n + .22 * bends.wave(i, 500, 90) + .16 * bends.wave(i, 600, 30);
    rasterize();
  }

  /** Height of the water, metres, falling from west to east. */
  double level(int point) {
    return 64 - 38.0 * point / x.length;
  }

  private void rasterize() {
    for (int i = 0; i + 1 < x.length; i++) {
      for (double t = 0; t < 1; t += .1) {
        int cx = (int) Math.rint(x[i] + t * (x[i + 1] - x[i]));
        int cy = (int) Math.rint(y[i] + t * (y[i + 1] - y[i]));
        if (!Grid.has(cx, cy) || mask[Grid.index(cx, cy)]) continue;
        mask[Grid.index(cx, cy)] = true;
        point[Grid.index(cx, cy)] = i;
      }
    }
  }

  private static double spline(int i, int axis) {
    int k = i / STEPS;
    double t = i % STEPS / (double) STEPS;
    double a = VALLEY[k][axis];
    double b = VALLEY[k + 1][axis];
    double c = VALLEY[k + 2][axis];
    double d = VALLEY[k + 3][axis];
    return .5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
  }
}

package org.mingjie.launch.district;

/**
 * Heights of the district. Land rises where the plan wants mountains and rivers cut into it until both balance (the
 * stream power law, solved downstream first, as geomorphologists do), so that valleys branch and crests divide waters
 * the way real ones do. Done coarse first, then finer twice.
 */
final class Relief {

  /** Plains around the county seats: x, y, radius in kilometres, and how flat, 0 to 1. */
  private static final double[][] PLAINS = {
    {36, 60, 13, .95}, {44, 38, 7, .8}, {48, 80, 8, .85}, {72, 54, 9, .7}, {86, 67, 8, .7}, {96, 22, 6, .75}, {109, 44, 13, .95},
    {103, 76, 9, .85}, {24, 47, 8, .6}, {62, 87, 7, .6}, {118, 27, 7, .6}
  };
  /** Exponent of catchment area in the law of stream power. */
  private static final double CONCAVITY = .45;

  private final Noise noise;
  private final MainRiver river;
  private final Raster distance;
  /** Metres above the sea. */
  final Raster height;

  Relief(long seed, MainRiver river) {
    this.river = river;
    noise = new Noise(seed + 11);
    Nearest nearest = new Nearest(river.mask);
    distance = Raster.of(Grid.WIDTH, Grid.HEIGHT, (x, y) -> nearest.distance(Grid.index(x, y)));
    Raster h = Raster.of(Grid.WIDTH / 4, Grid.HEIGHT / 4, (x, y) -> 120 + 40 * noise.sum(4 * x, 4 * y, 60, 4));
    h = eroded(h, 4, 45, .9);
    h = eroded(roughened(h.resized(Grid.WIDTH / 2, Grid.HEIGHT / 2), 2), 2, 12, .9);
    h = eroded(roughened(h.resized(Grid.WIDTH, Grid.HEIGHT), 1), 1, 4, .9);
    height = softened(h);
  }

  /** How mountainous the plan wants the place, 0 to 1; positions in cells. */
  double wildness(double x, double y) {
    double d = distance.at(x, y) + 34 * noise.sum(x, y, 110, 4);
    double wild = Math.max(0, Math.min(1, (d - 16) / 110));
    wild = wild * (.3 + 1.15 * noise.crest(x, y, 190, 3)) + .22 * noise.sum(x + 999, y, 130, 3);
    for (double[] p : PLAINS) {
      double dx = (x - Grid.cells(p[0])) / Grid.cells(p[2]);
      double dy = (y - Grid.cells(p[1])) / Grid.cells(p[2]);
      wild *= 1 - p[3] * StrictMath.exp(-1.1 * (dx * dx + dy * dy));
    }
    return Math.max(.015, Math.min(1, wild));
  }

  private Raster roughened(Raster h, int step) {
    return Raster.of(h.width, h.height, (x, y) -> h.v[y * h.width + x] + .05 * h.v[y * h.width + x] * noise.sum(step * x, step * y, 9 * step, 3));
  }

  private Raster eroded(Raster start, int step, int rounds, double strength) {
    int w = start.width;
    double metres = Grid.CELL_METRES * step;
    // the plan of mountains is smooth: asked on every second cell at most
    int coarse = Math.max(1, 4 / step);
    Raster rise = Raster.of(w / coarse + 1, start.height / coarse + 1, (x, y) -> strength * (4 + 95 * StrictMath.pow(wildness(step * coarse * x, step * coarse * y), 1.25)));
    boolean[] outlet = new boolean[start.v.length];
    Raster h = start;
    base(h, step, outlet);
    double[] powers = new double[h.v.length + 1];
    for (int i = 0; i < rounds; i++) {
      Drainage drainage = new Drainage(h, outlet);
      Raster next = new Raster(w, start.height);
      for (int k : drainage.order) {
        if (outlet[k]) {
          next.v[k] = h.v[k];
          continue;
        }
        int to = drainage.down[k];
        double run = metres * (to % w == k % w || to / w == k / w ? 1 : 1.4142);
        double cut = strength * power(powers, (int) drainage.area[k], metres) / run;
        double cutTo = (drainage.filled.v[k] + rise.at(k % w / (double) coarse, k / w / (double) coarse) + cut * next.v[to]) / (1 + cut);
        next.v[k] = Math.min(cutTo, next.v[to] + .62 * run);
      }
      h = i % 4 == 3 && i < rounds - 1 ? blended(next, next.blurred(.8), .35, outlet) : next;
    }
    return h;
  }

  /** Power of a catchment of so many cells, kept because the same counts come again and again. */
  private static double power(double[] kept, int cells, double metres) {
    if (kept[cells] == 0) kept[cells] = StrictMath.pow(cells * metres * metres, CONCAVITY);
    return kept[cells];
  }

  /** The main river and the edge of the grid keep their heights; all else may rise and be cut. */
  private void base(Raster h, int step, boolean[] outlet) {
    for (int y = 0; y < h.height; y++) {
      for (int x = 0; x < h.width; x++) {
        int k = y * h.width + x;
        boolean edge = x == 0 || y == 0 || x == h.width - 1 || y == h.height - 1;
        if (edge) h.v[k] = 90 + 330 * wildness(step * x, step * y);
        outlet[k] = edge;
      }
    }
    for (int i = 0; i < river.x.length; i++) {
      int x = (int) Math.rint(river.x[i] / step);
      int y = (int) Math.rint(river.y[i] / step);
      if (x < 0 || y < 0 || x >= h.width || y >= h.height) continue;
      outlet[y * h.width + x] = true;
      h.v[y * h.width + x] = river.level(i);
    }
  }

  private static Raster blended(Raster a, Raster b, double share, boolean[] keep) {
    return Raster.of(a.width, a.height, (x, y) -> {
      int k = y * a.width + x;
      return keep[k] ? a.v[k] : a.v[k] + share * (b.v[k] - a.v[k]);
    });
  }

  private static Raster softened(Raster h) {
    Raster mean = h.blurred(.7);
    return Raster.of(h.width, h.height, (x, y) -> .4 * h.v[y * h.width + x] + .6 * mean.v[y * h.width + x]);
  }
}

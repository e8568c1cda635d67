package org.mingjie.launch.district;

/** Everything later steps ask the ground: heights, slope, crests, streams and the distance to water. */
final class Terrain {

  final MainRiver river;
  final Raster height;
  final Drainage drainage;
  /** Metres of rise per metre. */
  final Raster slope;
  /** Metres above (crests) or below (valleys) the mean of the surroundings. */
  final Raster crest;
  final Nearest toRiver;
  final Nearest toStream;
  final Noise noise;
  /** Cells under the water of reservoirs. */
  final boolean[] wet = new boolean[Grid.SIZE];

  /** Cells that drain through a cell of a stream worth a line: about 5 square kilometres. */
  static final int STREAM_CELLS = 200;

  Terrain(long seed) {
    noise = new Noise(seed + 900);
    river = new MainRiver(seed);
    Relief relief = new Relief(seed, river);
    boolean[] outlet = river.mask.clone();
    for (int k = 0; k < Grid.SIZE; k++) {
      int x = k % Grid.WIDTH;
      int y = k / Grid.WIDTH;
      if (x == 0 || y == 0 || x == Grid.WIDTH - 1 || y == Grid.HEIGHT - 1) outlet[k] = true;
      if (river.mask[k]) relief.height.v[k] = river.level(river.point[k]);
    }
    drainage = new Drainage(relief.height, outlet);
    height = drainage.filled;
    slope = Raster.of(Grid.WIDTH, Grid.HEIGHT, this::slopeAt);
    Raster mean = height.blurred(12);
    crest = Raster.of(Grid.WIDTH, Grid.HEIGHT, (x, y) -> height.v[Grid.index(x, y)] - mean.v[Grid.index(x, y)]);
    toRiver = new Nearest(river.mask);
    boolean[] streams = river.mask.clone();
    for (int k = 0; k < Grid.SIZE; k++) streams[k] |= drainage.area[k] >= STREAM_CELLS;
    toStream = new Nearest(streams);
  }

  private double slopeAt(int x, int y) {
    double gx = height.at(x + 1, y) - height.at(x - 1, y);
    double gy = height.at(x, y + 1) - height.at(x, y - 1);
    return StrictMath.sqrt(gx * gx + gy * gy) / (2 * Grid.CELL_METRES);
  }
}

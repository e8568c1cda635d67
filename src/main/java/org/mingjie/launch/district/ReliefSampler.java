package org.mingjie.launch.district;

import org.locationtech.jts.geom.Coordinate;

/** The heights as a picture in degrees, fading to the sea beyond the prefecture. */
final class ReliefSampler {

  private static final int WIDTH = 840;
  /** Cells over which the land fades. */
  private static final double FADE = 58;

  private ReliefSampler() {}

  static ReliefModel sample(Terrain terrain, Territory territory, Ground ground) {
    boolean[] inside = new boolean[Grid.SIZE];
    for (int k = 0; k < Grid.SIZE; k++) inside[k] = territory.county[k] >= 0;
    Nearest toInside = new Nearest(inside);
    Raster faded = Raster.of(Grid.WIDTH, Grid.HEIGHT, (x, y) -> {
      double edge = Math.min(Math.min(x, Grid.WIDTH - 1 - x), Math.min(y, Grid.HEIGHT - 1 - y));
      double out = Math.max(0, 1 - Math.max(0, toInside.distance(Grid.index(x, y)) - 4) / FADE) * Math.max(0, Math.min(1, (edge - 22) / 18));
      return out * out * (3 - 2 * out);
    }).blurred(4);
    Coordinate northWest = ground.place(4, 4);
    Coordinate southEast = ground.place(Grid.WIDTH - 5, Grid.HEIGHT - 5);
    double west = Math.rint(northWest.x * 1000) / 1000;
    double north = Math.rint(northWest.y * 1000) / 1000;
    double east = Math.rint(southEast.x * 1000) / 1000;
    double south = Math.rint(southEast.y * 1000) / 1000;
    int height = 652;
    int[] values = new int[WIDTH * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double[] c = ground.cell(west + (x + .5) * (east - west) / WIDTH, north - (y + .5) * (north - south) / height);
        double metres = terrain.height.at(c[0], c[1]) * faded.at(c[0], c[1]);
        values[y * WIDTH + x] = (int) Math.rint(Math.max(0, Math.min(65535, metres * ReliefModel.STEPS_PER_METRE)));
      }
    }
    return new ReliefModel(WIDTH, height, west, south, east, north, values);
  }
}

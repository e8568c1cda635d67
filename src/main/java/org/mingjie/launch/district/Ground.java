package org.mingjie.launch.district;

import org.locationtech.jts.geom.Coordinate;

/**
 * From the working grid to degrees. A gentle bend goes over everything at once, so that no straight row of cells
 * remains; being the same for all lines it never makes two of them cross.
 */
final class Ground {

  private final Noise east;
  private final Noise south;

  Ground(long seed) {
    east = new Noise(seed + 4000);
    south = new Noise(seed + 4100);
  }

  /** Longitude and latitude, EPSG:4490, rounded to 1e-6 degree (a tenth of a metre). */
  Coordinate place(double x, double y) {
    double[] m = metres(x, y);
    double[] d = LocalProjection.degrees(m[0], m[1]);
    return new Coordinate(rounded(d[0]), rounded(d[1]));
  }

  /** Metres east and north of the centre of the district. */
  double[] metres(double x, double y) {
    double bx = x + bend(east, x, y);
    double by = y + bend(south, x, y);
    return new double[] {(bx - Grid.WIDTH / 2.0) * Grid.CELL_METRES, (Grid.HEIGHT / 2.0 - by) * Grid.CELL_METRES};
  }

  /** The position in cells that lies at a place; the way back of {@link #place}. */
  double[] cell(double lon, double lat) {
    double[] m = LocalProjection.metres(lon, lat);
    double gx = m[0] / Grid.CELL_METRES + Grid.WIDTH / 2.0;
    double gy = Grid.HEIGHT / 2.0 - m[1] / Grid.CELL_METRES;
    double x = gx;
    double y = gy;
    for (int i = 0; i < 6; i++) {
      double nx = gx - bend(east, x, y);
      y = gy - bend(south, x, y);
      x = nx;
    }
    return new double[] {x, y};
  }

  static double rounded(double degrees) {
    return Math.rint(degrees * 1e6) / 1e6;
  }

  private static double bend(Noise noise, double x, double y) {
    return 2.6 * noise.wave(x, y, 42) + .8 * noise.wave(x, y, 13) + .36 * noise.wave(x, y, 4.7);
  }
}

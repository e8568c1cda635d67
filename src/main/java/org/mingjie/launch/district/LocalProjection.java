package org.mingjie.launch.district;

/**
 * Transverse Mercator on the CGCS2000 ellipsoid with scale 1 at the centre of the district, so that metres of the plan
 * are metres on the ground to a few parts in 100,000. Krüger's series to the fourth power of the third flattening,
 * exact to a millimetre here.
 */
final class LocalProjection {

  /** Centre of the district: open sea. Degrees, EPSG:4490. */
  static final double CENTRE_LON = 124.2;
  static final double CENTRE_LAT = 31.4;

  private static final double A = 6378137;
  private static final double F = 1 / 298.257222101;
  private static final double N = F / (2 - F);
  private static final double E = StrictMath.sqrt(F * (2 - F));
  private static final double RECTIFYING = A / (1 + N) * (1 + N * N / 4 + N * N * N * N / 64);
  private static final double[] TO_PLANE = {
    N / 2 - 2 * N * N / 3 + 5 * N * N * N / 16 + 41 * N * N * N * N / 180,
    13 * N * N / 48 - 3 * N * N * N / 5 + 557 * N * N * N * N / 1440,
    61 * N * N * N / 240 - 103 * N * N * N * N / 140,
    49561 * N * N * N * N / 161280
  };
  private static final double[] FROM_PLANE = {
    N / 2 - 2 * N * N / 3 + 37 * N * N * N / 96 - N * N * N * N / 360,
    N * N / 48 + N * N * N / 15 - 437 * N * N * N * N / 1440,
    17 * N * N * N / 480 - 37 * N * N * N * N / 840,
    4397 * N * N * N * N / 161280
  };
  private static final double NORTH_OF_CENTRE = plane(CENTRE_LON, CENTRE_LAT)[1];

  private LocalProjection() {}

  /** @return longitude and latitude in degrees of metres east and north of the centre */
  static double[] degrees(double east, double north) {
    double xi = (north + NORTH_OF_CENTRE) / RECTIFYING;
    double eta = east / RECTIFYING;
    double u = xi;
    double v = eta;
    for (int j = 1; j <= 4; j++) {
      u -= FROM_PLANE[j - 1] * StrictMath.sin(2 * j * xi) * StrictMath.cosh(2 * j * eta);
      v -= FROM_PLANE[j - 1] * StrictMath.cos(2 * j * xi) * StrictMath.sinh(2 * j * eta);
    }
    double conformal = StrictMath.sin(u) / StrictMath.cosh(v);
    double lat = StrictMath.asin(conformal);
    double goal = atanh(conformal);
    for (int i = 0; i < 6; i++) lat = StrictMath.asin(StrictMath.tanh(goal + E * atanh(E * StrictMath.sin(lat))));
    double lon = StrictMath.atan2(StrictMath.sinh(v), StrictMath.cos(u));
    return new double[] {CENTRE_LON + StrictMath.toDegrees(lon), StrictMath.toDegrees(lat)};
  }

  /** @return metres east and north of the centre of a place in degrees */
  static double[] metres(double lon, double lat) {
    double[] p = plane(lon, lat);
    return new double[] {p[0], p[1] - NORTH_OF_CENTRE};
  }

  private static double[] plane(double lon, double lat) {
    double s = StrictMath.sin(StrictMath.toRadians(lat));
    double l = StrictMath.toRadians(lon - CENTRE_LON);
    double t = StrictMath.sinh(atanh(s) - E * atanh(E * s));
    double xi = StrictMath.atan2(t, StrictMath.cos(l));
    double eta = atanh(StrictMath.sin(l) / StrictMath.sqrt(1 + t * t));
    double x = eta;
    double y = xi;
    for (int j = 1; j <= 4; j++) {
      x += TO_PLANE[j - 1] * StrictMath.cos(2 * j * xi) * StrictMath.sinh(2 * j * eta);
      y += TO_PLANE[j - 1] * StrictMath.sin(2 * j * xi) * StrictMath.cosh(2 * j * eta);
    }
    return new double[] {RECTIFYING * x, RECTIFYING * y};
  }

  private static double atanh(double z) {
    return .5 * StrictMath.log((1 + z) / (1 - z));
  }
}

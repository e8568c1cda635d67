package org.mingjie.geometry;

/**
 * A similarity between two geocentric systems (Bursa-Wolf, position-vector convention, EPSG method 9606), as a
 * surveying bureau gives it for its own area.
 *
 * @param dx metres
 * @param dy metres
 * @param dz metres
 * @param rx arc seconds
 * @param ry arc seconds
 * @param rz arc seconds
 * @param ppm scale difference, parts per million
 */
public record SevenParameters(double dx, double dy, double dz, double rx, double ry, double rz, double ppm) {

  private static final double MOST_METRES = 1000;

  public SevenParameters {
    for (double value : new double[] {dx, dy, dz, rx, ry, rz, ppm}) {
      if (!Double.isFinite(value) || Math.abs(value) > MOST_METRES) {
        throw new IllegalArgumentException("七参数 " + value + " 不合常理：平移以米、旋转以角秒、尺度以百万分之一计");
      }
    }
  }

  /** Degrees on the old ellipsoid at height 0 to degrees on CGCS2000. */
  double[] apply(double lon, double lat, double a, double f) {
    double[] p = geocentric(lon, lat, a, f);
    double k = 1 + ppm * 1e-6;
    double wx = Math.toRadians(rx / 3600);
    double wy = Math.toRadians(ry / 3600);
    double wz = Math.toRadians(rz / 3600);
    double x = dx + k * (p[0] - wz * p[1] + wy * p[2]);
    double y = dy + k * (wz * p[0] + p[1] - wx * p[2]);
    double z = dz + k * (-wy * p[0] + wx * p[1] + p[2]);
    return geographic(x, y, z);
  }

  private static double[] geocentric(double lon, double lat, double a, double f) {
    double e2 = f * (2 - f);
    double phi = Math.toRadians(lat);
    double lambda = Math.toRadians(lon);
    double n = a / Math.sqrt(1 - e2 * Math.sin(phi) * Math.sin(phi));
    return new double[] {
      n * Math.cos(phi) * Math.cos(lambda), n * Math.cos(phi) * Math.sin(lambda), n * (1 - e2) * Math.sin(phi)
    };
  }

  /** Bowring's iteration; heights are small, three steps reach 1e-12 degree. */
  private static double[] geographic(double x, double y, double z) {
    double e2 = Cgcs2000.F * (2 - Cgcs2000.F);
    double p = Math.hypot(x, y);
    double phi = Math.atan2(z, p * (1 - e2));
    for (int step = 0; step < 5; step++) {
      double n = Cgcs2000.A / Math.sqrt(1 - e2 * Math.sin(phi) * Math.sin(phi));
      phi = Math.atan2(z + e2 * n * Math.sin(phi), p);
    }
    return new double[] {Math.toDegrees(Math.atan2(y, x)), Math.toDegrees(phi)};
  }
}

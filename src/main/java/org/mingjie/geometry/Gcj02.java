package org.mingjie.geometry;

import org.locationtech.jts.geom.Geometry;

/**
 * The obfuscated datum of Chinese web maps ("Mars coordinates", GCJ-02) and its inverse.
 *
 * <p>The forward shift is a published empirical formula on the Krasovsky ellipsoid; the inverse is found by
 * fixed-point iteration, which converges to well below a millimetre where the shift applies. Outside the rough
 * rectangle of the mainland the shift is zero.
 */
public final class Gcj02 {

  private static final double A = 6378245.0;
  private static final double E2 = 0.00669342162296594323;
  private static final double CLOSE_DEGREES = 1e-10;
  private static final int MOST_STEPS = 30;
  private static final double GRID = 1e9;

  private Gcj02() {}

  /** @return GCJ-02 {longitude, latitude} of a CGCS2000 position, degrees */
  public static double[] fromCgcs2000(double lon, double lat) {
    if (!isShifted(lon, lat)) {
      return new double[] {lon, lat};
    }
    double x = lon - 105;
    double y = lat - 35;
    double waves = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2 / 3;
    double north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + waves
        + (20 * Math.sin(y * Math.PI) + 40 * Math.sin(y / 3 * Math.PI)) * 2 / 3
        + (160 * Math.sin(y / 12 * Math.PI) + 320 * Math.sin(y * Math.PI / 30)) * 2 / 3;
    double east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + waves
        + (20 * Math.sin(x * Math.PI) + 40 * Math.sin(x / 3 * Math.PI)) * 2 / 3
        + (150 * Math.sin(x / 12 * Math.PI) + 300 * Math.sin(x / 30 * Math.PI)) * 2 / 3;
    double phi = Math.toRadians(lat);
    double magic = 1 - E2 * Math.sin(phi) * Math.sin(phi);
    double root = Math.sqrt(magic);
    double latShift = north * 180 / (A * (1 - E2) / (magic * root) * Math.PI);
    double lonShift = east * 180 / (A / root * Math.cos(phi) * Math.PI);
    return new double[] {lon + lonShift, lat + latShift};
  }

  /** @return CGCS2000 {longitude, latitude} of a GCJ-02 position, degrees */
  public static double[] toCgcs2000(double lon, double lat) {
    double[] guess = {lon, lat};
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] shifted = fromCgcs2000(guess[0], guess[1]);
      double dLon = lon - shifted[0];
      double dLat = lat - shifted[1];
      guess[0] += dLon;
      guess[1] += dLat;
      if (Math.abs(dLon) < CLOSE_DEGREES && Math.abs(dLat) < CLOSE_DEGREES) {
        break;
      }
    }
    return guess;
  }

  /**
   * Turns a geometry back in place, rounded to 1e-9 degree so that equal shifted vertices stay equal to the bit.
   *
   * @param geometry GCJ-02 degrees; changed to CGCS2000 degrees
   */
  public static void unshift(Geometry geometry) {
    Positions.move(geometry, (lon, lat) -> {
      double[] back = toCgcs2000(lon, lat);
      back[0] = Math.round(back[0] * GRID) / GRID;
      back[1] = Math.round(back[1] * GRID) / GRID;
      return back;
    });
    geometry.geometryChanged();
  }

  private static boolean isShifted(double lon, double lat) {
    return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
  }
}

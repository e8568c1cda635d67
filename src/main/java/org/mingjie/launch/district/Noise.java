package org.mingjie.launch.district;

/** Smooth gradient noise over the plane; its arithmetic needs no function that could differ between machines. */
final class Noise {

  private static final double[] GX = {1, -1, 0, 0, .7071, -.7071, .7071, -.7071, .9239, -.9239, .9239, -.9239, .3827, -.3827, .3827, -.3827};
  private static final double[] GY = {0, 0, 1, -1, .7071, .7071, -.7071, -.7071, .3827, .3827, -.3827, -.3827, .9239, .9239, -.9239, -.9239};

  private final long seed;

  Noise(long seed) {
    this.seed = Dice.mix(seed * 0x9e3779b97f4a7c15L + 1);
  }

  /** One wave of the given length in cells; mean 0, about -1 to 1. */
  double wave(double x, double y, double length) {
    double u = x / length + 71.37;
    double v = y / length + 19.61;
    long i = (long) Math.floor(u);
    long j = (long) Math.floor(v);
    double a = u - i;
    double b = v - j;
    double s = a * a * a * (a * (a * 6 - 15) + 10);
    double t = b * b * b * (b * (b * 6 - 15) + 10);
    double north = mix(corner(i, j, a, b), corner(i + 1, j, a - 1, b), s);
    double south = mix(corner(i, j + 1, a, b - 1), corner(i + 1, j + 1, a - 1, b - 1), s);
    return 1.5 * mix(north, south, t);
  }

  /** Sum of waves, each half as long and half as high as the one before. */
  double sum(double x, double y, double length, int octaves) {
    double sum = 0;
    double height = 1;
    double total = 0;
    for (int k = 0; k < octaves; k++) {
      sum += height * wave(x + 37.1 * k, y - 53.7 * k, length);
      total += height;
      height *= .5;
      length *= .5;
    }
    return sum / total;
  }

  /** Crests where the waves change sign, 0 to 1. */
  double crest(double x, double y, double length, int octaves) {
    double sum = 0;
    double height = 1;
    double total = 0;
    for (int k = 0; k < octaves; k++) {
      double c = 1 - Math.min(1, Math.abs(1.6 * wave(x - 91.3 * k, y + 17.9 * k, length)));
      sum += height * c * c;
      total += height;
      height *= .5;
      length *= .5;
    }
    return sum / total;
  }

  private double corner(long i, long j, double a, double b) {
    int g = (int) (Dice.mix(seed + i * 0x632be59bd9b4e019L + j * 0x9e3779b97f4a7c15L) >>> 60);
    return GX[g] * a + GY[g] * b;
  }

  private static double mix(double a, double b, double t) {
    return a + (b - a) * t;
  }
}

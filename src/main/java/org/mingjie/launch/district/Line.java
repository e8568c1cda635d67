package org.mingjie.launch.district;

/** Running means over the points of a line. */
final class Line {

  private Line() {}

  /** Gaussian mean over neighbours, {@code sigma} in points; both ends stay where they are. */
  static double[] blurred(double[] v, double sigma) {
    int n = v.length;
    if (n < 3) return v.clone();
    double[] kernel = Raster.kernel(sigma);
    int r = kernel.length / 2;
    double[] mean = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int k = -r; k <= r; k++) sum += kernel[k + r] * beyond(v, i + k);
      mean[i] = sum;
    }
    mean[0] = v[0];
    mean[n - 1] = v[n - 1];
    return mean;
  }

  /** Mirrors the line through its end point, so that the mean of the end is the end itself. */
  private static double beyond(double[] v, int i) {
    int last = v.length - 1;
    if (i < 0) return 2 * v[0] - v[Math.min(last, -i)];
    if (i > last) return 2 * v[last] - v[Math.max(0, 2 * last - i)];
    return v[i];
  }
}

package org.mingjie.launch.district;

import java.util.Arrays;

/** A field of numbers over a grid of any size, row by row from the north. */
final class Raster {

  final int width;
  final int height;
  final double[] v;

  Raster(int width, int height) {
    this.width = width;
    this.height = height;
    v = new double[width * height];
  }

  interface Cell {
    double at(int x, int y);
  }

  static Raster of(int width, int height, Cell cell) {
    Raster r = new Raster(width, height);
    for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) r.v[y * width + x] = cell.at(x, y);
    return r;
  }

  /** Value between the centres of cells; beyond the edge the value of the edge. */
  double at(double x, double y) {
    double u = Math.max(0, Math.min(width - 1.001, x));
    double w = Math.max(0, Math.min(height - 1.001, y));
    int i = (int) u;
    int j = (int) w;
    double a = u - i;
    double b = w - j;
    int k = j * width + i;
    return (v[k] * (1 - a) + v[k + 1] * a) * (1 - b) + (v[k + width] * (1 - a) + v[k + width + 1] * a) * b;
  }

  /** The same field on a grid of another size, the centres of the outermost cells keeping their places. */
  Raster resized(int toWidth, int toHeight) {
    double fx = (width - 1.0) / (toWidth - 1);
    double fy = (height - 1.0) / (toHeight - 1);
    return of(toWidth, toHeight, (x, y) -> at(x * fx, y * fy));
  }

  /** Gaussian mean; {@code sigma} in cells. */
  Raster blurred(double sigma) {
    double[] kernel = kernel(sigma);
    int r = kernel.length / 2;
    Raster across = new Raster(width, height);
    for (int y = 0; y < height; y++) {
      double[] row = new double[width + 2 * r];
      System.arraycopy(v, y * width, row, r, width);
      Arrays.fill(row, 0, r, v[y * width]);
      Arrays.fill(row, width + r, row.length, v[y * width + width - 1]);
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int k = 0; k < kernel.length; k++) sum += kernel[k] * row[x + k];
        across.v[y * width + x] = sum;
      }
    }
    Raster result = new Raster(width, height);
    for (int y = 0; y < height; y++) {
      for (int k = -r; k <= r; k++) {
        int from = Math.max(0, Math.min(height - 1, y + k)) * width;
        double f = kernel[k + r];
        for (int x = 0; x < width; x++) result.v[y * width + x] += f * across.v[from + x];
      }
    }
    return result;
  }

  static double[] kernel(double sigma) {
    int r = (int) Math.ceil(sigma * 2.6);
    double[] kernel = new double[2 * r + 1];
    double sum = 0;
    for (int k = -r; k <= r; k++) sum += kernel[k + r] = StrictMath.exp(-k * k / (2 * sigma * sigma));
    for (int k = 0; k < kernel.length; k++) kernel[k] /= sum;
    return kernel;
  }
}

package org.mingjie.cartography;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hill shading of the height model on file: slopes tinted towards {@code #E4E9D8}, shade of at most 17 %, light from
 * the north-west. Flat ground and ground without a model stay transparent, so the map is complete without it.
 */
@Service
public class Relief {

  public static final int MIN_ZOOM = 7;
  public static final int MAX_ZOOM = 13;

  private static final int SIZE = 256;
  private static final String MODEL = "/gis-data/sample/relief.";
  private static final int TINT = 0xE4E9D8;
  private static final double MOST_TINT = 0.72;
  private static final double MOST_SHADE = 0.17;
  private static final double EQUATOR_METRES = 40075016.685578488;
  private static final double EXAGGERATION = 1.7;

  private final double[] bounds;
  private final int width;
  private final int height;
  private final float[] metres;

  Relief() {
    try (InputStream meta = resource("json"); InputStream image = resource("png")) {
      JsonNode told = new JsonMapper().readTree(meta);
      bounds = new double[4];
      for (int i = 0; i < 4; i++) {
        bounds[i] = told.path("bounds").path(i).asDouble();
      }
      Raster raster = ImageIO.read(image).getRaster();
      width = raster.getWidth();
      height = raster.getHeight();
      metres = new float[width * height];
      double step = told.path("metresPerStep").asDouble(1);
      double offset = told.path("offsetMetres").asDouble(0);
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, 0, row);
        for (int x = 0; x < width; x++) {
          metres[y * width + x] = (float) (row[x] * step + offset);
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** West, south, east, north of the height model, degrees. */
  public double[] bounds() {
    return bounds.clone();
  }

  /** @return a PNG of 256 x 256 pixels, or an empty array where the tile lies outside the model */
  public byte[] tile(int z, int x, int y) {
    double west = lon(z, x);
    double east = lon(z, x + 1.0);
    double north = lat(z, y);
    double south = lat(z, y + 1.0);
    if (east < bounds[0] || west > bounds[2] || north < bounds[1] || south > bounds[3]) {
      return new byte[0];
    }
    float[] heights = heights(z, x, y);
    double pixelMetres = EQUATOR_METRES / SIZE / (1 << z) * Math.cos(Math.toRadians((north + south) / 2));
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
    int wide = SIZE + 2;
    for (int j = 0; j < SIZE; j++) {
      for (int i = 0; i < SIZE; i++) {
        int at = (j + 1) * wide + i + 1;
        double dx = (heights[at + 1] - heights[at - 1]) / (2 * pixelMetres) * EXAGGERATION;
        double dy = (heights[at + wide] - heights[at - wide]) / (2 * pixelMetres) * EXAGGERATION;
        image.setRGB(i, j, colour(dx, dy));
      }
    }
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Tint and shade laid over each other in one colour with alpha. */
  private static int colour(double dx, double dy) {
    double slope = Math.hypot(dx, dy);
    double tint = MOST_TINT * (1 - Math.exp(-slope * 2.2));
    double lit = (1 + 0.7071 * dx + 0.7071 * dy) / Math.sqrt(1 + slope * slope) / Math.sqrt(2);
    double shade = Math.min(MOST_SHADE, Math.max(0, 0.7071 - lit) * 0.36);
    double alpha = tint + shade - tint * shade;
    if (alpha < 0.004) {
      return 0;
    }
    double keep = tint * (1 - shade) / alpha;
    int r = (int) Math.round((TINT >> 16) * keep + 60 * (1 - keep));
    int g = (int) Math.round((TINT >> 8 & 255) * keep + 66 * (1 - keep));
    int b = (int) Math.round((TINT & 255) * keep + 58 * (1 - keep));
    return (int) Math.round(alpha * 255) << 24 | r << 16 | g << 8 | b;
  }

  /** Heights of the tile's pixels with one pixel around them. */
  private float[] heights(int z, int x, int y) {
    int wide = SIZE + 2;
    float[] out = new float[wide * wide];
    for (int j = -1; j <= SIZE; j++) {
      double v = (bounds[3] - lat(z, y + (j + 0.5) / SIZE)) / (bounds[3] - bounds[1]) * height - 0.5;
      for (int i = -1; i <= SIZE; i++) {
        double u = (lon(z, x + (i + 0.5) / SIZE) - bounds[0]) / (bounds[2] - bounds[0]) * width - 0.5;
        out[(j + 1) * wide + i + 1] = (float) spline(u, v);
      }
    }
    return out;
  }

  /** Cubic B-spline: smooth slopes without overshoot, however far the map is enlarged. */
  private double spline(double u, double v) {
    int x0 = (int) Math.floor(u);
    int y0 = (int) Math.floor(v);
    double[] wx = weights(u - x0);
    double[] wy = weights(v - y0);
    double sum = 0;
    for (int j = 0; j < 4; j++) {
      int yy = Math.min(height - 1, Math.max(0, y0 + j - 1));
      double row = 0;
      for (int i = 0; i < 4; i++) {
        int xx = Math.min(width - 1, Math.max(0, x0 + i - 1));
        row += wx[i] * metres[yy * width + xx];
      }
      sum += wy[j] * row;
    }
    return sum;
  }

  private static double[] weights(double t) {
    double s = 1 - t;
    return new double[] {
      s * s * s / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * s * s * s - 6 * s * s + 4) / 6, t * t * t / 6
    };
  }

  private static double lon(int z, double x) {
    return x / (1 << z) * 360 - 180;
  }

  private static double lat(int z, double y) {
    return Math.toDegrees(Math.atan(Math.sinh(Math.PI * (1 - 2 * y / (1 << z)))));
  }

  private static InputStream resource(String extension) {
    InputStream found = Relief.class.getResourceAsStream(MODEL + extension);
    if (found == null) {
      throw new IllegalStateException(MODEL + extension + " is missing from the build");
    }
    return found;
  }
}

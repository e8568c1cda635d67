package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.simplify.DouglasPeuckerSimplifier;

/** From positions in cells to lines and areas in degrees, with no more points than the eye needs. */
final class Shapes {

  private static final int BETWEEN = 4;

  private final Ground ground;

  Shapes(Ground ground) {
    this.ground = ground;
  }

  /** Longitude and latitude to 1e-5 degree, a metre. */
  Coordinate point(double x, double y) {
    Coordinate c = ground.place(x, y);
    return coarse(c.x, c.y);
  }

  static Coordinate coarse(double lon, double lat) {
    return new Coordinate(Math.rint(lon * 1e5) / 1e5, Math.rint(lat * 1e5) / 1e5);
  }

  /** A smooth line through all the points. */
  LineString line(double[] x, double[] y, double toleranceMetres) {
    Coordinate[] metres = curved(x, y);
    LineString line = new GeometryFactory().createLineString(metres);
    if (x.length > 2) line = (LineString) DouglasPeuckerSimplifier.simplify(line, toleranceMetres);
    Coordinate[] c = degrees(line.getCoordinates());
    return Polygons.FACTORY.createLineString(c.length > 1 ? c : new Coordinate[] {c[0], new Coordinate(c[0].x + 1e-5, c[0].y)});
  }

  /** A curve through the points (Catmull-Rom), so that no corner shows at street scale. */
  private Coordinate[] curved(double[] x, double[] y) {
    int n = x.length;
    if (n < 4) {
      Coordinate[] straight = new Coordinate[n];
      for (int i = 0; i < n; i++) straight[i] = metres(x[i], y[i]);
      return straight;
    }
    Coordinate[] curve = new Coordinate[(n - 1) * BETWEEN + 1];
    for (int i = 0; i < curve.length; i++) curve[i] = metres(between(x, i), between(y, i));
    return curve;
  }

  private static double between(double[] v, int i) {
    int k = Math.min(i / BETWEEN, v.length - 2);
    double t = (i - k * BETWEEN) / (double) BETWEEN;
    double b = v[k];
    double c = v[k + 1];
    double a = k == 0 ? 2 * b - c : v[k - 1];
    double d = k + 2 < v.length ? v[k + 2] : 2 * c - b;
    return .5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
  }

  Geometry lines(List<int[]> parts, Net net, double toleranceMetres) {
    List<LineString> lines = new ArrayList<>();
    for (int[] part : parts) {
      double[] x = Arrays.stream(part).mapToDouble(k -> net.x[k]).toArray();
      double[] y = Arrays.stream(part).mapToDouble(k -> net.y[k]).toArray();
      lines.add(line(x, y, toleranceMetres));
    }
    return lines.size() == 1 ? lines.get(0) : Polygons.FACTORY.createMultiLineString(lines.toArray(LineString[]::new));
  }

  /** An area within a closed ring; made valid if the ring crosses itself. */
  Geometry area(List<double[]> ring, double toleranceMetres) {
    Coordinate[] metres = ring.stream().map(p -> metres(p[0], p[1])).toArray(Coordinate[]::new);
    Geometry simple = DouglasPeuckerSimplifier.simplify(new GeometryFactory().createLinearRing(metres), toleranceMetres);
    Coordinate[] c = degrees(simple.getCoordinates());
    LinearRing shell = Polygons.FACTORY.createLinearRing(c);
    Polygon area = Polygons.FACTORY.createPolygon(shell);
    return area.isValid() ? area : new GeometryFixer(area).getResult();
  }

  private Coordinate metres(double x, double y) {
    double[] m = ground.metres(x, y);
    return new Coordinate(m[0], m[1]);
  }

  private static Coordinate[] degrees(Coordinate[] metres) {
    List<Coordinate> c = new ArrayList<>();
    for (Coordinate m : metres) {
      double[] d = LocalProjection.degrees(m.x, m.y);
      Coordinate next = coarse(d[0], d[1]);
      if (c.isEmpty() || !c.get(c.size() - 1).equals2D(next)) c.add(next);
    }
    return c.toArray(Coordinate[]::new);
  }

  /** Kilometres along a geometry in degrees. */
  static double km(Geometry lines) {
    double sum = 0;
    for (int g = 0; g < lines.getNumGeometries(); g++) {
      Coordinate[] c = lines.getGeometryN(g).getCoordinates();
      for (int i = 1; i < c.length; i++) {
        double[] a = LocalProjection.metres(c[i - 1].x, c[i - 1].y);
        double[] b = LocalProjection.metres(c[i].x, c[i].y);
        sum += StrictMath.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
      }
    }
    return sum / 1000;
  }
}

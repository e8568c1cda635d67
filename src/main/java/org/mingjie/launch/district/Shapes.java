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

  /** A line through the points; {@code null} would be shorter than two of them. */
  LineString line(double[] x, double[] y, double toleranceMetres) {
    Coordinate[] metres = new Coordinate[x.length];
    for (int i = 0; i < x.length; i++) metres[i] = metres(x[i], y[i]);
    LineString line = new GeometryFactory().createLineString(metres);
    if (x.length > 2) line = (LineString) DouglasPeuckerSimplifier.simplify(line, toleranceMetres);
    Coordinate[] c = degrees(line.getCoordinates());
    return Polygons.FACTORY.createLineString(c.length > 1 ? c : new Coordinate[] {c[0], new Coordinate(c[0].x + 1e-5, c[0].y)});
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

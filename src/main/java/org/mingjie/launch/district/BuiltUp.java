package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;

/** Land people built on: irregular towns, and rows of plots in villages. */
final class BuiltUp {

  private final Shapes shapes;
  private final Dice dice;

  BuiltUp(Shapes shapes, long seed) {
    this.shapes = shapes;
    dice = new Dice(seed + 800);
  }

  /**
   * A town that has grown along its ways.
   *
   * @param radius mean radius in cells
   * @return polygon in degrees without the water, null if nothing is left
   */
  @Nullable Geometry town(double x, double y, double radius, double turn, List<Geometry> waters) {
    Noise noise = new Noise(dice.next());
    List<double[]> ring = new ArrayList<>();
    int n = radius > 6 ? 96 : 44;
    for (int i = 0; i <= n; i++) {
      double a = 2 * StrictMath.PI * (i % n) / n;
      double c = StrictMath.cos(a);
      double s = StrictMath.sin(a);
      double r = radius * (1 + .55 * noise.wave(c, s, .9) + .3 * noise.wave(c, s, .36) + .16 * noise.wave(c, s, .15));
      double u = 1.22 * r * c;
      double v = .86 * r * s;
      ring.add(new double[] {x + u * StrictMath.cos(turn) - v * StrictMath.sin(turn), y + u * StrictMath.sin(turn) + v * StrictMath.cos(turn)});
    }
    Geometry land = shapes.area(ring, 8);
    for (Geometry water : waters) if (water.intersects(land)) land = land.difference(water);
    return tidy(land);
  }

  private static @Nullable Geometry tidy(Geometry land) {
    List<Polygon> kept = new ArrayList<>();
    for (int i = 0; i < land.getNumGeometries(); i++) {
      Geometry part = land.getGeometryN(i);
      if (part instanceof Polygon p && p.getArea() > land.getArea() * .04) kept.add(rounded(p));
    }
    if (kept.isEmpty()) return null;
    Geometry all = kept.size() == 1 ? kept.get(0) : Polygons.FACTORY.createMultiPolygon(kept.toArray(Polygon[]::new));
    return all.isValid() ? all : new GeometryFixer(all).getResult();
  }

  private static Polygon rounded(Polygon p) {
    Coordinate[] c = p.getExteriorRing().getCoordinates();
    List<Coordinate> ring = new ArrayList<>();
    for (Coordinate k : c) {
      Coordinate r = Shapes.coarse(k.x, k.y);
      if (ring.isEmpty() || !ring.get(ring.size() - 1).equals2D(r)) ring.add(r);
    }
    return Polygons.FACTORY.createPolygon(ring.toArray(Coordinate[]::new));
  }

  /** Plots of a village in uneven rows along one direction; never overlapping. */
  Geometry village(double x, double y, int plots) {
    double turn = dice.share() * StrictMath.PI;
    double c = StrictMath.cos(turn);
    double s = StrictMath.sin(turn);
    List<Polygon> houses = new ArrayList<>();
    int[] start = new int[3];
    for (int i = 0; i < plots; i++) {
      int row = i % 3 == 2 ? 2 : i % 2;
      int column = start[row]++;
      double u = (column % 2 == 0 ? 1 : -1) * ((column + 1) / 2) * .64 + .07 * (dice.share() - .5);
      double v = (row - 1) * .52;
      houses.add(plot(x, y, u, v, .14 + .13 * dice.share(), .12 + .1 * dice.share(), c, s));
    }
    return houses.size() == 1 ? houses.get(0) : Polygons.FACTORY.createMultiPolygon(houses.toArray(Polygon[]::new));
  }

  private Polygon plot(double x, double y, double u, double v, double a, double b, double c, double s) {
    double cut = dice.share() * .5;
    double[][] outline = {{-a, -b}, {a, -b}, {a, b * cut}, {a * .45, b}, {-a, b}, {-a, -b}};
    Coordinate[] ring = new Coordinate[outline.length];
    for (int i = 0; i < ring.length; i++) {
      double p = u + outline[i][0];
      double q = v + outline[i][1];
      ring[i] = shapes.point(x + p * c - q * s, y + p * s + q * c);
    }
    return Polygons.FACTORY.createPolygon(ring);
  }
}

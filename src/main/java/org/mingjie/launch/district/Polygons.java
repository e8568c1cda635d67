package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.PrecisionModel;

/** Puts the stretches of {@link Borders} together: rings around units, lines between them. */
final class Polygons {

  static final int SRID = 4490;
  static final GeometryFactory FACTORY = new GeometryFactory(new PrecisionModel(), SRID);

  private record Side(Borders.Stretch stretch, boolean forward) {
    int start() {
      return forward ? stretch.start() : stretch.end();
    }

    int end() {
      return forward ? stretch.end() : stretch.start();
    }
  }

  private Polygons() {}

  /**
   * Polygons of all units of a level.
   *
   * @param unitOfVillage the unit a village belongs to; asked with -1 too, which must give -1
   */
  static Map<Integer, Polygon> units(List<Borders.Stretch> stretches, IntUnaryOperator unitOfVillage) {
    Map<Integer, List<Side>> around = new TreeMap<>();
    for (Borders.Stretch s : stretches) {
      int left = unitOfVillage.applyAsInt(s.left());
      int right = unitOfVillage.applyAsInt(s.right());
      if (left == right) continue;
      if (left >= 0) around.computeIfAbsent(left, u -> new ArrayList<>()).add(new Side(s, true));
      if (right >= 0) around.computeIfAbsent(right, u -> new ArrayList<>()).add(new Side(s, false));
    }
    Map<Integer, Polygon> polygons = new TreeMap<>();
    around.forEach((unit, sides) -> polygons.put(unit, polygon(sides)));
    return polygons;
  }

  private static Polygon polygon(List<Side> sides) {
    Map<Integer, Side> from = new HashMap<>();
    for (Side s : sides) {
      if (from.put(s.start(), s) != null) throw new IllegalStateException("a unit touches itself at a corner");
    }
    LinearRing shell = null;
    List<LinearRing> holes = new ArrayList<>();
    for (Side first : sides) {
      if (from.get(first.start()) != first) continue;
      List<Coordinate> ring = new ArrayList<>();
      Side s = from.remove(first.start());
      while (s != null) {
        append(ring, s);
        s = from.remove(s.end());
      }
      LinearRing linear = FACTORY.createLinearRing(ring.toArray(Coordinate[]::new));
      if (!Orientation.isCCW(linear.getCoordinateSequence())) holes.add(linear);
      else if (shell == null) shell = linear;
      else throw new IllegalStateException("a unit lies in two pieces");
    }
    return FACTORY.createPolygon(shell, holes.toArray(LinearRing[]::new));
  }

  private static void append(List<Coordinate> ring, Side side) {
    Coordinate[] points = side.stretch().points();
    int n = points.length;
    for (int i = ring.isEmpty() ? 0 : 1; i < n; i++) ring.add(points[side.forward() ? i : n - 1 - i]);
  }

  /** Joins stretches end to end into lines, in the direction of the first, as long as the same two units lie beside them. */
  static List<List<Borders.Stretch>> chains(List<Borders.Stretch> stretches, IntUnaryOperator unitOfVillage) {
    Map<Integer, List<Borders.Stretch>> ends = new HashMap<>();
    for (Borders.Stretch s : stretches) {
      ends.computeIfAbsent(s.start(), e -> new ArrayList<>()).add(s);
      ends.computeIfAbsent(s.end(), e -> new ArrayList<>()).add(s);
    }
    List<List<Borders.Stretch>> chains = new ArrayList<>();
    Map<Borders.Stretch, Boolean> used = new IdentityHashMap<>();
    for (Borders.Stretch s : stretches) {
      if (used.put(s, true) != null) continue;
      List<Borders.Stretch> chain = new ArrayList<>(List.of(s));
      grow(chain, ends, used, unitOfVillage, true);
      grow(chain, ends, used, unitOfVillage, false);
      chains.add(chain);
    }
    return chains;
  }

  private static void grow(List<Borders.Stretch> chain, Map<Integer, List<Borders.Stretch>> ends, Map<Borders.Stretch, Boolean> used, IntUnaryOperator unit, boolean atEnd) {
    while (true) {
      Borders.Stretch last = chain.get(atEnd ? chain.size() - 1 : 0);
      int node = atEnd ? last.end() : last.start();
      List<Borders.Stretch> here = ends.get(node);
      if (here.size() != 2) return;
      Borders.Stretch next = here.get(0) == last ? here.get(1) : here.get(0);
      if (used.containsKey(next)) return;
      boolean along = atEnd ? next.start() == node : next.end() == node;
      Borders.Stretch turned = along ? next : turned(next);
      if (unit.applyAsInt(turned.left()) != unit.applyAsInt(last.left()) || unit.applyAsInt(turned.right()) != unit.applyAsInt(last.right())) return;
      used.put(next, true);
      chain.add(atEnd ? chain.size() : 0, turned);
      // the turned copy stands for the original from here on
      here.set(here.indexOf(next), turned);
      List<Borders.Stretch> far = ends.get(atEnd ? turned.end() : turned.start());
      int i = far.indexOf(next);
      if (i >= 0) far.set(i, turned);
    }
  }

  private static Borders.Stretch turned(Borders.Stretch s) {
    Coordinate[] back = s.points().clone();
    Collections.reverse(Arrays.asList(back));
    return new Borders.Stretch(s.end(), s.start(), s.right(), s.left(), back);
  }

  static LineString line(List<Borders.Stretch> chain) {
    List<Coordinate> points = new ArrayList<>();
    for (Borders.Stretch s : chain) append(points, new Side(s, true));
    return FACTORY.createLineString(points.toArray(Coordinate[]::new));
  }
}

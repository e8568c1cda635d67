package org.mingjie.tile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The lines that neighbouring units share, each once. Every segment is looked up by its two ends, whichever way it
 * runs, with the two units that own it; rings are walked and cut where the neighbour changes.
 *
 * <p>Only units of one level are given at a time; they must share vertices exactly.
 */
final class SharedLines {

  /** @param right -1 where no other unit lies beyond the line */
  record Line(int left, int right, Coordinate[] course) {}

  private record Segment(Coordinate a, Coordinate b) {

    static Segment of(Coordinate a, Coordinate b) {
      return a.compareTo(b) <= 0 ? new Segment(a, b) : new Segment(b, a);
    }
  }

  private final Map<Segment, int[]> owners = new HashMap<>();
  private final List<List<Coordinate[]>> ringsOf = new ArrayList<>();

  /** @return number of the unit, in the order of adding */
  int add(Geometry area) {
    int unit = ringsOf.size();
    List<Coordinate[]> rings = new ArrayList<>();
    for (int i = 0; i < area.getNumGeometries(); i++) {
      Polygon polygon = (Polygon) area.getGeometryN(i);
      ring(polygon.getExteriorRing(), unit, rings);
      for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
        ring(polygon.getInteriorRingN(hole), unit, rings);
      }
    }
    ringsOf.add(rings);
    return unit;
  }

  private void ring(LinearRing ring, int unit, List<Coordinate[]> rings) {
    Coordinate[] course = ring.getCoordinates();
    rings.add(course);
    for (int i = 1; i < course.length; i++) {
      int[] pair = owners.computeIfAbsent(Segment.of(course[i - 1], course[i]), s -> new int[] {-1, -1});
      pair[pair[0] < 0 ? 0 : 1] = unit;
    }
  }

  /** All lines; the unit with the lower number is on the left of the record, not of the course. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (int unit = 0; unit < ringsOf.size(); unit++) {
      for (Coordinate[] ring : ringsOf.get(unit)) {
        cut(unit, ring, lines);
      }
    }
    return lines;
  }

  private void cut(int unit, Coordinate[] ring, List<Line> lines) {
    int segments = ring.length - 1;
    int start = 0;
    while (start < segments && neighbour(unit, ring, start) == neighbour(unit, ring, (start + segments - 1) % segments)) {
      start++;
    }
    start = start == segments ? 0 : start;
    int done = 0;
    while (done < segments) {
      int first = start + done;
      int other = neighbour(unit, ring, first % segments);
      int length = 1;
      while (done + length < segments && neighbour(unit, ring, (first + length) % segments) == other) {
        length++;
      }
      if (other < 0 || unit < other) {
        Coordinate[] course = new Coordinate[length + 1];
        for (int i = 0; i <= length; i++) {
          course[i] = ring[(first + i) % segments];
        }
        lines.add(new Line(unit, other, course));
      }
      done += length;
    }
  }

  /** Unit beyond segment i of the ring; -1 where there is none. */
  private int neighbour(int unit, Coordinate[] ring, int i) {
    int[] pair = owners.get(Segment.of(ring[i], ring[i + 1]));
    return pair[0] == unit ? pair[1] : pair[0];
  }
}

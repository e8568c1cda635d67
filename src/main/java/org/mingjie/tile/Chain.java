package org.mingjie.tile;

import java.util.List;
import java.util.UUID;
import org.locationtech.jts.geom.Coordinate;

/**
 * A stretch of boundary between two nodes, EPSG:3857, in the direction that its coordinates give it: from the lesser end,
 * a ring from its least vertex towards the lesser neighbour.
 *
 * @param net lowest level of the polygons in the net that it belongs to: chains for low zooms are not cut by villages
 * @param owners polygons that have this stretch in their rings, in order
 * @param ring closed, and no node on it
 */
record Chain(int net, List<UUID> owners, boolean ring, Coordinate[] course) {

  static Chain of(int net, List<UUID> owners, boolean ring, Coordinate[] course) {
    return new Chain(net, owners, ring, ring ? fromLeast(course) : directed(course));
  }

  /** A number of 52 bits from net and course: the same course has the same number wherever it is made. */
  long id() {
    long hash = 0x9E3779B97F4A7C15L * net;
    for (Coordinate c : course) {
      hash = mix(hash ^ Double.doubleToLongBits(c.x));
      hash = mix(hash ^ Double.doubleToLongBits(c.y));
    }
    return hash >>> 12;
  }

  private static long mix(long h) {
    h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return h ^ (h >>> 33);
  }

  private static Coordinate[] directed(Coordinate[] course) {
    for (int i = 0, j = course.length - 1; i < j; i++, j--) {
      int order = course[i].compareTo(course[j]);
      if (order != 0) {
        return order < 0 ? course : reversed(course);
      }
    }
    return course;
  }

  private static Coordinate[] fromLeast(Coordinate[] ring) {
    int n = ring.length - 1;
    int least = 0;
    for (int i = 1; i < n; i++) {
      if (ring[i].compareTo(ring[least]) < 0) {
        least = i;
      }
    }
    int step = ring[(least + 1) % n].compareTo(ring[(least + n - 1) % n]) <= 0 ? 1 : -1;
    Coordinate[] turned = new Coordinate[n + 1];
    for (int i = 0; i <= n; i++) {
      turned[i] = ring[Math.floorMod(least + step * i, n)];
    }
    return turned;
  }

  private static Coordinate[] reversed(Coordinate[] course) {
    Coordinate[] back = new Coordinate[course.length];
    for (int i = 0; i < course.length; i++) {
      back[i] = course[course.length - 1 - i];
    }
    return back;
  }
}

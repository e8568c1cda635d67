package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rings around the cells of a raster that lie above a level (marching squares), in cells. */
final class Contour {

  private Contour() {}

  /** @return the longest closed ring, as pairs x, y, first point repeated; empty if there is none */
  static List<double[]> longest(Raster r, double level) {
    Map<Long, List<long[]>> next = new HashMap<>();
    List<long[]> links = new ArrayList<>();
    for (int y = 0; y + 1 < r.height; y++) {
      for (int x = 0; x + 1 < r.width; x++) {
        int k = y * r.width + x;
        int kind = (r.v[k] > level ? 1 : 0) | (r.v[k + 1] > level ? 2 : 0) | (r.v[k + r.width + 1] > level ? 4 : 0) | (r.v[k + r.width] > level ? 8 : 0);
        long north = 2L * k;
        long west = 2L * k + 1;
        long south = 2L * (k + r.width);
        long east = 2L * (k + 1) + 1;
        switch (kind) {
          case 1, 14 -> link(links, north, west, kind == 1);
          case 2, 13 -> link(links, east, north, kind == 2);
          case 3, 12 -> link(links, east, west, kind == 3);
          case 4, 11 -> link(links, south, east, kind == 4);
          case 6, 9 -> link(links, south, north, kind == 6);
          case 7, 8 -> link(links, south, west, kind == 7);
          case 5 -> {
            link(links, north, west, true);
            link(links, south, east, true);
          }
          case 10 -> {
            link(links, east, north, true);
            link(links, west, south, true);
          }
          default -> { }
        }
      }
    }
    for (long[] l : links) next.computeIfAbsent(l[0], a -> new ArrayList<>()).add(l);
    List<double[]> best = List.of();
    for (long[] first : links) {
      if (first[2] == 1) continue;
      List<double[]> ring = new ArrayList<>();
      long[] at = first;
      while (at != null && at[2] == 0) {
        at[2] = 1;
        ring.add(point(r, at[0], level));
        long[] on = null;
        for (long[] l : next.getOrDefault(at[1], List.of())) if (l[2] == 0) on = l;
        at = on;
      }
      ring.add(ring.get(0));
      if (ring.size() > best.size()) best = ring;
    }
    return best;
  }

  private static void link(List<long[]> links, long from, long to, boolean forward) {
    links.add(forward ? new long[] {from, to, 0} : new long[] {to, from, 0});
  }

  private static double[] point(Raster r, long edge, double level) {
    int k = (int) (edge / 2);
    int other = edge % 2 == 0 ? k + 1 : k + r.width;
    double t = (level - r.v[k]) / (r.v[other] - r.v[k]);
    double x = k % r.width + (edge % 2 == 0 ? t : 0);
    double y = k / r.width + (edge % 2 == 0 ? 0 : t);
    return new double[] {x, y};
  }
}

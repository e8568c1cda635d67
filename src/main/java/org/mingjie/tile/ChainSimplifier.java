package org.mingjie.tile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.algorithm.PointLocation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Triangle;
import org.locationtech.jts.index.strtree.STRtree;

/**
 * Simplifies the chains of a coverage as JTS's CoverageSimplifier does (Visvalingam and Whyatt: the vertex with the smallest
 * triangle goes first, ends stay, no triangle that holds another vertex is cut off), but one chain at a time: the vertices
 * that stand in the way are those of the full courses of other chains. Two chains simplified apart therefore cannot cross,
 * and the outcome for a chain depends on nothing but the chains around it, so that after an edit few have to be done again
 * and the result is that of doing all.
 *
 * <p>Why they cannot cross: the strip between a chain and its simplified course holds no vertex of another chain; one could
 * only pass through it by crossing the chain itself. The other chain's simplified course has no new vertices, so the same
 * holds of its strip against the first chain's simplified course.
 */
final class ChainSimplifier {

  private final STRtree index = new STRtree();

  /** @param all chains that may stand in the way of those to be simplified */
  ChainSimplifier(List<Chain> all) {
    all.forEach(chain -> index.insert(envelope(chain), chain));
    index.build();
  }

  /**
   * @param course of the chain, or what a smaller tolerance has left of it; null where that is nothing
   * @param toleranceMetres square root of the largest area that is cut off, EPSG:3857
   * @return null for an island too small to be seen
   */
  Coordinate @Nullable [] simplify(Chain chain, Coordinate @Nullable [] course, double toleranceMetres) {
    if (course == null || isTooSmall(chain, toleranceMetres)) {
      return null;
    }
    List<Coordinate> inTheWay = new ArrayList<>();
    boolean twin = false;
    Envelope around = envelope(chain);
    for (Object found : index.query(around)) {
      Chain other = (Chain) found;
      if (!Arrays.equals(other.course(), chain.course()) && !isTooSmall(other, toleranceMetres)) {
        twin |= sameEnds(chain, other);
        for (Coordinate c : other.course()) {
          if (around.contains(c)) {
            inTheWay.add(c);
          }
        }
      }
    }
    inTheWay.sort(Comparator.comparingDouble((Coordinate c) -> c.x));
    boolean closed = chain.course()[0].equals2D(chain.course()[chain.course().length - 1]);
    return new Course(course, inTheWay.toArray(Coordinate[]::new)).reduce(toleranceMetres * toleranceMetres, closed ? 4 : twin ? 3 : 2);
  }

  private static boolean isTooSmall(Chain chain, double toleranceMetres) {
    return chain.ring() && org.locationtech.jts.algorithm.Area.ofRing(chain.course()) < toleranceMetres * toleranceMetres;
  }

  /** Two chains between the same two nodes keep a vertex each: else they would lie on one another. */
  private static boolean sameEnds(Chain a, Chain b) {
    return first(a).equals2D(first(b)) && last(a).equals2D(last(b)) || first(a).equals2D(last(b)) && last(a).equals2D(first(b));
  }

  private static Coordinate first(Chain chain) {
    return chain.course()[0];
  }

  private static Coordinate last(Chain chain) {
    return chain.course()[chain.course().length - 1];
  }

  private static Envelope envelope(Chain chain) {
    Envelope envelope = new Envelope();
    for (Coordinate c : chain.course()) {
      envelope.expandToInclude(c);
    }
    return envelope;
  }

  /** One chain while its vertices go. */
  private static final class Course {

    private record Corner(int vertex, int version, double area) {}

    private final Coordinate[] all;
    private final Coordinate[] others;
    private final int[] before;
    private final int[] after;
    private final int[] version;
    private final STRtree own = new STRtree();
    private int left;

    /** @param others vertices in the way, by x */
    Course(Coordinate[] all, Coordinate[] others) {
      this.all = all;
      this.others = others;
      this.before = new int[all.length];
      this.after = new int[all.length];
      this.version = new int[all.length];
      this.left = all.length;
      for (int i = 0; i < all.length; i++) {
        before[i] = i - 1;
        after[i] = i + 1;
        own.insert(new Envelope(all[i]), i);
      }
      own.build();
    }

    Coordinate[] reduce(double area, int atLeast) {
      PriorityQueue<Corner> corners = new PriorityQueue<>(
          Comparator.comparingDouble(Corner::area).thenComparingInt(Corner::vertex));
      for (int i = 1; i < all.length - 1; i++) {
        offer(corners, i, area);
      }
      while (!corners.isEmpty() && left > atLeast) {
        Corner corner = corners.poll();
        int v = corner.vertex();
        if (corner.version() == version[v] && isFree(v)) {
          int a = before[v];
          int b = after[v];
          version[v] = -1;
          after[a] = b;
          before[b] = a;
          left--;
          offer(corners, a, area);
          offer(corners, b, area);
        }
      }
      Coordinate[] course = new Coordinate[left];
      for (int i = 0, v = 0; i < left; i++, v = after[v]) {
        course[i] = all[v];
      }
      return course;
    }

    private void offer(PriorityQueue<Corner> corners, int v, double area) {
      if (v > 0 && v < all.length - 1) {
        double cut = Triangle.area(all[before[v]], all[v], all[after[v]]);
        version[v]++;
        if (cut < area) {
          corners.add(new Corner(v, version[v], cut));
        }
      }
    }

    /** Whether nothing else lies in or on the triangle that is cut off. */
    private boolean isFree(int v) {
      Coordinate a = all[before[v]];
      Coordinate b = all[v];
      Coordinate c = all[after[v]];
      Envelope box = new Envelope(a, c);
      box.expandToInclude(b);
      for (int i = firstFrom(box.getMinX()); i < others.length && others[i].x <= box.getMaxX(); i++) {
        if (others[i].y >= box.getMinY() && others[i].y <= box.getMaxY() && isInTheWay(others[i], a, b, c)) {
          return false;
        }
      }
      for (Object found : own.query(box)) {
        int other = (Integer) found;
        if (version[other] >= 0 && other != v && other != before[v] && other != after[v] && isInTheWay(all[other], a, b, c)) {
          return false;
        }
      }
      return true;
    }

    private static boolean isInTheWay(Coordinate p, Coordinate a, Coordinate b, Coordinate c) {
      if (p.equals2D(a) || p.equals2D(c)) {
        return false;
      }
      return PointLocation.isOnLine(p, new Coordinate[] {a, c}) || isInside(p, a, b, c);
    }

    private static boolean isInside(Coordinate p, Coordinate a, Coordinate b, Coordinate c) {
      int ab = Orientation.index(a, b, p);
      int bc = Orientation.index(b, c, p);
      int ca = Orientation.index(c, a, p);
      return ab >= 0 && bc >= 0 && ca >= 0 || ab <= 0 && bc <= 0 && ca <= 0;
    }

    private int firstFrom(double x) {
      int low = 0;
      int high = others.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (others[middle].x < x) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}

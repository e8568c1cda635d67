package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.algorithm.RobustLineIntersector;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.noding.MCIndexNoder;
import org.locationtech.jts.noding.NodedSegmentString;
import org.locationtech.jts.noding.SegmentIntersector;
import org.locationtech.jts.noding.SegmentString;
import org.locationtech.jts.simplify.DouglasPeuckerSimplifier;

/**
 * The border lines between all units, each stretch once. A stretch runs from where three villages meet to the next such
 * place; polygons and lines of every level are put together from these same stretches, so neighbours share every vertex.
 */
final class Borders {

  /** A stretch with the villages on its left and right in the direction of its points, -1 beyond the prefecture. */
  record Stretch(int start, int end, int left, int right, Coordinate[] points) {}

  /** Levels as ranks of the net: 0 prefecture, 1 county, 2 township, 3 village. */
  private static final double[] SMOOTHING = {1.8, 1.7, 1.7, 1.6};
  private static final double TOLERANCE_METRES = 18;

  final List<Stretch> stretches = new ArrayList<>();
  final Net net = new Net(Grid.WIDTH + 1, Grid.HEIGHT + 1, -.5);
  private final Territory territory;
  private final Ground ground;
  private final double[] rawX;
  private final double[] rawY;

  Borders(Territory territory, Ground ground) {
    this.territory = territory;
    this.ground = ground;
    link();
    rawX = net.x.clone();
    rawY = net.y.clone();
    for (int rank = 0; rank <= 3; rank++) net.smooth(rank, SMOOTHING[rank]);
    List<int[]> lines = new ArrayList<>();
    for (int rank = 0; rank <= 3; rank++) lines.addAll(net.lines(rank, 3));
    for (Coordinate[] c : untangled(lines)) {
      int[] line = lines.get(stretches.size());
      int[] sides = sides(line);
      stretches.add(new Stretch(line[0], line[line.length - 1], sides[0], sides[1], c));
    }
  }

  private void link() {
    for (int y = 1; y < Grid.HEIGHT; y++) {
      for (int x = 1; x < Grid.WIDTH; x++) {
        int corner = y * (Grid.WIDTH + 1) + x;
        net.link(corner, 0, rank(Grid.index(x, y - 1), Grid.index(x, y)));
        net.link(corner, 2, rank(Grid.index(x - 1, y), Grid.index(x, y)));
      }
    }
  }

  private int rank(int a, int b) {
    if (territory.village[a] == territory.village[b]) return Net.NONE;
    if (territory.county[a] < 0 || territory.county[b] < 0) return 0;
    if (territory.county[a] != territory.county[b]) return 1;
    return territory.township[a] != territory.township[b] ? 2 : 3;
  }

  private int[] sides(int[] line) {
    int w = Grid.WIDTH + 1;
    int x = line[0] % w;
    int y = line[0] / w;
    int step = line[1] - line[0];
    int northWest = Grid.index(x - 1, y - 1);
    int left;
    int right;
    if (step == 1) {
      left = northWest + 1;
      right = northWest + 1 + Grid.WIDTH;
    } else if (step == -1) {
      left = northWest + Grid.WIDTH;
      right = northWest;
    } else if (step == w) {
      left = northWest + Grid.WIDTH + 1;
      right = northWest + Grid.WIDTH;
    } else {
      left = northWest;
      right = northWest + 1;
    }
    return new int[] {territory.village[left], territory.village[right]};
  }

  /** Simplifies the lines; where two would touch or cross, keeps more of their points, at last their raw course. */
  private List<Coordinate[]> untangled(List<int[]> lines) {
    int[] care = new int[lines.size()];
    while (true) {
      List<Coordinate[]> drawn = new ArrayList<>();
      for (int i = 0; i < care.length; i++) drawn.add(drawn(lines.get(i), care[i]));
      boolean[] tangled = tangled(drawn);
      int n = 0;
      for (int i = 0; i < care.length; i++) {
        if (!tangled[i]) continue;
        n++;
        care[i]++;
        if (care[i] >= 3) straighten(lines.get(i), care[i]);
        if (care[i] > 7) throw new IllegalStateException("border lines cross even unsmoothed");
      }
      if (n == 0) return drawn;
    }
  }

  /** Takes the nodes of the line back towards the corners of their cells. */
  private void straighten(int[] line, int care) {
    double back = care >= 6 ? 0 : .5;
    for (int node : line) {
      net.x[node] = rawX[node] + back * (net.x[node] - rawX[node]);
      net.y[node] = rawY[node] + back * (net.y[node] - rawY[node]);
    }
  }

  private Coordinate[] drawn(int[] line, int care) {
    Coordinate[] metres = new Coordinate[line.length];
    for (int i = 0; i < line.length; i++) {
      double[] m = ground.metres(net.x[line[i]], net.y[line[i]]);
      metres[i] = new Coordinate(m[0], m[1]);
    }
    boolean ring = line[0] == line[line.length - 1];
    double tolerance = care == 0 ? TOLERANCE_METRES : care == 1 ? TOLERANCE_METRES / 4 : 0;
    LineString simple = new GeometryFactory().createLineString(metres);
    if (tolerance > 0 && !ring) simple = (LineString) DouglasPeuckerSimplifier.simplify(simple, tolerance);
    return Arrays.stream(simple.getCoordinates()).map(Borders::degrees).toArray(Coordinate[]::new);
  }

  private static Coordinate degrees(Coordinate metres) {
    double[] d = LocalProjection.degrees(metres.x, metres.y);
    return new Coordinate(Ground.rounded(d[0]), Ground.rounded(d[1]));
  }

  private static boolean[] tangled(List<Coordinate[]> lines) {
    boolean[] tangled = new boolean[lines.size()];
    List<SegmentString> strings = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) strings.add(new NodedSegmentString(lines.get(i), i));
    SegmentIntersector look = new SegmentIntersector() {
      private final RobustLineIntersector meet = new RobustLineIntersector();

      @Override
      public void processIntersections(SegmentString a, int i, SegmentString b, int j) {
        if (a == b && i == j) return;
        meet.computeIntersection(a.getCoordinate(i), a.getCoordinate(i + 1), b.getCoordinate(j), b.getCoordinate(j + 1));
        if (!meet.hasIntersection()) return;
        boolean neighbours = a == b && Math.abs(i - j) == 1 || atEnds(a, i, b, j) || a == b && a.isClosed() && Math.abs(i - j) == a.size() - 2;
        if (neighbours && meet.getIntersectionNum() == 1 && !meet.isInteriorIntersection()) return;
        tangled[(Integer) a.getData()] = true;
        tangled[(Integer) b.getData()] = true;
      }

      @Override
      public boolean isDone() {
        return false;
      }
    };
    MCIndexNoder noder = new MCIndexNoder(look);
    noder.computeNodes(strings);
    return tangled;
  }

  /** Lines may meet only where both begin or end. */
  private static boolean atEnds(SegmentString a, int i, SegmentString b, int j) {
    Coordinate a0 = i == 0 ? a.getCoordinate(0) : null;
    Coordinate a1 = i == a.size() - 2 ? a.getCoordinate(i + 1) : null;
    Coordinate b0 = j == 0 ? b.getCoordinate(0) : null;
    Coordinate b1 = j == b.size() - 2 ? b.getCoordinate(j + 1) : null;
    return a0 != null && (a0.equals(b0) || a0.equals(b1)) || a1 != null && (a1.equals(b0) || a1.equals(b1));
  }
}

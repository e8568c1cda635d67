package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines along a grid of nodes: borders along the corners of cells, roads along their centres. Each link between
 * neighbouring nodes has a rank, 0 the highest. Lines of high rank are smoothed first and carry the ends of lower ones
 * with them, so that a county border does not bend wherever a village border meets it.
 */
final class Net {

  static final int NONE = 99;
  private static final int[] BACK = {1, 0, 3, 2, 7, 6, 5, 4};

  final int width;
  private final byte[] rank;
  /** Smoothed positions of the nodes. */
  final double[] x;
  final double[] y;

  /** @param offset from a node's column and row to its position: 0 for centres of cells, -0.5 for corners */
  Net(int width, int height, double offset) {
    this.width = width;
    rank = new byte[width * height * 8];
    Arrays.fill(rank, (byte) NONE);
    x = new double[width * height];
    y = new double[width * height];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % width + offset;
      y[i] = i / width + offset;
    }
  }

  /** Links a node with its neighbour in one of the eight directions of {@link Grid}; a higher rank stays. */
  void link(int node, int direction, int r) {
    if (rank[node * 8 + direction] <= r) return;
    rank[node * 8 + direction] = (byte) r;
    rank[neighbour(node, direction) * 8 + BACK[direction]] = (byte) r;
  }

  /** Rank of the link in that direction, {@link #NONE} without one. */
  int rank(int node, int direction) {
    return rank[node * 8 + direction];
  }

  int neighbour(int node, int direction) {
    return node + Grid.DY[direction] * width + Grid.DX[direction];
  }

  /** Number of links of this rank or a higher one. */
  int degree(int node, int lowest) {
    int n = 0;
    for (int d = 0; d < 8; d++) if (rank[node * 8 + d] <= lowest) n++;
    return n;
  }

  /** Lines of one rank, cut where links down to the rank {@code cutBy} branch or end; rings without a cut begin anywhere. */
  List<int[]> lines(int ofRank, int cutBy) {
    List<int[]> lines = new ArrayList<>();
    boolean[] used = new boolean[rank.length];
    for (int pass = 0; pass < 2; pass++) {
      for (int node = 0; node < x.length; node++) {
        if (pass == 0 && degree(node, cutBy) == 2) continue;
        for (int d = 0; d < 8; d++) {
          if (rank[node * 8 + d] == ofRank && !used[node * 8 + d]) lines.add(follow(node, d, ofRank, cutBy, used));
        }
      }
    }
    return lines;
  }

  private int[] follow(int start, int direction, int ofRank, int cutBy, boolean[] used) {
    int[] line = new int[64];
    int n = 0;
    line[n++] = start;
    int node = start;
    int d = direction;
    while (true) {
      used[node * 8 + d] = true;
      node = neighbour(node, d);
      used[node * 8 + BACK[d]] = true;
      if (n == line.length) line = Arrays.copyOf(line, n * 2);
      line[n++] = node;
      if (node == start || degree(node, cutBy) != 2) break;
      int on = -1;
      for (int e = 0; e < 8; e++) if (rank[node * 8 + e] == ofRank && !used[node * 8 + e]) on = e;
      if (on < 0) break;
      d = on;
    }
    return Arrays.copyOf(line, n);
  }

  /** Moves the nodes of every line of the rank to the running mean along it. Call for rank 0 first. */
  void smooth(int r, double sigma) {
    List<int[]> lines = lines(r, r);
    for (int[] line : lines) {
      double[] sx = eased(line, x, sigma);
      double[] sy = eased(line, y, sigma);
      for (int i = 1; i < line.length - 1; i++) {
        x[line[i]] = sx[i];
        y[line[i]] = sy[i];
      }
    }
  }

  private double[] eased(int[] line, double[] of, double sigma) {
    double[] v = new double[line.length];
    for (int i = 0; i < v.length; i++) v[i] = of[line[i]];
    return Line.blurred(v, Math.min(sigma, line.length / 4.0 + .3));
  }
}

package org.mingjie.launch.district;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Streams as lines from source to mouth, each from its largest source; tributaries end exactly on the stream they join. */
final class Streams {

  /**
   * @param cells from source to mouth; x, y smoothed positions, one more than cells where the mouth is on another water
   * @param km2   catchment at the mouth
   * @param into  number of the stream it joins, -1 the main river, -2 another district
   */
  record Stream(int[] cells, double[] x, double[] y, double km2, int into) {}

  private record Mouth(int cell, int into, int parentCell) {}

  final List<Stream> all = new ArrayList<>();
  /** Number of the stream through a cell, -1 for none. */
  final int[] at = new int[Grid.SIZE];
  private final double[] px = new double[Grid.SIZE];
  private final double[] py = new double[Grid.SIZE];

  Streams(Terrain terrain) {
    Arrays.fill(at, -1);
    Drainage drainage = terrain.drainage;
    List<Mouth> mouths = new ArrayList<>();
    for (int k = 0; k < Grid.SIZE; k++) {
      int to = drainage.down[k];
      if (to < 0 || drainage.area[k] < Terrain.STREAM_CELLS || drainage.down[to] >= 0) continue;
      mouths.add(new Mouth(k, terrain.river.mask[to] ? -1 : -2, to));
    }
    mouths.sort(Comparator.comparingDouble((Mouth m) -> -drainage.area[m.cell()]).thenComparingInt(Mouth::cell));
    Deque<Mouth> open = new ArrayDeque<>(mouths);
    while (!open.isEmpty()) trace(open.poll(), terrain, open);
  }

  private void trace(Mouth mouth, Terrain terrain, Deque<Mouth> open) {
    Drainage drainage = terrain.drainage;
    List<Integer> up = new ArrayList<>(List.of(mouth.cell()));
    int number = all.size();
    while (true) {
      int k = up.get(up.size() - 1);
      at[k] = number;
      int main = -1;
      for (int d = 0; d < 8; d++) {
        int m = k + Grid.DY[d] * Grid.WIDTH + Grid.DX[d];
        if (m < 0 || m >= Grid.SIZE || drainage.down[m] != k || drainage.area[m] < Terrain.STREAM_CELLS) continue;
        if (main >= 0) open.add(new Mouth(drainage.area[m] > drainage.area[main] ? main : m, number, k));
        if (main < 0 || drainage.area[m] > drainage.area[main]) main = m;
      }
      if (main < 0) break;
      up.add(main);
    }
    all.add(shaped(up, mouth, terrain));
  }

  private Stream shaped(List<Integer> up, Mouth mouth, Terrain terrain) {
    int n = up.size();
    int[] cells = new int[n];
    double[] x = new double[n + 1];
    double[] y = new double[n + 1];
    for (int i = 0; i < n; i++) {
      int k = up.get(n - 1 - i);
      cells[i] = k;
      double flat = Math.max(.12, 1 - 14 * terrain.slope.v[k]);
      x[i] = k % Grid.WIDTH + 1.9 * flat * terrain.noise.sum(k % Grid.WIDTH, k / Grid.WIDTH, 7, 2);
      y[i] = k / Grid.WIDTH + 1.9 * flat * terrain.noise.sum(k % Grid.WIDTH + 300, k / Grid.WIDTH, 7, 2);
    }
    int end = mouth.parentCell();
    if (mouth.into() == -1) {
      x[n] = terrain.river.x[terrain.river.point[end]];
      y[n] = terrain.river.y[terrain.river.point[end]];
    } else {
      x[n] = mouth.into() < 0 ? end % Grid.WIDTH : px[end];
      y[n] = mouth.into() < 0 ? end / Grid.WIDTH : py[end];
    }
    double[] sx = Line.blurred(x, Math.min(1.7, n / 4.0 + .3));
    double[] sy = Line.blurred(y, Math.min(1.7, n / 4.0 + .3));
    for (int i = 0; i < n; i++) {
      px[cells[i]] = sx[i];
      py[cells[i]] = sy[i];
    }
    return new Stream(cells, sx, sy, terrain.drainage.area[mouth.cell()] * Grid.CELL_KM2, mouth.into());
  }
}

package org.mingjie.launch.district;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Cuts the land into the catchments of stream reaches, both banks together: what administrative units are made of. */
final class Catchments {

  /** Number of the catchment of each cell, -1 for outlets. */
  final int[] of = new int[Grid.SIZE];
  int count;

  /**
   * @param channelCells a stream begins where so many cells drain through one
   * @param reachCells   longest stretch of stream in one catchment
   */
  Catchments(Drainage drainage, MainRiver river, Nearest toRiver, int channelCells, int reachCells) {
    int[] feeders = new int[Grid.SIZE];
    for (int k = 0; k < Grid.SIZE; k++) {
      if (drainage.down[k] >= 0 && drainage.area[k] >= channelCells) feeders[drainage.down[k]]++;
    }
    int[] length = new int[Grid.SIZE];
    Map<Integer, Integer> banks = new LinkedHashMap<>();
    Arrays.fill(of, -1);
    for (int k : drainage.order) {
      int to = drainage.down[k];
      if (to < 0) continue;
      boolean channel = drainage.area[k] >= channelCells;
      if (channel && (of[to] < 0 || feeders[to] > 1 || length[to] >= reachCells)) {
        of[k] = count++;
      } else if (of[to] < 0) {
        Integer bank = banks.computeIfAbsent(bank(k, to, river, toRiver, reachCells), b -> count++);
        of[k] = bank;
      } else {
        of[k] = of[to];
        length[k] = channel ? length[to] + 1 : length[to];
      }
    }
  }

  /** Slopes straight into the main river: one catchment for each side and stretch. */
  private static int bank(int k, int to, MainRiver river, Nearest toRiver, int reachCells) {
    int point = river.point[toRiver.cell[k]];
    if (!river.mask[to]) return -1 - Math.max(to % Grid.WIDTH, to / Grid.WIDTH) / reachCells;
    int next = Math.min(point + 3, river.x.length - 1);
    double tx = river.x[next] - river.x[next - 3];
    double ty = river.y[next] - river.y[next - 3];
    double side = tx * (k / Grid.WIDTH - river.y[point]) - ty * (k % Grid.WIDTH - river.x[point]);
    return 2 * (point / Math.max(4, reachCells)) + (side > 0 ? 1 : 0);
  }
}

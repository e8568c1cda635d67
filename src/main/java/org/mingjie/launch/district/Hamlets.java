package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Natural villages: one at the seat of every committee, the others where ground, water and roads invite. */
final class Hamlets {

  private static final int WANTED = 5000;
  /** Cells between neighbours. */
  private static final double APART = 3.1;

  final List<Integer> cells = new ArrayList<>();
  private final List<Integer> villageAtSeat = new ArrayList<>();

  /** @param large numbers of the townships whose town spreads far */
  Hamlets(Territory territory, Terrain terrain, Set<Integer> large, long seed) {
    Dice dice = new Dice(seed + 840);
    Set<Integer> towns = new HashSet<>();
    for (int seat : territory.townshipSeat) towns.add(seat);
    Set<Integer> used = new HashSet<>();
    for (int v = 0; v < territory.villageSeat.size(); v++) {
      int cell = territory.villageSeat.get(v);
      if (towns.contains(cell)) continue;
      cells.add(cell);
      villageAtSeat.add(v);
      used.add(cell);
    }
    List<Integer> free = new ArrayList<>();
    for (int k = 0; k < Grid.SIZE; k++) if (territory.village[k] >= 0 && roomy(k, used, territory, large)) free.add(k);
    for (int k : Sites.spread(free, -1, WANTED - cells.size(), APART, terrain, dice)) {
      cells.add(k);
      villageAtSeat.add(-1);
    }
  }

  private static boolean roomy(int k, Set<Integer> used, Territory territory, Set<Integer> large) {
    for (int y = -3; y <= 3; y++) for (int x = -3; x <= 3; x++) if (used.contains(k + y * Grid.WIDTH + x)) return false;
    for (int t = 0; t < territory.townshipSeat.length; t++) {
      int seat = territory.townshipSeat[t];
      int reach = large.contains(t) ? 12 : 6;
      int dx = Math.abs(seat % Grid.WIDTH - k % Grid.WIDTH);
      int dy = Math.abs(seat / Grid.WIDTH - k / Grid.WIDTH);
      if (dx < reach && dy < reach) return false;
    }
    return true;
  }

  List<Draft> drafts(Territory territory, Units units, Shapes shapes, BuiltUp builtUp, Histories histories, Locator locator, long seed) {
    Dice dice = new Dice(seed + 860);
    VillageNames names = new VillageNames(seed + 1);
    Map<Integer, Set<String>> taken = new HashMap<>();
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      int k = cells.get(i);
      int v = villageAtSeat.get(i);
      double x = k % Grid.WIDTH + .5 * (dice.share() - .5);
      double y = k / Grid.WIDTH + .5 * (dice.share() - .5);
      Integer village = locator.village(shapes.point(x, y));
      if (village == null) continue;
      Set<String> here = taken.computeIfAbsent(territory.villageTownship.get(village), t -> new HashSet<>());
      Name name = v >= 0 && dice.happens(.6) && here.add(units.villageName.get(v).text()) ? VillageNames.split(units.villageName.get(v)) : names.natural(here);
      int plots = v >= 0 ? 4 + dice.below(4) : 1 + dice.below(3);
      double importance = v >= 0 ? .3 + .25 * dice.share() : .05 + .2 * dice.share();
      drafts.add(new Draft("22200", name, importance).at(shapes.point(x, y)).over(builtUp.village(x, y, plots))
          .meaning(histories.happens(.06) ? histories.meaning(name.whole()) : null));
    }
    return drafts;
  }
}

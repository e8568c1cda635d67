package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Summits: the highest point for a kilometre around. */
final class Peaks {

  private static final int AROUND = 7;
  private static final int WANTED = 230;
  private static final List<String> SUMMITS = List.of("山", "岭", "尖", "峰", "嶂", "寨", "顶", "岩", "脑");

  private Peaks() {}

  static List<Draft> of(Terrain terrain, Territory territory, Shapes shapes, long seed) {
    List<Integer> tops = new ArrayList<>();
    for (int y = AROUND; y < Grid.HEIGHT - AROUND; y++) {
      for (int x = AROUND; x < Grid.WIDTH - AROUND; x++) {
        int k = Grid.index(x, y);
        if (territory.county[k] >= 0 && terrain.height.v[k] > 130 && terrain.crest.v[k] > 25 && highest(k, terrain)) tops.add(k);
      }
    }
    tops.sort(Comparator.comparingDouble((Integer k) -> -terrain.height.v[k]).thenComparingInt(k -> k));
    Dice dice = new Dice(seed + 880);
    List<String> listed = new ArrayList<>(Lexicon.MOUNTAINS);
    Set<String> taken = new HashSet<>();
    List<Draft> peaks = new ArrayList<>();
    for (int k : tops.subList(0, Math.min(WANTED, tops.size()))) {
      Name name = peaks.size() < listed.size() ? RiverName.of(listed.get(peaks.size())) : made(dice, taken);
      double importance = .2 + .5 * Math.min(1, terrain.height.v[k] / 1300);
      peaks.add(new Draft("13400", name, importance).at(shapes.point(k % Grid.WIDTH, k / Grid.WIDTH)).high(terrain.height.v[k]));
    }
    return peaks;
  }

  private static Name made(Dice dice, Set<String> taken) {
    while (true) {
      Term spot = Term.of(dice.of(Lexicon.SPOTS));
      if ("山岭峰尖寨坪湾冲塘溪桥江口泉潭".indexOf(spot.lastCharacter()) < 0 && taken.add(spot.text())) return Name.of(spot, dice.of(SUMMITS));
    }
  }

  private static boolean highest(int k, Terrain terrain) {
    for (int y = -AROUND; y <= AROUND; y++) {
      for (int x = -AROUND; x <= AROUND; x++) if (terrain.height.v[k + y * Grid.WIDTH + x] > terrain.height.v[k]) return false;
    }
    return true;
  }
}

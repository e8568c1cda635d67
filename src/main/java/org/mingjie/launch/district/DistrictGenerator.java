package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the sample district. The same seed gives the same district on every machine. */
public final class DistrictGenerator {

  /** The seed of the district that is delivered. */
  public static final long SEED = 1;

  private DistrictGenerator() {}

  /**
   * @param seed a plan fits most seeds, not all: where the ground drawn by it cannot carry the planned seats the call fails
   * @return prefecture 云州市 of 示例省 with all its places, EPSG:4490, in the sea around 124.2° E 31.4° N
   * @throws IllegalStateException if the ground of this seed does not carry the plan
   */
  public static District generate(long seed) {
    Plan plan = new Plan();
    Terrain terrain = new Terrain(seed);
    Reservoirs reservoirs = new Reservoirs(terrain, plan);
    Territory territory = new Territory(plan, terrain, seed);
    Ground ground = new Ground(seed);
    Shapes shapes = new Shapes(ground);
    Histories histories = new Histories(seed);
    Units units = new Units(plan, territory, new Borders(territory, ground), shapes, histories, seed);
    Waters waters = new Waters(terrain, territory, plan, new Streams(terrain), reservoirs, shapes, seed);
    Roads roads = new Roads(plan, territory, terrain);
    Hamlets hamlets = new Hamlets(territory, terrain, plan.largeTowns(), seed);
    Map<Integer, List<int[]>> lanes = roads.lanes(hamlets.cells);
    roads.smooth();
    roads.motorways();
    Locator locator = new Locator(units.villages);
    BuiltUp builtUp = new BuiltUp(shapes, seed);
    List<Draft> drafts = new ArrayList<>(waters.all);
    drafts.addAll(Peaks.of(terrain, territory, shapes, seed));
    drafts.addAll(new Ways(roads, lanes, territory, units, shapes, waters, locator).all);
    drafts.addAll(Heritage.of(plan, territory, shapes));
    drafts.addAll(new Towns(plan, territory, terrain, shapes, builtUp, waters.surfaces, seed).all);
    drafts.addAll(hamlets.drafts(territory, units, shapes, builtUp, histories, locator, seed));
    return new District(units.all, units.boundaries, placed(drafts, locator, units), ReliefSampler.sample(terrain, territory, ground));
  }

  /** Places beyond the prefecture fall out. */
  private static List<SamplePlace> placed(List<Draft> drafts, Locator locator, Units units) {
    List<SamplePlace> places = new ArrayList<>();
    Map<String, Integer> counted = new HashMap<>();
    for (Draft d : drafts) {
      Integer village = locator.village(d.point());
      if (village == null) continue;
      String id = "S%s-%04d".formatted(d.classCode(), counted.merge(d.classCode(), 1, Integer::sum));
      places.add(d.placed(id, units.villageCode[village]));
    }
    return places;
  }
}

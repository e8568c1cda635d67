package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;

/** Roads, railway, lanes and bridges as named places. */
final class Ways {

  private static final Map<String, String> CLASS = Map.of("motorway", "23200", "national", "23211", "provincial", "23212", "county", "23213", "township", "23214", "railway", "23300");
  private static final Map<String, Double> IMPORTANCE = Map.of("motorway", .9, "national", .8, "provincial", .65, "county", .45, "township", .3, "railway", .8);

  final List<Draft> all = new ArrayList<>();
  private final Territory territory;
  private final Shapes shapes;

  Ways(Roads roads, Map<Integer, List<int[]>> lanes, Territory territory, Units units, Shapes shapes, Waters waters, Locator locator) {
    this.territory = territory;
    this.shapes = shapes;
    for (Roads.Road r : roads.all) road(r, waters, locator, units);
    road(roads.railway, waters, locator, units);
    lanes.forEach((village, parts) -> {
      Geometry line = shapes.lines(parts, roads.net, 9);
      all.add(new Draft("23200", Name.of(units.villageName.get(village), "村道"), .08).at(middle(parts, roads.net)).shaped(line).graded("village", "").longKm(Shapes.km(line)));
    });
  }

  private void road(Roads.Road r, Waters waters, Locator locator, Units units) {
    if (r.parts().isEmpty()) return;
    Geometry line = shapes.lines(r.parts(), r.net(), r.grade().equals("motorway") || r.grade().equals("railway") ? 3 : 5);
    Draft draft = new Draft(CLASS.get(r.grade()), r.name(), IMPORTANCE.get(r.grade())).at(middle(r.parts(), r.net())).shaped(line).longKm(Shapes.km(line));
    all.add(r.grade().equals("railway") ? draft : draft.graded(r.grade(), r.ref()));
    bridges(r, line, waters, locator, units);
  }

  private final Map<String, Integer> bridgesOf = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** Where a road of some weight crosses a river that has one. */
  private void bridges(Roads.Road road, Geometry line, Waters waters, Locator locator, Units units) {
    if (road.grade().equals("railway")) return;
    for (Draft river : waters.rivers) {
      Geometry course = river.line();
      boolean main = course == waters.rivers.get(0).line();
      if (!main && river.lengthKm() < 9 || !line.getEnvelopeInternal().intersects(course.getEnvelopeInternal())) continue;
      Geometry crossings = line.intersection(course);
      for (Coordinate c : crossings.getCoordinates()) {
        Coordinate at = Shapes.coarse(c.x, c.y);
        Integer village = locator.village(at);
        if (village == null || bridgesOf.merge(road.ref() + river.name().text(), 1, Integer::sum) > 3) continue;
        Term place = units.villageName.get(village);
        String generic = main || road.grade().equals("motorway") ? "大桥" : river.lengthKm() > 25 ? "大桥" : "桥";
        if (!taken.add(place.text() + generic)) continue;
        all.add(new Draft("23610", Name.of(place, generic), main ? .5 : .25).at(at));
      }
    }
  }

  private Coordinate middle(List<int[]> parts, Net net) {
    int[] longest = parts.get(0);
    for (int[] p : parts) if (p.length > longest.length) longest = p;
    for (int i = 0; i < longest.length; i++) {
      int at = longest.length / 2 + (i % 2 == 0 ? i / 2 : -(i + 1) / 2);
      if (at >= 0 && at < longest.length && territory.village[longest[at]] >= 0) return shapes.point(net.x[longest[at]], net.y[longest[at]]);
    }
    return shapes.point(net.x[longest[0]], net.y[longest[0]]);
  }
}

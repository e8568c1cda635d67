package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;

/** Rivers, streams and reservoirs as named places. */
final class Waters {

  /** Streams of this catchment have a name; square kilometres. */
  private static final double NAMED_KM2 = 6;

  /** Water surfaces, in degrees. */
  final List<Geometry> surfaces = new ArrayList<>();
  /** Streams with a name, the main river first, for bridges. */
  final List<Draft> rivers = new ArrayList<>();
  final List<Draft> all = new ArrayList<>();

  private final Terrain terrain;
  private final Shapes shapes;
  private final Nearest toInside;
  private final Dice dice;
  private final Set<String> taken = new HashSet<>();
  private int listed;

  Waters(Terrain terrain, Territory territory, Plan plan, Streams streams, Reservoirs reservoirs, Shapes shapes, long seed) {
    this.terrain = terrain;
    this.shapes = shapes;
    dice = new Dice(seed + 600);
    boolean[] inside = new boolean[Grid.SIZE];
    for (int k = 0; k < Grid.SIZE; k++) inside[k] = territory.county[k] >= 0;
    toInside = new Nearest(inside);
    mainRiver();
    Map<Integer, Name> byTown = namesOfTowns(streams, plan, territory);
    for (int i = 0; i < streams.all.size(); i++) stream(streams.all.get(i), byTown.get(i));
    all.addAll(rivers);
    for (Reservoirs.Reservoir r : reservoirs.all) reservoir(r, territory, plan);
  }

  /** Streams are called after the town on their banks; 浒溪 first, since its stream is spoken of everywhere. */
  private Map<Integer, Name> namesOfTowns(Streams streams, Plan plan, Territory territory) {
    Map<Integer, Name> names = new HashMap<>();
    List<Integer> towns = new ArrayList<>();
    for (int t = 0; t < plan.townships.size(); t++) {
      String town = plan.townships.get(t).name().text();
      if (town.equals("浒溪镇")) towns.add(0, t);
      else if (!town.endsWith("街道") && !town.startsWith("青江") && !town.startsWith("江口") && !town.startsWith("沙洲") && !town.startsWith("渔洲")) towns.add(t);
    }
    for (int t : towns) {
      int stream = streamOf(streams, territory.townshipSeat[t], names);
      Term town = plan.townships.get(t).name().specific();
      Name name = "溪江河水涧".indexOf(town.lastCharacter()) >= 0 && town.length() > 1 ? new Name(List.of(town.butLast(1)), town.last(1), false) : Name.of(town, stream % 3 == 0 ? "溪" : "河");
      if (stream >= 0 && taken.add(name.text())) names.put(stream, name);
    }
    return names;
  }

  /** The largest stream within a mile of the seat that has no name yet, -1 without one. */
  private static int streamOf(Streams streams, int seat, Map<Integer, Name> named) {
    int best = -1;
    for (int y = -9; y <= 9; y++) {
      for (int x = -9; x <= 9; x++) {
        int s = streams.at[seat + y * Grid.WIDTH + x];
        if (s >= 0 && !named.containsKey(s) && streams.all.get(s).km2() > 10 && (best < 0 || streams.all.get(s).km2() > streams.all.get(best).km2())) best = s;
      }
    }
    return best;
  }

  private void mainRiver() {
    MainRiver r = terrain.river;
    int first = 0;
    while (far(r, first, 14)) first++;
    int last = r.x.length - 1;
    while (far(r, last, 14)) last--;
    List<double[]> ring = new ArrayList<>();
    for (int i = first; i <= last; i++) ring.add(bank(r, i, 1));
    for (int i = last; i >= first; i--) ring.add(bank(r, i, -1));
    ring.add(ring.get(0));
    Geometry water = shapes.area(ring, 4);
    surfaces.add(water);
    Geometry line = shapes.line(Arrays.copyOfRange(r.x, first, last + 1), Arrays.copyOfRange(r.y, first, last + 1), 5);
    int middle = (first + last) / 2;
    rivers.add(new Draft("12100", RiverName.of("青江"), 1).at(shapes.point(r.x[middle], r.y[middle])).shaped(line).over(water).longKm(Shapes.km(line)).meaning("因水色青碧得名"));
  }

  private boolean far(MainRiver r, int i, double cells) {
    int x = (int) Math.rint(r.x[i]);
    int y = (int) Math.rint(r.y[i]);
    return !Grid.has(x, y) || toInside.distance(Grid.index(x, y)) > cells;
  }

  private static double[] bank(MainRiver r, int i, int side) {
    int a = Math.max(0, i - 2);
    int b = Math.min(r.x.length - 1, i + 2);
    double tx = r.x[b] - r.x[a];
    double ty = r.y[b] - r.y[a];
    double t = StrictMath.sqrt(tx * tx + ty * ty);
    return new double[] {r.x[i] - side * ty / t * r.half[i], r.y[i] + side * tx / t * r.half[i]};
  }

  private void stream(Streams.Stream s, @Nullable Name byTown) {
    if (s.km2() < NAMED_KM2) return;
    int from = 0;
    while (from < s.cells().length && toInside.distance(s.cells()[from]) > 9) from++;
    int to = s.cells().length;
    while (to > from && toInside.distance(s.cells()[to - 1]) > 9) to--;
    if (to - from < 8) return;
    int inside = from;
    for (int i = from; i < to; i++) if (toInside.distance(s.cells()[i]) == 0 && (toInside.distance(s.cells()[inside]) > 0 || Math.abs(i - (from + to) / 2) < Math.abs(inside - (from + to) / 2))) inside = i;
    if (toInside.distance(s.cells()[inside]) > 0) return;
    int end = to == s.cells().length ? to + 1 : to;
    Geometry line = shapes.line(Arrays.copyOfRange(s.x(), from, end), Arrays.copyOfRange(s.y(), from, end), 7);
    Name name = byTown == null ? name(s.km2()) : byTown;
    double importance = Math.min(.9, .12 + StrictMath.log10(s.km2() / 5) * .33);
    rivers.add(new Draft("12100", name, importance).at(shapes.point(s.x()[inside], s.y()[inside])).shaped(line).longKm(Shapes.km(line)));
  }

  private Name name(double km2) {
    if (km2 > 22) {
      while (listed < Lexicon.RIVERS.size()) {
        String n = Lexicon.RIVERS.get(listed++);
        if (taken.add(n)) return RiverName.of(n);
      }
    }
    for (int i = 0; i < 50; i++) {
      Term spot = Term.of(dice.of(Lexicon.SPOTS));
      Name name = Name.of(spot, dice.of(Lexicon.BROOKS));
      boolean echo = Character.toString(spot.lastCharacter()).equals(name.generic().text()) || "溪坑水涧沟江河".indexOf(spot.lastCharacter()) >= 0;
      if (!echo && taken.add(name.text())) return name;
    }
    return Name.of(Term.of(dice.of(Lexicon.PREFIXES)).with(Term.of(dice.of(Lexicon.BASES))), "溪");
  }

  private void reservoir(Reservoirs.Reservoir r, Territory territory, Plan plan) {
    Geometry water = shapes.area(r.shore(), 12);
    surfaces.add(water);
    int township = territory.township[r.dam()];
    if (township < 0) return;
    Term place = plan.townships.get(township).name().specific();
    Name name = Name.of(taken.add(place.text() + "水库") ? place : Term.of(dice.of(Lexicon.SPOTS)), "水库");
    Coordinate inside = water.getInteriorPoint().getCoordinate();
    all.add(new Draft("24230", name, .5).at(Shapes.coarse(inside.x, inside.y)).shaped(water).high(r.level()));
  }
}

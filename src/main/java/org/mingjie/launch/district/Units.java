package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;

/** The administrative units with codes and names, and the lines between them. */
final class Units {

  private static final String PROVINCE = "990000";
  private static final String PREFECTURE = "990100";

  final List<SampleUnit> all = new ArrayList<>();
  final List<SampleBoundary> boundaries = new ArrayList<>();
  final String[] villageCode;
  final List<Term> villageName = new ArrayList<>();
  final Map<Integer, Polygon> villages;
  final Map<Integer, Polygon> prefecture;
  private final Plan plan;
  private final Territory territory;
  private final Shapes shapes;
  private final Histories histories;
  private final VillageNames names;

  Units(Plan plan, Territory territory, Borders borders, Shapes shapes, Histories histories, long seed) {
    this.plan = plan;
    this.territory = territory;
    this.shapes = shapes;
    this.histories = histories;
    names = new VillageNames(seed);
    villageCode = new String[territory.villageSeat.size()];
    villages = Polygons.units(borders.stretches, v -> v);
    prefecture = Polygons.units(borders.stretches, v -> v < 0 ? -1 : 0);
    upper(borders);
    lower(borders);
    lines(borders);
  }

  private int township(int village) {
    return village < 0 ? -1 : territory.villageTownship.get(village);
  }

  private int county(int village) {
    return village < 0 ? -1 : plan.townships.get(township(village)).county();
  }

  private void upper(Borders borders) {
    Polygon whole = prefecture.get(0);
    Coordinate capital = seat(territory.townshipSeat[plan.counties.get(0).seatTownship()], whole);
    add(PROVINCE, 1, null, "21200", Name.of("示例", "省"), "", capital, whole, "说明如何使用本系统的虚构省份", List.of());
    add(PREFECTURE, 2, PROVINCE, "21300", Name.of("云州", "市"), "", capital, whole, "因云台山得名", List.of(new FormerName("云州地区", "Yúnzhōu Dìqū", 1970, 1994, "地市合并", histories.document())));
    Map<Integer, Polygon> counties = Polygons.units(borders.stretches, this::county);
    for (int c = 0; c < plan.counties.size(); c++) {
      Plan.County county = plan.counties.get(c);
      Polygon extent = counties.get(c);
      List<FormerName> former = county.name().generic().text().equals("县") ? List.of() : List.of(former(county));
      add(county.code(), 3, PREFECTURE, "21400", county.name(), "", seat(territory.townshipSeat[county.seatTownship()], extent), extent, histories.meaning(county.name().specific()), former);
    }
  }

  private FormerName former(Plan.County county) {
    boolean district = county.name().generic().text().equals("区");
    Name name = Name.of(county.name().specific(), "县");
    return new FormerName(name.text(), name.spelling(), 1949, district ? 1994 : 1988, district ? "撤县设区" : "撤县设市", histories.document());
  }

  private void lower(Borders borders) {
    Map<Integer, Polygon> townships = Polygons.units(borders.stretches, this::township);
    Map<Integer, Set<String>> takenInCounty = new HashMap<>();
    for (int v = 0; v < villageCode.length; v++) villageName.add(Term.NONE);
    nameOnPurpose("下渡", "徐溪", takenInCounty);
    nameOnPurpose("浒溪", "灵泉", takenInCounty);
    nameOnPurpose("石鼓", "浒溪湾", takenInCounty);
    for (int t = 0; t < plan.townships.size(); t++) {
      Plan.Township township = plan.townships.get(t);
      Polygon extent = townships.get(t);
      add(township.code(), 4, plan.counties.get(township.county()).code(), "21500", township.name(), "", seat(territory.townshipSeat[t], extent), extent, histories.meaning(township.name().specific()), histories.ofTownship(township.name()));
      villagesOf(t, takenInCounty.computeIfAbsent(township.county(), c -> new HashSet<>()));
    }
  }

  /** Names the product's examples speak of: homophones in other counties. */
  private void nameOnPurpose(String township, String village, Map<Integer, Set<String>> taken) {
    for (int v = 0; v < villageCode.length; v++) {
      Plan.Township t = plan.townships.get(township(v));
      boolean seat = territory.villageSeat.get(v) == territory.townshipSeat[township(v)];
      if (seat || !t.name().specific().text().equals(township)) continue;
      villageName.set(v, Term.of(village));
      taken.computeIfAbsent(t.county(), c -> new HashSet<>()).add(village);
      return;
    }
  }

  private void villagesOf(int t, Set<String> taken) {
    Plan.Township township = plan.townships.get(t);
    boolean street = township.name().generic().text().equals("街道");
    int resident = 1;
    int village = 200;
    for (int v = 0; v < villageCode.length; v++) {
      if (township(v) != t) continue;
      boolean seat = territory.villageSeat.get(v) == territory.townshipSeat[t];
      boolean urban = street || seat && township.name().generic().text().equals("镇");
      if (villageName.get(v).isEmpty()) villageName.set(v, seat && taken.add(township.name().specific().text()) ? township.name().specific() : names.committee(taken));
      villageCode[v] = township.code() + "%03d".formatted(urban ? resident++ : village++);
      Term specific = villageName.get(v);
      Polygon extent = villages.get(v);
      String meaning = histories.happens(.35) ? histories.meaning(specific) : null;
      add(villageCode[v], 5, township.code(), urban ? "21620" : "21610", Name.of(specific, urban ? "社区" : "村"), urban ? "居委会" : "村委会",
          seat(territory.villageSeat.get(v), extent), extent, meaning, urban ? List.of() : histories.ofVillage(specific, names.committee(taken)));
    }
  }

  private void add(String code, int level, @Nullable String parent, String classCode, Name name, String wording, Coordinate seat, Polygon extent,
      @Nullable String meaning, List<FormerName> former) {
    String origin = meaning == null ? null : histories.document();
    all.add(new SampleUnit(code, level, parent, classCode, name.text(), name.specific().text(), name.generic().text(), name.spelling(),
        wording.isEmpty() ? null : wording, seat, extent, meaning, origin, former));
  }

  private Coordinate seat(int cell, Polygon extent) {
    Coordinate seat = shapes.point(cell % Grid.WIDTH, cell / Grid.WIDTH);
    if (extent.contains(Polygons.FACTORY.createPoint(seat))) return seat;
    Coordinate inside = extent.getInteriorPoint().getCoordinate();
    return Shapes.coarse(inside.x, inside.y);
  }

  private void lines(Borders borders) {
    List<List<Borders.Stretch>> byLevel = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Borders.Stretch s : borders.stretches) byLevel.get(s.left() < 0 || s.right() < 0 ? 0 : county(s.left()) != county(s.right()) ? 1 : township(s.left()) != township(s.right()) ? 2 : 3).add(s);
    for (List<Borders.Stretch> chain : Polygons.chains(byLevel.get(0), this::county)) outer(chain);
    for (List<Borders.Stretch> chain : Polygons.chains(byLevel.get(1), this::county)) {
      Plan.County a = plan.counties.get(county(chain.get(0).left()));
      Plan.County b = plan.counties.get(county(chain.get(0).right()));
      boolean first = a.code().compareTo(b.code()) < 0;
      String name = "" + (first ? a : b).shortName() + (first ? b : a).shortName() + "线";
      boundaries.add(new SampleBoundary(3, a.code(), b.code(), name, null, Polygons.line(chain)));
    }
    for (List<Borders.Stretch> chain : Polygons.chains(byLevel.get(2), this::township)) {
      boundaries.add(new SampleBoundary(4, plan.townships.get(township(chain.get(0).left())).code(), plan.townships.get(township(chain.get(0).right())).code(), null, null, Polygons.line(chain)));
    }
    for (Borders.Stretch s : byLevel.get(3)) {
      boundaries.add(new SampleBoundary(5, villageCode[s.left()], villageCode[s.right()], null, null, Polygons.line(List.of(s))));
    }
  }

  private void outer(List<Borders.Stretch> chain) {
    LineString line = Polygons.line(chain);
    boolean insideLeft = chain.get(0).left() >= 0;
    String county = plan.counties.get(county(insideLeft ? chain.get(0).left() : chain.get(0).right())).code();
    boundaries.add(new SampleBoundary(2, PREFECTURE, null, null, county, insideLeft ? line : line.reverse()));
  }
}

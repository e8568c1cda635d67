package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;

/** The seats of townships as built-up places, with their streets, parks, schools and halls. */
final class Towns {

  private static final List<String> PARKS = List.of("人民", "江滨", "文化", "滨江", "东山", "西山", "北山", "南山", "凤山", "龙山", "翠湖", "望江", "儿童", "中山");

  final List<Draft> all = new ArrayList<>();
  private final Plan plan;
  private final Territory territory;
  private final Terrain terrain;
  private final Shapes shapes;
  private final BuiltUp builtUp;
  private final List<Geometry> waters;
  private final Dice dice;

  Towns(Plan plan, Territory territory, Terrain terrain, Shapes shapes, BuiltUp builtUp, List<Geometry> waters, long seed) {
    this.plan = plan;
    this.territory = territory;
    this.terrain = terrain;
    this.shapes = shapes;
    this.builtUp = builtUp;
    this.waters = waters;
    dice = new Dice(seed + 820);
    for (int t = 0; t < plan.townships.size(); t++) town(t);
  }

  private boolean countySeat(int t) {
    return plan.counties.stream().anyMatch(c -> c.seatTownship() == t);
  }

  private void town(int t) {
    Name township = plan.townships.get(t).name();
    String generic = township.generic().text();
    boolean seat = countySeat(t);
    boolean street = generic.equals("街道");
    double radius = street ? t < 3 ? 13 : 12 : seat ? 9.5 : generic.equals("镇") ? 3.6 + 1.6 * dice.share() : 2 + dice.share();
    int cell = territory.townshipSeat[t];
    double x = cell % Grid.WIDTH;
    double y = cell / Grid.WIDTH;
    double turn = alongWater(cell);
    Geometry land = builtUp.town(x, y, radius, turn, waters);
    double importance = seat ? t == 0 ? 1 : .92 : street ? .8 : generic.equals("镇") ? .72 : .62;
    boolean urban = street || generic.equals("镇");
    Term urbanName = t == 0 ? Term.of("云州") : seat && street ? Term.of("安阜") : township.specific();
    all.add(new Draft(urban ? "22100" : "22200", new Name(List.of(urbanName), Term.NONE, true), importance).at(shapes.point(x, y)).over(land));
    if (land != null && urban) streets(land, x, y, radius, turn, street ? 26 : seat ? 20 : 4 + dice.below(4));
    halls(t, x, y, radius, street || seat);
    if (street || seat) parks(x, y, radius);
  }

  /** Direction of the nearest water's course there, radians. */
  private double alongWater(int cell) {
    int water = terrain.toStream.cell[cell];
    double best = 0;
    double most = -1;
    for (int i = 0; i < 12; i++) {
      double a = i * StrictMath.PI / 12;
      double wet = 0;
      for (int s = -7; s <= 7; s++) {
        int x = (int) Math.rint(water % Grid.WIDTH + s * StrictMath.cos(a));
        int y = (int) Math.rint(water / Grid.WIDTH + s * StrictMath.sin(a));
        if (Grid.has(x, y) && terrain.toStream.distance(Grid.index(x, y)) < 1.5) wet++;
      }
      if (wet > most) {
        most = wet;
        best = a;
      }
    }
    return best + .12 * dice.bell() / 3;
  }

  private void streets(Geometry land, double x, double y, double radius, double turn, int wanted) {
    Set<String> taken = new HashSet<>();
    double spacing = Math.max(1.3, radius / 5.2);
    for (int i = 0; i < wanted; i++) {
      boolean along = i % 2 == 0;
      int rank = i / 2;
      double off = (rank % 2 == 0 ? 1 : -1) * ((rank + 1) / 2) * spacing * (.85 + .3 * dice.share());
      double reach = radius * (rank < 3 ? 1.5 : .35 + .9 * dice.share());
      double shift = rank < 3 ? 0 : radius * .5 * (dice.share() - .5) * 2;
      LineString street = street(x, y, turn + (along ? 0 : StrictMath.PI / 2) + .04 * dice.bell(), off, shift, reach);
      Geometry inside = longest(street.intersection(land));
      if (inside == null || Shapes.km(inside) < .25) continue;
      Coordinate middle = inside.getCoordinates()[inside.getNumPoints() / 2];
      all.add(new Draft("23510", streetName(rank, taken), rank < 2 ? .4 : .3 - .01 * rank).at(middle).shaped(inside).graded("street", "").longKm(Shapes.km(inside)));
    }
  }

  private LineString street(double x, double y, double a, double off, double shift, double reach) {
    Noise bend = new Noise(dice.next());
    int n = 24;
    double[] px = new double[n + 1];
    double[] py = new double[n + 1];
    for (int i = 0; i <= n; i++) {
      double u = shift + reach * (2.0 * i / n - 1);
      double v = off + .5 * bend.wave(u, 0, 9) + .12 * bend.wave(u, 9, 2.2);
      px[i] = x + u * StrictMath.cos(a) - v * StrictMath.sin(a);
      py[i] = y + u * StrictMath.sin(a) + v * StrictMath.cos(a);
    }
    return shapes.line(px, py, 5);
  }

  private static @Nullable Geometry longest(Geometry parts) {
    Geometry best = null;
    for (int i = 0; i < parts.getNumGeometries(); i++) {
      Geometry g = parts.getGeometryN(i);
      if (g instanceof LineString && !g.isEmpty() && (best == null || g.getLength() > best.getLength())) best = g;
    }
    if (best == null) return null;
    Coordinate[] c = best.getCoordinates();
    for (int i = 0; i < c.length; i++) c[i] = Shapes.coarse(c[i].x, c[i].y);
    return Polygons.FACTORY.createLineString(c);
  }

  private Name streetName(int rank, Set<String> taken) {
    while (true) {
      boolean old = rank > 2 && dice.happens(.55);
      String specific = dice.of(old ? Lexicon.OLD_STREETS : Lexicon.NEW_WORDS);
      String generic = old ? dice.of(List.of("街", "街", "巷", "弄lòng", "里")) : rank == 0 ? dice.of(List.of("大道", "大街", "路")) : dice.of(List.of("路", "路", "街"));
      if (!taken.add(specific)) continue;
      return Name.of(specific, generic);
    }
  }

  private void halls(int t, double x, double y, double radius, boolean large) {
    Term whole = plan.townships.get(t).name().whole();
    String[][] small = {{"中心", "小学"}, {"初级", "中学"}, {"", "卫生院"}, {"", "敬老院"}};
    for (String[] f : small) hall(Name.under(whole, f[0], f[1]), x, y, radius, .3);
    if (!large) return;
    Plan.County county = plan.counties.get(plan.townships.get(t).county());
    if (county.seatTownship() != t) return;
    Term name = county.name().whole();
    String[][] more = {{"第一", "中学"}, {"第二", "中学"}, {"第三", "中学"}, {"实验", "小学"}, {"人民", "医院"}, {"", "图书馆"}, {"", "文化馆"}, {"", "博物馆"}, {"", "体育馆"}, {"职业", "学校"}, {"", "客运站"}};
    for (String[] f : more) hall(Name.under(name, f[0], f[1]), x, y, radius, .45);
  }

  private void hall(Name name, double x, double y, double radius, double importance) {
    all.add(new Draft("27300", name, importance).at(shapes.point(x + radius * .4 * dice.bell() / 1.6, y + radius * .3 * dice.bell() / 1.6)));
  }

  private void parks(double x, double y, double radius) {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      String specific = dice.of(PARKS);
      if (!taken.add(specific)) continue;
      double px = x + radius * .5 * dice.bell() / 1.5;
      double py = y + radius * .4 * dice.bell() / 1.5;
      all.add(new Draft("25200", Name.of(specific, "公园"), .4).at(shapes.point(px, py)));
    }
  }
}

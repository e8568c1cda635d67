package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.List;

/** Which county, township and village every cell belongs to. -1 is beyond the prefecture. */
final class Territory {

  /** Mean size of a village's extent, square kilometres, outside towns. */
  private static final double VILLAGE_KM2 = 9.2;

  final int[] county;
  final int[] township;
  final int[] village;
  /** Cells of the seats, by township and by village. */
  final int[] townshipSeat;
  final List<Integer> villageSeat = new ArrayList<>();
  final List<Integer> villageTownship = new ArrayList<>();

  private final Terrain terrain;
  private final Plan plan;
  private final Dice dice;

  Territory(Plan plan, Terrain terrain, long seed) {
    this.plan = plan;
    this.terrain = terrain;
    dice = new Dice(seed + 40);
    townshipSeat = plan.townships.stream().mapToInt(t -> level(Grid.cells(t.x()), Grid.cells(t.y()))).toArray();
    double[] cost = cost();
    county = counties(cost);
    township = townships(cost);
    village = villages(cost);
  }

  /** Level ground near a stream but not in it, as near as may be to the planned place. */
  private int level(double px, double py) {
    int best = -1;
    double least = 1e9;
    for (int y = (int) py - 16; y <= py + 16; y++) {
      for (int x = (int) px - 16; x <= px + 16; x++) {
        int k = Grid.index(x, y);
        double away = StrictMath.sqrt((x - px) * (x - px) + (y - py) * (y - py));
        double water = Math.abs(terrain.toStream.distance(k) - 3.5);
        double bad = 60 * slopeAround(x, y) + .35 * water + .22 * away + (terrain.toRiver.distance(k) < 5 ? 30 : 0);
        if (bad < least) {
          least = bad;
          best = k;
        }
      }
    }
    return best;
  }

  private double slopeAround(int x, int y) {
    double sum = 0;
    for (int d = 0; d < 8; d++) sum += terrain.slope.at(x + 3 * Grid.DX[d], y + 3 * Grid.DY[d]);
    return sum / 8;
  }

  private double[] cost() {
    double[] cost = new double[Grid.SIZE];
    for (int k = 0; k < Grid.SIZE; k++) {
      int x = k % Grid.WIDTH;
      int y = k / Grid.WIDTH;
      cost[k] = 1 + 7 * terrain.slope.v[k] + Math.max(0, Math.min(9, terrain.crest.v[k] / 24))
          + Math.max(0, 2.4 * terrain.noise.sum(x, y, 26, 3)) + Math.max(0, 2 * terrain.noise.sum(x + 400, y, 9, 2));
      if (terrain.toRiver.distance(k) < 1.5) cost[k] = 22;
    }
    return cost;
  }

  private int[] counties(double[] cost) {
    int beyond = plan.townships.size();
    List<Growth.Seed> seeds = new ArrayList<>();
    for (int t = 0; t < beyond; t++) seeds.add(new Growth.Seed(townshipSeat[t], t));
    for (int i = 0; i < 64; i++) {
      double a = i * StrictMath.PI / 32;
      double c = StrictMath.cos(a);
      double s = StrictMath.sin(a);
      double wide = 1 / StrictMath.pow(StrictMath.pow(Math.abs(c), 3) + StrictMath.pow(Math.abs(s), 3), 1 / 3.0);
      double far = wide * (.945 + .06 * terrain.noise.wave(i * 3, 77, 9));
      int x = (int) Math.max(2, Math.min(Grid.WIDTH - 3, Grid.WIDTH / 2.0 + c * far * .485 * Grid.WIDTH));
      int y = (int) Math.max(2, Math.min(Grid.HEIGHT - 3, Grid.HEIGHT / 2.0 + s * far * .485 * Grid.HEIGHT));
      seeds.add(new Growth.Seed(Grid.index(x, y), beyond));
    }
    int[] everywhere = new int[Grid.SIZE];
    int[] unit = Growth.grow(seeds, cost, everywhere);
    for (int k = 0; k < Grid.SIZE; k++) unit[k] = unit[k] == beyond ? plan.counties.size() : plan.townships.get(unit[k]).county();
    List<Growth.Seed> seats = new ArrayList<>();
    for (int t = 0; t < beyond; t++) seats.add(new Growth.Seed(townshipSeat[t], plan.townships.get(t).county()));
    seats.add(new Growth.Seed(0, plan.counties.size()));
    Tidy hold = new Tidy(unit, everywhere, seats.subList(0, beyond), 6);
    hold.vote(new Catchments(terrain.drainage, terrain.river, terrain.toRiver, 1100, 70));
    hold.round(4, 3);
    List<Growth.Seed> first = new ArrayList<>();
    for (int c = 0; c < plan.counties.size(); c++) first.add(new Growth.Seed(townshipSeat[plan.counties.get(c).seatTownship()], c));
    first.add(new Growth.Seed(0, plan.counties.size()));
    new Tidy(unit, everywhere, first, 0).settle();
    for (int k = 0; k < Grid.SIZE; k++) if (unit[k] == plan.counties.size()) unit[k] = -1;
    for (int t = 0; t < beyond; t++) {
      if (unit[townshipSeat[t]] != plan.townships.get(t).county()) throw new IllegalStateException(plan.townships.get(t).name() + " lies beyond its county; move its seat in the plan");
    }
    return unit;
  }

  private int[] townships(double[] cost) {
    List<Growth.Seed> seats = new ArrayList<>();
    for (int t = 0; t < townshipSeat.length; t++) seats.add(new Growth.Seed(townshipSeat[t], t));
    return divided(seats, cost, county, new Catchments(terrain.drainage, terrain.river, terrain.toRiver, 240, 26), 3, 5);
  }

  private int[] villages(double[] cost) {
    List<List<Integer>> cells = new ArrayList<>();
    for (int t = 0; t < townshipSeat.length; t++) cells.add(new ArrayList<>());
    for (int k = 0; k < Grid.SIZE; k++) if (township[k] >= 0) cells.get(township[k]).add(k);
    List<Growth.Seed> seats = new ArrayList<>();
    for (int t = 0; t < townshipSeat.length; t++) {
      boolean urban = plan.townships.get(t).name().generic().text().equals("街道");
      double km2 = cells.get(t).size() * Grid.CELL_KM2;
      int wanted = (int) Math.max(7, Math.min(28, Math.rint(km2 / (urban ? 4.5 : VILLAGE_KM2) * (.85 + .3 * dice.share()))));
      double apart = .72 * StrictMath.sqrt(cells.get(t).size() / (double) wanted);
      for (int cell : Sites.spread(cells.get(t), townshipSeat[t], wanted, apart, terrain, dice)) {
        seats.add(new Growth.Seed(cell, villageSeat.size()));
        villageSeat.add(cell);
        villageTownship.add(t);
      }
    }
    return divided(seats, cost, township, new Catchments(terrain.drainage, terrain.river, terrain.toRiver, 40, 9), 2, 2);
  }

  private static int[] divided(List<Growth.Seed> seats, double[] cost, int[] parent, Catchments catchments, int radius, int hold) {
    int[] unit = Growth.grow(seats, cost, parent);
    Tidy tidy = new Tidy(unit, parent, seats, hold);
    tidy.vote(catchments);
    tidy.round(radius, 3);
    tidy.settle();
    return unit;
  }
}

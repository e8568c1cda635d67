package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The network of roads, great ones first; lesser ones use what is there and add only their own part. */
final class Roads {

  /** @param parts cell by cell, only what no greater road has already */
  record Road(String grade, String ref, Name name, List<int[]> parts, Net net) {}

  /** Grade, number, short name, stops: townships by name or x,y in kilometres from the north-west corner. */
  private static final String TRUNK = """
      national G417 云安 1,64 甪里镇 鼓楼街道 江口镇 石埠镇 青江镇 白鹤镇 凤山街道 东埠镇 135,46
      national G532 怀南 94,1 北岭乡 怀岭镇 横岭乡 浒溪镇 青江镇 龙潭镇 罗塘镇 南浦镇 铅坑镇 135,82
      provincial S226 白金 江口镇 石泉镇 白石镇 金坪乡 58,1
      provincial S314 云白 1,42 乐溪镇 十里堡镇 白石镇 双溪镇 柳溪镇 浒溪镇
      provincial S231 云桐 鼓楼街道 界首镇 木塘镇 桐山镇 新圩镇 54,104
      provincial S308 桐南 漈下乡 木塘镇 桐山镇 观音滩镇 古塘乡 龙潭镇 大垅乡 新墟镇 南浦镇
      provincial S335 怀安 怀岭镇 黄沙镇 大圩镇 桥头镇 凤山街道
      provincial S342 安南 凤山街道 沙洲镇 马家镇 南浦镇 石镜镇 109,104
      provincial S219 青下 石埠镇 下渡镇 桐山镇
      provincial S247 北云 鼓楼街道 江北街道 北塘镇 十里堡镇 上洞乡
      """;
  private static final String MOTORWAYS = """
      S20 云安 1,59 27,52.5 47,53 61,55.5 71,48.5 89,44 104,40.5 118,41 135,39
      S71 怀南 100,1 100,18 90,35 81,48 80,62 82,78 86,104
      """;
  private static final String RAILWAY = "1,70 30,66 46,64 64,65 73,58.5 88,56 99,49 113,46 135,52";
  static final List<String> GRADES = List.of("national", "provincial", "county", "township", "village");
  private static final double[] SMOOTHING = {2, 1.8, 1.5, 1.4, 1.2};

  final Net net = new Net(Grid.WIDTH, Grid.HEIGHT, 0);
  final List<Road> all = new ArrayList<>();
  Road railway;

  private final Plan plan;
  private final Territory territory;
  private final Terrain terrain;
  private final Nearest toInside;
  private final Routes routes;

  Roads(Plan plan, Territory territory, Terrain terrain) {
    this.plan = plan;
    this.territory = territory;
    this.terrain = terrain;
    boolean[] inside = new boolean[Grid.SIZE];
    for (int k = 0; k < Grid.SIZE; k++) inside[k] = territory.county[k] >= 0;
    toInside = new Nearest(inside);
    routes = new Routes(terrain, net, 1, new int[0]);
    for (String line : TRUNK.lines().toList()) trunk(line.split(" "));
    countyRoads();
    townshipRoads();
  }

  private void trunk(String[] f) {
    List<int[]> parts = new ArrayList<>();
    for (int i = 3; i + 1 < f.length; i++) parts.addAll(laid(routes.way(stop(f[i]), stop(f[i + 1])), GRADES.indexOf(f[0])));
    all.add(new Road(f[0], f[1], Name.of(f[2], "公路"), parts, net));
  }

  private void countyRoads() {
    int number = 101;
    for (int t = 0; t < plan.townships.size(); t++) {
      int hub = plan.counties.get(plan.townships.get(t).county()).seatTownship();
      if (hub != t && join(t, hub, 2, "X" + number)) number++;
    }
  }

  /** Between neighbouring townships that have no good way yet. */
  private void townshipRoads() {
    int number = 1;
    for (int a = 0; a < plan.townships.size(); a++) {
      for (int b = a + 1; b < plan.townships.size(); b++) {
        double dx = territory.townshipSeat[a] % Grid.WIDTH - territory.townshipSeat[b] % Grid.WIDTH;
        double dy = territory.townshipSeat[a] / Grid.WIDTH - territory.townshipSeat[b] / Grid.WIDTH;
        if (dx * dx + dy * dy < 88 * 88 && join(a, b, 3, "Y%03d".formatted(number))) number++;
      }
    }
  }

  private boolean join(int a, int b, int rank, String ref) {
    List<int[]> parts = laid(routes.way(territory.townshipSeat[a], territory.townshipSeat[b]), rank);
    if (parts.stream().mapToInt(p -> p.length).sum() < 4) return false;
    all.add(new Road(GRADES.get(rank), ref, joint(a, b, rank), parts, net));
    return true;
  }

  private Name joint(int a, int b, int rank) {
    Term one = plan.townships.get(a).name().specific();
    Term two = plan.townships.get(b).name().specific();
    Term name = one.butLast(one.length() - 1).with(two.butLast(two.length() - 1));
    boolean taken = all.stream().anyMatch(r -> r.name().specific().equals(name) || r.name().specific().text().equals(name.text()));
    return Name.of(taken ? one.with(two) : name, rank == 2 ? "公路" : "路");
  }

  /** Lanes from every settlement to the nearest road, by the village whose land they cross. */
  Map<Integer, List<int[]>> lanes(List<Integer> settlements) {
    List<Integer> roads = new ArrayList<>();
    for (int k = 0; k < Grid.SIZE; k++) if (net.degree(k, 3) > 0) roads.add(k);
    Routes winding = new Routes(terrain, net, Routes.LANE, new int[0]);
    winding.nearest(roads.stream().mapToInt(i -> i).toArray());
    Map<Integer, List<int[]>> lanes = new LinkedHashMap<>();
    for (int s : settlements) {
      for (int[] part : laid(winding.traced(s), 4)) {
        int from = 0;
        for (int i = 1; i < part.length; i++) {
          if (i + 1 < part.length && territory.village[part[i]] == territory.village[part[from]]) continue;
          if (territory.village[part[from]] >= 0) lanes.computeIfAbsent(territory.village[part[from]], v -> new ArrayList<>()).add(Arrays.copyOfRange(part, from, i + 1));
          from = i;
        }
      }
    }
    return lanes;
  }

  void motorways() {
    int[] towns = territory.townshipSeat;
    for (String line : MOTORWAYS.lines().toList()) {
      String[] f = line.split(" ");
      all.add(swept("motorway", f[0], Name.of(f[1], "高速公路"), List.of(f).subList(2, f.length), towns, 11));
    }
    railway = swept("railway", "", Name.of("云安", "铁路"), List.of(RAILWAY.split(" ")), new int[0], 8);
  }

  private Road swept(String grade, String ref, Name name, List<String> stops, int[] shunned, double sigma) {
    Net own = new Net(Grid.WIDTH, Grid.HEIGHT, 0);
    Routes broad = new Routes(terrain, own, 4, shunned);
    List<Integer> cells = new ArrayList<>();
    for (int i = 0; i + 1 < stops.size(); i++) {
      for (int k : broad.way(stop(stops.get(i)), stop(stops.get(i + 1)))) if (cells.isEmpty() || cells.get(cells.size() - 1) != k) cells.add(k);
    }
    int[] way = straightened(cells);
    double[] x = new double[way.length];
    double[] y = new double[way.length];
    for (int i = 0; i < way.length; i++) {
      x[i] = way[i] % Grid.WIDTH;
      y[i] = way[i] / Grid.WIDTH;
    }
    x = Line.blurred(x, sigma);
    y = Line.blurred(y, sigma);
    for (int i = 0; i < way.length; i++) {
      own.x[way[i]] = x[i];
      own.y[way[i]] = y[i];
    }
    return new Road(grade, ref, name, clipped(way), own);
  }

  /** Without the spur where a way goes to a stop and back. */
  private static int[] straightened(List<Integer> cells) {
    List<Integer> way = new ArrayList<>();
    Map<Integer, Integer> seen = new HashMap<>();
    for (int k : cells) {
      Integer before = seen.get(k);
      if (before != null) {
        while (way.size() > before) seen.remove(way.remove(way.size() - 1));
      }
      seen.put(k, way.size());
      way.add(k);
    }
    return way.stream().mapToInt(i -> i).toArray();
  }

  void smooth() {
    for (int rank = 0; rank < SMOOTHING.length; rank++) net.smooth(rank, SMOOTHING[rank]);
  }

  private int stop(String text) {
    if (text.contains(",")) {
      String[] xy = text.split(",");
      return Grid.index((int) Grid.cells(Double.parseDouble(xy[0])), (int) Grid.cells(Double.parseDouble(xy[1])));
    }
    for (int t = 0; t < plan.townships.size(); t++) if (plan.townships.get(t).name().text().equals(text)) return territory.townshipSeat[t];
    throw new IllegalArgumentException("no township " + text + " in the plan");
  }

  /** Links what is not linked yet and returns those stretches. */
  private List<int[]> laid(int[] way, int rank) {
    List<int[]> parts = new ArrayList<>();
    List<Integer> part = new ArrayList<>();
    for (int i = 0; i + 1 < way.length; i++) {
      int d = direction(way[i], way[i + 1]);
      boolean fresh = net.rank(way[i], d) == Net.NONE && toInside.distance(way[i]) < 12 && toInside.distance(way[i + 1]) < 12;
      if (fresh) {
        if (part.isEmpty()) part.add(way[i]);
        part.add(way[i + 1]);
        net.link(way[i], d, rank);
      }
      if ((!fresh || i + 2 == way.length) && !part.isEmpty()) {
        parts.add(part.stream().mapToInt(k -> k).toArray());
        part.clear();
      }
    }
    return parts;
  }

  private List<int[]> clipped(int[] way) {
    List<int[]> parts = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= way.length; i++) {
      boolean in = i < way.length && toInside.distance(way[i]) < 16;
      if (in && from < 0) from = i;
      if (!in && from >= 0) {
        if (i - from > 3) parts.add(Arrays.copyOfRange(way, from, i));
        from = -1;
      }
    }
    return parts;
  }

  private static int direction(int a, int b) {
    for (int d = 0; d < 8; d++) if (a + Grid.DY[d] * Grid.WIDTH + Grid.DX[d] == b) return d;
    throw new IllegalStateException("cells " + a + " and " + b + " are no neighbours");
  }
}

package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Chains and their simplification, without a database. */
class ChainNetTest {

  private final Map<UUID, Geometry> shapes = new LinkedHashMap<>();

  @Test
  void twoNeighboursShareOneChainAndAnIslandIsARing() {
    UUID a = add(1, "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))");
    UUID b = add(2, "POLYGON ((4 0, 8 0, 8 4, 4 4, 4 0))");
    UUID c = add(3, "POLYGON ((10 0, 12 0, 11 2, 10 0))");
    assertThat(texts(ChainNet.change(3, List.of(), Set.of(), shapes).added())).containsExactlyInAnyOrder(
        text(List.of(a, b), false, "LINESTRING (4 0, 4 4)"),
        text(List.of(a), false, "LINESTRING (4 0, 0 0, 0 4, 4 4)"),
        text(List.of(b), false, "LINESTRING (4 0, 8 0, 8 4, 4 4)"),
        text(List.of(c), true, "LINESTRING (10 0, 11 2, 12 0, 10 0)"));
  }

  @Test
  void anEnclaveIsARingOfTwo() {
    UUID a = add(1, "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (3 3, 3 6, 6 6, 6 3, 3 3))");
    UUID b = add(2, "POLYGON ((3 3, 6 3, 6 6, 3 6, 3 3))");
    assertThat(texts(ChainNet.change(3, List.of(), Set.of(), shapes).added())).containsExactlyInAnyOrder(
        text(List.of(a), true, "LINESTRING (0 0, 0 9, 9 9, 9 0, 0 0)"), text(List.of(a, b), true, "LINESTRING (3 3, 3 6, 6 6, 6 3, 3 3)"));
  }

  /** Polygons come and go in any order, one by one or together: the net is the one made at once. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOrderOfChangesDoesNotMatter(long seed) {
    Random random = new Random(seed);
    List<UUID> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        all.add(add(10 * i + j, cells(i, j, 1, 1)));
      }
    }
    all.add(add(100, cells(0, 0, 2, 3)));
    all.add(add(101, cells(2, 0, 3, 5)));
    Map<UUID, Geometry> shapesOfAll = new LinkedHashMap<>(shapes);
    Set<String> atOnce = texts(ChainNet.change(3, List.of(), Set.of(), shapesOfAll).added());
    Map<Long, Chain> net = new LinkedHashMap<>();
    Collections.shuffle(all, random);
    Set<UUID> there = new HashSet<>();
    for (int step = 0; step < 60; step++) {
      UUID one = all.get(random.nextInt(all.size()));
      if (there.add(one)) {
        apply(net, Set.of(), Map.of(one, shapesOfAll.get(one)));
      } else {
        there.remove(one);
        apply(net, Set.of(one), Map.of());
      }
    }
    for (UUID one : all) {
      if (there.add(one)) {
        apply(net, Set.of(), Map.of(one, shapesOfAll.get(one)));
      }
    }
    assertThat(texts(net.values())).isEqualTo(atOnce);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void simplifiedChainsMeetOnlyAtTheirEnds(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        add(10 * i + j, ragged(i, j, 40, seed));
      }
    }
    List<Chain> chains = ChainNet.change(3, List.of(), Set.of(), shapes).added();
    double tolerance = 0.02 + random.nextDouble() * 0.4;
    ChainSimplifier simplifier = new ChainSimplifier(chains);
    List<Geometry> lines = chains.stream().map(c -> (Geometry) Wkb.MERCATOR.createLineString(simplifier.simplify(c, simplifier.simplify(c, c.course(), tolerance / 4), tolerance))).toList();
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i).isSimple()).isTrue();
      for (int j = i + 1; j < lines.size(); j++) {
        assertThat(lines.get(i).relate(lines.get(j)).matches("F*T******") || lines.get(i).disjoint(lines.get(j)) || lines.get(i).touches(lines.get(j)))
            .as("%s and %s", lines.get(i), lines.get(j)).isTrue();
      }
    }
    assertThat(lines.stream().mapToInt(Geometry::getNumPoints).sum()).isLessThan(chains.stream().mapToInt(c -> c.course().length).sum() / 2);
  }

  private void apply(Map<Long, Chain> net, Set<UUID> gone, Map<UUID, Geometry> come) {
    ChainNet.Result result = ChainNet.change(3, List.copyOf(net.values()), gone, come);
    result.removed().forEach(chain -> net.remove(chain.id()));
    result.added().forEach(chain -> net.put(chain.id(), chain));
  }

  private UUID add(long number, String wkt) {
    UUID id = new UUID(0, number);
    shapes.put(id, read(wkt));
    return id;
  }

  /** A rectangle of cells, with a vertex at each corner of a cell. */
  private static String cells(int x, int y, int width, int height) {
    List<String> ring = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      ring.add((x + i) + " " + y);
    }
    for (int j = 0; j < height; j++) {
      ring.add((x + width) + " " + (y + j));
    }
    for (int i = width; i > 0; i--) {
      ring.add((x + i) + " " + (y + height));
    }
    for (int j = height; j > 0; j--) {
      ring.add(x + " " + (y + j));
    }
    ring.add(ring.get(0));
    return "POLYGON ((" + String.join(", ", ring) + "))";
  }

  private static String ragged(int x, int y, int steps, long seed) {
    List<String> ring = new ArrayList<>();
    for (int k = 0; k < 4 * steps; k++) {
      int s = k % steps;
      int gx = switch (k / steps) { case 0 -> x * steps + s; case 1 -> (x + 1) * steps; case 2 -> (x + 1) * steps - s; default -> x * steps; };
      int gy = switch (k / steps) { case 0 -> y * steps; case 1 -> y * steps + s; case 2 -> (y + 1) * steps; default -> (y + 1) * steps - s; };
      Random noise = new Random(seed * 1_000_003 + gx * 1_009L + gy);
      ring.add((gx + noise.nextDouble() * 0.9) / steps + " " + (gy + noise.nextDouble() * 0.9) / steps);
    }
    ring.add(ring.get(0));
    return "POLYGON ((" + String.join(", ", ring) + "))";
  }

  private static Set<String> texts(java.util.Collection<Chain> chains) {
    return chains.stream().map(c -> c.owners() + " " + c.ring() + " " + Arrays.toString(c.course())).collect(Collectors.toSet());
  }

  private static String text(List<UUID> owners, boolean ring, String wkt) {
    Coordinate[] course = read(wkt).getCoordinates();
    return owners + " " + ring + " " + Arrays.toString(Chain.of(3, owners, ring, course).course());
  }

  private static Geometry read(String wkt) {
    try {
      Geometry read = new WKTReader(Wkb.MERCATOR).read(wkt);
      return read instanceof Polygon polygon ? Wkb.MERCATOR.createMultiPolygon(new Polygon[] {polygon}) : read;
    } catch (ParseException wrong) {
      throw new IllegalArgumentException(wkt, wrong);
    }
  }
}

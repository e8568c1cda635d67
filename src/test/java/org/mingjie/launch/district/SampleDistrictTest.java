package org.mingjie.launch.district;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.coverage.CoverageUnion;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateArrays;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

class SampleDistrictTest {

  private static final Path FOLDER = Path.of("gis-data/sample");
  private static District district;

  @BeforeAll
  static void generate() {
    district = DistrictGenerator.generate(DistrictGenerator.SEED);
  }

  @Test
  void makesTheDeliveredLinesAgainByteForByte() throws IOException {
    byte[] delivered;
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(FOLDER.resolve("district.geojsonl.gz")))) {
      delivered = in.readAllBytes();
    }
    assertThat(DistrictFile.lines(district).getBytes(StandardCharsets.UTF_8)).isEqualTo(delivered);
  }

  @Test
  void makesTheDeliveredReliefAgain() throws IOException {
    Raster picture = ImageIO.read(FOLDER.resolve("relief.png").toFile()).getRaster();
    ReliefModel relief = district.relief();
    assertThat(picture.getSamples(0, 0, relief.width(), relief.height(), 0, (int[]) null)).isEqualTo(relief.values());
    assertThat(FOLDER.resolve("relief.json")).hasContent(ReliefFile.json(relief));
  }

  @Test
  void unitsOfALevelCoverTheLandWithoutGapOrOverlap() {
    for (int level = 3; level <= 5; level++) {
      Geometry[] extents = units(level).stream().map(SampleUnit::extent).toArray(Geometry[]::new);
      assertThat(extents).allMatch(Geometry::isValid).allMatch(Polygon.class::isInstance);
      assertThat(CoverageValidator.isValid(extents)).as("level %d", level).isTrue();
    }
  }

  @Test
  void unitsBelowAddUpToTheUnitAboveBitByBit() {
    for (int level = 3; level <= 5; level++) {
      Map<String, List<Geometry>> parts = units(level).stream().collect(Collectors.groupingBy(SampleUnit::parent, Collectors.mapping(SampleUnit::extent, Collectors.toList())));
      for (SampleUnit above : units(level - 1)) {
        Geometry union = CoverageUnion.union(parts.get(above.officialCode()).toArray(Geometry[]::new));
        assertThat(union.norm().equalsExact(above.extent().norm())).as(above.name()).isTrue();
      }
    }
  }

  @Test
  void everyStretchOfBorderIsDrawnOnceBetweenItsTwoUnits() {
    Map<String, Geometry> extents = new HashMap<>();
    for (SampleUnit u : district.units()) extents.put(u.officialCode(), u.extent());
    Map<String, Set<String>> edges = new HashMap<>();
    extents.forEach((code, extent) -> edges.put(code, edges(extent)));
    Set<String> seen = new HashSet<>();
    for (SampleBoundary b : district.boundaries()) {
      for (String edge : edges(b.line())) {
        assertThat(seen.add(edge)).isTrue();
        assertThat(edges.get(b.left())).contains(edge);
        if (b.right() != null) assertThat(edges.get(b.right())).contains(edge);
      }
    }
    Set<String> all = new HashSet<>();
    for (SampleUnit u : units(5)) all.addAll(edges.get(u.officialCode()));
    assertThat(seen).hasSameSizeAs(all);
  }

  @Test
  void theLeftUnitLiesOnTheLeft() {
    Map<String, SampleUnit> byCode = new HashMap<>();
    for (SampleUnit u : district.units()) byCode.put(u.officialCode(), u);
    for (SampleBoundary b : district.boundaries()) {
      Coordinate[] ring = ((Polygon) byCode.get(b.left()).extent()).getExteriorRing().getCoordinates();
      if (!edges(byCode.get(b.left()).extent()).containsAll(edges(b.line()))) continue;
      int at = CoordinateArrays.indexOf(b.line().getCoordinateN(0), ring);
      if (at < 0 || b.line().getNumPoints() < 3) continue;
      assertThat(ring[(at + 1) % (ring.length - 1)]).isEqualTo(b.line().getCoordinateN(1));
    }
  }

  @Test
  void countyLinesBearTheShortNamesOfBothCounties() {
    assertThat(district.boundaries().stream().filter(b -> b.level() == 3).map(SampleBoundary::name)).contains("青白线", "青桐线", "云白线").allMatch(n -> n.length() == 3);
  }

  @Test
  void namesAreUniqueWhereTheLawWantsThemSo() {
    assertThat(units(4).stream().map(SampleUnit::name)).doesNotHaveDuplicates();
    units(5).stream().collect(Collectors.groupingBy(u -> u.parent().substring(0, 6))).values().forEach(
        county -> assertThat(county.stream().map(SampleUnit::specific)).doesNotHaveDuplicates());
    district.places().stream().filter(p -> p.classCode().equals("22200")).collect(Collectors.groupingBy(p -> p.division().substring(0, 9))).values().forEach(
        township -> assertThat(township.stream().map(SamplePlace::name)).doesNotHaveDuplicates());
    assertThat(district.places().stream().map(SamplePlace::id)).doesNotHaveDuplicates();
  }

  @Test
  void someNamesAreSharedAndSomeSoundAlike() {
    Map<String, Long> villages = units(5).stream().collect(Collectors.groupingBy(SampleUnit::name, TreeMap::new, Collectors.counting()));
    assertThat(villages.values()).anyMatch(n -> n > 2);
    assertThat(named("浒溪镇").spelling()).isEqualTo("Xǔxī Zhèn");
    assertThat(units(5)).anyMatch(u -> u.officialCode().startsWith("990123101") && u.name().equals("徐溪村") && u.spelling().equals("Xúxī Cūn"));
    assertThat(named("甪里镇").spelling()).isEqualTo("Lùlǐ Zhèn");
    assertThat(named("乐溪镇").spelling()).isEqualTo("Yuèxī Zhèn");
    assertThat(named("十里堡镇").spelling()).isEqualTo("Shílǐpù Zhèn");
  }

  @Test
  void codesFollowTheStandards() {
    for (SampleUnit u : district.units()) {
      assertThat(u.officialCode()).hasSize(u.level() <= 3 ? 6 : u.level() == 4 ? 9 : 12).startsWith("99");
      if (u.level() > 3) assertThat(u.officialCode()).startsWith(u.parent());
      if (u.level() == 5) assertThat(u.officialCode().charAt(9) < '2').isEqualTo("居委会".equals(u.unitWording()));
    }
    assertThat(district.units().stream().map(SampleUnit::officialCode)).doesNotHaveDuplicates();
  }

  @Test
  void everySeatAndEveryPlaceLiesInItsUnit() {
    Map<String, Geometry> extents = new HashMap<>();
    for (SampleUnit u : district.units()) {
      extents.put(u.officialCode(), u.extent());
      assertThat(u.extent().contains(point(u.seat()))).as(u.name()).isTrue();
    }
    for (SamplePlace p : district.places()) assertThat(extents.get(p.division()).contains(point(p.point()))).as(p.name()).isTrue();
  }

  @Test
  void noVillageStandsInWater() {
    List<Geometry> waters = district.places().stream().filter(p -> p.classCode().equals("24230") || p.classCode().equals("12100") && p.area() != null).map(p -> p.area() == null ? p.geometry() : p.area()).toList();
    assertThat(waters).hasSizeGreaterThan(5);
    for (SamplePlace p : district.places()) {
      if (p.classCode().equals("22200")) assertThat(waters).as(p.name()).noneMatch(w -> w.contains(point(p.point())));
    }
  }

  @Test
  void geometriesAreValidAndInTheOpenSea() {
    Envelope sea = new Envelope(123.3, 125.1, 30.7, 32.1);
    for (SamplePlace p : district.places()) {
      assertThat(p.geometry().isValid() && !p.geometry().isEmpty() && sea.contains(p.geometry().getEnvelopeInternal())).as(p.id()).isTrue();
      if (p.area() != null) assertThat(p.area().isValid() && !p.area().isEmpty()).as(p.id()).isTrue();
    }
  }

  @Test
  void hasAsMuchAsAPrefectureHas() {
    assertThat(units(3)).hasSize(7);
    assertThat(units(4)).hasSizeBetween(50, 65);
    assertThat(units(5)).hasSizeBetween(800, 1000);
    assertThat(district.places()).hasSizeBetween(6500, 9500);
    assertThat(district.places().stream().filter(p -> p.classCode().equals("22200"))).hasSizeBetween(4500, 5500);
    assertThat(district.places().stream().map(SamplePlace::grade).filter(g -> g != null)).contains("motorway", "national", "provincial", "county", "township", "village", "street");
    assertThat(district.places().stream().filter(p -> p.heritage() != null)).hasSizeGreaterThan(11);
  }

  private static List<SampleUnit> units(int level) {
    return district.units().stream().filter(u -> u.level() == level).toList();
  }

  private static SampleUnit named(String name) {
    return district.units().stream().filter(u -> u.name().equals(name)).findFirst().orElseThrow();
  }

  private static Point point(Coordinate c) {
    return Polygons.FACTORY.createPoint(c);
  }

  /** Edges without direction, written by the bits of their ends. */
  private static Set<String> edges(Geometry g) {
    Set<String> edges = new HashSet<>();
    if (g instanceof Polygon p) {
      edges.addAll(edges(p.getExteriorRing()));
      for (int i = 0; i < p.getNumInteriorRing(); i++) edges.addAll(edges(p.getInteriorRingN(i)));
    } else if (g instanceof LineString line) {
      Coordinate[] c = line.getCoordinates();
      for (int i = 1; i < c.length; i++) edges.add(c[i].compareTo(c[i - 1]) < 0 ? end(c[i]) + end(c[i - 1]) : end(c[i - 1]) + end(c[i]));
    }
    return edges;
  }

  private static String end(Coordinate c) {
    return Long.toHexString(Double.doubleToLongBits(c.x)) + "," + Long.toHexString(Double.doubleToLongBits(c.y)) + ";";
  }
}

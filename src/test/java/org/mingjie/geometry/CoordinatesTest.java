package org.mingjie.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;

class CoordinatesTest {

  private static final double CENTIMETRE_DEGREES = 1e-7;

  @Test
  void gcj02IsTurnedBackToTheBitOfACentimetreAnywhereInChina() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      double lon = 74 + random.nextDouble() * 60;
      double lat = 4 + random.nextDouble() * 49;
      double[] shifted = Gcj02.fromCgcs2000(lon, lat);
      double[] back = Gcj02.toCgcs2000(shifted[0], shifted[1]);
      assertThat(back[0]).as("seed %d", seed).isCloseTo(lon, within(CENTIMETRE_DEGREES));
      assertThat(back[1]).as("seed %d", seed).isCloseTo(lat, within(CENTIMETRE_DEGREES));
    }
  }

  @Test
  void gcj02ShiftsByHundredsOfMetresInsideAndNotAtAllOutside() {
    double[] shifted = Gcj02.fromCgcs2000(113.133853, 27.827986);
    double metres = Math.hypot((shifted[0] - 113.133853) * 98_500, (shifted[1] - 27.827986) * 110_800);
    assertThat(metres).isBetween(300.0, 800.0);
    assertThat(Gcj02.fromCgcs2000(139.7, 35.7)).containsExactly(139.7, 35.7);
  }

  /** Expected values: PROJ 9.1 by ST_Transform. */
  @ParameterizedTest
  @CsvSource({
    "EPSG:4547, 397637.5, 3069000.25, 112.96164, 27.73", "EPSG:3857, 12593000, 3220000, 113.12435, 27.78"})
  void projectedCoordinatesComeBackToDegrees(String code, double x, double y, double lon, double lat) {
    CoordinateSystem system = CoordinateSystem.of(code);
    Geometry point = system.toCgcs2000(Cgcs2000.FACTORY.createPoint(new Coordinate(x, y)));
    assertThat(point.getCoordinate().x).isCloseTo(lon, within(0.01));
    assertThat(point.getCoordinate().y).isCloseTo(lat, within(0.02));
    Geometry again = system.fromCgcs2000(point);
    assertThat(again.getCoordinate().x).isCloseTo(x, within(0.001));
    assertThat(again.getCoordinate().y).isCloseTo(y, within(0.001));
    assertThat(point.getSRID()).isEqualTo(4490);
  }

  @ParameterizedTest
  @CsvSource({"EPSG:4490,4490", "epsg:4490,4490", "urn:ogc:def:crs:EPSG::4547,4547",
    "http://www.opengis.net/def/crs/EPSG/0/4326,4326", "http://www.opengis.net/def/crs/OGC/1.3/CRS84,4326"})
  void codesAreUnderstoodInEveryUsualSpelling(String code, String digits) {
    assertThat(CoordinateSystem.epsg(code)).contains(digits);
  }

  @Test
  void sevenParametersMoveAPositionAsTheBureauSays() {
    SevenParameters none = new SevenParameters(0, 0, 0, 0, 0, 0, 0);
    double[] same = none.apply(113.5, 27.6, Cgcs2000.A, Cgcs2000.F);
    assertThat(same[0]).isCloseTo(113.5, within(1e-11));
    assertThat(same[1]).isCloseTo(27.6, within(1e-11));
    // along Z by 100 m: north by 100 m times the cosine of the latitude
    double[] north = new SevenParameters(0, 0, 100, 0, 0, 0, 0).apply(113.5, 27.6, Cgcs2000.A, Cgcs2000.F);
    assertThat((north[1] - 27.6) * 110_800).isCloseTo(100 * Math.cos(Math.toRadians(27.6)), within(0.5));
    CoordinateSystem xian80 = CoordinateSystem.of("EPSG:4610", new SevenParameters(10, 20, 30, 0.1, 0.2, 0.3, 1));
    Geometry moved = xian80.toCgcs2000(Cgcs2000.FACTORY.createPoint(new Coordinate(113.5, 27.6)));
    assertThat(moved.getCoordinate().distance(new Coordinate(113.5, 27.6))).isBetween(1e-5, 2e-3);
  }
}

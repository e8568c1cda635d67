package org.mingjie.exchange;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.mingjie.geometry.Cgcs2000;
import org.mingjie.geometry.CoordinateSystem;
import org.mingjie.geometry.Gcj02;
import org.mingjie.geometry.GeometryFault;
import org.mingjie.geometry.NeedsSevenParameters;

/** Reads the position columns of a list of units. A position that cannot stand is left out; its unit stays. */
final class UnitPosition {

  private static final int FEW = 3;
  private static final double[] NONE = {Double.NaN, Double.NaN};

  private final FileImport step;
  private final Columns columns;
  private final @Nullable CoordinateSystem system;
  private final @Nullable NeedsSevenParameters lacking;
  private int given;
  private int placed;

  UnitPosition(FileImport step, Columns columns) {
    this.step = step;
    this.columns = columns;
    CoordinateSystem found = null;
    NeedsSevenParameters reason = null;
    if (columns.has("lon")) {
      String crs = step.profile().crs();
      try {
        found = CoordinateSystem.of(crs == null ? "EPSG:4490" : crs, step.profile().sevenParameters());
      } catch (NeedsSevenParameters unplaceable) {
        reason = unplaceable;
      }
    }
    this.system = found;
    this.lacking = reason;
  }

  /** Whether the file's positions are kept as given, since nobody can bring them to CGCS2000. */
  boolean isUnplaceable() {
    return lacking != null;
  }

  /** The position as given with its system; null where there is none. */
  @Nullable String asGiven(RowSource.Row row) {
    String lon = columns.value(row, "lon");
    String lat = columns.value(row, "lat");
    if (lacking == null || lon == null || lat == null) {
      return null;
    }
    step.find(row, columns.field("lon"), lon + "," + lat, false, "unplaced",
        "坐标系 " + lacking.system() + "：坐标原样保存，没有上图", String.valueOf(lacking.getMessage()));
    return lon + " " + lat + " " + lacking.system();
  }

  /** Longitude and latitude in EPSG:4490, degrees; NaN where the row has no position or none that stands. */
  double[] placed(RowSource.Row row) {
    String lon = system == null ? null : columns.value(row, "lon");
    String lat = system == null ? null : columns.value(row, "lat");
    if (system == null || lon == null && lat == null) {
      return NONE;
    }
    given++;
    try {
      double x = Double.parseDouble(String.valueOf(lon));
      double y = Double.parseDouble(String.valueOf(lat));
      Geometry point = system.toCgcs2000(Cgcs2000.FACTORY.createPoint(new Coordinate(x, y)));
      Optional<GeometryFault> fault = GeometryFault.find(point);
      if (fault.isPresent()) {
        step.find(row, columns.field("lon"), lon + "," + lat, false, fault.get().kind(),
            fault.get().message() + "，位置没有采用", fault.get().remedy());
        return NONE;
      }
      placed++;
      Coordinate c = point.getCoordinate();
      return step.profile().datum() == null ? new double[] {c.x, c.y} : Gcj02.toCgcs2000(c.x, c.y);
    } catch (NumberFormatException notANumber) {
      step.find(row, columns.field("lon"), given(lon) + "," + given(lat), false, "not-a-number",
          lon == null || lat == null ? "经纬度只写了一个，位置没有采用" : "坐标不是数，位置没有采用", "写十进制度数");
      return NONE;
    }
  }

  private static String given(@Nullable String coordinate) {
    return coordinate == null ? "" : coordinate;
  }

  /** @throws FileRefused if the file has positions and not one of them can stand */
  void requireOne() {
    if (given >= FEW && placed == 0) {
      throw new FileRefused(step.name(), "%d 个位置没有一个在中国范围内，坐标系多半说错了（现为 %s）".formatted(given,
          step.profile().crs() == null ? "EPSG:4490" : step.profile().crs()), "用 --crs EPSG:代号 说明真正的坐标系，或检查经纬度两列是否颠倒");
    }
  }
}

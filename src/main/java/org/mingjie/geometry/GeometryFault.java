package org.mingjie.geometry;

import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * What is wrong with a geometry in CGCS2000.
 *
 * @param kind stable name for programs
 * @param message what and where, in Chinese
 * @param remedy how to mend it, in Chinese
 */
public record GeometryFault(String kind, String message, String remedy) {

  /** Where EPSG:4490 is used, the South China Sea included; the same box as in the database. */
  public static final Envelope CHINA = new Envelope(73, 136, 3, 54);

  /** The first fault, or empty for a sound geometry. */
  public static Optional<GeometryFault> find(Geometry geometry) {
    if (geometry.isEmpty()) {
      return Optional.of(new GeometryFault("empty-geometry", "几何是空的", "补上坐标，或去掉这一行"));
    }
    for (Coordinate c : geometry.getCoordinates()) {
      if (!Double.isFinite(c.x) || !Double.isFinite(c.y)) {
        return Optional.of(new GeometryFault("not-a-number", "坐标里有不是数的值（NaN 或无穷）", "改正坐标"));
      }
    }
    Envelope box = geometry.getEnvelopeInternal();
    if (!CHINA.contains(box)) {
      return Optional.of(outside(box));
    }
    TopologyValidationError error = new IsValidOp(geometry).getValidationError();
    if (error == null) {
      return Optional.empty();
    }
    Coordinate at = error.getCoordinate();
    return Optional.of(new GeometryFault("invalid-geometry",
        "%s，在 %.6f,%.6f".formatted(sentence(error.getErrorType()), at.x, at.y),
        "在地理信息软件里用“修复几何”改正后再导入"));
  }

  private static GeometryFault outside(Envelope box) {
    Envelope swapped = new Envelope(box.getMinY(), box.getMaxY(), box.getMinX(), box.getMaxX());
    if (CHINA.contains(swapped)) {
      return new GeometryFault("swapped-axes",
          "坐标像是经纬度颠倒了：%.4f,%.4f".formatted(box.getMinX(), box.getMinY()), "按“经度,纬度”的顺序给出");
    }
    return new GeometryFault("outside-china",
        "坐标在中国范围之外：%.4f,%.4f 至 %.4f,%.4f".formatted(
            box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY()),
        "检查坐标系：是不是平面坐标（米）没有说明，或带号错了");
  }

  private static String sentence(int type) {
    return switch (type) {
      case TopologyValidationError.SELF_INTERSECTION -> "边界自相交";
      case TopologyValidationError.RING_SELF_INTERSECTION -> "环自相接";
      case TopologyValidationError.NESTED_HOLES -> "洞里套洞";
      case TopologyValidationError.HOLE_OUTSIDE_SHELL -> "洞在外环之外";
      case TopologyValidationError.NESTED_SHELLS -> "外环重叠";
      case TopologyValidationError.DISCONNECTED_INTERIOR -> "面的内部不连通";
      case TopologyValidationError.DUPLICATE_RINGS -> "环重复";
      case TopologyValidationError.TOO_FEW_POINTS -> "点太少，不成线或环";
      case TopologyValidationError.RING_NOT_CLOSED -> "环没有闭合";
      default -> "几何不合规则";
    };
  }
}

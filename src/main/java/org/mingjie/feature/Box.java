package org.mingjie.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.mingjie.problem.Echo;

/**
 * The parameter {@code bbox} (OGC 17-069r4, 7.15.3; OGC 18-058r1, 6.3): longitude and latitude in degrees; west may lie
 * east of east where the box crosses the antimeridian.
 */
record Box(double west, double south, double east, double north) {

  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final Pattern NUMBER = Pattern.compile("[-+]?(?:[0-9]{1,30}(?:\\.[0-9]{0,30})?|\\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,3})?");

  /**
   * @param crs of the numbers
   * @param fault takes what is wrong, if anything is
   */
  static Optional<Box> parse(String text, Crs crs, Consumer<String> fault) {
    String[] parts = text.split(",", -1);
    if (parts.length != 4 && parts.length != 6) {
      fault.accept("bbox 有 %d 个数，须是 4 个（%s）或 6 个（加上最低、最高高程），%s"
          .formatted(parts.length, crs.isNorthFirst() ? "南,西,北,东" : "西,南,东,北", example(crs)));
      return Optional.empty();
    }
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      String number = parts[i].strip();
      numbers[i] = NUMBER.matcher(number).matches() ? Double.parseDouble(number) : Double.NaN;
      if (!Double.isFinite(numbers[i])) {
        fault.accept("bbox 第 %d 个数是“%s”，须是以%s为单位的数，%s".formatted(i + 1, Echo.brief(parts[i]), crs.isProjected() ? "米" : "度", example(crs)));
        return Optional.empty();
      }
    }
    return checked(numbers, crs, fault);
  }

  private static Optional<Box> checked(double[] n, Crs crs, Consumer<String> fault) {
    int half = n.length / 2;
    if (half == 3 && n[2] > n[5]) {
      fault.accept("bbox 的最低高程 %s 大于最高高程 %s，把两个对调".formatted(n[2], n[5]));
      return Optional.empty();
    }
    Box box = crs.isProjected()
        ? new Box(Crs.longitude(n[0]), Crs.latitude(n[1]), Crs.longitude(n[half]), Crs.latitude(n[half + 1]))
        : crs.isNorthFirst() ? new Box(n[1], n[0], n[half + 1], n[half]) : new Box(n[0], n[1], n[half], n[half + 1]);
    String order = crs.isNorthFirst() ? "纬度在前、经度在后" : "经度在前、纬度在后";
    if (Math.abs(box.west) > 180 || Math.abs(box.east) > 180) {
      fault.accept("bbox 的经度须在 -180 至 180 之间，给的是 %s 和 %s；顺序是%s，%s"
          .formatted(box.west, box.east, order, example(crs)));
      return Optional.empty();
    }
    if (Math.abs(box.south) > 90 || Math.abs(box.north) > 90) {
      fault.accept("bbox 的纬度须在 -90 至 90 之间，给的是 %s 和 %s；顺序是%s，%s"
          .formatted(box.south, box.north, order, example(crs)));
      return Optional.empty();
    }
    if (box.south > box.north) {
      fault.accept("bbox 的南边 %s 在北边 %s 之北，把两个对调".formatted(box.south, box.north));
      return Optional.empty();
    }
    return Optional.of(box);
  }

  private static String example(Crs crs) {
    return "例如 bbox=" + (crs.isProjected() ? "12657200,3493000,12813000,3683000"
        : crs.isNorthFirst() ? "29.9,113.7,31.4,115.1" : "113.7,29.9,115.1,31.4");
  }

  /** Itself, or its two halves on either side of the antimeridian. */
  List<Box> parts() {
    return west <= east ? List.of(this) : List.of(new Box(west, south, 180, north), new Box(-180, south, east, north));
  }

  /** A polygon; a line or a point where the box has no width. */
  String wkt() {
    List<Geometry> shapes = new ArrayList<>();
    parts().forEach(p -> shapes.add(GEOMETRIES.toGeometry(new Envelope(p.west, p.east, p.south, p.north))));
    return GEOMETRIES.buildGeometry(shapes).toText();
  }
}

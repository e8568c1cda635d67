package org.mingjie.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * The parameter {@code bbox} (OGC 17-069r4, 7.15.3): longitude and latitude in degrees; west may lie east of east
 * where the box crosses the antimeridian.
 */
record Box(double west, double south, double east, double north) {

  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final String EXAMPLE = "例如 bbox=113.7,29.9,115.1,31.4";

  /** @param fault takes what is wrong, if anything is */
  static Optional<Box> parse(String text, Consumer<String> fault) {
    String[] parts = text.split(",", -1);
    if (parts.length != 4 && parts.length != 6) {
      fault.accept("bbox 有 %d 个数，须是 4 个（西,南,东,北，单位度）或 6 个（西,南,最低,东,北,最高），%s"
          .formatted(parts.length, EXAMPLE));
      return Optional.empty();
    }
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        numbers[i] = Double.parseDouble(parts[i].strip());
      } catch (NumberFormatException none) {
        numbers[i] = Double.NaN;
      }
      if (!Double.isFinite(numbers[i])) {
        fault.accept("bbox 第 %d 个数是“%s”，须是以度为单位的数，%s".formatted(i + 1, parts[i], EXAMPLE));
        return Optional.empty();
      }
    }
    return checked(numbers, fault);
  }

  private static Optional<Box> checked(double[] n, Consumer<String> fault) {
    int half = n.length / 2;
    if (half == 3 && n[2] > n[5]) {
      fault.accept("bbox 的最低高程 %s 大于最高高程 %s，把两个对调".formatted(n[2], n[5]));
      return Optional.empty();
    }
    Box box = new Box(n[0], n[1], n[half], n[half + 1]);
    if (Math.abs(box.west) > 180 || Math.abs(box.east) > 180) {
      fault.accept("bbox 的经度须在 -180 至 180 之间，给的是 %s 和 %s；顺序是经度在前、纬度在后，%s"
          .formatted(box.west, box.east, EXAMPLE));
      return Optional.empty();
    }
    if (Math.abs(box.south) > 90 || Math.abs(box.north) > 90) {
      fault.accept("bbox 的纬度须在 -90 至 90 之间，给的是 %s 和 %s；顺序是经度在前、纬度在后，%s"
          .formatted(box.south, box.north, EXAMPLE));
      return Optional.empty();
    }
    if (box.south > box.north) {
      fault.accept("bbox 的南边 %s 在北边 %s 之北，把两个对调".formatted(box.south, box.north));
      return Optional.empty();
    }
    return Optional.of(box);
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

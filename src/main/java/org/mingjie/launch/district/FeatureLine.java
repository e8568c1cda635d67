package org.mingjie.launch.district;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/** One GeoJSON feature on one line; absent properties are left out. */
final class FeatureLine {

  private final StringBuilder out;
  private boolean first = true;

  private FeatureLine(StringBuilder out, String kind) {
    this.out = out;
    out.append("{\"type\":\"Feature\",\"properties\":{");
    text("kind", kind);
  }

  static void unit(SampleUnit u, StringBuilder out) {
    FeatureLine f = new FeatureLine(out, "unit");
    f.text("officialCode", u.officialCode()).number("level", (double) u.level()).text("parent", u.parent()).text("class", u.classCode());
    f.text("name", u.name()).text("specific", u.specific()).text("generic", u.generic()).text("spelling", u.spelling()).text("unitWording", u.unitWording());
    f.key("seat");
    coordinate(u.seat(), out);
    f.text("meaning", u.meaning()).text("origin", u.origin()).former(u.former());
    f.end(u.extent());
  }

  static void boundary(SampleBoundary b, StringBuilder out) {
    FeatureLine f = new FeatureLine(out, "boundary");
    f.number("level", (double) b.level()).text("left", b.left()).text("right", b.right()).text("name", b.name()).text("county", b.county());
    f.end(b.line());
  }

  static void place(SamplePlace p, StringBuilder out) {
    FeatureLine f = new FeatureLine(out, "place");
    f.text("id", p.id()).text("class", p.classCode()).text("grade", p.grade()).text("ref", p.ref());
    f.text("name", p.name()).text("specific", p.specific()).text("generic", p.generic()).text("spelling", p.spelling());
    f.number("importance", p.importance()).text("division", p.division());
    if (!(p.geometry() instanceof Point)) {
      f.key("point");
      coordinate(p.point(), out);
    }
    f.number("heightMetres", p.heightMetres() == null ? null : (double) p.heightMetres()).number("lengthKm", p.lengthKm());
    f.text("heritage", p.heritage()).text("meaning", p.meaning()).former(p.former());
    if (p.area() != null) {
      f.key("area");
      geometry(p.area(), out);
    }
    f.end(p.geometry());
  }

  private void former(List<FormerName> names) {
    if (names.isEmpty()) return;
    key("former");
    out.append('[');
    for (FormerName n : names) {
      if (n != names.get(0)) out.append(',');
      out.append('{');
      first = true;
      text("name", n.name()).text("spelling", n.spelling()).number("from", (double) n.from()).number("to", (double) n.to()).text("reason", n.reason()).text("document", n.document());
      out.append('}');
    }
    out.append(']');
    first = false;
  }

  private FeatureLine text(String key, @Nullable String value) {
    if (value == null) return this;
    key(key);
    quoted(value);
    return this;
  }

  private FeatureLine number(String key, @Nullable Double value) {
    if (value == null) return this;
    key(key);
    out.append(new BigDecimal(value.toString()).stripTrailingZeros().toPlainString());
    return this;
  }

  private void key(String key) {
    if (!first) out.append(',');
    first = false;
    quoted(key);
    out.append(':');
  }

  /** Our words hold no control characters. */
  private void quoted(String value) {
    out.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  private void end(Geometry geometry) {
    out.append("},\"geometry\":");
    geometry(geometry, out);
    out.append("}\n");
  }

  private static void geometry(Geometry g, StringBuilder out) {
    out.append("{\"type\":\"").append(g.getGeometryType()).append("\",\"coordinates\":");
    coordinates(g, out);
    out.append('}');
  }

  private static void coordinates(Geometry g, StringBuilder out) {
    if (g instanceof Point p) {
      coordinate(p.getCoordinate(), out);
    } else if (g instanceof LineString l) {
      separated(l.getCoordinates(), out);
    } else if (g instanceof Polygon p) {
      out.append('[');
      separated(p.getExteriorRing().getCoordinates(), out);
      for (int i = 0; i < p.getNumInteriorRing(); i++) {
        out.append(',');
        separated(p.getInteriorRingN(i).getCoordinates(), out);
      }
      out.append(']');
    } else if (g instanceof GeometryCollection c) {
      out.append('[');
      for (int i = 0; i < c.getNumGeometries(); i++) {
        if (i > 0) out.append(',');
        coordinates(c.getGeometryN(i), out);
      }
      out.append(']');
    }
  }

  private static void separated(Coordinate[] coordinates, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < coordinates.length; i++) {
      if (i > 0) out.append(',');
      coordinate(coordinates[i], out);
    }
    out.append(']');
  }

  private static void coordinate(Coordinate c, StringBuilder out) {
    out.append('[');
    degrees(c.x, out);
    out.append(',');
    degrees(c.y, out);
    out.append(']');
  }

  /** Millionths of a degree as a plain decimal, which reads back to the same bits. */
  private static void degrees(double value, StringBuilder out) {
    long millionths = (long) Math.rint(value * 1e6);
    String digits = Long.toString(1_000_000 + millionths % 1_000_000);
    int end = 7;
    while (end > 1 && digits.charAt(end - 1) == '0') end--;
    out.append(millionths / 1_000_000);
    if (end > 1) out.append('.').append(digits, 1, end);
  }
}

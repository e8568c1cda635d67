package org.mingjie.geometry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.crs.SingleCRS;
import org.geotools.api.referencing.datum.Ellipsoid;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.TransformException;
import org.geotools.referencing.CRS;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * A coordinate reference system that data may come in, and the way from it to CGCS2000.
 *
 * <p>CGCS2000 and WGS 84 are taken as one, as the law's mapping rules do for these scales (difference below
 * 0.1 m). Beijing 1954 and Xi'an 1980 need the seven parameters of the bureau's own area: without them every
 * library applies no shift at all, silently (60 to 150 m wrong), so they are refused.
 */
public final class CoordinateSystem {

  private static final Pattern EPSG = Pattern.compile("(?i)(?:urn:ogc:def:crs:)?EPSG:+(?:[0-9.]*:)?([0-9]{4,6})");
  private static final Pattern HTTP = Pattern.compile("https?://www\\.opengis\\.net/def/crs/EPSG/0/([0-9]{4,6})");

  static {
    System.setProperty("org.geotools.referencing.forceXY", "true");
  }

  private final String label;
  private final CoordinateReferenceSystem system;
  private final @Nullable SevenParameters shift;
  /** To the system's own geographic degrees: projections and units only, no change of datum. */
  private final MathTransform toDegrees;

  private CoordinateSystem(String label, CoordinateReferenceSystem system, @Nullable SevenParameters shift) {
    this.label = label;
    this.system = system;
    this.shift = shift;
    try {
      this.toDegrees = CRS.findMathTransform(system, CRS.decode("EPSG:4490", true), true);
    } catch (FactoryException unknown) {
      throw new UnknownCoordinateSystem(label, "没有从它到 CGCS2000 的算法");
    }
  }

  /**
   * @param code {@code EPSG:n}, {@code urn:ogc:def:crs:EPSG::n} or the OGC address of a code
   * @throws UnknownCoordinateSystem if no such code is known or its datum cannot be brought to CGCS2000
   */
  public static CoordinateSystem of(String code) {
    return of(code, null);
  }

  /** @param shift the bureau's own seven parameters to CGCS2000; null where the datum needs none */
  public static CoordinateSystem of(String code, @Nullable SevenParameters shift) {
    String epsg = epsg(code).orElseThrow(() -> new UnknownCoordinateSystem(code,
        "坐标系写成 EPSG:代号，例如 EPSG:4490（CGCS2000）、EPSG:4547（CGCS2000三度带114°）"));
    try {
      return checked("EPSG:" + epsg, CRS.decode("EPSG:" + epsg, true), shift);
    } catch (FactoryException unknown) {
      throw new UnknownCoordinateSystem(code, "EPSG 名录里没有这个代号，查一查是否写错");
    }
  }

  /** @param wkt text of a .prj file, OGC or Esri dialect */
  public static CoordinateSystem ofWkt(String wkt, @Nullable SevenParameters shift) {
    try {
      CoordinateReferenceSystem parsed = CRS.parseWKT(wkt);
      return checked(parsed.getName().getCode(), parsed, shift);
    } catch (FactoryException unreadable) {
      throw new UnknownCoordinateSystem(wkt.strip().lines().findFirst().orElse(""),
          ".prj 文件读不懂，用 --crs EPSG:代号 说明坐标系");
    }
  }

  private static CoordinateSystem checked(
      String label, CoordinateReferenceSystem system, @Nullable SevenParameters shift) {
    String datum = datumOf(system);
    boolean old = isOld(datum);
    if (old && shift == null) {
      throw new NeedsSevenParameters(label, datum);
    }
    if (!old && !isModern(datum)) {
      throw new UnknownCoordinateSystem(label, "基准 " + datum + " 到 CGCS2000 的转换未知，先用专业软件转成 CGCS2000");
    }
    return new CoordinateSystem(label, system, old ? shift : null);
  }

  /** Digits of the EPSG code in any of its usual spellings. */
  public static Optional<String> epsg(String code) {
    Matcher matcher = EPSG.matcher(code.strip());
    if (matcher.matches()) {
      return Optional.of(matcher.group(1));
    }
    if (code.endsWith("CRS84")) {
      return Optional.of("4326");
    }
    matcher = HTTP.matcher(code.strip());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  public String label() {
    return label;
  }

  /**
   * The geometry in CGCS2000.
   *
   * @param geometry in this system, easting or longitude first; not changed
   * @return longitude, latitude in degrees, SRID 4490
   * @throws UnknownCoordinateSystem if a coordinate lies outside the domain of the projection
   */
  public Geometry toCgcs2000(Geometry geometry) {
    Geometry copy = Cgcs2000.mark(geometry);
    transform(copy, toDegrees);
    if (shift != null) {
      Ellipsoid from = CRS.getEllipsoid(system);
      Positions.move(copy, (lon, lat) -> shift.apply(lon, lat, from.getSemiMajorAxis(), 1 / from.getInverseFlattening()));
    }
    copy.geometryChanged();
    return copy;
  }

  /** The way back, for export; only for systems on CGCS2000 or WGS 84. */
  public Geometry fromCgcs2000(Geometry geometry) {
    if (shift != null) {
      throw new IllegalStateException("no way back to " + label);
    }
    Geometry copy = geometry.copy();
    try {
      transform(copy, toDegrees.inverse());
    } catch (TransformException impossible) {
      throw new IllegalStateException(impossible);
    }
    copy.geometryChanged();
    return copy;
  }

  private void transform(Geometry geometry, MathTransform transform) {
    if (transform.isIdentity()) {
      return;
    }
    double[] xy = new double[2];
    Positions.move(geometry, (x, y) -> {
      xy[0] = x;
      xy[1] = y;
      try {
        transform.transform(xy, 0, xy, 0, 1);
      } catch (TransformException outside) {
        throw new UnknownCoordinateSystem(label, "坐标 %s,%s 不在这个坐标系的范围里，检查带号和坐标轴顺序".formatted(x, y));
      }
      return xy;
    });
  }

  private static String datumOf(CoordinateReferenceSystem system) {
    CoordinateReferenceSystem horizontal = CRS.getHorizontalCRS(system);
    return horizontal instanceof SingleCRS single
        ? single.getDatum().getName().getCode() : system.getName().getCode();
  }

  private static boolean isOld(String datum) {
    String plain = datum.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return plain.contains("beijing1954") || plain.contains("xian1980") || plain.contains("newbeijing");
  }

  private static boolean isModern(String datum) {
    String plain = datum.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return plain.contains("china2000") || plain.contains("cgcs2000") || plain.contains("wgs84")
        || plain.contains("wgs1984") || plain.contains("worldgeodeticsystem1984");
  }
}

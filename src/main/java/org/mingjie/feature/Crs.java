package org.mingjie.feature;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mingjie.geometry.Cgcs2000;

/**
 * The coordinate reference systems that features are given in (OGC 18-058r1). CGCS2000 coordinates stand for WGS 84 as
 * they are. Written with so many decimals that rounding moves nothing by a tenth of a millimetre.
 */
enum Crs {

  CRS84("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "WGS 84，经度在前、纬度在后，度", "%s", 9),
  EPSG_4326("http://www.opengis.net/def/crs/EPSG/0/4326", "WGS 84，纬度在前、经度在后，度", "st_flipcoordinates(%s)", 9),
  EPSG_4490("http://www.opengis.net/def/crs/EPSG/0/4490", "CGCS2000，纬度在前、经度在后，度", "st_flipcoordinates(%s)", 9),
  EPSG_3857("http://www.opengis.net/def/crs/EPSG/0/3857", "Web 墨卡托，东、北，米", "st_transform(st_setsrid(%s, 4326), 3857)", 4);

  /** In which the registry keeps its geometry; its coordinates belong to no epoch but 2000.0, so none is told. */
  static final Crs STORED = EPSG_4490;

  private final String uri;
  private final String description;
  private final String output;
  private final int decimals;

  Crs(String uri, String description, String output, int decimals) {
    this.uri = uri;
    this.description = description;
    this.output = output;
    this.decimals = decimals;
  }

  static Optional<Crs> find(String uri) {
    return Stream.of(values()).filter(crs -> crs.uri.equals(uri)).findFirst();
  }

  static List<String> uris() {
    return Stream.of(values()).map(Crs::uri).toList();
  }

  String uri() {
    return uri;
  }

  String description() {
    return description;
  }

  /** Value of the header {@code Content-Crs}. */
  String header() {
    return "<" + uri + ">";
  }

  /**
   * SQL that gives a geometry as GeoJSON in this system.
   *
   * @param geometry SQL of a geometry in EPSG:4490, longitude first
   */
  String geoJson(String geometry) {
    return "st_asgeojson(" + output.formatted("st_forcepolygonccw(" + geometry + ")") + ", " + decimals + ", 0)";
  }

  boolean isProjected() {
    return this == EPSG_3857;
  }

  /** Latitude comes before longitude. */
  boolean isNorthFirst() {
    return this == EPSG_4326 || this == EPSG_4490;
  }

  /** Longitude in degrees of an easting in metres; never beyond the antimeridian. */
  static double longitude(double easting) {
    return Math.max(-180, Math.min(180, Math.toDegrees(easting / Cgcs2000.A)));
  }

  /** Latitude in degrees of a northing in metres (spherical Mercator, EPSG method 1024). */
  static double latitude(double northing) {
    return Math.toDegrees(Math.atan(Math.sinh(northing / Cgcs2000.A)));
  }
}

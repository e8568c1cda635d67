package org.mingjie.geometry;

import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.PrecisionModel;

/** China Geodetic Coordinate System 2000 (国家大地坐标系), EPSG:4490: the legal datum, in which all geometry is stored. */
public final class Cgcs2000 {

  public static final int SRID = 4490;
  /** Semi-major axis in metres. */
  public static final double A = 6378137.0;
  /** Flattening. */
  public static final double F = 1 / 298.257222101;

  /** Makes geometry with SRID 4490, longitude then latitude in degrees. */
  public static final GeometryFactory FACTORY = new GeometryFactory(new PrecisionModel(), SRID);

  private Cgcs2000() {}

  /** The same coordinates marked as EPSG:4490. */
  public static Geometry mark(Geometry geometry) {
    Geometry copy = FACTORY.createGeometry(geometry);
    copy.setSRID(SRID);
    return copy;
  }
}

package org.mingjie.tile;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;

/** Courses and shapes in EPSG:3857 as the database takes and gives them in bulk. */
final class Wkb {

  static final GeometryFactory MERCATOR = new GeometryFactory(new PrecisionModel(), 3857);

  private Wkb() {}

  static Geometry read(byte[] wkb) {
    try {
      return new WKBReader(MERCATOR).read(wkb);
    } catch (ParseException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static byte[] write(Geometry shape) {
    return new WKBWriter().write(shape);
  }

  static byte @Nullable [] writeLine(Coordinate @Nullable [] course) {
    return course == null ? null : write(MERCATOR.createLineString(course));
  }
}

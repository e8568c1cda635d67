package org.mingjie.exchange;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** The rows of one file, one after the other, whatever its format. */
interface RowSource extends Closeable {

  /**
   * @param number of the row in the file, as a user counts
   * @param values in the order of {@link #columns()}; null where the file has none
   * @param geometry as given, easting or longitude first; null where there is none
   * @param fault why the row's geometry cannot be read; null if it can
   */
  record Row(int number, @Nullable String[] values, @Nullable Geometry geometry, @Nullable RowFault fault) {}

  /** A fault of reading, before anything is known about meaning. */
  record RowFault(String field, @Nullable String value, String kind, String message, String remedy, boolean fatal) {}

  /** Names of the columns; of formats without a header those seen so far. */
  List<String> columns();

  /** The next row, or null at the end. */
  @Nullable Row next() throws IOException;

  /** The coordinate system that the file itself declares: an EPSG code or WKT; null if it is silent. */
  default @Nullable String declaredCrs() {
    return null;
  }

  /** Bytes of the file read so far, for the progress bar. */
  long position();
}

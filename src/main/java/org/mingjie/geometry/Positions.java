package org.mingjie.geometry;

import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;

/** Moves every position of a geometry. */
final class Positions {

  /** From {x, y} to {x, y}. */
  @FunctionalInterface
  interface Move {
    double[] apply(double x, double y);
  }

  private Positions() {}

  /** Changes the geometry itself. */
  static void move(Geometry geometry, Move move) {
    geometry.apply(new CoordinateSequenceFilter() {
      @Override
      public void filter(CoordinateSequence sequence, int i) {
        double[] moved = move.apply(sequence.getX(i), sequence.getY(i));
        sequence.setOrdinate(i, 0, moved[0]);
        sequence.setOrdinate(i, 1, moved[1]);
      }

      @Override
      public boolean isDone() {
        return false;
      }

      @Override
      public boolean isGeometryChanged() {
        return true;
      }
    });
  }
}

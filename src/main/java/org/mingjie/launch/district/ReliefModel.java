package org.mingjie.launch.district;

/**
 * Heights on a regular grid of degrees (EPSG:4490), row by row from the north-west; a value stands for the centre of its
 * cell.
 *
 * @param values metres above the sea times {@link #STEPS_PER_METRE}, 0 to 65535; do not change
 */
public record ReliefModel(int width, int height, double west, double south, double east, double north, int[] values) {

  public static final int STEPS_PER_METRE = 2;
}

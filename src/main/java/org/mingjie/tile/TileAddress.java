package org.mingjie.tile;

import java.time.LocalDate;
import java.util.Set;

/**
 * A tile: column x from the west, row y from the north, of the 2^z by 2^z that fill the world in EPSG:3857.
 *
 * @param day whose map it is, in the calendar of Asia/Shanghai
 */
record TileAddress(int z, int x, int y, Set<TileLayer> layers, LocalDate day) {

  static final int MAX_ZOOM = 16;

  /** Deeper tiles are as fresh as their ancestor here. */
  private static final int MAX_REVISION_ZOOM = 8;

  TileAddress {
    if (z < 0 || z > MAX_ZOOM || x < 0 || y < 0 || x >= 1 << z || y >= 1 << z) {
      throw TileRefusal.noTile(z + "/" + x + "/" + y);
    }
    layers = Set.copyOf(layers);
  }

  int revisionZoom() {
    return Math.min(z, MAX_REVISION_ZOOM);
  }

  int revisionX() {
    return x >> (z - revisionZoom());
  }

  int revisionY() {
    return y >> (z - revisionZoom());
  }
}

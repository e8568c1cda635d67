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

  private static final int MOST_DIGITS = 7;

  TileAddress {
    if (z < 0 || z > MAX_ZOOM || x < 0 || y < 0 || x >= 1 << z || y >= 1 << z) {
      throw TileRefusal.noTile(z + "/" + x + "/" + y);
    }
    layers = Set.copyOf(layers);
  }

  /** @throws TileRefusal unless the numbers are digits and those of a tile */
  static TileAddress parse(String z, String x, String y, Set<TileLayer> layers, LocalDate day) {
    return new TileAddress(number(z, z, x, y), number(x, z, x, y), number(y, z, x, y), layers, day);
  }

  /** Seven digits at most, without leading zeros, so that a tile has one address. */
  private static int number(String text, String z, String x, String y) {
    int number = 0;
    if (text.isEmpty() || text.length() > 1 && text.charAt(0) == '0') {
      throw TileRefusal.noTile("%s/%s/%s".formatted(z, x, y));
    }
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || i == MOST_DIGITS) {
        throw TileRefusal.noTile("%s/%s/%s".formatted(z, x, y));
      }
      number = 10 * number + digit;
    }
    return number;
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

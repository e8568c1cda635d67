package org.mingjie.tile;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** All tiles of a small registry that have anything, read from the world's downwards. */
final class SampleTiles {

  /** A tile and where it is. */
  record At(int z, int x, int y, MvtTile tile) {

    /** Degrees of a position in units of a layer's extent. @return longitude, latitude */
    double[] degrees(int[] position, int extent) {
      double longitude = (x + (double) position[0] / extent) / (1 << z) * 360 - 180;
      double latitude = Math.toDegrees(Math.atan(Math.sinh(Math.PI * (1 - 2 * (y + (double) position[1] / extent) / (1 << z)))));
      return new double[] {longitude, latitude};
    }
  }

  private SampleTiles() {}

  /** Below a tile that is empty there is nothing: what a tile shows, the nearer ones in its place show too. */
  static List<At> all(TileClient client, int lastZoom) {
    List<At> all = new ArrayList<>();
    add(client, 0, 0, 0, lastZoom, all);
    return all;
  }

  private static void add(TileClient client, int z, int x, int y, int lastZoom, List<At> all) {
    HttpResponse<byte[]> answer = client.get("/tiles/base/%d/%d/%d.mvt".formatted(z, x, y));
    if (answer.statusCode() == 204) {
      return;
    }
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.uri() + " " + answer.statusCode());
    }
    all.add(new At(z, x, y, MvtTile.read(answer.body())));
    for (int child = 0; z < lastZoom && child < 4; child++) {
      add(client, z + 1, 2 * x + child % 2, 2 * y + child / 2, lastZoom, all);
    }
  }
}

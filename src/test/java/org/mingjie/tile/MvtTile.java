package org.mingjie.tile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Mapbox Vector Tile 2 read back by the specification, for tests. */
record MvtTile(Map<String, Layer> layers) {

  /** @param extent of the tile's side in the units of the parts */
  record Layer(int extent, List<Feature> features) {}

  /** @param parts rings, lines or points, x and y by turns; a ring ends without its first point */
  record Feature(long id, int type, Map<String, Object> properties, List<List<int[]>> parts) {

    /** Whether a point lies in the tile itself and not in its buffer. */
    boolean isInside() {
      int[] p = parts.get(0).get(0);
      return p[0] >= 0 && p[0] < 4096 && p[1] >= 0 && p[1] < 4096;
    }

    String text(String name) {
      return (String) properties.get(name);
    }
  }

  static MvtTile read(byte[] bytes) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long tag = varint(in);
      if (tag == (3 << 3 | 2)) {
        layer(piece(in), layers);
      } else {
        throw new IllegalStateException("unknown field " + tag);
      }
    }
    return new MvtTile(layers);
  }

  List<Feature> features(String layer) {
    return layers.containsKey(layer) ? layers.get(layer).features() : List.of();
  }

  List<String> names(String layer) {
    return features(layer).stream().map(f -> f.text("name")).toList();
  }

  private static void layer(ByteBuffer in, Map<String, Layer> layers) {
    String name = "";
    int extent = 4096;
    List<String> keys = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    List<ByteBuffer> features = new ArrayList<>();
    while (in.hasRemaining()) {
      int field = (int) varint(in) >> 3;
      switch (field) {
        case 1 -> name = text(in);
        case 2 -> features.add(piece(in));
        case 3 -> keys.add(text(in));
        case 4 -> values.add(value(piece(in)));
        case 5 -> extent = (int) varint(in);
        case 15 -> varint(in);
        default -> throw new IllegalStateException("unknown field of a layer: " + field);
      }
    }
    List<Feature> read = features.stream().map(f -> feature(f, keys, values)).toList();
    layers.put(name, new Layer(extent, read));
  }

  private static Feature feature(ByteBuffer in, List<String> keys, List<Object> values) {
    long id = -1;
    int type = 0;
    Map<String, Object> properties = new LinkedHashMap<>();
    List<List<int[]>> parts = new ArrayList<>();
    while (in.hasRemaining()) {
      int field = (int) varint(in) >> 3;
      switch (field) {
        case 1 -> id = varint(in);
        case 2 -> {
          ByteBuffer tags = piece(in);
          while (tags.hasRemaining()) {
            properties.put(keys.get((int) varint(tags)), values.get((int) varint(tags)));
          }
        }
        case 3 -> type = (int) varint(in);
        case 4 -> geometry(piece(in), parts);
        default -> throw new IllegalStateException("unknown field of a feature: " + field);
      }
    }
    return new Feature(id, type, properties, parts);
  }

  private static void geometry(ByteBuffer in, List<List<int[]>> parts) {
    int x = 0;
    int y = 0;
    while (in.hasRemaining()) {
      int command = (int) varint(in);
      for (int n = command >> 3; n > 0 && (command & 7) != 7; n--) {
        x += zigzag(varint(in));
        y += zigzag(varint(in));
        if ((command & 7) == 1) {
          parts.add(new ArrayList<>());
        }
        parts.get(parts.size() - 1).add(new int[] {x, y});
      }
    }
  }

  private static Object value(ByteBuffer in) {
    int field = (int) varint(in) >> 3;
    return switch (field) {
      case 1 -> text(in);
      case 2 -> (double) in.getFloat();
      case 3 -> in.getDouble();
      case 4, 5 -> (double) varint(in);
      case 6 -> (double) zigzag(varint(in));
      case 7 -> varint(in) != 0;
      default -> throw new IllegalStateException("unknown kind of value: " + field);
    };
  }

  private static int zigzag(long n) {
    return (int) (n >>> 1 ^ -(n & 1));
  }

  private static String text(ByteBuffer in) {
    ByteBuffer piece = piece(in);
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static ByteBuffer piece(ByteBuffer in) {
    int length = (int) varint(in);
    ByteBuffer piece = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return piece;
  }

  private static long varint(ByteBuffer in) {
    long n = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      n |= (long) (b & 127) << shift;
      if (b >= 0) {
        return n;
      }
    }
  }
}

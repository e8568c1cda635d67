package org.mingjie.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a GeoJSON geometry with suspicion before it is made into one: the library takes {@code ["a",1]} for 0 and
 * stumbles over empty points.
 */
final class GeoJsonCheck {

  private static final Map<String, Integer> DEPTH = Map.of(
      "Point", 0, "MultiPoint", 1, "LineString", 1, "MultiLineString", 2, "Polygon", 2, "MultiPolygon", 3);

  private GeoJsonCheck() {}

  /** What is wrong, in Chinese; empty if it can be made into a geometry. */
  static Optional<String> fault(JsonNode geometry) {
    String type = geometry.path("type").asText("");
    Integer depth = DEPTH.get(type);
    if (depth == null) {
      return Optional.of("几何类型“" + type + "”不认识或不支持");
    }
    JsonNode coordinates = geometry.path("coordinates");
    if (!coordinates.isArray()) {
      return Optional.of("缺 coordinates");
    }
    if (coordinates.isEmpty()) {
      return Optional.of("几何是空的");
    }
    return walk(coordinates, depth, type.endsWith("Polygon"));
  }

  private static Optional<String> walk(JsonNode node, int depth, boolean rings) {
    if (depth == 0) {
      return position(node);
    }
    if (!node.isArray() || node.isEmpty()) {
      return Optional.of("coordinates 的层数不对，或有空的部分");
    }
    for (JsonNode part : node) {
      Optional<String> fault = walk(part, depth - 1, rings);
      if (fault.isPresent()) {
        return fault;
      }
    }
    if (depth == 1) {
      return rings ? ring(node) : line(node);
    }
    return Optional.empty();
  }

  private static Optional<String> position(JsonNode node) {
    if (!node.isArray() || node.size() < 2) {
      return Optional.of("坐标不是一对数：" + shorten(node));
    }
    for (JsonNode ordinate : node) {
      if (!ordinate.isNumber() || !Double.isFinite(ordinate.asDouble())) {
        return Optional.of("坐标不是数：" + shorten(node));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ring(JsonNode ring) {
    JsonNode first = ring.get(0);
    JsonNode last = ring.get(ring.size() - 1);
    if (ring.size() < 4) {
      return Optional.of("环不足四个点");
    }
    boolean closed = first.get(0).asDouble() == last.get(0).asDouble() && first.get(1).asDouble() == last.get(1).asDouble();
    return closed ? Optional.empty() : Optional.of("环没有闭合，首点 " + shorten(first) + "，末点 " + shorten(last));
  }

  private static Optional<String> line(JsonNode line) {
    return line.size() < 2 ? Optional.of("线不足两个点") : Optional.empty();
  }

  private static String shorten(JsonNode node) {
    String text = node.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}

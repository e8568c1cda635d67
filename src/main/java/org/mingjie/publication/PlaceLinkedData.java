package org.mingjie.publication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.mingjie.place.PlaceCard;
import tools.jackson.databind.json.JsonMapper;

/** A place in the words of schema.org, for whoever reads pages by machine (JSON-LD). */
final class PlaceLinkedData {

  private static final JsonMapper JSON = new JsonMapper();

  private PlaceLinkedData() {}

  /**
   * JSON that may stand in a script element whatever the names hold.
   *
   * @param address makes of the code of a place the absolute address of its page
   */
  static String of(PlaceCard card, UnaryOperator<String> address) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("@context", "https://schema.org");
    place.put("@type", type(card.classCode()));
    place.put("@id", address.apply(card.code()));
    place.put("url", address.apply(card.code()));
    place.put("name", card.name());
    Set<String> others = new TreeSet<>(card.names().stream().map(PlaceCard.NameOfPlace::name).toList());
    if (card.spelling() != null) {
      others.add(card.spelling());
    }
    others.remove(card.name());
    if (!others.isEmpty()) {
      place.put("alternateName", List.copyOf(others));
    }
    if (card.meaning() != null) {
      place.put("description", card.meaning());
    }
    List<Object> codes = new ArrayList<>();
    codes.add(identifier("名界地名代码", card.code()));
    card.officialCodes().stream().filter(c -> c.to() == null).forEach(c -> codes.add(identifier(c.scheme(), c.code())));
    place.put("identifier", codes);
    geo(card, place);
    if (!card.divisionPath().isEmpty()) {
      place.put("containedInPlace", containers(card.divisionPath(), address));
    }
    return JSON.writeValueAsString(place).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String type(String classCode) {
    return classCode.startsWith("21") ? "AdministrativeArea" : "Place";
  }

  private static Map<String, Object> identifier(String scheme, String code) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("@type", "PropertyValue");
    value.put("propertyID", scheme);
    value.put("value", code);
    return value;
  }

  /** Of a shape the box, latitude first as schema.org has it; of a cell of a grid the circle around it. */
  private static void geo(PlaceCard card, Map<String, Object> place) {
    List<Object> geo = new ArrayList<>();
    double[] point = card.point();
    if (point != null) {
      Map<String, Object> at = new LinkedHashMap<>();
      at.put("@type", "GeoCoordinates");
      at.put("latitude", point[1]);
      at.put("longitude", point[0]);
      Integer grid = card.positionGrid();
      geo.add(grid == null ? at : Map.of("@type", "GeoCircle", "geoMidpoint", at, "geoRadius", (int) Math.ceil(grid / Math.sqrt(2))));
    }
    double[] box = card.bbox();
    if (box != null) {
      geo.add(Map.of("@type", "GeoShape", "box", "%s %s %s %s".formatted(box[1], box[0], box[3], box[2])));
    }
    if (!geo.isEmpty()) {
      place.put("geo", geo.size() == 1 ? geo.get(0) : geo);
    }
  }

  /** The smallest, which lies in the next larger one, and so on. */
  private static Map<String, Object> containers(List<PlaceCard.Division> path, UnaryOperator<String> address) {
    Map<String, Object> outer = null;
    for (PlaceCard.Division division : path) {
      Map<String, Object> area = new LinkedHashMap<>();
      area.put("@type", "AdministrativeArea");
      area.put("@id", address.apply(division.code()));
      area.put("url", address.apply(division.code()));
      area.put("name", division.name());
      if (outer != null) {
        area.put("containedInPlace", outer);
      }
      outer = area;
    }
    return outer == null ? Map.of() : outer;
  }
}

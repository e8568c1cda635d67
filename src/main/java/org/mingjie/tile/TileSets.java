package org.mingjie.tile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mingjie.cartography.Credits;
import org.springframework.stereotype.Service;

/**
 * What tiles there are, told to those who describe the service: conformance classes and links of OGC API - Tiles, Part 1
 * (OGC 20-057) for the documents at {@code /ogc}.
 */
@Service
public class TileSets {

  /** Conformance classes that the tile addresses below {@code /ogc} fulfil. */
  public static final List<String> CONFORMANCE = List.of(
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
      "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
      "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset");

  /** A web link (RFC 8288) with an absolute address. */
  public record TileLink(String href, String rel, String type, String title) {}

  static final String BASE = "base";

  private static final String TILESETS_VECTOR = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";
  private static final String TILING_SCHEMES = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes";

  /** Relation by which OGC API - Styles leads to a style in one of its forms, registered with IANA. */
  private static final String STYLESHEET = "stylesheet";

  private static final Map<String, String> FIELDS = fields();
  private static final Map<String, TileLayer> LAYERS = layers();
  private static final Map<String, String> TITLES = Map.of("divisions", "行政区划", "places", "地名", "roads", "道路");

  private final TileExtent extent;
  private final Credits.Source credits;

  TileSets(TileExtent extent, Credits.Source credits) {
    this.extent = extent;
    this.credits = credits;
  }

  /** Ids of the collections that have tiles. */
  public static List<String> collections() {
    return List.copyOf(LAYERS.keySet());
  }

  /**
   * Links for the landing page.
   *
   * @param ogc absolute address of the landing page, without a trailing slash
   */
  public List<TileLink> landingLinks(String ogc) {
    return List.of(new TileLink(ogc + "/tileMatrixSets", TILING_SCHEMES, "application/json", "瓦片矩阵集"),
        style(ogc.replaceFirst("/ogc$", ""), TileLayer.ALL));
  }

  /**
   * Links for the document of a collection; none where it has no tiles.
   *
   * @param ogc absolute address of the landing page, without a trailing slash
   */
  public List<TileLink> collectionLinks(String ogc, String collection) {
    return LAYERS.containsKey(collection)
        ? List.of(new TileLink(ogc + "/collections/" + collection + "/tiles", TILESETS_VECTOR, "application/json",
            TITLES.get(collection) + "的矢量瓦片"))
        : List.of();
  }

  /** West, south, east, north in degrees of the features of a collection that has tiles: never too small. */
  public Optional<double[]> bounds(String collection) {
    TileExtent.Box box = extent.of(Set.of(LAYERS.get(collection)));
    return box.isEmpty() ? Optional.empty() : Optional.of(new double[] {box.west(), box.south(), box.east(), box.north()});
  }

  /** @param root absolute address of the server, without a trailing slash */
  static TileLink style(String root, Set<TileLayer> layers) {
    String query = layers.equals(TileLayer.ALL) ? ""
        : "?layers=" + layers.stream().sorted().map(TileLayer::id).collect(Collectors.joining(","));
    return new TileLink(root + "/tiles/" + BASE + "/style.json" + query, STYLESHEET, "application/json", "MapLibre 样式");
  }

  /** @throws TileRefusal if there is no such set */
  static void require(String set) {
    if (!set.equals(BASE)) {
      throw TileRefusal.noSet(set);
    }
  }

  static Optional<TileLayer> layerOf(String collection) {
    return Optional.ofNullable(LAYERS.get(collection));
  }

  static String titleOf(String collection) {
    return TITLES.getOrDefault(collection, collection);
  }

  static Map<String, String> fieldsOf(TileLayer layer) {
    Map<String, String> fields = new LinkedHashMap<>(FIELDS);
    switch (layer) {
      case DIVISION_LABEL -> fields.put("radius", "Number");
      case ROAD -> fields.put("ref", "String");
      case PLACE -> {
        fields.put("height", "Number");
        fields.put("heritage", "String");
      }
      case GROUND, WATER, DIVISION, BOUNDARY -> { }
    }
    return fields;
  }

  /** @param query what the addresses of the tiles carry on, with its question mark; empty for none */
  Map<String, Object> tileJson(String root, String query, Set<TileLayer> layers) {
    TileExtent.Box box = extent.of(layers);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tilejson", "3.0.0");
    json.put("name", BASE);
    json.put("description", "名界底图：行政区划、界线、道路、水系和地名");
    json.put("attribution", attribution());
    json.put("scheme", "xyz");
    json.put("minzoom", 0);
    json.put("maxzoom", TileAddress.MAX_ZOOM);
    json.put("bounds", List.of(box.west(), box.south(), box.east(), box.north()));
    json.put("center", List.of((box.west() + box.east()) / 2, (box.south() + box.north()) / 2, box.zoomToSee()));
    json.put("tiles", List.of(root + "/tiles/" + BASE + "/{z}/{x}/{y}.mvt" + query));
    List<Map<String, Object>> described = new ArrayList<>();
    layers.stream().sorted().forEach(layer -> described.add(Map.of(
        "id", layer.id(), "description", layer.description(), "minzoom", 0, "maxzoom", TileAddress.MAX_ZOOM, "fields", fieldsOf(layer))));
    json.put("vector_layers", described);
    return json;
  }

  /** To be shown with every map made of the tiles. */
  String attribution() {
    return credits.now().html();
  }

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("code", "String");
    fields.put("name", "String");
    fields.put("class", "String");
    fields.put("level", "Number");
    fields.put("rank", "Number");
    return fields;
  }

  private static Map<String, TileLayer> layers() {
    Map<String, TileLayer> layers = new LinkedHashMap<>();
    layers.put("divisions", TileLayer.DIVISION);
    layers.put("places", TileLayer.PLACE);
    layers.put("roads", TileLayer.ROAD);
    return layers;
  }
}

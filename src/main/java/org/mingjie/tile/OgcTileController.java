package org.mingjie.tile;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** OGC API - Tiles, Part 1 (OGC 20-057): vector tilesets of collections, one layer each, in WebMercatorQuad. */
@Controller
@Hidden // /ogc has a definition of its own
@CrossOrigin(methods = {RequestMethod.GET, RequestMethod.HEAD}, exposedHeaders = HttpHeaders.ETAG)
class OgcTileController {

  private static final String QUAD = "WebMercatorQuad";
  private static final String QUAD_URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
  private static final String WEB_MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857";
  private static final String CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
  private static final String TILING_SCHEME = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";
  private static final String GEODATA = "http://www.opengis.net/def/rel/ogc/1.0/geodata";
  private static final Set<String> JSON = Set.of("json");
  private static final double HALF_WORLD = 20037508.3427892;
  private static final double METRES_PER_PIXEL_AT_0 = 156543.033928041;
  private static final double PIXEL_METRES = 0.00028;

  private final TileAnswers answers;
  private final TileExtent extent;
  private final TileSets sets;
  private final TileDocuments documents;
  private final Clock clock;

  OgcTileController(TileAnswers answers, TileExtent extent, TileSets sets, TileDocuments documents, ObjectProvider<Clock> clock) {
    this.sets = sets;
    this.documents = documents;
    this.answers = answers;
    this.extent = extent;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  @GetMapping({"/ogc/tileMatrixSets", "/ogc/tileMatrixSets/"})
  void matrixSets(HttpServletRequest request, HttpServletResponse response) throws IOException {
    document(request);
    String self = root(request) + "/tileMatrixSets";
    documents.send(ordered("links", List.of(link(self, "self", "application/json", "瓦片矩阵集")),
        "tileMatrixSets", List.of(ordered("id", QUAD, "title", "Google Maps Compatible for the World", "uri", QUAD_URI, "crs", WEB_MERCATOR,
            "links", List.of(link(self + "/" + QUAD, "self", "application/json", QUAD))))), request, response);
  }

  @GetMapping({"/ogc/tileMatrixSets/{id}", "/ogc/tileMatrixSets/{id}/"})
  void matrixSet(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
    document(request);
    requireQuad(id);
    List<Map<String, Object>> matrices = new ArrayList<>();
    for (int z = 0; z <= TileAddress.MAX_ZOOM; z++) {
      double cell = METRES_PER_PIXEL_AT_0 / (1 << z);
      matrices.add(ordered("id", String.valueOf(z), "scaleDenominator", cell / PIXEL_METRES, "cellSize", cell,
          "cornerOfOrigin", "topLeft", "pointOfOrigin", List.of(-HALF_WORLD, HALF_WORLD),
          "tileWidth", 256, "tileHeight", 256, "matrixWidth", 1 << z, "matrixHeight", 1 << z));
    }
    documents.send(ordered("id", QUAD, "title", "Google Maps Compatible for the World", "uri", QUAD_URI, "crs", WEB_MERCATOR,
        "orderedAxes", List.of("X", "Y"), "wellKnownScaleSet", "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices", matrices,
        "links", List.of(link(root(request) + "/tileMatrixSets/" + QUAD, "self", "application/json", QUAD))), request, response);
  }

  @GetMapping({"/ogc/collections/{id}/tiles", "/ogc/collections/{id}/tiles/"})
  void tilesets(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
    document(request);
    layer(id);
    String self = address(request, id);
    Map<String, Object> tileset = summary(request, id);
    tileset.put("links", List.of(
        link(self + "/" + QUAD, "self", "application/json", "瓦片集的元数据"),
        link(root(request) + "/tileMatrixSets/" + QUAD, TILING_SCHEME, "application/json", QUAD),
        item(self, "item")));
    documents.send(ordered("links", List.of(link(self, "self", "application/json", TileSets.titleOf(id) + "的瓦片集")),
        "tilesets", List.of(tileset)), request, response);
  }

  @GetMapping({"/ogc/collections/{id}/tiles/{matrixSet}", "/ogc/collections/{id}/tiles/{matrixSet}/"})
  void tileset(@PathVariable String id, @PathVariable String matrixSet, HttpServletRequest request, HttpServletResponse response) throws IOException {
    document(request);
    TileLayer layer = layer(id);
    requireQuad(matrixSet);
    String self = address(request, id);
    TileExtent.Box box = extent.of(Set.of(layer));
    Map<String, Object> tileset = summary(request, id);
    tileset.put("attribution", sets.attribution());
    tileset.put("accessConstraints", "unclassified");
    tileset.put("tileMatrixSetLimits", limits(box));
    tileset.put("boundingBox", ordered("lowerLeft", List.of(box.west(), box.south()), "upperRight", List.of(box.east(), box.north()),
        "crs", CRS84, "orderedAxes", List.of("Lon", "Lat")));
    tileset.put("layers", List.of(ordered("id", layer.id(), "title", TileSets.titleOf(id), "description", layer.description(),
        "dataType", "vector", "minTileMatrix", "0", "maxTileMatrix", String.valueOf(TileAddress.MAX_ZOOM),
        "propertiesSchema", schema(layer))));
    tileset.put("links", List.of(
        link(self + "/" + QUAD, "self", "application/json", "瓦片集的元数据"),
        link(root(request) + "/tileMatrixSets/" + QUAD, TILING_SCHEME, "application/json", QUAD),
        item(self, "item"),
        link(root(request) + "/collections/" + id, GEODATA, "application/json", TileSets.titleOf(id)),
        link(tileJson(request, layer), "describedby", "application/json", "TileJSON 3"),
        link(TileSets.style(server(request), Set.of(layer)))));
    documents.send(tileset, request, response);
  }

  @GetMapping({"/ogc/collections/{id}/tiles/{matrixSet}/{matrix}/{row}/{column}", "/ogc/collections/{id}/tiles/{matrixSet}/{matrix}/{row}/{column}/"})
  Object tile(@PathVariable Map<String, String> path, HttpServletRequest request) {
    TileAsk ask = new TileAsk(request, Set.of("f", "datetime"));
    ask.requireForm(Set.of("mvt"));
    TileLayer layer = layer(path.get("id"));
    requireQuad(path.get("matrixSet"));
    TileAddress address = TileAddress.parse(path.get("matrix"), path.get("column"), path.get("row"), Set.of(layer), ask.day(clock));
    return answers.answer(request, address, tile -> requireWithinLimits(address, tile));
  }

  /** Requirement /req/core/tc-error; what has come beyond the limits since they were read is given all the same. */
  private void requireWithinLimits(TileAddress address, Tile tile) {
    if (!tile.isEmpty()) {
      return;
    }
    int[] cells = extent.of(address.layers()).cells(address.z());
    if (address.x() < cells[0] || address.x() > cells[1] || address.y() < cells[2] || address.y() > cells[3]) {
      throw TileRefusal.beyondLimits(address, cells);
    }
  }

  private static Map<String, Object> summary(HttpServletRequest request, String id) {
    return ordered("title", TileSets.titleOf(id), "dataType", "vector", "crs", WEB_MERCATOR,
        "tileMatrixSetURI", QUAD_URI, "tileMatrixSetDefinition", root(request) + "/tileMatrixSets/" + QUAD);
  }

  private static List<Map<String, Object>> limits(TileExtent.Box box) {
    List<Map<String, Object>> limits = new ArrayList<>();
    for (int z = 0; z <= TileAddress.MAX_ZOOM; z++) {
      int[] cells = box.cells(z);
      limits.add(ordered("tileMatrix", String.valueOf(z), "minTileRow", cells[2], "maxTileRow", cells[3],
          "minTileCol", cells[0], "maxTileCol", cells[1]));
    }
    return limits;
  }

  private static Map<String, Object> schema(TileLayer layer) {
    Map<String, Object> properties = new LinkedHashMap<>();
    TileSets.fieldsOf(layer).forEach((name, type) -> properties.put(name, Map.of("type", type.equals("String") ? "string" : "number")));
    return ordered("type", "object", "properties", properties);
  }

  private static Map<String, Object> item(String tiles, String rel) {
    Map<String, Object> link = link(tiles + "/" + QUAD + "/{tileMatrix}/{tileRow}/{tileCol}", rel, TileAnswers.MVT.toString(), "瓦片");
    link.put("templated", true);
    return link;
  }

  private static String tileJson(HttpServletRequest request, TileLayer layer) {
    return server(request) + "/tiles/" + TileSets.BASE + ".json?layers=" + layer.id();
  }

  private static void document(HttpServletRequest request) {
    new TileAsk(request, Set.of("f")).requireForm(JSON);
  }

  private static TileLayer layer(String collection) {
    return TileSets.layerOf(collection).orElseThrow(() -> TileRefusal.noCollection(collection));
  }

  private static void requireQuad(String id) {
    if (!id.equals(QUAD)) {
      throw TileRefusal.noMatrixSet(id);
    }
  }

  private static String server(HttpServletRequest request) {
    return ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
  }

  private static String root(HttpServletRequest request) {
    return server(request) + "/ogc";
  }

  private static String address(HttpServletRequest request, String collection) {
    return root(request) + "/collections/" + collection + "/tiles";
  }

  private static Map<String, Object> link(String href, String rel, String type, String title) {
    return ordered("href", href, "rel", rel, "type", type, "title", title);
  }

  private static Map<String, Object> link(TileSets.TileLink link) {
    return link(link.href(), link.rel(), link.type(), link.title());
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}

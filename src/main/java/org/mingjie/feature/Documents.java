package org.mingjie.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** The documents about the service and its collections (OGC 17-069r4, 7.2 to 7.14). */
@Component
class Documents {

  static final String CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
  static final String TITLE = "名界 · 要素服务";
  static final String DESCRIPTION = "现行地名、行政区划和道路的要素，按 OGC API - Features 提供；坐标是经度在前、纬度在后的度，"
      + "CGCS2000 坐标原样作为 CRS84 给出";

  /** No temporal extent is told: most names have neither a known beginning nor an end. */
  static final List<String> CONFORMANCE = Stream.of("core", "oas30", "html", "geojson")
      .map(conf -> "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/" + conf).toList();

  private static final MediaType JSON = MediaType.APPLICATION_JSON;

  private final Extents extents;

  Documents(Extents extents) {
    this.extents = extents;
  }

  Map<String, Object> landing(Ask ask) {
    List<Link> links = new ArrayList<>(ask.selfLinks(JSON));
    links.add(link(ask, "/api", Representation.JSON, "service-desc", Representation.OPENAPI, "接口定义（OpenAPI 3.0）"));
    links.add(link(ask, "/api", Representation.HTML, "service-doc", JSON, "接口说明"));
    links.addAll(both(ask, "/conformance", "conformance", JSON, "符合的标准"));
    links.addAll(both(ask, "/collections", "data", JSON, "集合"));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("title", TITLE);
    document.put("description", DESCRIPTION);
    document.put("links", links);
    return document;
  }

  Map<String, Object> conformance(Ask ask) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("conformsTo", CONFORMANCE);
    document.put("links", ask.selfLinks(JSON));
    return document;
  }

  Map<String, Object> collections(Ask ask) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("links", ask.selfLinks(JSON));
    document.put("collections", Stream.of(ItemCollection.values()).map(c -> {
      String path = "/collections/" + c.id();
      return described(c, ask, List.of(
          link(ask, path, Representation.JSON, "self", JSON, c.title()),
          link(ask, path, Representation.HTML, "alternate", JSON, c.title() + "（网页）")));
    }).toList());
    return document;
  }

  Map<String, Object> collection(ItemCollection collection, Ask ask) {
    return described(collection, ask, ask.selfLinks(JSON));
  }

  private Map<String, Object> described(ItemCollection collection, Ask ask, List<Link> self) {
    List<Link> links = new ArrayList<>(self);
    links.addAll(both(ask, "/collections/" + collection.id() + "/items", "items", Representation.GEOJSON,
        collection.title() + "的要素"));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", collection.id());
    document.put("title", collection.title());
    document.put("description", collection.description().strip());
    document.put("itemType", "feature");
    document.put("extent", Map.of("spatial", Map.of("bbox", List.of(extents.of(collection)), "crs", CRS84)));
    document.put("crs", List.of(CRS84));
    document.put("links", links);
    return document;
  }

  private static List<Link> both(Ask ask, String path, String rel, MediaType json, String title) {
    return List.of(link(ask, path, Representation.JSON, rel, json, title),
        link(ask, path, Representation.HTML, rel, json, title + "（网页）"));
  }

  private static Link link(Ask ask, String path, Representation as, String rel, MediaType json, String title) {
    return new Link(ask.address(path, as), rel, Ask.type(as, json), title);
  }
}

package org.mingjie.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mingjie.cartography.Credits;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** The documents about the service and its collections (OGC 17-069r4, 7.2 to 7.14). */
@Component
class Documents {

  static final String TITLE = "名界 · 要素服务";
  static final String DESCRIPTION = "地名、行政区划和道路的要素，今天的或者历史上某一天的，按 OGC API - Features 提供；不指定坐标系时，"
      + "坐标是经度在前、纬度在后的度，CGCS2000 坐标原样作为 CRS84 给出";

  private static final MediaType JSON = MediaType.APPLICATION_JSON;

  private final Extents extents;
  private final List<BuildingBlock> blocks;
  private final Credits.Source credits;

  Documents(Extents extents, List<BuildingBlock> blocks, Credits.Source credits) {
    this.credits = credits;
    this.extents = extents;
    this.blocks = blocks;
  }

  List<String> conformance() {
    return blocks.stream().flatMap(block -> block.conformance().stream()).toList();
  }

  Map<String, Object> landing(Ask ask) {
    List<Link> links = new ArrayList<>(ask.selfLinks(JSON));
    links.add(link(ask, "/api", Representation.JSON, "service-desc", Representation.OPENAPI, "接口定义（OpenAPI 3.0）"));
    links.add(link(ask, "/api", Representation.HTML, "service-doc", JSON, "接口说明"));
    links.add(link(ask, "/conformance", Representation.JSON, "conformance", JSON, "符合的标准"));
    links.add(link(ask, "/conformance", Representation.HTML, "conformance", JSON, "符合的标准（网页）"));
    blocks.forEach(block -> links.addAll(block.landingLinks(ask)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("title", TITLE);
    document.put("description", DESCRIPTION);
    document.put("attribution", credits.now().html());
    document.put("links", links);
    return document;
  }

  Map<String, Object> conformance(Ask ask) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("conformsTo", conformance());
    document.put("links", ask.selfLinks(JSON));
    return document;
  }

  Map<String, Object> collections(Ask ask) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("links", ask.selfLinks(JSON));
    blocks.forEach(block -> document.putAll(block.ofCollections()));
    document.put("collections", Stream.of(ItemCollection.values()).map(c -> {
      String path = "/collections/" + c.id();
      return described(c, ask, true, List.of(
          link(ask, path, Representation.JSON, "self", JSON, c.title()),
          link(ask, path, Representation.HTML, "alternate", JSON, c.title() + "（网页）")));
    }).toList());
    return document;
  }

  Map<String, Object> collection(ItemCollection collection, Ask ask) {
    return described(collection, ask, false, ask.selfLinks(JSON));
  }

  /** No temporal extent is told: most names have neither a known beginning nor an end. Nor a spatial one where nothing has a position (OGC 17-069r4, 7.13.2). */
  private Map<String, Object> described(ItemCollection collection, Ask ask, boolean listed, List<Link> self) {
    List<Link> links = new ArrayList<>(self);
    blocks.forEach(block -> links.addAll(block.links(collection, ask)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", collection.id());
    document.put("title", collection.title());
    document.put("description", collection.description().strip());
    document.put("itemType", "feature");
    extents.of(collection).ifPresent(box -> document.put("extent", Map.of("spatial", Map.of("bbox", List.of(box), "crs", Crs.CRS84.uri()))));
    blocks.forEach(block -> document.putAll(block.of(collection, listed)));
    document.put("links", links);
    return document;
  }

  private static Link link(Ask ask, String path, Representation as, String rel, MediaType json, String title) {
    return new Link(ask.address(path, as), rel, Ask.type(as, json), title);
  }
}

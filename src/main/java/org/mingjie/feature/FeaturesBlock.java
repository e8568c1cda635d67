package org.mingjie.feature;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** OGC API - Features - Part 1: Core (OGC 17-069r4). */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class FeaturesBlock implements BuildingBlock {

  @Override
  public List<String> conformance() {
    return Stream.of("core", "oas30", "html", "geojson")
        .map(part -> "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/" + part).toList();
  }

  @Override
  public List<Link> landingLinks(Ask ask) {
    return Stream.of(Representation.JSON, Representation.HTML).map(form -> new Link(ask.address("/collections", form), "data",
        Ask.type(form, MediaType.APPLICATION_JSON), form == Representation.JSON ? "集合" : "集合（网页）")).toList();
  }

  @Override
  public List<Link> links(ItemCollection collection, Ask ask) {
    String items = "/collections/" + collection.id() + "/items";
    return Stream.of(Representation.values()).map(form -> new Link(ask.address(items, form), "items",
        Ask.type(form, Representation.GEOJSON), collection.title() + switch (form) {
          case JSON -> "的要素";
          case HTML -> "的要素（网页）";
          case SEQUENCE -> "的全部要素，逐个给出";
        })).toList();
  }
}

package org.mingjie.feature;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A part of an OGC API that this service offers, as a bean: what the common documents say of it. A further part (tiles
 * of a collection, say) is one more bean; the documents need not change.
 */
interface BuildingBlock {

  /** Conformance classes, by their addresses. */
  List<String> conformance();

  /** Links of the landing page to the part's own documents. */
  default List<Link> landingLinks(Ask ask) {
    return List.of();
  }

  /** Links of a collection to what the part makes of it. */
  default List<Link> links(ItemCollection collection, Ask ask) {
    return List.of();
  }

  /** Members of the list of collections. */
  default Map<String, Object> ofCollections() {
    return Map.of();
  }

  /**
   * Members of a collection.
   *
   * @param listed in the list of collections, whose own members it may refer to
   */
  default Map<String, Object> of(ItemCollection collection, boolean listed) {
    return Map.of();
  }

  /** Adds its paths and components to the definition of the interface (OpenAPI 3.0). */
  default void define(ObjectNode definition) {}
}

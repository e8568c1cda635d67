package org.mingjie.feature;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** OGC API - Features - Part 2: Coordinate Reference Systems by Reference (OGC 18-058r1). */
@Component
class CrsBlock implements BuildingBlock {

  @Override
  public List<String> conformance() {
    return List.of("http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs");
  }

  /** The list that the collections below refer to as {@code #/crs} (requirement fc-md-crs-list-global). */
  @Override
  public Map<String, Object> ofCollections() {
    return Map.of("crs", Crs.uris());
  }

  @Override
  public Map<String, Object> of(ItemCollection collection, boolean listed) {
    return Map.of("crs", listed ? List.of("#/crs") : Crs.uris(), "storageCrs", Crs.STORED.uri());
  }
}

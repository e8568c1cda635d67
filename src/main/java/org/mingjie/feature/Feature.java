package org.mingjie.feature;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mingjie.place.PlaceSummary;

/**
 * A place as a feature.
 *
 * @param own properties that only its collection has
 * @param geometry GeoJSON, longitude and latitude in degrees with at most 7 decimals; null if unplaced
 */
record Feature(PlaceSummary place, Map<String, @Nullable Object> own, @Nullable String geometry) {

  String id() {
    return place.code();
  }

  /** In the order of {@link ItemCollection#properties()}. */
  Map<String, @Nullable Object> properties() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("code", place.code());
    all.put("name", place.name());
    all.put("nameStatus", place.nameStatus());
    all.put("spelling", place.spelling());
    all.put("spellingStatus", place.spellingStatus());
    all.put("class", place.classCode());
    all.put("divisionPath", place.divisionPath());
    all.putAll(own);
    return all;
  }
}

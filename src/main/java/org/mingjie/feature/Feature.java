package org.mingjie.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place as a feature, as it was on its day.
 *
 * @param id permanent code
 * @param nameStatus of a name that was not in use on the day: former
 * @param divisionPath names of the divisions around it, largest first
 * @param own properties that only its collection has
 * @param geometry GeoJSON in the coordinate reference system asked for; null if unplaced
 */
record Feature(
    String id, String name, String nameStatus, @Nullable String spelling, @Nullable String spellingStatus,
    String classCode, String className, List<@Nullable String> divisionPath, Map<String, @Nullable Object> own, @Nullable String geometry) {

  /** In the order of {@link ItemCollection#properties()}. */
  Map<String, @Nullable Object> properties() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("code", id);
    all.put("name", name);
    all.put("nameStatus", nameStatus);
    all.put("spelling", spelling);
    all.put("spellingStatus", spellingStatus);
    all.put("class", classCode);
    all.put("divisionPath", divisionPath);
    all.putAll(own);
    return all;
  }
}

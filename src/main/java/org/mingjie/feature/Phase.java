package org.mingjie.feature;

import java.util.List;

/**
 * Which features are listed one after the other. With a {@code bbox} those in it come first; features without
 * geometry match every box (OGC 17-069r4, 7.15.3, requirement fc-bbox-response C) and follow. A feature that gains or loses
 * its geometry while pages are read stays in the phase in which the first page found it (see {@link Since}): else it would
 * come twice or not at all.
 */
enum Phase {
  ALL,
  IN_BOX,
  WITHOUT_GEOMETRY;

  static List<Phase> of(ItemsRequest request) {
    if (request.box() == null) {
      return List.of(ALL);
    }
    return request.collection() == ItemCollection.ROADS ? List.of(IN_BOX) : List.of(IN_BOX, WITHOUT_GEOMETRY);
  }
}

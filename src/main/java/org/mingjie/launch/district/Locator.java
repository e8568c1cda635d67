package org.mingjie.launch.district;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.index.strtree.STRtree;

/** Which village a place lies in, by the polygons themselves. */
final class Locator {

  private final STRtree tree = new STRtree();
  private final Map<Integer, IndexedPointInAreaLocator> areas = new HashMap<>();

  Locator(Map<Integer, Polygon> villages) {
    villages.forEach((village, polygon) -> {
      tree.insert(polygon.getEnvelopeInternal(), village);
      areas.put(village, new IndexedPointInAreaLocator(polygon));
    });
    tree.build();
  }

  /** The village whose inside holds the place, null beyond the prefecture and on a border. */
  @Nullable Integer village(Coordinate place) {
    List<?> near = tree.query(new Envelope(place));
    for (Object village : near) {
      IndexedPointInAreaLocator area = areas.get((Integer) village);
      if (area != null && area.locate(place) == Location.INTERIOR) return (Integer) village;
    }
    return null;
  }
}

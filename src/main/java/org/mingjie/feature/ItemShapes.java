package org.mingjie.feature;

/**
 * The geometry by which a collection shows a place on a day, as sub-queries on a row w of a place and a row t of the day. One that is
 * not published is null and counts as none.
 */
final class ItemShapes {

  private static final String DIVISION_SHAPE = """
      SELECT g.geom FROM division_geometry g WHERE g.division_id = t.division_id AND g.valid @> t.day LIMIT 1
      """;

  private static final String ROAD_SHAPE = """
      SELECT g.geom FROM place_geometry g WHERE g.place_id = w.place_id AND g.role = 'line' AND g.geom IS NOT NULL AND g.valid @> t.day LIMIT 1
      """;

  /** A unit is its seat in a list, for others must be seen too; whole: its polygon. */
  private static final String PLACE_SHAPE = """
      SELECT s.geom FROM (
        SELECT g.geom, CASE g.role WHEN 'area' THEN 2 WHEN 'line' THEN 3 ELSE CASE WHEN u.is_unit THEN 1 ELSE 4 END END AS turn
        FROM place_geometry g CROSS JOIN LATERAL (
          SELECT EXISTS (SELECT 1 FROM division d WHERE d.place_id = w.place_id AND d.valid @> t.day) AS is_unit) u
        WHERE g.place_id = w.place_id AND g.geom IS NOT NULL AND g.valid @> t.day
        UNION ALL
        SELECT g.geom, CASE WHEN :whole THEN 0 ELSE 5 END
        FROM division d JOIN division_geometry g ON g.division_id = d.id AND g.valid @> t.day
        WHERE d.place_id = w.place_id AND d.valid @> t.day) s
      ORDER BY s.turn LIMIT 1
      """;

  private static final String DIVISION_KNOWN = """
      SELECT 1 FROM division_geometry g WHERE g.division_id = t.division_id AND g.valid @> t.day AND %s
      """.formatted(Since.SEEN);

  private static final String PLACE_KNOWN = """
      SELECT 1 FROM place_geometry g WHERE g.place_id = w.place_id AND g.geom IS NOT NULL AND g.valid @> t.day AND %1$s
      UNION ALL
      SELECT 1 FROM division d JOIN division_geometry g ON g.division_id = d.id AND g.valid @> t.day
      WHERE d.place_id = w.place_id AND d.valid @> t.day AND %1$s
      """.formatted(Since.SEEN);

  /** Rows of a unit may have been made anew since, and its geometry with them. */
  private static final String DIVISION_LOST = """
      SELECT 1 FROM (SELECT id FROM division WHERE place_id = w.place_id UNION ALL SELECT id FROM division_history WHERE place_id = w.place_id) d
      JOIN division_geometry_history g ON g.division_id = d.id WHERE g.valid @> t.day AND %s
      """.formatted(Since.ENDED);

  private static final String PLACE_LOST = """
      SELECT 1 FROM place_geometry_history g WHERE g.place_id = w.place_id AND g.geom IS NOT NULL AND g.valid @> t.day AND %s
      UNION ALL
      """.formatted(Since.ENDED) + DIVISION_LOST;

  private ItemShapes() {}

  /** Gives one row with a column geom, or none. Has the parameter whole: the extent of a unit rather than its seat. */
  static String of(ItemCollection collection) {
    return switch (collection) {
      case DIVISIONS -> DIVISION_SHAPE;
      case PLACES -> PLACE_SHAPE;
      case ROADS -> ROAD_SHAPE;
    };
  }

  /** Gives rows if a geometry of today was there at the {@link Since#MOMENT}. A collection all of which has geometry has no use for it. */
  static String known(ItemCollection collection) {
    return collection == ItemCollection.DIVISIONS ? DIVISION_KNOWN : PLACE_KNOWN;
  }

  /** Gives rows if a geometry that was there at the moment is no more. */
  static String lost(ItemCollection collection) {
    return collection == ItemCollection.DIVISIONS ? DIVISION_LOST : PLACE_LOST;
  }
}

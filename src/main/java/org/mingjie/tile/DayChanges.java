package org.mingjie.tile;

/** Statements that keep {@code tile_day_change}, from which {@link MapDays} tells the days on which the map looks otherwise. */
final class DayChanges {

  private static final String NOTE = """
      INSERT INTO tile_day_change (day, changes)
      SELECT d.day, %s FROM %s r CROSS JOIN LATERAL (VALUES (lower(r.valid)), (upper(r.valid))) d (day) WHERE d.day IS NOT NULL GROUP BY d.day
      """;

  /** The sums in place of what was added up to them. */
  static final String DRAW_SUMS = """
      WITH noted AS (DELETE FROM tile_day_change RETURNING day, changes)
      INSERT INTO tile_day_change (day, changes) SELECT day, sum(changes) FROM noted GROUP BY day HAVING sum(changes) <> 0
      """;

  private DayChanges() {}

  /** @param rows of the map, with their validity */
  static String come(String rows) {
    return NOTE.formatted("count(*)", rows);
  }

  /** @param rows of the map, with their validity */
  static String gone(String rows) {
    return NOTE.formatted("-count(*)", rows);
  }
}

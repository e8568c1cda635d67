package org.mingjie.feature;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is told of the hits of a page (see {@link Hits}), as SQL. A look into an index costs microseconds, and there are thousands in
 * a page: all of them are made once, together with the hits, and one sort chooses for all hits.
 */
final class Facts {

  /**
   * A row of facts w for each hit that has a name. Names are chosen as the cards of places choose them; then the spelling of the name,
   * then the unit that the place is.
   */
  private static final String TOLD = """
      SELECT DISTINCT ON (w.key COLLATE "C") w.key, w.place_id, w.division_id, w.day, w.class_code, w.attributes, w.unit_code, w.level,
        n.text, CASE WHEN n.valid @> w.day THEN n.status ELSE 'former' END AS status, n.generic,
        s.text AS spelling, s.status AS spelling_status, %s
      FROM hit w
      JOIN name n ON n.place_id = w.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
      JOIN source o ON o.id = n.source_id
      LEFT JOIN spelling s ON s.name_id = n.id AND s.script = 'Latn' AND s.status <> 'rejected'
      %s
      ORDER BY w.key COLLATE "C",
        n.valid @> w.day DESC, upper(n.valid) DESC NULLS FIRST, n.status = 'standard' DESC, o.rank DESC, o.state_date DESC,
        s.valid @> w.day DESC, upper(s.valid) DESC NULLS FIRST%s
      """;

  private static final String UNIT = "LEFT JOIN division unit ON unit.place_id = w.place_id";
  private static final String UNIT_TURN = ", unit.valid @> w.day DESC, upper_inf(unit.valid) DESC, lower(unit.valid) DESC";

  /** Columns of every collection; they are followed by the size of the geometry, the division around, and own properties. */
  private static final String COLUMNS = """
      w.key, w.place_id, w.division_id, w.day, w.class_code, w.text, w.status, w.generic, w.spelling, w.spelling_status, %s
      """;

  private static final String OF_DIVISION = """
      (SELECT coalesce(sum(pg_column_size(g.geom)), 0) FROM division_geometry g WHERE g.division_id = w.division_id) AS bytes,
      w.parent_id AS within, w.unit_code, w.level,
      (SELECT parent.code FROM division above JOIN place parent ON parent.id = above.place_id WHERE above.id = w.parent_id) AS parent_code
      """;

  private static final String PLACE_BYTES = "(SELECT coalesce(sum(pg_column_size(g.geom)), 0) FROM place_geometry g WHERE g.place_id = w.place_id)";

  private static final String UNIT_BYTES = """
      CASE WHEN w.unit_id IS NULL THEN 0 ELSE (
        SELECT coalesce(sum(pg_column_size(g.geom)), 0) FROM division d JOIN division_geometry g ON g.division_id = d.id
        WHERE d.place_id = w.place_id) END
      """;

  /** A place that lies in one division only, as most do, needs no look at the division. */
  private static final String WITHIN = """
      CASE WHEN w.unit_id IS NOT NULL THEN w.parent_id ELSE (
        SELECT CASE WHEN count(*) < 2 THEN (array_agg(one.division_id))[1] ELSE (
          SELECT pd.division_id FROM place_in_division pd JOIN division d ON d.id = pd.division_id
          WHERE pd.place_id = w.place_id
          ORDER BY pd.valid @> w.day DESC, pd.main DESC, upper_inf(pd.valid) DESC, d.level DESC, d.code LIMIT 1) END
        FROM place_in_division one WHERE one.place_id = w.place_id) END AS within
      """;

  private static final String OF_PLACE = PLACE_BYTES + " + " + UNIT_BYTES + ", " + WITHIN;
  private static final String OF_ROAD = PLACE_BYTES + ", " + WITHIN + ", w.attributes ->> 'ref', w.attributes ->> 'grade'";

  private Facts() {}

  /** Columns from {@code key} on; {@link #read} knows them by their position. */
  static String columns(ItemCollection collection) {
    return COLUMNS.formatted(switch (collection) {
      case DIVISIONS -> OF_DIVISION;
      case PLACES -> OF_PLACE;
      case ROADS -> OF_ROAD;
    });
  }

  /** A query of rows w, of which the columns are. */
  static String told(ItemCollection collection) {
    return collection == ItemCollection.DIVISIONS ? TOLD.formatted("w.parent_id", "", "")
        : TOLD.formatted("unit.id AS unit_id, unit.parent_id", UNIT, UNIT_TURN);
  }

  /**
   * @param first position of the first of the {@link #columns}; it is null where the row tells of no feature
   * @param from where the page began
   */
  static Found read(ItemCollection collection, ResultSet row, int first, Position from) throws SQLException {
    return new Found(new Position(from.phase(), row.getString(first), from.since()), row.getObject(first + 1, UUID.class),
        row.getObject(first + 2, UUID.class), row.getObject(first + 3, LocalDate.class), row.getLong(first + 10),
        row.getString(first + 4), row.getString(first + 5), row.getString(first + 6), row.getString(first + 7), row.getString(first + 8),
        row.getString(first + 9), row.getObject(first + 11, UUID.class), own(collection, row, first + 12));
  }

  private static Map<String, @Nullable Object> own(ItemCollection collection, ResultSet row, int first) throws SQLException {
    if (collection == ItemCollection.PLACES) {
      return Map.of();
    }
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    if (collection == ItemCollection.DIVISIONS) {
      own.put("officialCode", row.getString(first));
      own.put("level", row.getInt(first + 1));
      own.put("parentCode", row.getString(first + 2));
    } else {
      own.put("ref", row.getString(first));
      own.put("grade", row.getString(first + 1));
    }
    return own;
  }
}

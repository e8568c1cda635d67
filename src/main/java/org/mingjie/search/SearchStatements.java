package org.mingjie.search;

/**
 * Every statement of the search. Each is bounded: an index gives its rows in the order of the ranking, or the first rows
 * of a bitmap over a table that lies in that order.
 */
final class SearchStatements {

  /** Rows that are read at most where no index gives them in the order of the ranking. */
  static final int MOST_CONTAINED = 300;

  private static final String TOLD = "SELECT place_id, name, written, name_status, py, cuts, imp, div, class, x, y ";
  private static final String COLUMNS = TOLD + "FROM place_search WHERE ";
  private static final String SAME = "SELECT place_id, name, written, name_status, imp, div FROM place_search WHERE ";
  private static final String RANKED = " ORDER BY imp DESC LIMIT :limit";

  static final String NAME_EXACT = COLUMNS + "name = :q AND NOT alternative" + RANKED;
  static final String NAME_WITHIN = COLUMNS + "name = :q AND NOT alternative AND div ~>=~ :from AND div ~<~ :to" + RANKED;
  static final String NAME_1 = COLUMNS + "left(name, 1) = :q AND NOT alternative" + RANKED;
  static final String NAME_2 = COLUMNS + "left(name, 2) = :q AND NOT alternative" + RANKED;
  static final String NAME_3 = COLUMNS + "left(name, 3) = :q AND NOT alternative" + RANKED;
  static final String NAME_4 = COLUMNS + "left(name, 4) = :q AND NOT alternative AND imp >= 0.25" + RANKED;
  static final String NAME_HEAD = headed("left(name, 4) = :head AND NOT alternative", "name");
  static final String NAME_LONG = range("name", "AND NOT alternative");

  static final String PY_EXACT = COLUMNS + "py = :q" + RANKED;
  static final String PY_WITHIN = COLUMNS + "py = :q AND div ~>=~ :from AND div ~<~ :to" + RANKED;
  static final String PY_1 = COLUMNS + "left(py, 1) = :q AND imp >= 0.25" + RANKED;
  static final String PY_2 = COLUMNS + "left(py, 2) = :q AND imp >= 0.25" + RANKED;
  static final String PY_3 = COLUMNS + "left(py, 3) = :q AND imp >= 0.25" + RANKED;
  static final String PY_4 = COLUMNS + "left(py, 4) = :q AND imp >= 0.25" + RANKED;
  static final String PY_5 = COLUMNS + "left(py, 5) = :q AND imp >= 0.25" + RANKED;
  static final String PY_6 = COLUMNS + "left(py, 6) = :q AND imp >= 0.25" + RANKED;
  static final String PY_7 = COLUMNS + "left(py, 7) = :q AND imp >= 0.25" + RANKED;
  static final String PY_8 = COLUMNS + "left(py, 8) = :q AND imp >= 0.25" + RANKED;
  static final String PY_9 = COLUMNS + "left(py, 9) = :q AND imp >= 0.25" + RANKED;
  static final String PY_10 = COLUMNS + "left(py, 10) = :q AND imp >= 0.25" + RANKED;
  static final String PY_11 = COLUMNS + "left(py, 11) = :q AND imp >= 0.25" + RANKED;
  static final String PY_12 = COLUMNS + "left(py, 12) = :q AND imp >= 0.25" + RANKED;
  static final String PY_HEAD = headed("left(py, 12) = :head", "py");
  static final String PY_LONG = range("py", "");

  static final String INI_EXACT = COLUMNS + "ini = :q" + RANKED;
  static final String INI_1 = COLUMNS + "left(ini, 1) = :q AND imp >= 0.25" + RANKED;
  static final String INI_2 = COLUMNS + "left(ini, 2) = :q AND imp >= 0.25" + RANKED;
  static final String INI_3 = COLUMNS + "left(ini, 3) = :q AND imp >= 0.25" + RANKED;
  static final String INI_4 = COLUMNS + "left(ini, 4) = :q AND imp >= 0.25" + RANKED;
  static final String INI_5 = COLUMNS + "left(ini, 5) = :q AND imp >= 0.25" + RANKED;
  static final String INI_HEAD = headed("left(ini, 5) = :head", "ini");
  static final String INI_LONG = range("ini", "");

  /** Important rows first; only where they are too few the rows that came since and the most important of all the others. */
  static final String CONTAINED = """
      WITH hot AS MATERIALIZED (
        SELECT * FROM place_search WHERE tok @@ CAST(:tokens AS tsquery) AND imp > 0.32 ORDER BY imp DESC LIMIT :limit
      ), fresh AS MATERIALIZED (
        SELECT * FROM place_search WHERE tok @@ CAST(:tokens AS tsquery) AND fresh AND (SELECT count(*) FROM hot) < :limit
        LIMIT 300
      ), cold AS MATERIALIZED (
        SELECT * FROM place_search WHERE tok @@ CAST(:tokens AS tsquery) AND (SELECT count(*) FROM hot) < :limit
        LIMIT least(300, 3 * :limit)
      )
      SELECT place_id, name, written, name_status, py, cuts, imp, div, class, x, y FROM (SELECT * FROM hot UNION ALL SELECT * FROM fresh UNION ALL SELECT * FROM cold) found
      """;

  /** The important ones alone, for what stands in too many names. */
  static final String CONTAINED_HOT = """
      SELECT place_id, name, written, name_status, py, cuts, imp, div, class, x, y FROM place_search WHERE tok @@ CAST(:tokens AS tsquery) AND imp > 0.32 ORDER BY imp DESC LIMIT :limit
      """;

  /** Where the words name a county or a township, whose rows are few. */
  static final String CONTAINED_WITHIN = COLUMNS + "tok @@ CAST(:tokens AS tsquery)" + RANKED;

  /** The divisions that are called so, down to the township. */
  static final String UNITS_NAMED = """
      SELECT name AS word, div, imp FROM place_search
      WHERE name = ANY (:words) AND class >= '21200' AND class <= '21599' AND NOT alternative LIMIT 500
      """;

  static final String UNITS_READ = """
      SELECT py AS word, div, imp FROM place_search
      WHERE py = ANY (:words) AND class >= '21200' AND class <= '21599' LIMIT 500
      """;

  static final String PLACE_CODED = COLUMNS + """
      place_id = (SELECT id FROM place WHERE code = :q) AND NOT alternative LIMIT :limit
      """;

  /** Units that have or had an official code. */
  static final String UNIT_CODED = COLUMNS + """
      place_id = ANY (ARRAY(SELECT place_id FROM division WHERE code = :q)) AND NOT alternative LIMIT :limit
      """;

  // these two are answered by their indexes alone
  static final String SAME_NAME = SAME + """
      name = :q AND NOT alternative AND div ~>=~ :from AND div ~<~ :to LIMIT :limit
      """;

  static final String SAME_SOUND = SAME + """
      py = ANY (:words) AND div ~>=~ :from AND div ~<~ :to LIMIT :limit
      """;

  private SearchStatements() {}

  /** Beginnings longer than the indexes of beginnings: among the important rows of the longest that there is. */
  private static String headed(String head, String column) {
    return TOLD + "FROM (SELECT * FROM place_search WHERE " + head + " AND imp >= 0.25 ORDER BY imp DESC LIMIT " + MOST_CONTAINED
        + ") hot WHERE " + column + " ~>=~ :q AND " + column + " ~<~ :end LIMIT :limit";
  }

  /** Whatever begins so, read in the order of the index: what is nothing more comes first. */
  private static String range(String column, String condition) {
    return TOLD + "FROM (SELECT * FROM place_search WHERE " + column + " ~>=~ :q AND " + column + " ~<~ :end " + condition
        + " ORDER BY " + column + " USING ~<~, imp DESC LIMIT " + MOST_CONTAINED + ") first" + RANKED;
  }
}

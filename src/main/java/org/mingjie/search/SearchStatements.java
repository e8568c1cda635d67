package org.mingjie.search;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Every statement of the search. Each is bounded: an index gives its rows in the order of the ranking, or the first rows
 * of a bitmap over a table that lies in that order.
 */
final class SearchStatements {

  /** Rows that are read at most where no index gives them in the order of the ranking. */
  static final int MOST_CONTAINED = 300;

  /** Rows of a search table in which the commonest character can be looked up whole: it stands in a third of the names. */
  private static final int SMALL = 100_000;

  private static final String TOLD = "SELECT place_id, name, written, name_status, py, cuts, imp, div, class, x, y ";
  private static final String COLUMNS = TOLD + "FROM place_search WHERE ";
  private static final String SAME = "SELECT place_id, name, written, name_status, imp, div FROM place_search WHERE ";
  private static final String RANKED = " ORDER BY imp DESC LIMIT :limit";

  static final String NAME_EXACT = COLUMNS + "name = :q AND NOT alternative" + RANKED;
  static final String NAME_WITHIN = within("name", "AND NOT alternative");
  static final String NAME_1 = COLUMNS + "left(name, 1) = :q AND NOT alternative" + RANKED;
  static final String NAME_2 = COLUMNS + "left(name, 2) = :q AND NOT alternative" + RANKED;
  static final String NAME_3 = COLUMNS + "left(name, 3) = :q AND NOT alternative" + RANKED;
  static final String NAME_4 = beginning("name", 4, "AND NOT alternative");
  static final String NAME_LONG = longer("name", 4, "AND NOT alternative");

  static final String PY_EXACT = COLUMNS + "py = :q" + RANKED;
  static final String PY_WITHIN = within("py", "");
  /** Beginnings of one letter, of two and so on. */
  static final List<String> PY = beginnings("py", 12);
  static final String PY_LONG = longer("py", 12, "");

  static final String INI_EXACT = COLUMNS + "ini = :q" + RANKED;
  static final List<String> INI = beginnings("ini", 5);
  static final String INI_LONG = longer("ini", 5, "");

  private static final String HOT = """
      WITH hot AS MATERIALIZED (
        SELECT * FROM place_search WHERE tok @@ CAST(:tokens AS tsquery) AND imp > 0.32 AND NOT fresh LIMIT least(300, 2 * :limit)
      ), hot_since AS MATERIALIZED (
        SELECT * FROM place_search WHERE tok @@ CAST(:tokens AS tsquery) AND imp > 0.32 AND fresh ORDER BY imp DESC LIMIT :limit
      )
      """;

  /**
   * The table lies in the order of importance but for the rows that came since: the first rows of a bitmap over the others are
   * the most important ones. A small index gives the important rows; only where they are too few all others are asked for.
   */
  static final String CONTAINED = contained("");

  /** The important ones alone, for what stands in too many names; of a small registry all, for there nothing is too many. */
  static final String CONTAINED_HOT = contained(
      "OR (SELECT reltuples FROM pg_class WHERE oid = CAST('app.place_search' AS regclass)) > " + SMALL);

  /** Where the words name a county or a township, whose rows are few. */
  static final String CONTAINED_WITHIN = """
      WITH old AS MATERIALIZED (
        SELECT * FROM place_search WHERE tok @@ CAST(:tokens AS tsquery) AND NOT fresh LIMIT least(300, 3 * :limit)
      ), since AS MATERIALIZED (
        SELECT * FROM place_search WHERE tok @@ CAST(:tokens AS tsquery) AND fresh ORDER BY imp DESC LIMIT :limit
      )
      SELECT place_id, name, written, name_status, py, cuts, imp, div, class, x, y
      FROM (SELECT * FROM old UNION ALL SELECT * FROM since) found
      """;

  /** The divisions that are called so, down to the township. */
  static final String UNITS_NAMED = """
      SELECT name AS word, div, imp FROM place_search
      WHERE name = ANY (:words) AND class >= '21200' AND class <= '21599' AND NOT alternative LIMIT 500
      """;

  static final String UNITS_READ = """
      SELECT py AS word, div, imp FROM place_search
      WHERE py = ANY (:words) AND class >= '21200' AND class <= '21599' LIMIT 500
      """;

  /** Villages and communities that are called so: the country has thousands of some names, so the first of each word. */
  static final String VILLAGES_NAMED = villages("ORDER BY imp DESC LIMIT 60", "");

  /** The same within divisions, in the order of their codes. */
  static final String VILLAGES_WITHIN = villages("AND div ~>=~ scope AND div ~<~ (scope || chr(1114111)) LIMIT 60",
      "CROSS JOIN unnest(CAST(:scopes AS text[])) scope");

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

  /** @param stop where the important ones are all that is read, besides where there are enough of them */
  private static String contained(String stop) {
    return HOT + """
        , enough AS MATERIALIZED (
          SELECT (SELECT count(*) FROM hot) + (SELECT count(*) FROM hot_since) >= :limit %s AS yes
        ), since AS MATERIALIZED (
          SELECT * FROM place_search WHERE tok @@ CAST(:tokens AS tsquery) AND fresh AND NOT (SELECT yes FROM enough) LIMIT 300
        ), cold AS MATERIALIZED (
          SELECT * FROM place_search WHERE tok @@ CAST(:tokens AS tsquery) AND NOT fresh AND NOT (SELECT yes FROM enough)
          LIMIT least(300, 3 * :limit)
        )
        SELECT place_id, name, written, name_status, py, cuts, imp, div, class, x, y
        FROM (SELECT * FROM hot UNION ALL SELECT * FROM hot_since UNION ALL SELECT * FROM since UNION ALL SELECT * FROM cold) found
        """.formatted(stop);
  }

  private static String villages(String bound, String scopes) {
    return """
        SELECT unit.name AS word, unit.div, unit.imp FROM unnest(CAST(:words AS text[])) word %2$s
        CROSS JOIN LATERAL (SELECT name, div, imp, class FROM place_search WHERE name = word AND NOT alternative %1$s) unit
        WHERE unit.class >= '21610' AND unit.class <= '21629'
        """.formatted(bound, scopes);
  }

  /** What is called or read so in each of the scopes, which are prefixes of division codes. */
  private static String within(String column, String condition) {
    return """
        SELECT place_id, name, written, name_status, py, cuts, imp, div, class, x, y
        FROM unnest(CAST(:scopes AS text[])) scope CROSS JOIN LATERAL (
          SELECT * FROM place_search WHERE %s = :q %s AND div ~>=~ scope AND div ~<~ (scope || chr(1114111)) ORDER BY imp DESC LIMIT :limit) found
        """.formatted(column, condition);
  }

  private static List<String> beginnings(String column, int longest) {
    return IntStream.rangeClosed(1, longest).mapToObj(length -> beginning(column, length, "")).toList();
  }

  /** What begins so: the important rows in the order of the ranking; where they are too few, others besides. */
  private static String beginning(String column, int length, String condition) {
    return beginning(column, condition, """
        SELECT * FROM place_search WHERE left(%s, %d) = :q %s AND imp >= 0.25 ORDER BY imp DESC LIMIT :limit
        """.formatted(column, length, condition));
  }

  /** Beginnings longer than those that are indexed: among the important rows of the longest that is. */
  private static String longer(String column, int length, String condition) {
    return beginning(column, condition, """
        SELECT * FROM (SELECT * FROM place_search WHERE left(%1$s, %2$d) = :head %3$s AND imp >= 0.25 ORDER BY imp DESC LIMIT 300) head
        WHERE %1$s ~>=~ :q AND %1$s ~<~ :end LIMIT :limit
        """.formatted(column, length, condition));
  }

  /** Others are read in the order of the index: what is nothing more than the beginning comes first. */
  private static String beginning(String column, String condition, String hot) {
    return """
        WITH hot AS MATERIALIZED (
          %3$s
        ), others AS MATERIALIZED (
          SELECT * FROM place_search WHERE %1$s ~>=~ :q AND %1$s ~<~ :end %2$s AND imp < 0.25 AND (SELECT count(*) FROM hot) < :limit
          ORDER BY %1$s USING ~<~, imp DESC LIMIT least(300, 10 * :limit)
        )
        SELECT place_id, name, written, name_status, py, cuts, imp, div, class, x, y
        FROM (SELECT * FROM hot UNION ALL SELECT * FROM others) found ORDER BY imp DESC LIMIT :limit
        """.formatted(column, condition, hot.strip());
  }
}

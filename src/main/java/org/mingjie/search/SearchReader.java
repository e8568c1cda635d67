package org.mingjie.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Runs the statements of the search. */
@Repository
class SearchReader {

  private static final String HIGHEST = "\uDBFF\uDFFF";

  private static final List<String> BY_NAME = List.of(SearchStatements.NAME_1, SearchStatements.NAME_2, SearchStatements.NAME_3);
  private static final List<String> BY_READING = List.of(SearchStatements.PY_1, SearchStatements.PY_2, SearchStatements.PY_3,
      SearchStatements.PY_4, SearchStatements.PY_5, SearchStatements.PY_6, SearchStatements.PY_7, SearchStatements.PY_8);
  private static final List<String> BY_INITIALS = List.of(SearchStatements.INI_1, SearchStatements.INI_2, SearchStatements.INI_3);

  /** A division that is called by a word of the query. */
  record Unit(String word, String code, double importance) {}

  private final JdbcClient jdbc;

  SearchReader(@Qualifier("search") JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<SearchMatch> named(String name, int limit) {
    return rows(SearchStatements.NAME_EXACT, Map.of("q", name, "limit", limit));
  }

  /** @param scope prefix of division codes */
  List<SearchMatch> namedWithin(String name, String scope, int limit) {
    return rows(SearchStatements.NAME_WITHIN, Map.of("q", name, "from", scope, "to", scope + HIGHEST, "limit", limit));
  }

  List<SearchMatch> nameBegins(String beginning, int limit) {
    int length = beginning.codePointCount(0, beginning.length());
    return length <= BY_NAME.size() ? rows(BY_NAME.get(length - 1), Map.of("q", beginning, "limit", limit))
        : range(SearchStatements.NAME_LONG, beginning, limit);
  }

  List<SearchMatch> read(String letters, int limit) {
    return rows(SearchStatements.PY_EXACT, Map.of("q", letters, "limit", limit));
  }

  /** The important ones first; all, if those are too few. */
  List<SearchMatch> readingBegins(String letters, int limit) {
    return hotOrAll(BY_READING, SearchStatements.PY_LONG, letters, limit);
  }

  List<SearchMatch> abbreviated(String initials, int limit) {
    return rows(SearchStatements.INI_EXACT, Map.of("q", initials, "limit", limit));
  }

  List<SearchMatch> abbreviationBegins(String initials, int limit) {
    return hotOrAll(BY_INITIALS, SearchStatements.INI_LONG, initials, limit);
  }

  /** @param tokens a query in the language of tsquery */
  List<SearchMatch> containing(String tokens) {
    return rows(SearchStatements.CONTAINED, Map.of("tokens", tokens, "limit", SearchStatements.MOST_CONTAINED));
  }

  /** Stops at as many important rows as are wanted; to be used where no row will be turned away. */
  List<SearchMatch> containing(String tokens, int limit) {
    return rows(SearchStatements.CONTAINED, Map.of("tokens", tokens, "limit", limit));
  }

  /** @param tokens with the word of a county or of a division in it */
  List<SearchMatch> containingWithin(String tokens, int limit) {
    return rows(SearchStatements.CONTAINED_WITHIN, Map.of("tokens", tokens, "limit", limit));
  }

  List<SearchMatch> containingHot(String tokens, int limit) {
    return rows(SearchStatements.CONTAINED_HOT, Map.of("tokens", tokens, "limit", limit));
  }

  List<Unit> unitsNamed(Collection<String> words) {
    return units(SearchStatements.UNITS_NAMED, words);
  }

  List<Unit> unitsRead(Collection<String> words) {
    return units(SearchStatements.UNITS_READ, words);
  }

  /** @param code permanent code of a place */
  List<SearchMatch> placeCoded(String code, int limit) {
    return rows(SearchStatements.PLACE_CODED, Map.of("q", code, "limit", limit));
  }

  /** @param code official code of a division in the length of its level */
  List<SearchMatch> unitCoded(String code, int limit) {
    return rows(SearchStatements.UNIT_CODED, Map.of("q", code, "limit", limit));
  }

  /** @param scope prefix of division codes, empty for everywhere */
  List<SearchMatch> sameName(String name, String scope, int limit) {
    return rows(SearchStatements.SAME_NAME, Map.of("q", name, "from", scope, "to", scope + HIGHEST, "limit", limit));
  }

  List<SearchMatch> sameSound(Collection<String> readings, String scope, int limit) {
    return rows(SearchStatements.SAME_SOUND,
        Map.of("words", readings.toArray(String[]::new), "from", scope, "to", scope + HIGHEST, "limit", limit));
  }

  private List<Unit> units(String statement, Collection<String> words) {
    return words.isEmpty() ? List.of() : jdbc.sql(statement).param("words", words.toArray(String[]::new))
        .query((row, n) -> new Unit(row.getString("word"), row.getString("div"), row.getDouble("imp"))).list();
  }

  private List<SearchMatch> hotOrAll(List<String> hot, String all, String beginning, int limit) {
    if (beginning.length() <= hot.size()) {
      List<SearchMatch> found = rows(hot.get(beginning.length() - 1), Map.of("q", beginning, "limit", limit));
      if (found.size() >= limit) {
        return found;
      }
    }
    return range(all, beginning, limit);
  }

  /** Bounds come from here: a plan made for any LIKE pattern could not use the index. */
  private List<SearchMatch> range(String statement, String beginning, int limit) {
    return rows(statement, Map.of("q", beginning, "end", beginning + HIGHEST, "limit", limit));
  }

  private List<SearchMatch> rows(String statement, Map<String, Object> parameters) {
    return jdbc.sql(statement).params(parameters).query((row, n) -> match(row)).list();
  }

  private static SearchMatch match(ResultSet row) throws SQLException {
    String name = row.getString("name");
    String written = row.getString("written");
    double x = row.getDouble("x");
    boolean placed = !row.wasNull();
    return new SearchMatch(row.getObject("place_id", UUID.class), name, written == null ? name : written, row.getString("name_status"),
        row.getString("py"), row.getString("cuts"), row.getDouble("imp"), row.getString("div"), row.getString("class"),
        placed ? x : Double.NaN, placed ? row.getDouble("y") : Double.NaN);
  }
}

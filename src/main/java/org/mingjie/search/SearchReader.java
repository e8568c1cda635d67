package org.mingjie.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
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

  /** Names of up to so many characters are found by their beginning whatever their importance. */
  private static final int COMPLETE_NAMES = 3;

  private static final Beginnings BY_NAME = new Beginnings(
      List.of(SearchStatements.NAME_1, SearchStatements.NAME_2, SearchStatements.NAME_3, SearchStatements.NAME_4),
      SearchStatements.NAME_LONG);
  private static final Beginnings BY_READING = new Beginnings(SearchStatements.PY, SearchStatements.PY_LONG);
  private static final Beginnings BY_INITIALS = new Beginnings(SearchStatements.INI, SearchStatements.INI_LONG);

  /** A division that is called by a word of the query. */
  record Unit(String word, String code, double importance) {}

  /**
   * Statements for what begins so.
   *
   * @param indexed by the number of characters
   * @param longer for more characters than those
   */
  private record Beginnings(List<String> indexed, String longer) {}

  private final JdbcClient jdbc;

  SearchReader(@Qualifier("search") JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<SearchMatch> named(String name, int limit) {
    return rows(SearchStatements.NAME_EXACT, Map.of("q", name, "limit", limit));
  }

  /** @param scopes prefixes of division codes @param limit in each of them */
  List<SearchMatch> namedWithin(String name, List<String> scopes, int limit) {
    return rows(SearchStatements.NAME_WITHIN, Map.of("q", name, "scopes", scopes.toArray(String[]::new), "limit", limit));
  }

  List<SearchMatch> nameBegins(String beginning, int limit) {
    int length = beginning.codePointCount(0, beginning.length());
    return length <= COMPLETE_NAMES ? rows(BY_NAME.indexed().get(length - 1), Map.of("q", beginning, "limit", limit))
        : beginning(BY_NAME, beginning, limit);
  }

  List<SearchMatch> read(String letters, int limit) {
    return rows(SearchStatements.PY_EXACT, Map.of("q", letters, "limit", limit));
  }

  /** @param scopes prefixes of division codes @param limit in each of them */
  List<SearchMatch> readWithin(String letters, List<String> scopes, int limit) {
    return rows(SearchStatements.PY_WITHIN, Map.of("q", letters, "scopes", scopes.toArray(String[]::new), "limit", limit));
  }

  /** The important ones first; others, if those are too few. */
  List<SearchMatch> readingBegins(String letters, int limit) {
    return beginning(BY_READING, letters, limit);
  }

  List<SearchMatch> abbreviated(String initials, int limit) {
    return rows(SearchStatements.INI_EXACT, Map.of("q", initials, "limit", limit));
  }

  List<SearchMatch> abbreviationBegins(String initials, int limit) {
    return beginning(BY_INITIALS, initials, limit);
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
    return units(SearchStatements.UNITS_NAMED, words, List.of());
  }

  List<Unit> unitsRead(Collection<String> words) {
    return units(SearchStatements.UNITS_READ, words, List.of());
  }

  /** The first villages and communities of each of these names. */
  List<Unit> villagesNamed(Collection<String> words) {
    return units(SearchStatements.VILLAGES_NAMED, words, List.of());
  }

  /** @param scopes prefixes of division codes */
  List<Unit> villagesWithin(Collection<String> words, Collection<String> scopes) {
    return scopes.isEmpty() ? List.of() : units(SearchStatements.VILLAGES_WITHIN, words, scopes);
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
    return names(SearchStatements.SAME_NAME, Map.of("q", name, "from", scope, "to", scope + HIGHEST, "limit", limit));
  }

  List<SearchMatch> sameSound(Collection<String> readings, String scope, int limit) {
    return names(SearchStatements.SAME_SOUND,
        Map.of("words", readings.toArray(String[]::new), "from", scope, "to", scope + HIGHEST, "limit", limit));
  }

  private List<Unit> units(String statement, Collection<String> words, Collection<String> scopes) {
    return words.isEmpty() ? List.of()
        : jdbc.sql(statement).params(Map.of("words", words.toArray(String[]::new), "scopes", scopes.toArray(String[]::new)))
        .query((row, n) -> new Unit(row.getString("word"), row.getString("div"), row.getDouble("imp"))).list();
  }

  /** Bounds of a range come from here: a plan made for any LIKE pattern could not use the index. */
  private List<SearchMatch> beginning(Beginnings by, String beginning, int limit) {
    int length = beginning.codePointCount(0, beginning.length());
    int longest = by.indexed().size();
    Map<String, Object> parameters = new HashMap<>(Map.of("q", beginning, "end", beginning + HIGHEST, "limit", limit));
    if (length <= longest) {
      return rows(by.indexed().get(length - 1), parameters);
    }
    parameters.put("head", beginning.substring(0, beginning.offsetByCodePoints(0, longest)));
    return rows(by.longer(), parameters);
  }

  /** Only what tells the name and its place: that is in the index itself. */
  private List<SearchMatch> names(String statement, Map<String, Object> parameters) {
    return jdbc.sql(statement).params(parameters).query((row, n) -> {
      String written = row.getString("written");
      String name = row.getString("name");
      return new SearchMatch(row.getObject("place_id", UUID.class), name, written == null ? name : written, row.getString("name_status"),
          "", "", row.getDouble("imp"), row.getString("div"), "", Double.NaN, Double.NaN);
    }).list();
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

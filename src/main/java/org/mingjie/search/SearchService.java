package org.mingjie.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mingjie.place.PlaceSummaries;
import org.mingjie.place.PlaceSummary;
import org.mingjie.romanization.Readings;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Search in tiers: exact, prefix, former names and aliases, pinyin, initials; within a tier by importance. Every
 * statement reads as many index entries as it returns, however many names begin alike.
 */
@Service
public class SearchService {

  private static final int MOST_CHARACTERS = 60;
  private static final String HIGHEST = "\uDBFF\uDFFF";

  private record Match(UUID place, String text, String status, String by) {}

  private static final String COLUMNS = "SELECT place_id, name, name_status FROM place_search WHERE ";
  private static final String RANKED = " ORDER BY imp DESC LIMIT :limit";

  private static final String NAME_EXACT = COLUMNS + "name = :q" + RANKED;
  private static final String NAME_1 = COLUMNS + "left(name, 1) = :q" + RANKED;
  private static final String NAME_2 = COLUMNS + "left(name, 2) = :q" + RANKED;
  private static final String NAME_LONG = COLUMNS + "name ~>=~ :q AND name ~<~ :end" + RANKED;
  private static final String PY_EXACT = COLUMNS + "py = :q" + RANKED;
  private static final String PY_1 = COLUMNS + "left(py, 1) = :q AND imp >= 0.25" + RANKED;
  private static final String PY_2 = COLUMNS + "left(py, 2) = :q AND imp >= 0.25" + RANKED;
  private static final String PY_3 = COLUMNS + "left(py, 3) = :q AND imp >= 0.25" + RANKED;
  private static final String PY_LONG = COLUMNS + "py ~>=~ :q AND py ~<~ :end" + RANKED;
  private static final String INI_EXACT = COLUMNS + "ini = :q" + RANKED;
  private static final String INI_1 = COLUMNS + "left(ini, 1) = :q AND imp >= 0.25" + RANKED;
  private static final String INI_2 = COLUMNS + "left(ini, 2) = :q AND imp >= 0.25" + RANKED;
  private static final String INI_LONG = COLUMNS + "ini ~>=~ :q AND ini ~<~ :end" + RANKED;

  private final JdbcClient jdbc;
  private final PlaceSummaries places;

  SearchService(@Qualifier("read") JdbcClient jdbc, PlaceSummaries places) {
    this.jdbc = jdbc;
    this.places = places;
  }

  /**
   * @param typed what the user typed: Chinese, full pinyin or initials
   * @param limit at most this many places
   */
  public List<SearchHit> search(String typed, int limit) {
    String query = narrow(typed).strip().replaceAll("\\s+", "");
    if (query.isEmpty() || query.codePointCount(0, query.length()) > MOST_CHARACTERS) {
      return List.of();
    }
    Map<UUID, Match> found = new LinkedHashMap<>();
    if (query.codePoints().anyMatch(Character::isIdeographic)) {
      byName(query, limit, found);
    } else {
      String letters = Readings.plain(query);
      if (!letters.isEmpty()) {
        byReading(letters, limit, found);
      }
    }
    return describe(found.values().stream().limit(limit).toList());
  }

  /** Letters and blanks of a Chinese keyboard (ＸＵＸＩ); figures and brackets stay, since names are written with them. */
  private static String narrow(String typed) {
    StringBuilder narrow = new StringBuilder(typed);
    for (int i = 0; i < narrow.length(); i++) {
      char c = narrow.charAt(i);
      if (c == '　') {
        narrow.setCharAt(i, ' ');
      } else if (c >= 'Ａ' && c <= 'Ｚ' || c >= 'ａ' && c <= 'ｚ') {
        narrow.setCharAt(i, (char) (c - 'Ａ' + 'A'));
      }
    }
    return narrow.toString();
  }

  private void byName(String query, int limit, Map<UUID, Match> found) {
    List<Match> past = new ArrayList<>();
    for (Match match : run(NAME_EXACT, query, limit, "exact")) {
      sort(match, found, past);
    }
    int length = query.codePointCount(0, query.length());
    String prefix = length == 1 ? NAME_1 : length == 2 ? NAME_2 : NAME_LONG;
    for (Match match : run(prefix, query, limit, "prefix")) {
      sort(match, found, past);
    }
    past.forEach(m -> found.putIfAbsent(m.place(), m));
  }

  /** Former names and aliases come after all that is called so today. */
  private static void sort(Match match, Map<UUID, Match> found, List<Match> past) {
    if (match.status().equals("former") || match.status().equals("alias")) {
      past.add(new Match(match.place(), match.text(), match.status(), match.status()));
    } else {
      found.putIfAbsent(match.place(), match);
    }
  }

  private void byReading(String letters, int limit, Map<UUID, Match> found) {
    add(found, run(PY_EXACT, letters, limit, "pinyin"));
    String prefix = switch (letters.length()) {
      case 1 -> PY_1;
      case 2 -> PY_2;
      case 3 -> PY_3;
      default -> PY_LONG;
    };
    List<Match> hot = run(prefix, letters, limit, "pinyin");
    add(found, hot);
    if (hot.size() < limit && letters.length() <= 3) {
      add(found, run(PY_LONG, letters, limit, "pinyin"));
    }
    if (found.size() < limit) {
      add(found, run(INI_EXACT, letters, limit, "initials"));
      add(found, run(letters.length() == 1 ? INI_1 : letters.length() == 2 ? INI_2 : INI_LONG, letters, limit, "initials"));
    }
  }

  private static void add(Map<UUID, Match> found, List<Match> matches) {
    matches.forEach(m -> found.putIfAbsent(m.place(), m));
  }

  private List<Match> run(String statement, String query, int limit, String by) {
    var prepared = jdbc.sql(statement).param("q", query).param("limit", limit);
    if (statement.contains(":end")) {
      prepared = prepared.param("end", query + HIGHEST);
    }
    return prepared.query((row, n) -> new Match(row.getObject("place_id", UUID.class), row.getString("name"),
        row.getString("name_status"), by)).list();
  }

  private List<SearchHit> describe(List<Match> matches) {
    Map<UUID, PlaceSummary> summaries = places.of(matches.stream().map(Match::place).toList());
    List<SearchHit> hits = new ArrayList<>();
    for (Match match : matches) {
      PlaceSummary place = summaries.get(match.place());
      if (place != null) {
        boolean other = match.by().equals("former") || match.by().equals("alias")
            || (match.status().equals("former") && !match.text().equals(place.name()));
        hits.add(new SearchHit(place.code(), place.name(), place.nameStatus(), place.spelling(), place.spellingStatus(),
            match.by(), match.text(), other ? place.name() : null, place.className(), place.classCode(),
            place.divisionPath(), place.point(), place.bbox()));
      }
    }
    return hits;
  }
}

package org.mingjie.search;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Whether the search table finds what the registry has. */
@Service
public class SearchOrder {

  /**
   * @param rows as the database last counted them
   * @param fresh that came since the table was put in order
   * @param incomplete whether names are missing, or their words are those of an earlier version
   * @param rebuilding whether it is being put in order right now
   */
  public record State(long rows, long fresh, boolean incomplete, boolean rebuilding) {}

  private static final String STATE = """
      SELECT (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'place_search'::regclass) AS rows,
        (SELECT count(*) FROM place_search WHERE fresh IS TRUE) AS fresh,
        EXISTS (SELECT 1 FROM place WHERE status = 'current')
          AND (NOT EXISTS (SELECT 1 FROM place_search) OR (SELECT version FROM search_words) <> :words) AS incomplete,
        EXISTS (SELECT 1 FROM search_rebuild) AS rebuilding
      """;

  private final JdbcClient jdbc;

  SearchOrder(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public State state() {
    return jdbc.sql(STATE).param("words", Tokens.VERSION).query(State.class).single();
  }
}

package org.mingjie.feature;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The state of the data that an answer reads. Two snapshots of the same name see the same transactions and so the same data; any
 * commit gives the following ones another name. Of the newest state, what answers have read is kept for the answers to come.
 */
@Repository
class States {

  /** With the start of the server: one that is put back to an earlier day counts transactions anew. */
  private static final String NAME = "SELECT pg_current_snapshot() || ' ' || pg_postmaster_start_time()";

  private static final String CLASSES = "SELECT code, name FROM place_class";

  private final JdbcClient jdbc;
  private volatile @Nullable Known last;

  States(@Qualifier("read") JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of the state that the transaction under way reads; must be asked within one, and be used within it. */
  Known known() {
    String state = jdbc.sql(NAME).query(String.class).single();
    Known known = last;
    if (known == null || !known.state().equals(state)) {
      known = new Known(state, classes());
      last = known;
    }
    return known;
  }

  private Map<String, String> classes() {
    Map<String, String> names = new HashMap<>();
    jdbc.sql(CLASSES).query(row -> {
      names.put(row.getString("code"), row.getString("name"));
    });
    return names;
  }
}

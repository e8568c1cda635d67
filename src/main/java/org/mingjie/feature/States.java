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

  private static final String CLASSES = """
      SELECT c.code, c.name, r.grid_metres FROM place_class c
      LEFT JOIN LATERAL (SELECT grid_metres FROM position_rule WHERE starts_with(c.code, prefix) ORDER BY length(prefix) DESC LIMIT 1) r ON true
      """;

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
      known = read(state);
      last = known;
    }
    return known;
  }

  private Known read(String state) {
    Map<String, String> names = new HashMap<>();
    Map<String, Integer> grids = new HashMap<>();
    jdbc.sql(CLASSES).query(row -> {
      names.put(row.getString("code"), row.getString("name"));
      Integer grid = row.getObject("grid_metres", Integer.class);
      if (grid != null) {
        grids.put(row.getString("code"), grid);
      }
    });
    return new Known(state, names, grids);
  }
}

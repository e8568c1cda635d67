package org.mingjie.feature;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Names of the divisions around features, largest first, as they were called on a day. The features of one answer, which
 * is read in one state of the data, share divisions: each is walked up from, and each is named, once.
 */
final class Paths {

  /** Divisions that several lie in are walked to once: UNION leaves out what is there already. */
  private static final String UP = """
      WITH RECURSIVE up AS (
        SELECT d.id, s.day, d.parent_id, d.place_id, d.level
        FROM unnest(CAST(:divisions AS uuid[]), CAST(CAST(:days AS text[]) AS date[])) AS s (id, day)
        CROSS JOIN LATERAL (SELECT * FROM division WHERE id = s.id OFFSET 0) d
        UNION
        SELECT d.id, up.day, d.parent_id, d.place_id, d.level
        FROM up CROSS JOIN LATERAL (SELECT * FROM division WHERE id = up.parent_id OFFSET 0) d
      )
      SELECT up.id, up.day, up.parent_id, up.level,
        (SELECT text FROM name m WHERE m.place_id = up.place_id AND m.kind = 'name' AND m.language = 'zh' AND m.status <> 'rejected'
         ORDER BY m.valid @> up.day DESC, upper(m.valid) DESC NULLS FIRST, m.status = 'standard' DESC LIMIT 1) AS name
      FROM up
      """;

  /** A division on a day. */
  record Start(UUID division, LocalDate day) {}

  private record Unit(@Nullable String name, int level, @Nullable Start above) {}

  private final JdbcClient jdbc;
  private final Map<Start, Unit> units = new HashMap<>();
  private final Map<Start, List<@Nullable String>> paths = new HashMap<>();

  Paths(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Reads those of which nothing is known yet. */
  void walk(Collection<Start> starts) {
    Set<Start> unknown = starts.stream().filter(start -> !units.containsKey(start)).collect(Collectors.toSet());
    if (unknown.isEmpty()) {
      return;
    }
    jdbc.sql(UP)
        .param("divisions", unknown.stream().map(Start::division).toArray(UUID[]::new))
        .param("days", unknown.stream().map(start -> start.day().toString()).toArray(String[]::new))
        .query(row -> {
          LocalDate day = row.getObject("day", LocalDate.class);
          UUID parent = row.getObject("parent_id", UUID.class);
          units.put(new Start(row.getObject("id", UUID.class), day),
              new Unit(row.getString("name"), row.getInt("level"), parent == null ? null : new Start(parent, day)));
        });
  }

  /** From the largest division to the one that the way begins at; empty if that is no more. */
  List<@Nullable String> from(Start start) {
    return paths.computeIfAbsent(start, this::path);
  }

  private List<@Nullable String> path(Start start) {
    return Stream.iterate(start, units::containsKey, at -> units.get(at).above()).limit(units.size())
        .map(units::get).sorted(Comparator.comparingInt(Unit::level)).map(Unit::name).toList();
  }
}

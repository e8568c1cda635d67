package org.mingjie.feature;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Names of the divisions around features, largest first, as they were called on a day. Each division is looked up and named
 * once for all features below it, and not at all if it is {@link Known} to earlier answers.
 */
final class Paths {

  private static final int LEVELS = 5;

  /** The ways up are walked level by level: of what lies above, each is read once, and those known end the way. */
  private static final String UNITS = """
      SELECT d.id, s.day, d.parent_id, d.level,
        (SELECT text FROM name m WHERE m.place_id = d.place_id AND m.kind = 'name' AND m.language = 'zh' AND m.status <> 'rejected'
         ORDER BY m.valid @> s.day DESC, upper(m.valid) DESC NULLS FIRST, m.status = 'standard' DESC LIMIT 1) AS name
      FROM unnest(CAST(:divisions AS uuid[]), CAST(CAST(:days AS text[]) AS date[])) AS s (id, day)
      CROSS JOIN LATERAL (SELECT * FROM division WHERE id = s.id OFFSET 0) d
      """;

  /** A division on a day. */
  record Start(UUID division, LocalDate day) {}

  /** A division as it was on a day. */
  record Unit(@Nullable String name, int level, @Nullable Start above) {}

  private final JdbcClient jdbc;
  private final Known known;
  private final Map<Start, Unit> units = new HashMap<>();

  Paths(JdbcClient jdbc, Known known) {
    this.jdbc = jdbc;
    this.known = known;
  }

  /** Reads those of which nothing is known yet, and all above them. */
  void walk(Collection<Start> starts) {
    Set<Start> unknown = unknown(starts.stream().filter(start -> known.path(start) == null).toList());
    while (!unknown.isEmpty()) {
      Set<Start> above = new HashSet<>();
      jdbc.sql(UNITS)
          .param("divisions", unknown.stream().map(Start::division).toArray(UUID[]::new))
          .param("days", unknown.stream().map(start -> start.day().toString()).toArray(String[]::new))
          .query(row -> {
            LocalDate day = row.getObject(2, LocalDate.class);
            UUID parent = row.getObject(3, UUID.class);
            Unit unit = new Unit(row.getString(5), row.getInt(4), parent == null ? null : new Start(parent, day));
            Start start = new Start(row.getObject(1, UUID.class), day);
            units.put(start, unit);
            known.keep(start, unit);
            if (unit.above() != null) {
              above.add(unit.above());
            }
          });
      unknown = unknown(above);
    }
  }

  private Set<Start> unknown(Collection<Start> starts) {
    return starts.stream().filter(start -> unit(start) == null).collect(Collectors.toSet());
  }

  private @Nullable Unit unit(Start start) {
    Unit own = units.get(start);
    return own != null ? own : known.unit(start);
  }

  /** From the largest division to the one that the way begins at; empty if that is no more. */
  List<@Nullable String> from(Start start) {
    List<@Nullable String> path = known.path(start);
    if (path == null) {
      path = path(start);
      known.keep(start, path);
    }
    return path;
  }

  private List<@Nullable String> path(Start start) {
    List<Unit> way = new ArrayList<>(LEVELS);
    for (Unit unit = unit(start); unit != null && way.size() < LEVELS; unit = unit.above() == null ? null : unit(unit.above())) {
      way.add(unit);
    }
    way.sort(Comparator.comparingInt(Unit::level));
    List<@Nullable String> names = new ArrayList<>(way.size());
    way.forEach(unit -> names.add(unit.name()));
    return Collections.unmodifiableList(names);
  }
}

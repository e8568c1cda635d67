package org.mingjie.feature;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * About how many features a request matches, from the statistics of the database: no row is read. Only where those speak of
 * the whole condition, that is of all places, all units, and those of some classes or levels. Of boxes, names, days and
 * lines of roads they know too little: an estimate would be a guess.
 */
@Component
class Estimates {

  private static final String PLACES = "EXPLAIN (FORMAT JSON) SELECT FROM place p WHERE p.status = 'current'";
  private static final String UNITS = "EXPLAIN (FORMAT JSON) SELECT FROM division d WHERE d.valid @> CAST(:day AS date)";
  private static final String IN_CLASSES = " AND p.class_code = ANY (:classes)";
  private static final String AT_LEVELS = " AND d.level = ANY (:levels)";

  private final JdbcClient jdbc;
  private final JsonMapper mapper;

  Estimates(@Qualifier("read") JdbcClient jdbc, JsonMapper mapper) {
    this.jdbc = jdbc;
    this.mapper = mapper;
  }

  /** For the first page only, as the exact number. */
  Optional<Long> find(ItemsRequest request, LocalDate today) {
    if (request.after() != null || request.box() != null || request.days() != null || request.name() != null || !request.nameStatuses().isEmpty()) {
      return Optional.empty();
    }
    return switch (request.collection()) {
      case PLACES -> Optional.of(rows(jdbc.sql(PLACES + (request.classes().isEmpty() ? "" : IN_CLASSES))
          .param("classes", request.classes().toArray(String[]::new))));
      case DIVISIONS -> request.classes().isEmpty()
          ? Optional.of(rows(jdbc.sql(UNITS + (request.levels().isEmpty() ? "" : AT_LEVELS)).param("day", today)
              .param("levels", request.levels().stream().map(Short::valueOf).toArray(Short[]::new)))) : Optional.empty();
      case ROADS -> Optional.empty();
    };
  }

  private long rows(JdbcClient.StatementSpec explained) {
    return mapper.readTree(explained.query(String.class).single()).at("/0/Plan/Plan Rows").asLong();
  }
}

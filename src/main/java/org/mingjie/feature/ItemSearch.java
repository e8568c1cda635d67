package org.mingjie.feature;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Finds the features of a page, in the order of a unique index: places by their code, divisions by their id.
 *
 * <p>No statement can run away, whatever is asked of however many places: each looks at one window of the order, at
 * most {@value #WIDEST} rows, and a page ends early, with a next page to go on from, when looking has taken
 * {@link #PATIENCE}. It takes longer before a page stays empty, for some clients (GDAL) take an empty page as the
 * end. Where an index gives few enough candidates (a box, a name), only those are looked at.
 */
@Repository
class ItemSearch {

  private static final int NARROWEST = 64;
  private static final int WIDEST = 40_000;
  private static final int MOST_CANDIDATES = 20_000;
  private static final int MOST_COUNTED = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE_WITHOUT_ANY = Duration.ofSeconds(20);
  private static final String FIRST_ID = "00000000-0000-0000-0000-000000000000";

  private static final String PLACES_WINDOW = """
      SELECT p.code AS key, p.id AS place_id, p.class_code, p.status,
        NULL::uuid AS division_id, NULL::smallint AS level, NULL::daterange AS unit_valid
      FROM place p WHERE p.code > :after %s ORDER BY p.code LIMIT :window
      """;

  private static final String DIVISIONS_WINDOW = """
      SELECT d.id::text AS key, d.place_id, p.class_code, p.status, d.id AS division_id, d.level, d.valid AS unit_valid
      FROM (SELECT * FROM division x WHERE x.id > CAST(:after AS uuid) %s ORDER BY x.id LIMIT :window) d
      CROSS JOIN LATERAL (SELECT class_code, status FROM place WHERE id = d.place_id OFFSET 0) p
      """;

  private static final String PLACE_WINDOW = """
      SELECT p.code AS key, p.id AS place_id, p.class_code, p.status,
        NULL::uuid AS division_id, NULL::smallint AS level, NULL::daterange AS unit_valid
      FROM place p WHERE p.code = :code
      """;

  private static final String DIVISION_WINDOW = """
      SELECT d.id::text AS key, d.place_id, p.class_code, p.status, d.id AS division_id, d.level, d.valid AS unit_valid
      FROM division d JOIN place p ON p.id = d.place_id WHERE p.code = :code
      """;

  /**
   * Features in a window; a place without a name cannot be shown. OFFSET 0 here and below keeps the planner from
   * joining whole tables where a look into an index for each row of the window is meant.
   */
  private static final String HITS = """
      SELECT w.key, w.place_id, w.division_id FROM seen w
      WHERE w.status = 'current' AND EXISTS (
        SELECT 1 FROM name n WHERE n.place_id = w.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected' OFFSET 0)
      """;

  /** A place that is two units today is shown as one of them. */
  private static final String IS_UNIT = """
      AND w.unit_valid @> current_date AND NOT EXISTS (
        SELECT 1 FROM division o WHERE o.place_id = w.place_id AND o.valid @> current_date AND o.id < w.division_id OFFSET 0)
      """;

  private static final String IS_ROAD = """
      AND w.class_code BETWEEN '23200' AND '23599' AND EXISTS (
        SELECT 1 FROM place_geometry g WHERE g.place_id = w.place_id AND g.role = 'line' AND g.valid @> current_date OFFSET 0)
      """;

  private static final String IN_CLASS = "AND w.class_code = :class\n";
  private static final String AT_LEVEL = "AND w.level = :level\n";
  private static final String UNIT_IN_DAYS = "AND w.unit_valid && daterange(CAST(:from AS date), CAST(:to AS date), '[]')\n";

  /** The name that a place goes by, chosen as the place module's summaries choose it. */
  private static final String NAMED = """
      AND EXISTS (
        SELECT 1 FROM (
          SELECT n.text, n.valid, CASE WHEN n.valid @> current_date THEN n.status ELSE 'former' END AS status
          FROM name n JOIN source s ON s.id = n.source_id
          WHERE n.place_id = w.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
          ORDER BY n.valid @> current_date DESC, upper(n.valid) DESC NULLS FIRST, n.status = 'standard' DESC, s.rank DESC, s.state_date DESC
          LIMIT 1) shown
        WHERE true %s OFFSET 0)
      """;

  private static final String NAME_IS = "AND shown.text = :name ";
  private static final String NAME_STATUS_IS = "AND shown.status = :nameStatus ";
  private static final String NAME_IN_DAYS = "AND shown.valid && daterange(CAST(:from AS date), CAST(:to AS date), '[]') ";

  private static final String MEETS_BOX = "AND EXISTS (SELECT 1 FROM (%s) shape WHERE st_intersects(shape.geom, (SELECT g FROM box)) OFFSET 0)\n";
  private static final String HAS_NO_SHAPE = "AND NOT EXISTS (SELECT 1 FROM (%s) shape OFFSET 0)\n";

  /** Last key seen and number of rows seen in each row; a row of nulls besides if none matches. */
  private static final String SCAN = """
      WITH box AS MATERIALIZED (SELECT st_geomfromtext(CAST(:box AS text), 4490) AS g),
      seen AS MATERIALIZED (%s),
      hit AS MATERIALIZED (%s ORDER BY w.key COLLATE "C" LIMIT :most)
      SELECT t.seen, t.last, h.key, h.place_id, h.division_id,
        (SELECT coalesce(sum(pg_column_size(g.geom)), 0) FROM place_geometry g WHERE g.place_id = h.place_id)
        + (SELECT coalesce(sum(pg_column_size(g.geom)), 0) FROM division d JOIN division_geometry g ON g.division_id = d.id
           WHERE d.place_id = h.place_id) AS bytes
      FROM (SELECT count(*) AS seen, max(key COLLATE "C") AS last FROM seen) t LEFT JOIN hit h ON true
      ORDER BY h.key COLLATE "C"
      """;

  private static final String COUNT = """
      WITH box AS MATERIALIZED (SELECT st_geomfromtext(CAST(:box AS text), 4490) AS g),
      seen AS MATERIALIZED (%s)
      SELECT CASE WHEN (SELECT count(*) FROM seen) < :window THEN (SELECT count(*) FROM (%s) h) END
      """;

  private static final String PLACES_IN_BOX = """
      SELECT g.place_id FROM place_geometry g WHERE g.geom && st_makeenvelope(:west, :south, :east, :north, 4490)
      UNION ALL
      SELECT d.place_id FROM division_geometry g JOIN division d ON d.id = g.division_id
      WHERE g.geom && st_makeenvelope(:west, :south, :east, :north, 4490) LIMIT :most
      """;

  private static final String DIVISIONS_IN_BOX = """
      SELECT d.place_id FROM division_geometry g JOIN division d ON d.id = g.division_id
      WHERE g.geom && st_makeenvelope(:west, :south, :east, :north, 4490) LIMIT :most
      """;

  /** The index of names that the search keeps; it has former names and aliases too. */
  private static final String PLACES_NAMED = "SELECT place_id FROM place_search WHERE name = :name LIMIT :most";

  private record Scan(long seen, @Nullable String last, List<Page.Key> keys) {}

  /**
   * A request with what indexes give for it.
   *
   * @param named places of the name asked for, by some name of theirs; null if no name is asked for or too many bear it
   * @param boxed places near the box, likewise
   */
  private record Search(ItemsRequest request, @Nullable Set<UUID> named, @Nullable Set<UUID> boxed) {

    /** The only places that can match in a phase; null if any can. */
    @Nullable Set<UUID> candidates(Phase phase) {
      return named != null ? named : phase == Phase.IN_BOX ? boxed : null;
    }
  }

  private final JdbcClient jdbc;

  ItemSearch(@Qualifier("read") JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Page page(ItemsRequest request) {
    long started = System.nanoTime();
    Search search = search(request);
    List<Phase> phases = Phase.of(request);
    Position at = request.after() == null ? Position.start(phases.get(0)) : request.after();
    List<Page.Key> found = new ArrayList<>();
    int window = Math.max(NARROWEST, request.limit() + 1);
    while (true) {
      int wide = search.candidates(at.phase()) == null ? window : MOST_CANDIDATES + 1;
      Scan scan = scan(search, at, wide, request.limit() + 1 - found.size());
      found.addAll(scan.keys());
      if (found.size() > request.limit()) {
        List<Page.Key> keys = found.subList(0, request.limit());
        return new Page(keys, keys.get(keys.size() - 1).at(), request.after() == null ? count(search) : null);
      }
      boolean ended = scan.last() == null || scan.seen() < wide;
      int phase = phases.indexOf(at.phase());
      if (ended && phase == phases.size() - 1) {
        return new Page(found, null, request.after() == null ? (long) found.size() : null);
      }
      at = ended ? Position.start(phases.get(phase + 1)) : new Position(at.phase(), String.valueOf(scan.last()));
      window = Math.min(window * 4, WIDEST);
      if (System.nanoTime() - started > (found.isEmpty() ? PATIENCE_WITHOUT_ANY : PATIENCE).toNanos()) {
        return new Page(found, at, null);
      }
    }
  }

  /** @param code permanent code of the place */
  Optional<Page.Key> find(ItemCollection collection, String code) {
    String window = collection == ItemCollection.DIVISIONS ? DIVISION_WINDOW : PLACE_WINDOW;
    return jdbc.sql(SCAN.formatted(window, HITS + membership(collection)))
        .param("code", code).param("box", null).param("most", 1)
        .query((row, n) -> key(row, Phase.ALL)).single();
  }

  private Search search(ItemsRequest request) {
    @Nullable Set<UUID> named =
        request.name() == null ? null : candidates(PLACES_NAMED, Map.of("name", request.name()));
    return new Search(request, named, named != null || request.box() == null ? null : boxed(request.collection(), request.box()));
  }

  private @Nullable Set<UUID> boxed(ItemCollection collection, Box box) {
    String sql = collection == ItemCollection.DIVISIONS ? DIVISIONS_IN_BOX : PLACES_IN_BOX;
    Set<UUID> all = new LinkedHashSet<>();
    for (Box part : box.parts()) {
      Set<UUID> some = candidates(sql,
          Map.of("west", part.west(), "south", part.south(), "east", part.east(), "north", part.north()));
      if (some == null) {
        return null;
      }
      all.addAll(some);
    }
    return all.size() > MOST_CANDIDATES ? null : all;
  }

  private @Nullable Set<UUID> candidates(String sql, Map<String, Object> parameters) {
    List<UUID> some = jdbc.sql(sql).params(parameters).param("most", MOST_CANDIDATES + 1).query(UUID.class).list();
    return some.size() > MOST_CANDIDATES ? null : new LinkedHashSet<>(some);
  }

  private Scan scan(Search search, Position at, int window, int most) {
    Map<String, @Nullable Object> parameters = parameters(search, at, window);
    parameters.put("most", most);
    long[] seen = {0};
    String[] last = {null};
    List<Page.Key> keys = new ArrayList<>();
    jdbc.sql(SCAN.formatted(window(search, at.phase()), hits(search.request(), at.phase()))).params(parameters).query(row -> {
      seen[0] = row.getLong("seen");
      last[0] = row.getString("last");
      key(row, at.phase()).ifPresent(keys::add);
    });
    return new Scan(seen[0], last[0], keys);
  }

  /** All that match; null if there are too many rows to look at. */
  private @Nullable Long count(Search search) {
    long all = 0;
    for (Phase phase : Phase.of(search.request())) {
      Optional<Long> some = jdbc.sql(COUNT.formatted(window(search, phase), hits(search.request(), phase)))
          .params(parameters(search, Position.start(phase), MOST_COUNTED + 1)).query(Long.class).optional();
      if (some.isEmpty()) {
        return null;
      }
      all += some.get();
    }
    return all;
  }

  private static String window(Search search, Phase phase) {
    boolean any = search.candidates(phase) == null;
    return search.request().collection() == ItemCollection.DIVISIONS
        ? DIVISIONS_WINDOW.formatted(any ? "" : "AND x.place_id = ANY (:candidates)")
        : PLACES_WINDOW.formatted(any ? "" : "AND p.id = ANY (:candidates)");
  }

  private static String hits(ItemsRequest request, Phase phase) {
    ItemCollection collection = request.collection();
    boolean units = collection == ItemCollection.DIVISIONS;
    String shown = (request.name() == null ? "" : NAME_IS) + (request.nameStatus() == null ? "" : NAME_STATUS_IS)
        + (request.days() == null || units ? "" : NAME_IN_DAYS);
    return HITS + membership(collection)
        + (request.classCode() == null ? "" : IN_CLASS)
        + (request.level() == null ? "" : AT_LEVEL)
        + (request.days() == null || !units ? "" : UNIT_IN_DAYS)
        + (shown.isEmpty() ? "" : NAMED.formatted(shown))
        + switch (phase) {
          case ALL -> "";
          case IN_BOX -> MEETS_BOX.formatted(ItemShapes.of(collection));
          case WITHOUT_GEOMETRY -> HAS_NO_SHAPE.formatted(ItemShapes.of(collection));
        };
  }

  private static String membership(ItemCollection collection) {
    return switch (collection) {
      case DIVISIONS -> IS_UNIT;
      case PLACES -> "";
      case ROADS -> IS_ROAD;
    };
  }

  private static Map<String, @Nullable Object> parameters(Search search, Position at, int window) {
    ItemsRequest request = search.request();
    Days days = request.days();
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("after", request.collection() == ItemCollection.DIVISIONS && at.key().isEmpty() ? FIRST_ID : at.key());
    parameters.put("window", window);
    parameters.put("box", at.phase() == Phase.IN_BOX && request.box() != null ? request.box().wkt() : null);
    parameters.put("whole", false);
    parameters.put("class", request.classCode());
    parameters.put("level", request.level());
    parameters.put("name", request.name());
    parameters.put("nameStatus", request.nameStatus());
    parameters.put("from", days == null || days.from() == null ? null : Date.valueOf(days.from()));
    parameters.put("to", days == null || days.to() == null ? null : Date.valueOf(days.to()));
    Set<UUID> candidates = search.candidates(at.phase());
    if (candidates != null) {
      parameters.put("candidates", candidates.toArray(UUID[]::new));
    }
    return parameters;
  }

  private static Optional<Page.Key> key(ResultSet row, Phase phase) throws SQLException {
    String key = row.getString("key");
    return key == null ? Optional.empty() : Optional.of(new Page.Key(new Position(phase, key),
        row.getObject("place_id", UUID.class), row.getObject("division_id", UUID.class), row.getLong("bytes")));
  }
}

package org.mingjie.feature;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Finds the features of a page, in the order of the permanent codes of their places, which never change: pages neither
 * repeat nor miss a feature while others write.
 *
 * <p>No statement can run away, whatever is asked of however many places: each looks at one window of the order, at
 * most {@value #WIDEST} rows, and a page ends early, with a next page to go on from, when looking has taken
 * {@link #PATIENCE} or its geometry has grown beyond {@value #MOST_BYTES} bytes. It takes longer before a page stays
 * empty, for some clients (GDAL) take an empty page as the end. Where an index gives few enough candidates (a box, a
 * name), only those are looked at.
 */
@Repository
class ItemSearch {

  private static final int NARROWEST = 64;
  private static final int WIDEST = 40_000;
  private static final int MOST_CANDIDATES = 20_000;
  private static final int MOST_COUNTED = 10_000;
  private static final long MOST_BYTES = 32_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE_WITHOUT_ANY = Duration.ofSeconds(20);

  private static final String WINDOW = """
      SELECT p.code AS key, p.id AS place_id, p.class_code, p.status
      FROM place p WHERE p.code > :after %s ORDER BY p.code LIMIT :window
      """;

  private static final String ONE = """
      SELECT p.code AS key, p.id AS place_id, p.class_code, p.status FROM place p WHERE p.code = :code %s
      """;

  // literals, so that the partial indexes match
  private static final String UNIT_CLASS = "AND p.class_code >= '21200' AND p.class_code < '21700' ";
  private static final String ROAD_CLASS = "AND p.class_code >= '23200' AND p.class_code < '23600' ";
  private static final String OF_CLASS = "AND p.class_code = :class ";
  private static final String AMONG_CANDIDATES = "AND p.id = ANY (:candidates) ";

  /**
   * Features in a window; a place without a name cannot be shown. OFFSET 0 here and below keeps the planner from
   * joining whole tables where a look into an index for each row of the window is meant.
   */
  private static final String HITS = """
      SELECT w.key, w.place_id, w.class_code, t.division_id, t.day FROM seen w CROSS JOIN LATERAL (%s) t
      WHERE (w.status = 'current' OR w.status = 'historical' AND :past) AND EXISTS (
        SELECT 1 FROM name n WHERE n.place_id = w.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected' OFFSET 0)
      """;

  private static final String TODAY = "SELECT NULL::uuid AS division_id, NULL::smallint AS level, CAST(:until AS date) AS day";

  /** The last day, of those asked for, on which the place had a name; none if it had none then. */
  private static final String NAMED_DAY = """
      SELECT NULL::uuid AS division_id, NULL::smallint AS level,
        greatest(least(CAST(:until AS date), upper(n.valid) - 1), lower(n.valid)) AS day
      FROM name n
      WHERE n.place_id = w.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
        AND n.valid && daterange(CAST(:from AS date), CAST(:to AS date), '[]')
      ORDER BY upper(n.valid) DESC NULLS FIRST LIMIT 1
      """;

  /** The unit that the place was on the last of those days; a place that is two units at a time is shown as one of them. */
  private static final String UNIT_DAY = """
      SELECT d.id AS division_id, d.level, greatest(least(CAST(:until AS date), upper(d.valid) - 1), lower(d.valid)) AS day
      FROM division d
      WHERE d.place_id = w.place_id AND d.valid && daterange(CAST(:from AS date), CAST(:to AS date), '[]')
      ORDER BY upper(d.valid) DESC NULLS FIRST, d.id LIMIT 1
      """;

  private static final String HAS_LINE = """
      AND EXISTS (
        SELECT 1 FROM place_geometry g WHERE g.place_id = w.place_id AND g.role = 'line' AND g.valid @> t.day OFFSET 0)
      """;

  private static final String IN_CLASSES = "AND w.class_code = ANY (:classes)\n";
  private static final String AT_LEVELS = "AND t.level = ANY (:levels)\n";

  /** The name that a place goes by on the day. */
  private static final String NAMED = """
      AND EXISTS (
        SELECT 1 FROM (
          SELECT n.text, CASE WHEN n.valid @> t.day THEN n.status ELSE 'former' END AS status
          FROM name n JOIN source s ON s.id = n.source_id
          WHERE n.place_id = w.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
          ORDER BY n.valid @> t.day DESC, upper(n.valid) DESC NULLS FIRST, n.status = 'standard' DESC, s.rank DESC, s.state_date DESC
          LIMIT 1) shown
        WHERE true %s OFFSET 0)
      """;

  private static final String NAME_IS = "AND shown.text = :name ";
  private static final String NAME_STATUS_IS = "AND shown.status = ANY (:nameStatuses) ";

  private static final String MEETS_BOX = "AND EXISTS (SELECT 1 FROM (%s) shape WHERE st_intersects(shape.geom, (SELECT g FROM box)) OFFSET 0)\n";
  private static final String HAS_NO_SHAPE = "AND NOT EXISTS (SELECT 1 FROM (%s) shape OFFSET 0)\n";

  /** On later pages of a box: what had a geometry on the first one (%2$s: is known from then, %3$s: has been lost since). */
  private static final String HAD_SHAPE = """
      AND CASE WHEN EXISTS (SELECT 1 FROM (%1$s) shape OFFSET 0)
        THEN EXISTS (SELECT 1 FROM (%1$s) shape WHERE st_intersects(shape.geom, (SELECT g FROM box)) OFFSET 0)
          AND (EXISTS (%2$s) OR EXISTS (%3$s))
        ELSE EXISTS (%3$s) END
      """;

  private static final String HAD_NO_SHAPE = """
      AND CASE WHEN EXISTS (SELECT 1 FROM (%1$s) shape OFFSET 0)
        THEN NOT EXISTS (%2$s) AND NOT EXISTS (%3$s)
          AND EXISTS (SELECT 1 FROM (%1$s) shape WHERE st_intersects(shape.geom, (SELECT g FROM box)) OFFSET 0)
        ELSE NOT EXISTS (%3$s) END
      """;

  /** Last key seen and number of rows seen in each row; a row of nulls besides if none matches. */
  private static final String SCAN = """
      WITH box AS MATERIALIZED (SELECT st_geomfromtext(CAST(:box AS text), 4490) AS g),
      %s,
      seen AS MATERIALIZED (%s),
      hit AS MATERIALIZED (%s ORDER BY w.key COLLATE "C" LIMIT :most)
      SELECT t.seen, t.last, h.key, h.place_id, h.division_id, h.day,
        (SELECT coalesce(sum(pg_column_size(g.geom)), 0) FROM place_geometry g WHERE g.place_id = h.place_id)
        + CASE WHEN h.class_code >= '21200' AND h.class_code < '21700' THEN
            (SELECT coalesce(sum(pg_column_size(g.geom)), 0) FROM division d JOIN division_geometry g ON g.division_id = d.id
             WHERE d.place_id = h.place_id) ELSE 0 END AS bytes
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

  /** Places that have lost a geometry since the first page; whoever ended it may have been under way for a day. */
  private static final String LOST_SINCE = "WITH " + Since.MOMENT + """
      SELECT g.place_id FROM place_geometry_history g
      WHERE upper(g.recorded) > (SELECT at FROM moment) - interval '1 day' AND %1$s
      UNION ALL
      SELECT d.place_id FROM division_geometry_history g
      JOIN (SELECT id, place_id FROM division UNION SELECT id, place_id FROM division_history) d ON d.id = g.division_id
      WHERE upper(g.recorded) > (SELECT at FROM moment) - interval '1 day' AND %1$s
      LIMIT :most
      """.formatted(Since.ENDED);

  /** The index of names that the search keeps; it has former names and aliases too. */
  private static final String PLACES_NAMED = "SELECT place_id FROM place_search WHERE name = :name LIMIT :most";

  private static final String FATE = """
      SELECT p.status, s.code AS successor FROM place p LEFT JOIN place s ON s.id = p.successor_id WHERE p.code = :code
      """;

  /** @param last key of the last row looked at; null if there was none */
  private record Scan(long seen, @Nullable String last, List<Page.Key> keys) {}

  /**
   * What has become of a place that a collection does not show.
   *
   * @param status current, historical, merged or retired
   * @param successor permanent code of the place that it has been merged with
   */
  record Fate(String status, @Nullable String successor) {}

  /**
   * A request with what indexes give for it.
   *
   * @param named places of the name asked for, by some name of theirs; null if no name is asked for or too many bear it
   * @param boxed places near the box, likewise
   */
  private record Search(ItemsRequest request, LocalDate today, @Nullable Set<UUID> named, @Nullable Set<UUID> boxed) {

    /** The only places that can match in a phase; null if any can. */
    @Nullable Set<UUID> candidates(Phase phase) {
      return named != null ? named : phase == Phase.IN_BOX ? boxed : null;
    }
  }

  private final JdbcClient jdbc;
  private final Estimates estimates;

  ItemSearch(@Qualifier("read") JdbcClient jdbc, Estimates estimates) {
    this.jdbc = jdbc;
    this.estimates = estimates;
  }

  Page page(ItemsRequest request) {
    long started = System.nanoTime();
    List<Phase> phases = Phase.of(request);
    Position at = request.after() == null ? Position.start(phases.get(0), phases.size() == 1 ? null : now()) : request.after();
    Search search = search(request);
    List<Page.Key> found = new ArrayList<>();
    int window = Math.max(NARROWEST, request.limit() + 1);
    while (true) {
      int wide = search.candidates(at.phase()) == null ? window : MOST_CANDIDATES + 1;
      Scan scan = scan(search, at, wide, request.limit() + 1 - found.size());
      found.addAll(scan.keys());
      int fit = fitting(found, request.limit());
      if (fit < found.size()) {
        List<Page.Key> keys = found.subList(0, fit);
        Long matched = request.after() == null ? count(search) : null;
        return new Page(keys, keys.get(fit - 1).at(), matched, matched == null ? estimates.find(request, search.today()).orElse(null) : null);
      }
      boolean ended = scan.last() == null || scan.seen() < wide;
      int phase = phases.indexOf(at.phase());
      if (ended && phase == phases.size() - 1) {
        return new Page(found, null, request.after() == null ? (long) found.size() : null, null);
      }
      at = ended ? Position.start(phases.get(phase + 1), at.since()) : new Position(at.phase(), String.valueOf(scan.last()), at.since());
      window = Math.min(window * 4, WIDEST);
      if (System.nanoTime() - started > (found.isEmpty() ? PATIENCE_WITHOUT_ANY : PATIENCE).toNanos()) {
        return new Page(found, at, null, estimates.find(request, search.today()).orElse(null));
      }
    }
  }

  /** How many of the keys make a page: not more than asked for, not more than memory and disk should hold. */
  private static int fitting(List<Page.Key> keys, int limit) {
    long bytes = 0;
    for (int i = 0; i < keys.size(); i++) {
      bytes += keys.get(i).bytes();
      if (i == limit || (i > 0 && bytes > MOST_BYTES)) {
        return i;
      }
    }
    return keys.size();
  }

  /**
   * @param code permanent code of the place
   * @param days null: today
   */
  Optional<Page.Key> find(ItemCollection collection, String code, @Nullable Days days) {
    ItemsRequest one = new ItemsRequest(collection, Crs.CRS84, 1, null, null, days, Set.of(), Set.of(), null, Set.of());
    Search search = new Search(one, today(), null, null);
    Position start = Position.start(Phase.ALL, null);
    return jdbc.sql(SCAN.formatted(Since.MOMENT, ONE.formatted(ofKind(collection)), hits(one, Phase.ALL)))
        .params(parameters(search, start, 1)).param("code", code).param("most", 1)
        .query((row, n) -> key(row, start)).single();
  }

  Optional<Fate> fate(String code) {
    return jdbc.sql(FATE).param("code", code)
        .query((row, n) -> new Fate(row.getString("status"), row.getString("successor"))).optional();
  }

  private Since now() {
    return jdbc.sql(Since.NOW).query((row, n) -> new Since(row.getLong("micros"), row.getString("snapshot"))).single();
  }

  private static LocalDate today() {
    return LegalDay.today(Clock.systemUTC());
  }

  private Search search(ItemsRequest request) {
    @Nullable Set<UUID> named =
        request.name() == null ? null : candidates(PLACES_NAMED, Map.of("name", request.name()));
    return new Search(request, today(), named, named != null || request.box() == null ? null : boxed(request, request.box()));
  }

  /** With those that have been in it lately. */
  private @Nullable Set<UUID> boxed(ItemsRequest request, Box box) {
    String sql = request.collection() == ItemCollection.DIVISIONS ? DIVISIONS_IN_BOX : PLACES_IN_BOX;
    Set<UUID> all = new LinkedHashSet<>();
    for (Box part : box.parts()) {
      Set<UUID> some = candidates(sql,
          Map.of("west", part.west(), "south", part.south(), "east", part.east(), "north", part.north()));
      if (some == null) {
        return null;
      }
      all.addAll(some);
    }
    Since since = request.after() == null ? null : request.after().since();
    if (since != null && request.after().phase() == Phase.IN_BOX) {
      Set<UUID> lost = candidates(LOST_SINCE, Map.of("since", since.snapshot(), "sinceMicros", since.micros()));
      if (lost == null) {
        return null;
      }
      all.addAll(lost);
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
    jdbc.sql(SCAN.formatted(Since.MOMENT, window(search, at.phase()), hits(search.request(), at.phase()))).params(parameters).query(row -> {
      seen[0] = row.getLong("seen");
      last[0] = row.getString("last");
      key(row, at).ifPresent(keys::add);
    });
    return new Scan(seen[0], last[0], keys);
  }

  /** All that match; null if there are too many rows to look at. */
  private @Nullable Long count(Search search) {
    long all = 0;
    for (Phase phase : Phase.of(search.request())) {
      Optional<Long> some = jdbc.sql(COUNT.formatted(window(search, phase), hits(search.request(), phase)))
          .params(parameters(search, Position.start(phase, null), MOST_COUNTED + 1)).query(Long.class).optional();
      if (some.isEmpty()) {
        return null;
      }
      all += some.get();
    }
    return all;
  }

  private static String window(Search search, Phase phase) {
    ItemsRequest request = search.request();
    return WINDOW.formatted(ofKind(request.collection()) + (request.classes().size() == 1 ? OF_CLASS : "")
        + (search.candidates(phase) == null ? "" : AMONG_CANDIDATES));
  }

  private static String ofKind(ItemCollection collection) {
    return switch (collection) {
      case DIVISIONS -> UNIT_CLASS;
      case PLACES -> "";
      case ROADS -> ROAD_CLASS;
    };
  }

  private static String hits(ItemsRequest request, Phase phase) {
    ItemCollection collection = request.collection();
    String day = collection == ItemCollection.DIVISIONS ? UNIT_DAY : request.days() == null ? TODAY : NAMED_DAY;
    String shown = (request.name() == null ? "" : NAME_IS) + (request.nameStatuses().isEmpty() ? "" : NAME_STATUS_IS);
    return HITS.formatted(day)
        + (collection == ItemCollection.ROADS ? HAS_LINE : "")
        + (request.classes().size() < 2 ? "" : IN_CLASSES)
        + (request.levels().isEmpty() ? "" : AT_LEVELS)
        + (shown.isEmpty() ? "" : NAMED.formatted(shown))
        + switch (phase) {
          case ALL -> "";
          case IN_BOX -> inPhase(request, MEETS_BOX, HAD_SHAPE);
          case WITHOUT_GEOMETRY -> inPhase(request, HAS_NO_SHAPE, HAD_NO_SHAPE);
        };
  }

  /** On the first page a feature is what it is; on later ones it counts where it was then. */
  private static String inPhase(ItemsRequest request, String first, String later) {
    ItemCollection collection = request.collection();
    return request.after() == null || request.after().since() == null ? first.formatted(ItemShapes.of(collection))
        : later.formatted(ItemShapes.of(collection), ItemShapes.known(collection), ItemShapes.lost(collection));
  }

  private static Map<String, @Nullable Object> parameters(Search search, Position at, int window) {
    ItemsRequest request = search.request();
    LocalDate today = search.today();
    Days days = request.days() == null ? new Days(today, today) : request.days();
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("after", at.key());
    parameters.put("window", window);
    parameters.put("box", request.box() != null ? request.box().wkt() : null);
    parameters.put("since", at.since() == null ? null : at.since().snapshot());
    parameters.put("sinceMicros", at.since() == null ? null : at.since().micros());
    parameters.put("whole", false);
    parameters.put("past", days.beginBefore(today));
    parameters.put("from", days.from());
    parameters.put("to", days.to());
    parameters.put("until", days.until(today));
    parameters.put("class", request.classes().stream().findFirst().orElse(null));
    parameters.put("classes", request.classes().toArray(String[]::new));
    parameters.put("levels", request.levels().stream().map(Short::valueOf).toArray(Short[]::new));
    parameters.put("name", request.name());
    parameters.put("nameStatuses", request.nameStatuses().toArray(String[]::new));
    Set<UUID> candidates = search.candidates(at.phase());
    if (candidates != null) {
      parameters.put("candidates", candidates.toArray(UUID[]::new));
    }
    return parameters;
  }

  private static Optional<Page.Key> key(ResultSet row, Position from) throws SQLException {
    String key = row.getString("key");
    return key == null ? Optional.empty() : Optional.of(new Page.Key(new Position(from.phase(), key, from.since()),
        row.getObject("place_id", UUID.class), row.getObject("division_id", UUID.class), row.getObject("day", LocalDate.class),
        row.getLong("bytes")));
  }
}

package org.mingjie.feature;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
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
 * most {@value Windows#WIDEST} rows, and a page ends early, with a next page to go on from, when looking has taken
 * {@link #PATIENCE} or its geometry has grown beyond {@value #MOST_BYTES} bytes. It takes longer before a page stays
 * empty, for some clients (GDAL) take an empty page as the end. Where an index gives few enough candidates (a box, a
 * name), only those are looked at.
 */
@Repository
class ItemSearch {

  private static final int MOST_COUNTED = 10_000;
  private static final long MOST_BYTES = 32_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE_WITHOUT_ANY = Duration.ofSeconds(20);

  /** Number of rows seen and last key of them in each row; with nulls besides if none matches. */
  private static final String SCAN = """
      WITH box AS MATERIALIZED (SELECT st_geomfromtext(CAST(:box AS text), 4490) AS g),
      %s,
      seen AS MATERIALIZED (%s),
      hit AS MATERIALIZED (%s)
      SELECT t.seen, t.last, %s
      FROM (SELECT count(*) AS seen, max(key COLLATE "C") AS last FROM seen) t LEFT JOIN (%s LIMIT :most) w ON true
      ORDER BY w.key COLLATE "C"
      """;

  /** Most that is seen does not match: of what does, no more than is wanted is told. */
  private static final String FEW = " ORDER BY w.key COLLATE \"C\" LIMIT :most";

  private static final int FACTS = 3;

  private static final String COUNT = """
      WITH box AS MATERIALIZED (SELECT st_geomfromtext(CAST(:box AS text), 4490) AS g),
      seen AS MATERIALIZED (%s)
      SELECT CASE WHEN %s THEN (SELECT count(*) FROM (%s) h) END
      """;

  private static final String FATE = """
      SELECT p.status, s.code AS successor FROM place p LEFT JOIN place s ON s.id = p.successor_id WHERE p.code = :code
      """;

  /** @param last key of the last row looked at; null if there was none */
  private record Scan(long seen, @Nullable String last, List<Found> hits) {}

  /**
   * What has become of a place that a collection does not show.
   *
   * @param status current, historical, merged or retired
   * @param successor permanent code of the place that it has been merged with
   */
  record Fate(String status, @Nullable String successor) {}

  private final JdbcClient jdbc;
  private final Candidates candidates;
  private final Estimates estimates;

  ItemSearch(@Qualifier("read") JdbcClient jdbc, Candidates candidates, Estimates estimates) {
    this.jdbc = jdbc;
    this.candidates = candidates;
    this.estimates = estimates;
  }

  Page page(ItemsRequest request) {
    long started = System.nanoTime();
    List<Phase> phases = Phase.of(request);
    Position at = request.after() == null ? Position.start(phases.get(0), phases.size() == 1 ? null : now()) : request.after();
    Search search = candidates.search(request, today());
    List<Found> found = new ArrayList<>();
    int window = Windows.sizeFor(request.limit() + 1);
    while (true) {
      int wide = search.candidates(at.phase()) == null ? window : Candidates.MOST + 1;
      int missing = request.limit() + 1 - found.size();
      Scan scan = scan(search, at, wide, missing);
      found.addAll(scan.hits());
      int fit = fitting(found, request.limit());
      if (fit < found.size()) {
        List<Found> features = found.subList(0, fit);
        Long matched = request.after() == null ? count(search) : null;
        return new Page(features, features.get(fit - 1).at(), matched, matched == null ? estimates.find(request, search.today()).orElse(null) : null);
      }
      boolean ended = scan.last() == null || scan.seen() < wide;
      int phase = phases.indexOf(at.phase());
      if (ended && phase == phases.size() - 1) {
        return new Page(found, null, request.after() == null ? (long) found.size() : null, null);
      }
      at = ended ? Position.start(phases.get(phase + 1), at.since()) : new Position(at.phase(), String.valueOf(scan.last()), at.since());
      window = following(window, scan, missing - scan.hits().size());
      if (System.nanoTime() - started > (found.isEmpty() ? PATIENCE_WITHOUT_ANY : PATIENCE).toNanos()) {
        return new Page(found, at, null, estimates.find(request, search.today()).orElse(null));
      }
    }
  }

  /** As many rows as the missing features should take, going by those seen last; wider, but not suddenly, where few match. */
  private static int following(int window, Scan scan, int missing) {
    long wider = window * 4L;
    return Windows.sizeFor(scan.hits().isEmpty() ? wider : Math.min(wider, missing * scan.seen() / scan.hits().size()));
  }

  /** How many of the features make a page: not more than asked for, not more than memory and disk should hold. */
  private static int fitting(List<Found> features, int limit) {
    long bytes = 0;
    for (int i = 0; i < features.size(); i++) {
      bytes += features.get(i).bytes();
      if (i == limit || (i > 0 && bytes > MOST_BYTES)) {
        return i;
      }
    }
    return features.size();
  }

  /**
   * @param code permanent code of the place
   * @param days null: today
   */
  Optional<Found> find(ItemCollection collection, String code, @Nullable Days days) {
    ItemsRequest one = new ItemsRequest(collection, Crs.CRS84, 1, null, null, days, Set.of(), Set.of(), null, Set.of());
    Position start = Position.start(Phase.ALL, null);
    Map<String, @Nullable Object> parameters = new Search(one, today(), null, null).parameters(start);
    parameters.put("code", code);
    parameters.put("most", 1);
    return scan(one, Windows.one(collection), start, parameters).hits().stream().findFirst();
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

  private Scan scan(Search search, Position at, int window, int most) {
    Map<String, @Nullable Object> parameters = search.parameters(at);
    parameters.put("most", most);
    return scan(search.request(), Windows.after(search, at.phase(), window), at, parameters);
  }

  private Scan scan(ItemsRequest request, String window, Position at, Map<String, @Nullable Object> parameters) {
    ItemCollection collection = request.collection();
    String sql = SCAN.formatted(Since.MOMENT, window, Hits.isSelective(request) ? Hits.named(request, at.phase()) + FEW : Hits.of(request, at.phase()),
        Facts.columns(collection), Facts.told(collection));
    long[] seen = {0};
    String[] last = {null};
    List<Found> hits = new ArrayList<>();
    jdbc.sql(sql).params(parameters).query(row -> {
      seen[0] = row.getLong(1);
      last[0] = row.getString(2);
      if (row.getString(FACTS) != null) {
        hits.add(Facts.read(collection, row, FACTS, at));
      }
    });
    return new Scan(seen[0], last[0], hits);
  }

  /** All that match; null if there are too many rows to look at. */
  private @Nullable Long count(Search search) {
    long all = 0;
    for (Phase phase : Phase.of(search.request())) {
      Set<UUID> some = search.candidates(phase);
      String fewEnough = some != null && some.size() <= MOST_COUNTED ? "true"
          : "NOT EXISTS (" + Windows.more(search, phase, MOST_COUNTED) + ")";
      Optional<Long> count = jdbc.sql(COUNT.formatted(Windows.after(search, phase, MOST_COUNTED + 1), fewEnough, Hits.named(search.request(), phase)))
          .params(search.parameters(Position.start(phase, null))).query(Long.class).optional();
      if (count.isEmpty()) {
        return null;
      }
      all += count.get();
    }
    return all;
  }
}

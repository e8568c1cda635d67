package org.mingjie.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mingjie.access.AuditVerification;
import org.mingjie.access.AuditWatch;
import org.mingjie.search.SearchOrder;
import org.mingjie.tile.TileOrder;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks at each part of the system when asked. */
@Component
class HealthChecks {

  enum State {
    @JsonProperty("good") GOOD, @JsonProperty("watch") WATCH, @JsonProperty("bad") BAD
  }

  /**
   * @param part {@code database}, {@code disk}, {@code backup}, {@code audit}, {@code search} or {@code map}
   * @param finding what was found; the viewer has the words for it and for the act that mends it ({@code health.disk-low})
   * @param values what the words are filled with
   */
  record Check(String part, State state, String finding, Map<String, String> values) {

    private static Check of(String part, State state, String finding, Map<String, String> values) {
      return new Check(part, state, part + "-" + finding, values);
    }
  }

  private static final String DATABASE = """
      SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes,
        (SELECT extversion FROM pg_extension WHERE extname = 'postgis') AS postgis
      """;

  private static final long LEAST_FREE = 1L << 30;
  private static final double LITTLE = 0.10;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final long MOST_WAITING = 1_000;

  private final JdbcClient jdbc;
  private final AuditWatch audit;
  private final SearchOrder search;
  private final TileOrder tiles;
  private final Path home;
  private final Clock clock;

  HealthChecks(JdbcClient jdbc, AuditWatch audit, SearchOrder search, TileOrder tiles, @Value("${mingjie.home}") Path home, ObjectProvider<Clock> clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.search = search;
    this.tiles = tiles;
    this.home = home;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  List<Check> all() {
    return List.of(checked("database", this::database), checked("disk", this::disk), checked("backup", this::backup),
        checked("audit", this::audit), checked("search", this::search), checked("map", this::map));
  }

  /** What cannot be asked is told as such: the others may still be. */
  private static Check checked(String part, Supplier<Check> check) {
    try {
      return check.get();
    } catch (DataAccessException | TransactionException away) {
      return Check.of(part, State.BAD, "unknown", Map.of());
    }
  }

  private Check database() {
    return jdbc.sql(DATABASE).query((row, n) -> Check.of("database", State.GOOD, "good", Map.of("version", row.getString("version"),
        "postgis", String.valueOf(row.getString("postgis")), "megabytes", String.valueOf(row.getLong("bytes") >> 20)))).single();
  }

  private Check disk() {
    try {
      FileStore store = Files.getFileStore(home);
      return disk(store.getUsableSpace(), store.getTotalSpace());
    } catch (IOException unreadable) {
      return Check.of("disk", State.BAD, "unknown", Map.of());
    }
  }

  static Check disk(long free, long total) {
    Map<String, String> values = Map.of("free", String.valueOf(free >> 20), "total", String.valueOf(total >> 20));
    return free < LEAST_FREE ? Check.of("disk", State.BAD, "full", values)
        : free < LITTLE * total ? Check.of("disk", State.WATCH, "low", values) : Check.of("disk", State.GOOD, "good", values);
  }

  private Check backup() {
    return backup(audit.lastBackup(), clock.instant());
  }

  static Check backup(Optional<Instant> last, Instant now) {
    if (last.isEmpty()) {
      return Check.of("backup", State.BAD, "never", Map.of());
    }
    Duration age = Duration.between(last.get(), now);
    Map<String, String> values = Map.of("at", last.get().toString());
    return age.compareTo(WEEK) > 0 ? Check.of("backup", State.BAD, "stale", values)
        : age.compareTo(DAY) > 0 ? Check.of("backup", State.WATCH, "old", values) : Check.of("backup", State.GOOD, "good", values);
  }

  private Check audit() {
    return audit(audit.lately());
  }

  static Check audit(AuditVerification.Outcome outcome) {
    Map<String, String> values = Map.of("records", String.valueOf(outcome.records()), "waiting", String.valueOf(outcome.waiting()),
        "faults", String.valueOf(outcome.faults().size()));
    return !outcome.isWhole() ? Check.of("audit", State.BAD, "broken", values)
        : outcome.waiting() > MOST_WAITING ? Check.of("audit", State.WATCH, "waiting", values) : Check.of("audit", State.GOOD, "good", values);
  }

  private Check search() {
    return search(search.state());
  }

  static Check search(SearchOrder.State state) {
    Map<String, String> values = Map.of("rows", String.valueOf(state.rows()), "fresh", String.valueOf(state.fresh()));
    return state.incomplete() ? Check.of("search", state.rebuilding() ? State.WATCH : State.BAD, state.rebuilding() ? "rebuilding" : "incomplete", values)
        : Check.of("search", State.GOOD, "good", values);
  }

  private Check map() {
    return map(tiles.state(), LegalDay.today(clock).toString());
  }

  static Check map(TileOrder.State state, String today) {
    String day = state.day() == null ? today : state.day().toString();
    Map<String, String> values = Map.of("day", day);
    return !state.made() ? Check.of("map", State.BAD, "unmade", values)
        : day.equals(today) ? Check.of("map", State.GOOD, "good", values) : Check.of("map", State.WATCH, "behind", values);
  }
}

package org.mingjie.unfound;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Audit;
import org.mingjie.access.Mandate;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Questions in the database. */
@Repository
class UnfoundLedger {

  /** Beyond so many that nobody has settled, only those known are counted on. */
  static final int MOST_KEPT = 20_000;

  /** In the order of their text: two servers that write at a time wait for each other, and never both. */
  private static final String COUNT = """
      INSERT INTO unfound_query (id, text, times, first_day, last_day)
      SELECT q.id, q.text, q.times, :day, :day FROM unnest(CAST(:ids AS uuid[]), CAST(:texts AS text[]), CAST(:times AS bigint[])) AS q (id, text, times)
      WHERE (SELECT count(*) FROM unfound_query WHERE state = 'open') < :most OR EXISTS (SELECT 1 FROM unfound_query k WHERE k.text = q.text)
      ORDER BY q.text
      ON CONFLICT (text) DO UPDATE SET times = unfound_query.times + excluded.times, last_day = greatest(unfound_query.last_day, excluded.last_day),
        first_day = least(unfound_query.first_day, excluded.first_day),
        (state, reason, settled_by, settled_at) = (SELECT CASE WHEN again THEN 'open' ELSE unfound_query.state END, CASE WHEN NOT again THEN unfound_query.reason END,
          CASE WHEN NOT again THEN unfound_query.settled_by END, CASE WHEN NOT again THEN unfound_query.settled_at END
          FROM (SELECT unfound_query.state = 'dismissed' AND unfound_query.settled_at < CAST(excluded.last_day AS timestamptz) - interval '30 days' AS again) a)
      """;

  private static final String FORGET = """
      DELETE FROM unfound_query WHERE last_day < CAST(:today AS date) - CAST(:days AS integer)
        AND (state = 'open' OR settled_at < CAST(CAST(:today AS date) - CAST(:days AS integer) AS timestamptz))
      """;

  private static final String QUERIES = """
      SELECT q.id, q.text, q.times, q.first_day, q.last_day, q.state, p.code AS place, n.text AS place_name, q.reason, a.display_name AS officer, q.settled_at
      FROM unfound_query q
      LEFT JOIN place p ON p.id = q.place_id
      LEFT JOIN LATERAL (SELECT m.text FROM name m WHERE m.place_id = p.id AND m.kind = 'name' AND m.language = 'zh' AND m.status <> 'rejected'
                         ORDER BY m.valid @> current_date DESC, upper(m.valid) DESC NULLS FIRST, m.status = 'standard' DESC LIMIT 1) n ON true
      LEFT JOIN account a ON a.id = q.settled_by
      """;

  private static final String OPEN = QUERIES + "WHERE q.state = 'open' ORDER BY q.times DESC, q.last_day DESC, q.id LIMIT :most OFFSET :skip";

  private static final String SETTLED = QUERIES + "WHERE q.state <> 'open' ORDER BY q.settled_at DESC, q.id LIMIT :most OFFSET :skip";

  private static final String OFTEN = "SELECT count(*) AS queries, min(first_day) AS since FROM unfound_query WHERE state = 'open' AND times >= :least";

  private static final String SETTLE = """
      UPDATE unfound_query SET state = :state, place_id = (SELECT id FROM place WHERE code = :place), reason = :reason, settled_by = :officer,
        settled_at = clock_timestamp()
      WHERE id = :id AND state = 'open' RETURNING times
      """;

  /** @param since first day of the oldest; null where there is none */
  record Often(long queries, @Nullable LocalDate since) {}

  private final JdbcClient jdbc;
  private final Audit audit;

  UnfoundLedger(JdbcClient jdbc, Audit audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  void count(Map<String, Long> times, LocalDate day) {
    List<String> texts = new ArrayList<>(times.keySet());
    jdbc.sql(COUNT).param("day", day).param("most", MOST_KEPT)
        .param("ids", texts.stream().map(text -> Uuid7.next()).toArray(UUID[]::new)).param("texts", texts.toArray(String[]::new))
        .param("times", texts.stream().map(times::get).toArray(Long[]::new)).update();
  }

  /** @return how many have gone */
  int forget(LocalDate today, int days) {
    return jdbc.sql(FORGET).param("today", today).param("days", days).update();
  }

  /** The most wanted first. */
  List<UnfoundQuery> open(int skip, int most) {
    return jdbc.sql(OPEN).param("skip", skip).param("most", most).query((row, n) -> query(row)).list();
  }

  /** The last settled first. */
  List<UnfoundQuery> settled(int skip, int most) {
    return jdbc.sql(SETTLED).param("skip", skip).param("most", most).query((row, n) -> query(row)).list();
  }

  Often often(int least) {
    return jdbc.sql(OFTEN).param("least", least).query((row, n) -> new Often(row.getLong("queries"), row.getObject("since", LocalDate.class))).single();
  }

  /**
   * @param place permanent code; null where it is no name of a place
   * @return false where there is no such question, or somebody has settled it
   */
  @Transactional
  public boolean settle(UUID id, Mandate by, @Nullable String place, String reason) {
    String state = place == null ? UnfoundQuery.State.DISMISSED.code() : UnfoundQuery.State.LINKED.code();
    Optional<Long> times = jdbc.sql(SETTLE).param("id", id).param("state", state).param("place", place).param("reason", reason)
        .param("officer", by.by().id()).query(Long.class).optional();
    // what was asked is not for ever, as the audit is
    times.ifPresent(count -> audit.record(by, "unfound.settle", "unfound_query:" + id, reason,
        place == null ? Map.of("state", state, "times", count) : Map.of("state", state, "times", count, "place", place)));
    return times.isPresent();
  }

  private static UnfoundQuery query(ResultSet row) throws SQLException {
    return new UnfoundQuery(row.getObject("id", UUID.class), row.getString("text"), row.getLong("times"), row.getObject("first_day", LocalDate.class),
        row.getObject("last_day", LocalDate.class), UnfoundQuery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), List.of(),
        row.getString("place"), row.getString("place_name"), row.getString("reason"), row.getString("officer"), row.getObject("settled_at", OffsetDateTime.class));
  }
}

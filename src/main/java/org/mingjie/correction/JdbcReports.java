package org.mingjie.correction;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.correction.ErrorReport.Answered;
import org.mingjie.correction.ErrorReport.Standing;
import org.mingjie.correction.ErrorReport.State;
import org.mingjie.correction.ErrorReport.What;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reports in the database. */
@Repository
class JdbcReports {

  private static final String PLACE = "SELECT id FROM place WHERE code = :code";

  private static final String INSERT = """
      INSERT INTO error_report (id, receipt, place_id, point, what, text, source, request_key, request_hash)
      VALUES (:id, :receipt, :place, CASE WHEN CAST(:lon AS float8) IS NOT NULL THEN st_setsrid(st_makepoint(:lon, :lat), 4490) END,
        :what, :text, nullif(:source, ''), :key, :hash)
      ON CONFLICT (request_key) DO NOTHING
      """;

  private static final String INSERT_CONTACT =
      "INSERT INTO error_report_contact (report_id, contact, masked) VALUES (:id, :contact, :masked)";

  private static final String OF_KEY = "SELECT receipt, request_hash FROM error_report WHERE request_key = :key";

  private static final String STANDING = """
      SELECT r.receipt, r.state, r.answer, r.what, r.created_at, p.code AS place_code, (
        SELECT m.text FROM name m WHERE m.place_id = p.id AND m.kind = 'name' AND m.language = 'zh' AND m.status <> 'rejected'
        ORDER BY m.valid @> current_date DESC, upper(m.valid) DESC NULLS FIRST, m.status = 'standard' DESC LIMIT 1) AS place_name
      FROM error_report r LEFT JOIN place p ON p.id = r.place_id WHERE r.receipt = :receipt
      """;

  /** Few are asked for at a time, so each is located when it is asked for: divisions may have changed since it came. */
  private static final String LOCATED = """
      SELECT r.id, r.receipt, p.code AS place_code, n.text AS place_name, st_x(coalesce(r.point, at.geom)) AS lon, st_y(coalesce(r.point, at.geom)) AS lat,
        coalesce(own.code, lies.code, around.code) AS division, r.what, r.text, r.source, c.masked, r.created_at,
        r.state, r.answer, r.answered_at, officer.display_name AS answered_by
      FROM error_report r
      LEFT JOIN account officer ON officer.id = r.answered_by
      LEFT JOIN place p ON p.id = r.place_id
      LEFT JOIN LATERAL (SELECT m.text FROM name m WHERE m.place_id = p.id AND m.kind = 'name' AND m.language = 'zh' AND m.status <> 'rejected'
                         ORDER BY m.valid @> current_date DESC, upper(m.valid) DESC NULLS FIRST, m.status = 'standard' DESC LIMIT 1) n ON true
      LEFT JOIN LATERAL (SELECT code FROM division WHERE place_id = p.id ORDER BY upper_inf(valid) DESC, upper(valid) DESC LIMIT 1) own ON true
      LEFT JOIN LATERAL (SELECT d.code FROM place_in_division i JOIN division d ON d.id = i.division_id
                         WHERE i.place_id = p.id ORDER BY i.main DESC, upper_inf(i.valid) DESC, d.level DESC LIMIT 1) lies ON true
      LEFT JOIN LATERAL (SELECT d.code FROM division_geometry g JOIN division d ON d.id = g.division_id
                         WHERE p.id IS NULL AND upper_inf(g.valid) AND upper_inf(d.valid) AND st_covers(g.geom, r.point)
                         ORDER BY d.level DESC, d.code LIMIT 1) around ON true
      LEFT JOIN place_geometry at ON at.place_id = p.id AND at.role = 'point' AND upper_inf(at.valid)
      LEFT JOIN error_report_contact c ON c.report_id = r.id
      """;

  private static final String OPEN = LOCATED + """
      WHERE r.state = 'open' AND (:prefix = '' OR starts_with(coalesce(own.code, lies.code, around.code), :prefix))
      ORDER BY r.created_at, r.id
      LIMIT :limit
      """;

  private static final String OPEN_ONE = LOCATED + "WHERE r.state = 'open' AND r.id = :id";

  /** Keyset paging: stable while answers arrive. */
  private static final String ANSWERED = LOCATED + """
      WHERE r.state <> 'open' AND EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) prefix WHERE starts_with(coalesce(own.code, lies.code, around.code, ''), prefix))
        AND (CAST(:after AS uuid) IS NULL OR (r.answered_at, r.id) < (SELECT answered_at, id FROM error_report WHERE id = :after))
      ORDER BY r.answered_at DESC, r.id DESC
      LIMIT :limit
      """;

  private static final String ANSWER = """
      UPDATE error_report SET state = :state, answer = :answer, answered_by = :officer, answered_at = clock_timestamp()
      WHERE id = :id AND state = 'open'
      """;

  private static final String CONTACT = "SELECT contact FROM error_report_contact WHERE report_id = :id";

  record Known(String receipt, byte[] hash) {}

  private final JdbcClient jdbc;

  JdbcReports(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<UUID> findPlace(String code) {
    return code.indexOf('\0') >= 0 ? Optional.empty() : jdbc.sql(PLACE).param("code", code).query(UUID.class).optional();
  }

  /** @return false where the key is taken */
  boolean insert(UUID id, String receipt, Draft draft, What what, @Nullable UUID place, @Nullable String key) {
    double[] point = draft.point().orElse(null);
    int written = jdbc.sql(INSERT).param("id", id).param("receipt", receipt).param("place", place)
        .param("lon", point == null ? null : point[0]).param("lat", point == null ? null : point[1]).param("what", what.code())
        .param("text", draft.text()).param("source", draft.source()).param("key", key).param("hash", draft.hash()).update();
    if (written > 0 && !draft.contact().isEmpty()) {
      jdbc.sql(INSERT_CONTACT).param("id", id).param("contact", draft.contact()).param("masked", Draft.masked(draft.contact())).update();
    }
    return written > 0;
  }

  Optional<Known> findByKey(String key) {
    return jdbc.sql(OF_KEY).param("key", key).query((row, n) -> new Known(row.getString("receipt"), row.getBytes("request_hash"))).optional();
  }

  Optional<Standing> find(String receipt) {
    return jdbc.sql(STANDING).param("receipt", receipt)
        .query((row, n) -> new Standing(row.getString("receipt"), State.of(row.getString("state")), row.getString("answer"), what(row),
            row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getString("place_code"), row.getString("place_name"))).optional();
  }

  List<ErrorReport> open(String prefix, int limit) {
    return jdbc.sql(OPEN).param("prefix", prefix).param("limit", limit).query((row, n) -> report(row)).list();
  }

  Optional<ErrorReport> findOpen(UUID id) {
    return jdbc.sql(OPEN_ONE).param("id", id).query((row, n) -> report(row)).optional();
  }

  List<Answered> answered(List<String> prefixes, @Nullable UUID after, int limit) {
    return jdbc.sql(ANSWERED).param("prefixes", prefixes.toArray(String[]::new)).param("after", after).param("limit", limit)
        .query((row, n) -> new Answered(report(row), State.of(row.getString("state")), row.getString("answer"), row.getString("answered_by"),
            row.getTimestamp("answered_at").toInstant())).list();
  }

  boolean answer(UUID id, UUID officer, State state, String answer) {
    return jdbc.sql(ANSWER).param("id", id).param("officer", officer).param("state", state.code()).param("answer", answer).update() > 0;
  }

  Optional<String> contact(UUID id) {
    return jdbc.sql(CONTACT).param("id", id).query(String.class).optional();
  }

  private static ErrorReport report(ResultSet row) throws SQLException {
    double lon = row.getDouble("lon");
    double[] point = row.wasNull() ? null : new double[] {lon, row.getDouble("lat")};
    return new ErrorReport(row.getObject("id", UUID.class), row.getString("receipt"), row.getString("place_code"), row.getString("place_name"),
        point, row.getString("division"), what(row), row.getString("text"),
        row.getString("source"), row.getString("masked"), row.getTimestamp("created_at").toInstant());
  }

  private static What what(ResultSet row) throws SQLException {
    return What.valueOf(row.getString("what").toUpperCase(java.util.Locale.ROOT));
  }
}

package org.mingjie.exchange;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Audit;
import org.mingjie.access.Role;
import org.mingjie.access.SignedIn;
import org.mingjie.desk.WaitingItem;
import org.mingjie.desk.WaitingWork;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The record of imports that wrote; what failed or left remarks waits for system administrators until somebody settles it. */
@Component
class ImportRuns implements WaitingWork {

  /**
   * @param state {@code running}, {@code done}, {@code refused}, {@code cancelled} or {@code failed}
   * @param settled who has dealt with it and what he found; null where nobody has
   */
  record Run(UUID id, String profile, List<String> files, String author, OffsetDateTime startedAt, @Nullable OffsetDateTime endedAt, String state,
      long accepted, long flagged, long rejected, long unchanged, @Nullable String message, boolean waiting, @Nullable Settlement settled) {}

  record Settlement(String by, OffsetDateTime at, String reason) {}

  /** A later import of the same files that left nothing open settles those before it; what nobody started is no one's. */
  private static final String RUNS = """
      SELECT r.id, r.profile, r.file_names, a.display_name AS author, r.started_at, r.ended_at, r.state, r.accepted, r.flagged, r.rejected,
        r.unchanged, r.message, p.display_name AS settled_by, s.at AS settled_at, s.reason AS settled_reason,
        s.run_id IS NULL AND a.role <> 'system' AND (r.state IN ('refused', 'failed') OR r.state = 'done' AND r.flagged + r.rejected > 0)
          AND NOT EXISTS (SELECT 1 FROM import_run l WHERE l.profile = r.profile AND l.file_names = r.file_names AND l.started_at > r.started_at
                            AND l.state = 'done' AND l.flagged + l.rejected = 0) AS waiting
      FROM import_run r JOIN account a ON a.id = r.author_id
        LEFT JOIN import_settlement s ON s.run_id = r.id LEFT JOIN account p ON p.id = s.account_id
      WHERE NOT r.dry_run
      """;

  private static final String LATEST = RUNS + "ORDER BY r.started_at DESC, r.id DESC LIMIT 100";
  private static final String WAITING = "SELECT * FROM (" + RUNS + ") runs WHERE waiting ORDER BY started_at LIMIT 50";

  private static final String SETTLE = """
      INSERT INTO import_settlement (run_id, account_id, reason)
      SELECT id, :account, :reason FROM import_run WHERE id = :run AND state <> 'running' ON CONFLICT DO NOTHING
      """;

  private final JdbcClient jdbc;
  private final Audit audit;

  ImportRuns(JdbcClient jdbc, Audit audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  List<Run> latest() {
    return jdbc.sql(LATEST).query(ImportRuns::run).list();
  }

  /** @return false where there is none that has ended, or it is settled already */
  @Transactional
  public boolean settle(UUID run, UUID account, String reason) {
    boolean settled = jdbc.sql(SETTLE).param("run", run).param("account", account).param("reason", reason).update() > 0;
    if (settled) {
      audit.record(account, "import.settle", "import:" + run, reason, "{}");
    }
    return settled;
  }

  @Override
  public List<WaitingItem> listFor(SignedIn who) {
    if (who.account().role() != Role.SYSTEM_ADMINISTRATOR || !who.account().jurisdiction().isEmpty()) {
      return List.of();
    }
    return jdbc.sql(WAITING).query(ImportRuns::run).list().stream().map(ImportRuns::item).toList();
  }

  private static WaitingItem item(Run run) {
    boolean done = run.state().equals("done");
    return new WaitingItem(done ? "import-flagged" : "import-failed", run.id().toString(),
        Map.of("profile", run.profile(), "file", run.files().isEmpty() ? "" : run.files().get(0), "author", run.author(),
            "flagged", String.valueOf(run.flagged()), "rejected", String.valueOf(run.rejected()), "message", run.message() == null ? "" : run.message()),
        (run.endedAt() == null ? run.startedAt() : run.endedAt()).toInstant(), null, !done, null, "/admin/imports");
  }

  private static Run run(ResultSet row, int n) throws SQLException {
    String by = row.getString("settled_by");
    return new Run(row.getObject("id", UUID.class), row.getString("profile"), Arrays.asList((String[]) row.getArray("file_names").getArray()),
        row.getString("author"), row.getObject("started_at", OffsetDateTime.class), row.getObject("ended_at", OffsetDateTime.class), row.getString("state"),
        row.getLong("accepted"), row.getLong("flagged"), row.getLong("rejected"), row.getLong("unchanged"), row.getString("message"),
        row.getBoolean("waiting"),
        by == null ? null : new Settlement(by, row.getObject("settled_at", OffsetDateTime.class), row.getString("settled_reason")));
  }
}

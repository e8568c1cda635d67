package org.mingjie.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What of the audit somebody should look after. */
@Service
public class AuditWatch {

  /** A check reads the whole audit. */
  private static final Duration EVERY = Duration.ofMinutes(5);

  private static final String LAST_BACKUP = "SELECT max(at) FROM audit WHERE action = 'backup'";

  private final JdbcClient jdbc;
  private final AuditVerification verification;
  private final Clock clock;
  private Instant checked = Instant.EPOCH;
  private AuditVerification.@Nullable Outcome outcome;

  AuditWatch(JdbcClient jdbc, AuditVerification verification, ObjectProvider<Clock> clock) {
    this.jdbc = jdbc;
    this.verification = verification;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  /** When the last backup was made; empty while there was none. */
  public Optional<Instant> lastBackup() {
    return jdbc.sql(LAST_BACKUP).query((row, n) -> row.getTimestamp(1)).stream().filter(Objects::nonNull).findFirst().map(java.sql.Timestamp::toInstant);
  }

  /** The outcome of a check not older than five minutes; a whole chain is believed for that long, faults are looked for anew. */
  public synchronized AuditVerification.Outcome lately() {
    Instant now = clock.instant();
    AuditVerification.Outcome known = outcome;
    if (known == null || !known.isWhole() || checked.plus(EVERY).isBefore(now)) {
      known = verification.verify(List.of());
      outcome = known;
      checked = now;
    }
    return known;
  }
}

package org.mingjie.desk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mingjie.access.AuditWatch;
import org.mingjie.access.Role;
import org.mingjie.access.SignedIn;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** For system administrators of the whole registry: nobody has made a backup for a day. */
@Component
class BackupOverdue implements WaitingWork {

  static final Duration LONGEST = Duration.ofDays(1);

  private final AuditWatch audit;
  private final Clock clock;

  BackupOverdue(AuditWatch audit, ObjectProvider<Clock> clock) {
    this.audit = audit;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  @Override
  public List<WaitingItem> listFor(SignedIn who) {
    if (who.find(Role.SYSTEM_ADMINISTRATOR, "").isEmpty()) {
      return List.of();
    }
    Optional<Instant> last = audit.lastBackup();
    if (last.filter(at -> at.plus(LONGEST).isAfter(clock.instant())).isPresent()) {
      return List.of();
    }
    return List.of(new WaitingItem(last.isEmpty() ? "backup-never" : "backup-old", "backup", Map.of(),
        last.map(at -> at.plus(LONGEST)).orElse(null), null, true, null, "/admin/health"));
  }
}

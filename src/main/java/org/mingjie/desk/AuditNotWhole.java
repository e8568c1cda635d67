package org.mingjie.desk;

import java.util.List;
import java.util.Map;
import org.mingjie.access.AuditVerification;
import org.mingjie.access.AuditWatch;
import org.mingjie.access.Role;
import org.mingjie.access.SignedIn;
import org.springframework.stereotype.Component;

/** For audit administrators: the chain of the audit tells of records that were altered, left out or put in. */
@Component
class AuditNotWhole implements WaitingWork {

  private final AuditWatch audit;

  AuditNotWhole(AuditWatch audit) {
    this.audit = audit;
  }

  @Override
  public List<WaitingItem> listFor(SignedIn who) {
    if (who.mandates().stream().noneMatch(mandate -> mandate.holder().role() == Role.AUDIT_ADMINISTRATOR)) {
      return List.of();
    }
    AuditVerification.Outcome outcome = audit.lately();
    return outcome.isWhole() ? List.of() : List.of(new WaitingItem("audit-not-whole", "audit",
        Map.of("count", String.valueOf(outcome.faults().size()), "first", outcome.faults().get(0).what()), null, null, true, null, "/admin/audit"));
  }
}

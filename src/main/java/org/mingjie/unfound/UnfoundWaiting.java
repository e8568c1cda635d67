package org.mingjie.unfound;

import java.util.List;
import java.util.Map;
import org.mingjie.access.Role;
import org.mingjie.access.SignedIn;
import org.mingjie.desk.WaitingItem;
import org.mingjie.desk.WaitingWork;
import org.mingjie.time.LegalDay;
import org.springframework.stereotype.Component;

/** For place-name clerks: names that several people looked for and did not find. What one alone asked for waits for nobody. */
@Component
class UnfoundWaiting implements WaitingWork {

  static final int SEVERAL = 3;

  private final UnfoundLedger ledger;

  UnfoundWaiting(UnfoundLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public List<WaitingItem> listFor(SignedIn who) {
    if (who.mandates().stream().noneMatch(mandate -> mandate.holder().role() == Role.PLACE_NAME_CLERK)) {
      return List.of();
    }
    UnfoundLedger.Often often = ledger.often(SEVERAL);
    return often.since() == null ? List.of() : List.of(new WaitingItem("unfound", "all",
        Map.of("count", String.valueOf(often.queries()), "first", ledger.open(0, 1).get(0).text()),
        often.since().atStartOfDay(LegalDay.ZONE).toInstant(), null, false, null, "/desk/unfound"));
  }
}

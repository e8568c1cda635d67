package org.mingjie.publication;

import java.util.List;
import org.mingjie.access.Mandate;
import org.mingjie.access.Refused;
import org.mingjie.access.Role;
import org.mingjie.access.SettingLedger;
import org.mingjie.access.SignedIn;
import org.springframework.stereotype.Service;

/** What system administrators of the whole registry do with what the site says of itself. */
@Service
class SiteAdministration {

  private static final int LISTED = 50;

  private final SettingLedger ledger;

  SiteAdministration(SettingLedger ledger) {
    this.ledger = ledger;
  }

  /** @throws Refused where he does not keep the whole registry */
  Mandate mandate(SignedIn who) {
    return who.find(Role.SYSTEM_ADMINISTRATOR, "").orElseThrow(() -> new Refused("站点的设置对所有人一样，由管辖全部区划的系统管理员来看和改"));
  }

  SettingLedger.Standing standing() {
    return ledger.fresh(SiteValues.SUBJECT);
  }

  List<SettingLedger.Change> changes() {
    return ledger.list(SiteValues.SUBJECT, LISTED);
  }

  /** @return false where somebody has changed it since that version */
  boolean change(SignedIn who, int version, SiteChosen chosen, String reason) {
    return ledger.change(mandate(who), new SettingLedger.Wanted(SiteValues.SUBJECT, "site.change", version, chosen.members(), reason), () -> {});
  }
}

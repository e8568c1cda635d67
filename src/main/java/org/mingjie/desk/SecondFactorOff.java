package org.mingjie.desk;

import java.util.List;
import java.util.Map;
import org.mingjie.access.AccountWatch;
import org.mingjie.access.Role;
import org.mingjie.access.SignedIn;
import org.springframework.stereotype.Component;

/** For security administrators of the whole registry: a password alone opens every account. */
@Component
class SecondFactorOff implements WaitingWork {

  private final AccountWatch accounts;

  SecondFactorOff(AccountWatch accounts) {
    this.accounts = accounts;
  }

  @Override
  public List<WaitingItem> listFor(SignedIn who) {
    return who.find(Role.SECURITY_ADMINISTRATOR, "").isEmpty() || !accounts.isSecondFactorOff() ? List.of()
        : List.of(new WaitingItem("second-factor-off", "all", Map.of(), accounts.secondFactorOffSince(), null, true, null, "/admin/policies"));
  }
}

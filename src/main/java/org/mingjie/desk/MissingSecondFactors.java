package org.mingjie.desk;

import java.util.List;
import java.util.Map;
import org.mingjie.access.AccountWatch;
import org.mingjie.access.SignedIn;
import org.springframework.stereotype.Component;

/** For security administrators: accounts that have to have a second factor and have none. */
@Component
class MissingSecondFactors implements WaitingWork {

  private final AccountWatch accounts;

  MissingSecondFactors(AccountWatch accounts) {
    this.accounts = accounts;
  }

  @Override
  public List<WaitingItem> listFor(SignedIn who) {
    List<String> logins = accounts.withoutSecondFactor(who);
    return logins.isEmpty() ? List.of() : List.of(new WaitingItem("second-factor-missing", "all",
        Map.of("count", String.valueOf(logins.size()), "first", logins.get(0)), null, null, false, null, "/admin/people"));
  }
}

package org.mingjie.access;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What security administrators of the whole registry do with the rules of sign-in. Sessions at hand follow with their next request. */
@Service
class PolicyAdministration {

  private static final int LISTED = 50;

  /** The limit lies in each session, and whoever is beyond the new one is out. */
  private static final String LIMIT_SESSIONS = """
      UPDATE web_session SET max_inactive_interval = :seconds, expiry_time = last_access_time + :seconds * 1000::bigint
      """;

  private final SettingLedger ledger;
  private final Policies policies;
  private final JdbcClient jdbc;

  PolicyAdministration(SettingLedger ledger, Policies policies, JdbcClient jdbc) {
    this.ledger = ledger;
    this.policies = policies;
    this.jdbc = jdbc;
  }

  /** @throws Refused where he does not keep the whole registry */
  Mandate mandate(SignedIn who) {
    return who.find(Role.SECURITY_ADMINISTRATOR, "").orElseThrow(() -> new Refused("登录规则对所有人一样，由管辖全部区划的安全管理员来改"));
  }

  List<SettingLedger.Change> changes() {
    return ledger.list(Policies.SUBJECT, LISTED);
  }

  /** @return false where somebody has changed them since that version */
  boolean change(SignedIn who, int version, Policies.Chosen chosen, String reason) {
    Duration idle = policies.sessionBy(chosen).idle();
    return ledger.change(mandate(who), new SettingLedger.Wanted(Policies.SUBJECT, "policy.change", version, chosen.members(), reason),
        () -> jdbc.sql(LIMIT_SESSIONS).param("seconds", (int) idle.toSeconds()).update());
  }
}

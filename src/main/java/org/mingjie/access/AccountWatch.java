package org.mingjie.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What of accounts somebody should look after. */
@Service
public class AccountWatch {

  private static final String WITHOUT_SECOND_FACTOR = """
      SELECT a.login FROM account a
      WHERE a.disabled_at IS NULL AND a.role = ANY (CAST(:roles AS text[]))
        AND EXISTS (SELECT 1 FROM unnest(CAST(:reach AS text[])) r WHERE starts_with(a.jurisdiction, r))
        AND NOT EXISTS (SELECT 1 FROM second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL)
      ORDER BY a.login
      """;

  private static final int LOOKED_AT = 100;

  private final JdbcClient jdbc;
  private final Accounts accounts;
  private final Policies policies;
  private final SettingLedger ledger;

  AccountWatch(JdbcClient jdbc, Accounts accounts, Policies policies, SettingLedger ledger) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.policies = policies;
    this.ledger = ledger;
  }

  /** Whether one-time codes are asked of nobody. */
  public boolean isSecondFactorOff() {
    return !policies.secondFactor().isAsked();
  }

  /** Since when an administrator has them so; null where it is so from the start. */
  public @Nullable Instant secondFactorOffSince() {
    return ledger.list(Policies.SUBJECT, LOOKED_AT).stream().takeWhile(change -> "off".equals(change.after().get("secondFactor")))
        .reduce((newer, older) -> older).map(change -> change.at().toInstant()).orElse(null);
  }

  /** Logins of those within reach of this security administrator that have to have a second factor and have none; for others none. */
  public List<String> withoutSecondFactor(SignedIn who) {
    String[] reach = who.mandates().stream().map(Mandate::holder).filter(holder -> holder.role() == Role.SECURITY_ADMINISTRATOR)
        .map(Accounts.Account::jurisdiction).toArray(String[]::new);
    String[] roles = Arrays.stream(Role.values()).filter(accounts::isSecondFactorDemanded).map(Role::code).toArray(String[]::new);
    return reach.length == 0 || roles.length == 0 ? List.of()
        : jdbc.sql(WITHOUT_SECOND_FACTOR).param("roles", roles).param("reach", reach).query(String.class).list();
  }
}

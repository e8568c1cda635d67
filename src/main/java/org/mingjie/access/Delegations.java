package org.mingjie.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Accounts.Account;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deputies of people who are away: they act with the rights of the absent on top of their own, until the day that was named. Rights
 * of administrators go to administrators of the same kind only, and these take no others: else one of them could decide cases.
 */
@Service
class Delegations {

  record Card(UUID id, UUID absent, String absentLogin, String absentName, UUID deputy, String deputyLogin, String deputyName,
      OffsetDateTime from, OffsetDateTime to, String reason, @Nullable OffsetDateTime endedAt) {}

  private static final String CARDS = """
      SELECT d.id, d.account_id, a.login, a.display_name, d.deputy_id, p.login AS deputy_login, p.display_name AS deputy_name,
        lower(d.valid) AS valid_from, upper(d.valid) AS valid_to, d.reason, d.ended_at
      FROM delegation d JOIN account a ON a.id = d.account_id JOIN account p ON p.id = d.deputy_id
      """;

  private static final String CREATE = """
      INSERT INTO delegation (id, account_id, deputy_id, valid, reason) VALUES (:id, :absent, :deputy, tstzrange(:from, :to), :reason)
      """;

  private static final String LOCK = "SELECT 1 FROM account WHERE id = :absent FOR NO KEY UPDATE";

  private static final String STANDING = """
      SELECT EXISTS (SELECT 1 FROM delegation
        WHERE account_id = :absent AND deputy_id = :deputy AND ended_at IS NULL AND valid && tstzrange(:from, :to))
      """;

  private static final String END = "UPDATE delegation SET ended_at = clock_timestamp() WHERE id = :id AND ended_at IS NULL";

  private final JdbcClient jdbc;
  private final Audit audit;

  Delegations(JdbcClient jdbc, Audit audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  /** Whether the rights of one may go to the other. */
  static boolean mayPass(Role absent, Role deputy) {
    return absent == deputy || !absent.isAdministrator() && !deputy.isAdministrator();
  }

  /** Those that a person has given and those that he has been given, the newest first. */
  List<Card> listOf(UUID account) {
    return jdbc.sql(CARDS + "WHERE :account IN (d.account_id, d.deputy_id) ORDER BY d.id DESC").param("account", account).query(Delegations::card).list();
  }

  Optional<Card> find(UUID id) {
    return jdbc.sql(CARDS + "WHERE d.id = :id").param("id", id).query(Delegations::card).optional();
  }

  /** Empty where the same person acts for him in some of that time already. */
  @Transactional
  public Optional<Card> create(Account absent, Account deputy, OffsetDateTime from, OffsetDateTime to, String reason) {
    jdbc.sql(LOCK).param("absent", absent.id()).query().singleRow();
    if (jdbc.sql(STANDING).param("absent", absent.id()).param("deputy", deputy.id()).param("from", from).param("to", to).query(Boolean.class).single()) {
      return Optional.empty();
    }
    UUID id = Uuid7.next();
    jdbc.sql(CREATE).param("id", id).param("absent", absent.id()).param("deputy", deputy.id()).param("from", from).param("to", to)
        .param("reason", reason).update();
    audit.record(absent.id(), "delegation.create", "delegation:" + id, reason,
        JsonMapper.shared().writeValueAsString(Map.of("deputy", deputy.id(), "from", from.toString(), "to", to.toString())));
    return find(id);
  }

  /** Before its time, by either of the two. */
  @Transactional
  public void end(UUID by, UUID id) {
    if (jdbc.sql(END).param("id", id).update() == 1) {
      audit.record(by, "delegation.end", "delegation:" + id, null, "{}");
    }
  }

  private static Card card(ResultSet row, int number) throws SQLException {
    return new Card(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class), row.getString("login"), row.getString("display_name"),
        row.getObject("deputy_id", UUID.class), row.getString("deputy_login"), row.getString("deputy_name"),
        row.getObject("valid_from", OffsetDateTime.class), row.getObject("valid_to", OffsetDateTime.class), row.getString("reason"),
        row.getObject("ended_at", OffsetDateTime.class));
  }
}

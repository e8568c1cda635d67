package org.mingjie.access;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What administrators have set while the server runs, over what it was started with. Each subject has versions, of which the last
 * counts. It is kept in memory, since every public request asks: a change counts with the next request to this server, and
 * within seconds on others ({@link SettingUpkeep}).
 */
@Service
public class SettingLedger {

  /**
   * What counts of a subject; the same object while nothing changes.
   *
   * @param version 0 while nobody has set anything
   * @param values JSON object, empty while nobody has set anything
   * @param by name of the administrator
   */
  public record Standing(int version, String values, @Nullable Instant at, @Nullable String by) {}

  /** @param before null of the first change */
  @Schema(name = "SettingChange")
  public record Change(int version, OffsetDateTime at, String by, String login, String reason, @Nullable Map<String, Object> before,
      Map<String, Object> after) {}

  /**
   * What an administrator wants.
   *
   * @param action its name in the audit
   * @param version that he has seen
   * @param values all of the subject; a null member leaves it to what the server was started with
   */
  public record Wanted(String subject, String action, int version, Map<String, ?> values, String reason) {}

  static final Standing NOTHING = new Standing(0, "{}", null, null);

  private static final String STANDING = """
      SELECT s.subject, s.version, s.value, s.at, a.display_name FROM setting_standing s JOIN account a ON a.id = s.account_id
      """;

  private static final String CHANGES = """
      SELECT c.version, c.at, a.display_name, a.login, c.reason, c.before, c.after
      FROM setting_change c JOIN account a ON a.id = c.account_id WHERE c.subject = :subject ORDER BY c.version DESC LIMIT :most
      """;

  private static final String APPEND = """
      INSERT INTO setting_change (id, subject, version, account_id, reason, before, after)
      SELECT :id, :subject, :version + 1, :account, :reason,
        (SELECT after FROM setting_change WHERE subject = :subject AND version = :version), CAST(:after AS jsonb)
      WHERE :version = (SELECT coalesce(max(version), 0) FROM setting_change WHERE subject = :subject)
      ON CONFLICT ON CONSTRAINT setting_versions DO NOTHING
      """;

  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Audit audit;
  private volatile Map<String, Standing> standing = Map.of();

  SettingLedger(JdbcClient jdbc, TransactionOperations transactions, Audit audit) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.audit = audit;
  }

  /** Asks no database. */
  public Standing standing(String subject) {
    return standing.getOrDefault(subject, NOTHING);
  }

  /** For those who change it: another server may have done so just now. */
  public Standing fresh(String subject) {
    look();
    return standing(subject);
  }

  /** The newest first. */
  public List<Change> list(String subject, int most) {
    return jdbc.sql(CHANGES).param("subject", subject).param("most", most)
        .query((row, n) -> new Change(row.getInt("version"), row.getObject("at", OffsetDateTime.class), row.getString("display_name"), row.getString("login"),
            row.getString("reason"), members(row.getString("before")), JsonMapper.shared().readValue(row.getString("after"), MEMBERS))).list();
  }

  /**
   * Sets anew, in one transaction with the audit.
   *
   * @param besides what else belongs to it, in the same transaction
   * @return false where somebody has changed it since that version; nothing is written then
   */
  public boolean change(Mandate by, Wanted wanted, Runnable besides) {
    boolean done = Boolean.TRUE.equals(transactions.execute(status -> {
      String after = JsonMapper.shared().writeValueAsString(wanted.values());
      int rows = jdbc.sql(APPEND).param("id", Uuid7.next()).param("subject", wanted.subject()).param("version", wanted.version())
          .param("account", by.by().id()).param("reason", wanted.reason()).param("after", after).update();
      if (rows == 0) {
        return false;
      }
      Change made = list(wanted.subject(), 1).get(0);
      audit.record(by, Audit.Kind.CHANGE, wanted.action(), "setting:" + wanted.subject(), wanted.reason(),
          made.before() == null ? Map.of() : made.before(), made.after());
      besides.run();
      return true;
    }));
    look(); // also where another server was first
    return done;
  }

  /** Reads what counts now. One at a time: whoever reads first must not put the older in the place of the newer. */
  synchronized void look() {
    Map<String, Standing> now = new HashMap<>();
    jdbc.sql(STANDING).query((row, n) -> {
      String subject = row.getString("subject");
      Standing read = new Standing(row.getInt("version"), row.getString("value"), row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("display_name"));
      return now.put(subject, read.equals(standing.get(subject)) ? standing.get(subject) : read);
    }).list();
    standing = Map.copyOf(now);
  }

  private static @Nullable Map<String, Object> members(@Nullable String object) {
    return object == null ? null : JsonMapper.shared().readValue(object, MEMBERS);
  }
}

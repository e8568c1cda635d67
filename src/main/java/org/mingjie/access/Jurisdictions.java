package org.mingjie.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mingjie.access.Accounts.Account;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** How far the rights of accounts reach: every change happens at the code of a division, and jurisdictions are prefixes of codes. */
@Service
public class Jurisdictions {

  private record Recoded(UUID account, String before, String after) {}

  /** Of several codes that a jurisdiction begins with, the longest tells; all at once, for codes may change places. */
  private static final String RECODE = """
      WITH change AS (
        SELECT old, successor FROM unnest(CAST(:old AS text[]), CAST(:successors AS text[])) AS c (old, successor)
      ), best AS (
        SELECT DISTINCT ON (a.id) a.id, a.jurisdiction AS before, c.successor || substr(a.jurisdiction, length(c.old) + 1) AS after
        FROM account a JOIN change c ON starts_with(a.jurisdiction, c.old)
          AND (length(c.old) = length(c.successor) OR a.jurisdiction = c.old)
        ORDER BY a.id, length(c.old) DESC
      )
      UPDATE account a SET jurisdiction = b.after, version = version + 1 FROM best b
      WHERE a.id = b.id AND a.jurisdiction <> b.after
      RETURNING a.id, b.before, b.after
      """;

  private final JdbcClient jdbc;
  private final Audit audit;

  Jurisdictions(JdbcClient jdbc, Audit audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  /**
   * Whether the account takes part in changes at a place. Of which kind is a question of its role.
   *
   * @param code of the division in which it happens, six, nine or twelve digits
   */
  public boolean mayChange(Account account, String code) {
    return account.role().worksInJurisdiction() && code.startsWith(account.jurisdiction());
  }

  /**
   * In whose right a person takes part in changes at a place, his own or that of somebody who is away; empty where in nobody's.
   *
   * @param role whose business it is
   * @param code of the division in which it happens, six, nine or twelve digits
   */
  public Optional<Mandate> find(SignedIn who, Role role, String code) {
    return who.find(role, code).filter(mandate -> mayChange(mandate.holder(), code));
  }

  /** Whether the account looks after this section of a boundary line. */
  public boolean mayCareFor(Account account, String section) {
    return account.role().worksOnSection() && section.equals(account.section());
  }

  /**
   * Codes of divisions have changed: jurisdictions go with them, each change is audited. Works on the caller's transaction.
   *
   * @param author of the change
   * @param successors prefix of the codes before and prefix of the codes now
   */
  public void recode(UUID author, Map<String, String> successors) {
    List<Map.Entry<String, String>> changes = List.copyOf(successors.entrySet());
    jdbc.sql(RECODE).param("old", changes.stream().map(Map.Entry::getKey).toArray(String[]::new))
        .param("successors", changes.stream().map(Map.Entry::getValue).toArray(String[]::new))
        .query((row, n) -> new Recoded(row.getObject("id", UUID.class), row.getString("before"), row.getString("after"))).list()
        .forEach(moved -> audit.record(author, "account.recode", "account:" + moved.account(), "区划代码变更",
            "{\"before\": {\"jurisdiction\": \"%s\"}, \"after\": {\"jurisdiction\": \"%s\"}}".formatted(moved.before(), moved.after())));
  }
}

package org.mingjie.access;

import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Accounts lock for a while after wrong passwords in a row. Kept in the database, so that a restart or a second server forgets
 * none.
 */
@Component
class WrongPasswords {

  static final int ALLOWED = 5;
  static final Duration LOCK = Duration.ofMinutes(10);

  /** Wrong ones that lie farther apart are not in a row. */
  static final Duration APART = Duration.ofMinutes(15);

  private static final String NOTE = """
      INSERT INTO sign_in_failure AS f (account_id, count) VALUES (:account, 1)
      ON CONFLICT (account_id) DO UPDATE SET last_at = clock_timestamp(),
        count = CASE WHEN f.last_at < clock_timestamp() - :apart * interval '1 s' THEN 1 ELSE f.count + 1 END,
        locked_until = CASE WHEN f.locked_until > clock_timestamp() THEN f.locked_until
          WHEN f.last_at >= clock_timestamp() - :apart * interval '1 s' AND (f.count + 1) % :allowed = 0 THEN clock_timestamp() + :lock * interval '1 s' END
      RETURNING count % :allowed = 0 AND locked_until IS NOT NULL
      """;

  private static final String FORGET =
      "DELETE FROM sign_in_failure WHERE account_id = :account AND (locked_until IS NULL OR locked_until <= clock_timestamp())";

  private static final String LOCKED = "SELECT count(*) > 0 FROM sign_in_failure WHERE account_id = :account AND locked_until > clock_timestamp()";

  private final JdbcClient jdbc;
  private final Audit audit;
  private final TransactionOperations transactions;

  WrongPasswords(JdbcClient jdbc, Audit audit, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.transactions = transactions;
  }

  /** Counts one; the one that locks the account is audited. */
  void note(UUID account, String from) {
    transactions.executeWithoutResult(status -> {
      boolean locks = jdbc.sql(NOTE).param("account", account).param("allowed", ALLOWED).param("apart", APART.toSeconds())
          .param("lock", LOCK.toSeconds()).query(Boolean.class).single();
      if (locks) {
        audit.record(account, "sign-in.locked", "account:" + account, "连续输错口令或动态口令 %d 次".formatted(ALLOWED),
            "{\"from\": \"%s\"}".formatted(from));
      }
    });
  }

  /** All that was asked for was given right. @return false where the account is locked all the same */
  boolean mayEnter(UUID account) {
    jdbc.sql(FORGET).param("account", account).update();
    return !isLocked(account);
  }

  /** All are forgotten, and the account is open again. */
  void unlock(UUID account) {
    jdbc.sql("DELETE FROM sign_in_failure WHERE account_id = :account").param("account", account).update();
  }

  boolean isLocked(UUID account) {
    return jdbc.sql(LOCKED).param("account", account).query(Boolean.class).single();
  }
}

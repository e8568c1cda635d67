package org.mingjie.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The append-only record of who did what, written in the transaction of the deed. */
@Service
public class Audit {

  private static final String INSERT = """
      INSERT INTO audit (id, account_id, action, object, reason, detail)
      VALUES (:id, :account, :action, :object, :reason, CAST(:detail AS jsonb))
      """;

  private final JdbcClient jdbc;

  Audit(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @param detail JSON object, without personal data */
  public void record(UUID account, String action, String object, @Nullable String reason, String detail) {
    jdbc.sql(INSERT).param("id", Uuid7.next()).param("account", account).param("action", action)
        .param("object", object).param("reason", reason).param("detail", detail).update();
  }
}

package org.mingjie.access;

import java.util.Optional;
import java.util.UUID;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;

/** People who may sign in. */
@Service
public class Accounts {

  /** Author of what the program does by itself. */
  public static final UUID SYSTEM = UUID.fromString("00000000-0000-7000-8000-000000000001");

  /** @param jurisdiction prefix of division codes that bounds every change; empty for the whole registry */
  public record Account(UUID id, String login, String displayName, String role, String jurisdiction) {}

  record Secret(Account account, String passwordHash) {}

  private static final String FIND = """
      SELECT id, login, display_name, role, jurisdiction, password_hash FROM account
      WHERE login = :login AND password_hash IS NOT NULL AND disabled_at IS NULL
      """;

  private static final String CREATE = """
      INSERT INTO account (id, login, display_name, password_hash, role, jurisdiction)
      VALUES (:id, :login, :name, :hash, :role, :jurisdiction) ON CONFLICT (login) DO NOTHING
      """;

  private final JdbcClient jdbc;
  private final PasswordEncoder encoder;

  Accounts(JdbcClient jdbc, PasswordEncoder encoder) {
    this.jdbc = jdbc;
    this.encoder = encoder;
  }

  /** Nothing happens if the login exists. */
  public void createIfAbsent(String login, String displayName, String password, String role, String jurisdiction) {
    boolean exists = jdbc.sql("SELECT count(*) FROM account WHERE login = :login").param("login", login)
        .query(Long.class).single() > 0;
    if (!exists) {
      jdbc.sql(CREATE).param("id", Uuid7.next()).param("login", login).param("name", displayName)
          .param("hash", encoder.encode(password)).param("role", role).param("jurisdiction", jurisdiction).update();
    }
  }

  Optional<Secret> findSecret(String login) {
    return jdbc.sql(FIND).param("login", login).query((row, n) -> new Secret(
        new Account(row.getObject("id", UUID.class), row.getString("login"), row.getString("display_name"),
            row.getString("role"), row.getString("jurisdiction")),
        row.getString("password_hash"))).optional();
  }
}

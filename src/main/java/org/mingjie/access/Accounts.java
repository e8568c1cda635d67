package org.mingjie.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;

/** People who may sign in. */
@Service
public class Accounts {

  /** Author of what the program does by itself. */
  public static final UUID SYSTEM = UUID.fromString("00000000-0000-7000-8000-000000000001");

  /**
   * @param jurisdiction prefix of division codes that bounds every change; empty for the whole registry
   * @param section of a boundary line, which a custodian looks after
   */
  public record Account(UUID id, String login, String displayName, Role role, String jurisdiction, @Nullable String section) {}

  private static final String PERSON = """
      SELECT id, login, display_name, role, jurisdiction, section, password_hash, password_once,
        EXISTS (SELECT 1 FROM second_factor f WHERE f.account_id = account.id AND f.confirmed_at IS NOT NULL) AS enrolled
      FROM account WHERE disabled_at IS NULL AND\s""";

  private static final String BY_LOGIN = PERSON + "login = :login AND password_hash IS NOT NULL";
  private static final String IN_SESSION = PERSON + "id = :id AND credentials = CAST(:credentials AS integer)";

  private static final String ABSENT = """
      SELECT a.id, a.login, a.display_name, a.role, a.jurisdiction, a.section FROM delegation d JOIN account a ON a.id = d.account_id
      WHERE d.deputy_id = :deputy AND d.valid @> clock_timestamp() AND d.ended_at IS NULL AND a.disabled_at IS NULL
      ORDER BY d.id
      """;

  private static final String CHANGE_PASSWORD = """
      UPDATE account SET password_hash = :hash, password_once = false, credentials = credentials + 1 WHERE id = :id
      """;

  private static final String CREATE = """
      INSERT INTO account (id, login, display_name, password_hash, role, jurisdiction)
      VALUES (:id, :login, :name, :hash, :role, :jurisdiction) ON CONFLICT (login) DO NOTHING
      """;

  private final JdbcClient jdbc;
  private final PasswordEncoder encoder;
  private final Policies policies;

  Accounts(JdbcClient jdbc, PasswordEncoder encoder, Policies policies) {
    this.jdbc = jdbc;
    this.encoder = encoder;
    this.policies = policies;
  }

  /** Nothing happens if the login exists. */
  public void createIfAbsent(String login, String displayName, String password, Role role, String jurisdiction) {
    boolean exists = jdbc.sql("SELECT count(*) FROM account WHERE login = :login").param("login", login)
        .query(Long.class).single() > 0;
    if (!exists) {
      jdbc.sql(CREATE).param("id", Uuid7.next()).param("login", login).param("name", displayName)
          .param("hash", encoder.encode(password)).param("role", role.code()).param("jurisdiction", jurisdiction).update();
    }
  }

  /** The password of now is one that others know: its owner chooses his own before anything else. */
  public void demandOwnPassword(String login) {
    jdbc.sql("UPDATE account SET password_once = true WHERE login = :login AND NOT password_once").param("login", login).update();
  }

  /** Whether the password is that of the account now. */
  public boolean isPasswordOf(String login, String password) {
    return jdbc.sql("SELECT password_hash FROM account WHERE login = :login").param("login", login).query(String.class).optional()
        .filter(hash -> encoder.matches(password, hash)).isPresent();
  }

  public boolean exists(String login) {
    return idOf(login).isPresent();
  }

  Optional<UUID> idOf(String login) {
    return jdbc.sql("SELECT id FROM account WHERE login = :login").param("login", login).query(UUID.class).optional();
  }

  /** Whose key a program has; empty where he may not sign in any more. */
  Optional<SignedIn> findOwner(UUID id) {
    return jdbc.sql(PERSON + "id = :id").param("id", id).query((row, n) -> person(row, true)).optional();
  }

  /** Whether people of this role have to set up a second factor before anything else. */
  public boolean isSecondFactorDemanded(Role role) {
    return policies.secondFactor().isDemandedOf(role);
  }

  Optional<SignedIn> findSecret(String login) {
    return login.indexOf('\0') >= 0 ? Optional.empty() : jdbc.sql(BY_LOGIN).param("login", login).query((row, n) -> person(row, false)).optional();
  }

  /**
   * Whose session it is.
   *
   * @param credentials those of the sign-in: with others of now the session is over
   * @param proven whether a second factor has been given
   */
  Optional<SignedIn> find(UUID id, String credentials, boolean proven) {
    return jdbc.sql(IN_SESSION).param("id", id).param("credentials", credentials).query((row, n) -> person(row, proven)).optional()
        .map(person -> person.withAbsent(absent(person.account(), proven)));
  }

  /** For whom the person acts at the moment. Rights that need a second factor need his. */
  private List<Account> absent(Account deputy, boolean proven) {
    return jdbc.sql(ABSENT).param("deputy", deputy.id()).query((row, n) -> account(row)).list().stream()
        .filter(absent -> Delegations.mayPass(absent.role(), deputy.role()) && (proven || !policies.secondFactor().isDemandedOf(absent.role()))).toList();
  }

  /** All sessions of before are over. */
  void changePassword(UUID id, String password) {
    jdbc.sql(CHANGE_PASSWORD).param("id", id).param("hash", encoder.encode(password)).update();
  }

  /** All sessions of before are over. */
  void renewCredentials(UUID id) {
    jdbc.sql("UPDATE account SET credentials = credentials + 1 WHERE id = :id").param("id", id).update();
  }

  /** Number of the credentials of now, which rises with each change of them. */
  int credentials(UUID id) {
    return jdbc.sql("SELECT credentials FROM account WHERE id = :id").param("id", id).query(Integer.class).single();
  }

  private SignedIn person(ResultSet row, boolean proven) throws SQLException {
    Account account = account(row);
    boolean enrolled = row.getBoolean("enrolled");
    NextStep next = enrolled && !proven && policies.secondFactor().isAsked() ? NextStep.SECOND_FACTOR
        : row.getBoolean("password_once") ? NextStep.CHANGE_PASSWORD
        : !enrolled && policies.secondFactor().isDemandedOf(account.role()) ? NextStep.ENROL_SECOND_FACTOR : null;
    return new SignedIn(account, row.getString("password_hash"), next);
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(row.getObject("id", UUID.class), row.getString("login"), row.getString("display_name"),
        Role.of(row.getString("role")), row.getString("jurisdiction"), row.getString("section"));
  }
}

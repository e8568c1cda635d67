package org.mingjie.access;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/**
 * What administrators do with accounts. Each reaches the accounts whose jurisdiction lies within his own; nobody changes his own
 * rights, and somebody who keeps the whole registry is always left.
 */
@Service
class AccountAdministration {

  /**
   * @param passwordOnce whether the password is one that an administrator has given
   * @param secondFactor whether one has been set up
   * @param lockedUntil after wrong passwords
   */
  record Card(UUID id, String login, String displayName, Role role, String jurisdiction, @Nullable String section, boolean disabled,
      boolean passwordOnce, boolean secondFactor, @Nullable OffsetDateTime lockedUntil, int version) {}

  /** What an administrator says of an account. */
  record Settings(String displayName, Role role, String jurisdiction, @Nullable String section, boolean disabled) {}

  record Created(Card card, String oneTimePassword) {}

  private static final String CARDS = """
      SELECT a.id, a.login, a.display_name, a.role, a.jurisdiction, a.section, a.disabled_at IS NOT NULL AS disabled, a.password_once, a.version,
        EXISTS (SELECT 1 FROM second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS second_factor,
        (SELECT s.locked_until FROM sign_in_failure s WHERE s.account_id = a.id AND s.locked_until > clock_timestamp()) AS locked_until
      FROM account a WHERE a.role <> 'system' AND\s""";

  private static final String LIST = CARDS + "EXISTS (SELECT 1 FROM unnest(CAST(:reach AS text[])) r WHERE starts_with(a.jurisdiction, r)) ORDER BY a.login";
  private static final String ONE = CARDS + "a.id = :id";

  private static final String CREATE = """
      INSERT INTO account (id, login, display_name, password_hash, password_once, role, jurisdiction, section)
      VALUES (:id, :login, :name, :hash, true, :role, :jurisdiction, :section) ON CONFLICT (login) DO NOTHING
      """;

  private static final String CHANGE = """
      UPDATE account SET display_name = :name, role = :role, jurisdiction = :jurisdiction, section = :section, version = version + 1,
        disabled_at = CASE WHEN :disabled THEN coalesce(disabled_at, clock_timestamp()) END
      WHERE id = :id AND version = :version
      """;

  private static final String RESET = """
      UPDATE account SET password_hash = :hash, password_once = true, credentials = credentials + 1, version = version + 1 WHERE id = :id
      """;

  /** Locked, so that two who take each other's right at once do it one after the other. */
  private static final String KEEPERS = """
      SELECT id FROM account WHERE role = 'system_administrator' AND jurisdiction = '' AND disabled_at IS NULL ORDER BY id FOR UPDATE
      """;

  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int ONE_TIME_CHARACTERS = 16;

  private final JdbcClient jdbc;
  private final PasswordEncoder encoder;
  private final WrongPasswords wrong;
  private final SecondFactors factors;
  private final Accounts accounts;
  private final Identities identities;
  private final Audit audit;
  private final SecureRandom random = new SecureRandom();

  AccountAdministration(JdbcClient jdbc, PasswordEncoder encoder, WrongPasswords wrong, SecondFactors factors, Accounts accounts,
      Identities identities, Audit audit) {
    this.identities = identities;
    this.jdbc = jdbc;
    this.encoder = encoder;
    this.wrong = wrong;
    this.factors = factors;
    this.accounts = accounts;
    this.audit = audit;
  }

  /** Those within reach. */
  List<Card> list(SignedIn who) {
    String[] reach = who.mandates().stream().map(Mandate::holder).filter(holder -> holder.role().isAdministrator())
        .map(Accounts.Account::jurisdiction).toArray(String[]::new);
    return jdbc.sql(LIST).param("reach", reach).query(AccountAdministration::card).list();
  }

  /** Empty where there is none. @throws Refused where it is out of reach */
  Optional<Card> find(SignedIn who, UUID id) {
    Optional<Card> found = jdbc.sql(ONE).param("id", id).query(AccountAdministration::card).optional();
    found.ifPresent(card -> {
      if (who.mandates().stream().noneMatch(m -> m.holder().role().isAdministrator() && card.jurisdiction().startsWith(m.holder().jurisdiction()))) {
        throw beyond(card.jurisdiction());
      }
    });
    return found;
  }

  /** Empty where the login is taken. */
  @Transactional
  public Optional<Created> create(SignedIn who, String login, Settings settings, String reason) {
    Mandate mandate = mandate(who, Role.SYSTEM_ADMINISTRATOR, settings.jurisdiction());
    UUID id = Uuid7.next();
    String password = oneTimePassword();
    if (params(jdbc.sql(CREATE), id, settings).param("login", login).param("hash", encoder.encode(password)).update() == 0) {
      return Optional.empty();
    }
    audit.record(mandate, "account.create", object(id), reason, Map.of("after", told(settings)));
    return Optional.of(new Created(get(id), password));
  }

  /**
   * Empty where it has been changed since that version. Where nothing is different, nothing is written and nothing audited.
   *
   * @throws Refused where it is out of reach, one's own right, or that of the last who keeps the whole registry
   */
  @Transactional
  public Optional<Card> change(SignedIn who, UUID id, int version, Settings settings, String reason) {
    Card before = get(id);
    Settings was = new Settings(before.displayName(), before.role(), before.jurisdiction(), before.section(), before.disabled());
    Mandate mandate = mandate(who, Role.SYSTEM_ADMINISTRATOR, before.jurisdiction());
    mandate(who, Role.SYSTEM_ADMINISTRATOR, settings.jurisdiction());
    if (isOf(mandate, id) && !settings.equals(new Settings(settings.displayName(), was.role(), was.jurisdiction(), was.section(), was.disabled()))) {
      throw new Refused("自己的角色、管辖范围和停用，由另一位系统管理员来改");
    }
    List<UUID> keepers = jdbc.sql(KEEPERS).query(UUID.class).list();
    boolean keeps = settings.role() == Role.SYSTEM_ADMINISTRATOR && settings.jurisdiction().isEmpty() && !settings.disabled();
    if (!keeps && keepers.equals(List.of(id))) {
      throw new Refused("这是管辖全部区划的最后一位系统管理员，不能停用或改作别用；先设另一位");
    }
    if (settings.equals(was) && before.version() == version) {
      return Optional.of(before);
    }
    if (params(jdbc.sql(CHANGE), id, settings).param("version", version).param("disabled", settings.disabled()).update() == 0) {
      return Optional.empty();
    }
    audit.record(mandate, "account.change", object(id), reason,
        Map.of("before", told(was), "after", told(settings), "renamed", !was.displayName().equals(settings.displayName())));
    return Optional.of(get(id));
  }

  /** A password for the next sign-in, told once. All sessions are over. */
  @Transactional
  public String resetPassword(SignedIn who, UUID id, String reason) {
    Mandate mandate = other(who, Role.SYSTEM_ADMINISTRATOR, id);
    String password = oneTimePassword();
    jdbc.sql(RESET).param("id", id).param("hash", encoder.encode(password)).update();
    audit.record(mandate, "password.reset", object(id), reason, Map.of());
    return password;
  }

  /** Wrong passwords are forgotten. */
  @Transactional
  public void unlock(SignedIn who, UUID id, String reason) {
    Mandate mandate = other(who, Role.SECURITY_ADMINISTRATOR, id);
    wrong.unlock(id);
    audit.record(mandate, "account.unlock", object(id), reason, Map.of());
  }

  /** Whoever has lost his device and his recovery codes sets up another. All sessions are over. */
  @Transactional
  public void resetSecondFactor(SignedIn who, UUID id, String reason) {
    Mandate mandate = other(who, Role.SECURITY_ADMINISTRATOR, id);
    factors.forget(id);
    accounts.renewCredentials(id);
    audit.record(mandate, "second-factor.reset", object(id), reason, Map.of());
  }

  /** Wherever the person has signed in with a browser; his keys go on. */
  @Transactional
  public void endSessions(SignedIn who, UUID id, String reason) {
    Mandate mandate = other(who, Role.SECURITY_ADMINISTRATOR, id);
    accounts.renewCredentials(id);
    audit.record(mandate, "account.sign-out", object(id), reason, Map.of());
  }

  /**
   * By which account of the provider the person signs in.
   *
   * @param subject null where by none
   * @return false where it opens another account
   */
  @Transactional
  public boolean link(SignedIn who, UUID id, @Nullable String subject, String reason) {
    Mandate mandate = other(who, Role.SYSTEM_ADMINISTRATOR, id);
    if (!identities.link(id, subject)) {
      TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
      return false;
    }
    audit.record(mandate, "account.identity", object(id), reason, Map.of("linked", subject != null));
    return true;
  }

  private Card get(UUID id) {
    return jdbc.sql(ONE).param("id", id).query(AccountAdministration::card).single();
  }

  private Mandate other(SignedIn who, Role role, UUID id) {
    Mandate mandate = mandate(who, role, get(id).jurisdiction());
    if (isOf(mandate, id)) {
      throw new Refused("自己的账号由另一位管理员来处理；改自己的口令用 PUT /api/session/password");
    }
    return mandate;
  }

  /** Neither one's own nor that of whom one stands in for. */
  private static boolean isOf(Mandate mandate, UUID id) {
    return mandate.by().id().equals(id) || mandate.holder().id().equals(id);
  }

  private static Mandate mandate(SignedIn who, Role role, String jurisdiction) {
    return who.find(role, jurisdiction).orElseThrow(() -> beyond(jurisdiction));
  }

  private static Refused beyond(String jurisdiction) {
    return new Refused("管辖范围“%s”不在您的管辖范围之内；请管辖它的管理员来做".formatted(jurisdiction.isEmpty() ? "全部区划" : jurisdiction));
  }

  private static JdbcClient.StatementSpec params(JdbcClient.StatementSpec statement, UUID id, Settings settings) {
    return statement.param("id", id).param("name", settings.displayName()).param("role", settings.role().code())
        .param("jurisdiction", settings.jurisdiction()).param("section", settings.section());
  }

  /** Without the name of the person. */
  private static Map<String, Object> told(Settings settings) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("role", settings.role().code());
    told.put("jurisdiction", settings.jurisdiction());
    told.put("section", Objects.requireNonNullElse(settings.section(), ""));
    told.put("disabled", settings.disabled());
    return told;
  }

  private static String object(UUID id) {
    return "account:" + id;
  }

  private String oneTimePassword() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < ONE_TIME_CHARACTERS; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  private static Card card(ResultSet row, int number) throws SQLException {
    return new Card(row.getObject("id", UUID.class), row.getString("login"), row.getString("display_name"), Role.of(row.getString("role")),
        row.getString("jurisdiction"), row.getString("section"), row.getBoolean("disabled"), row.getBoolean("password_once"),
        row.getBoolean("second_factor"), row.getObject("locked_until", OffsetDateTime.class), row.getInt("version"));
  }
}

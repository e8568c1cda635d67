package org.mingjie.access;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.Uuid7;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Accounts of another system, known by its issuer and their subject there, and the accounts here that they open. */
@Service
@EnableConfigurationProperties(OidcSettings.class)
class Identities {

  private static final String FIND = "SELECT account_id FROM account_identity WHERE issuer = :issuer AND subject = :subject";

  private static final String LINK = """
      INSERT INTO account_identity (issuer, subject, account_id) VALUES (:issuer, :subject, :account) ON CONFLICT DO NOTHING
      """;

  private static final String UNLINK = "DELETE FROM account_identity WHERE issuer = :issuer AND account_id = :account";

  /** Without a password: nobody signs in to it but through the provider. */
  private static final String CREATE = """
      INSERT INTO account (id, login, display_name, role, jurisdiction) VALUES (:id, :login, :name, :role, :jurisdiction) ON CONFLICT (login) DO NOTHING
      """;

  private final JdbcClient jdbc;
  private final OidcSettings settings;
  private final Audit audit;

  Identities(JdbcClient jdbc, OidcSettings settings, Audit audit) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.audit = audit;
  }

  boolean isConfigured() {
    return settings.issuer() != null;
  }

  Optional<UUID> find(String issuer, String subject) {
    return jdbc.sql(FIND).param("issuer", issuer).param("subject", subject).query(UUID.class).optional();
  }

  /** Whom they open, made where the settings say so. */
  @Transactional
  public Optional<UUID> findOrCreate(String issuer, String subject, @Nullable String fullName) {
    Optional<UUID> known = find(issuer, subject);
    String role = settings.role();
    if (known.isPresent() || role == null) {
      return known;
    }
    UUID id = Uuid7.next();
    String login = "sso-" + id.toString().substring(9).replace("-", "");
    jdbc.sql(CREATE).param("id", id).param("login", login).param("name", Objects.requireNonNullElse(fullName, login)).param("role", role)
        .param("jurisdiction", settings.jurisdiction()).update();
    jdbc.sql(LINK).param("issuer", issuer).param("subject", subject).param("account", id).update();
    audit.record(Accounts.SYSTEM, "account.create", "account:" + id, "第一次单点登录",
        JsonMapper.shared().writeValueAsString(Map.of("after", Map.of("role", role, "jurisdiction", settings.jurisdiction()))));
    return Optional.of(id);
  }

  /**
   * Works on the caller's transaction.
   *
   * @param subject at the configured issuer; null where there shall be no link
   * @return false where another account has it
   */
  boolean link(UUID account, @Nullable String subject) {
    String issuer = Objects.requireNonNull(settings.issuer());
    jdbc.sql(UNLINK).param("issuer", issuer).param("account", account).update();
    return subject == null || jdbc.sql(LINK).param("issuer", issuer).param("subject", subject).param("account", account).update() == 1;
  }
}

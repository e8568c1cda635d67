package org.mingjie.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keys that people make for their programs. A key is shown once and kept as a hash (256 random bits need no slow one); it can do
 * what its scopes say and its owner may now. Uses are counted in the database, by its clock, so that several servers count together.
 */
@Service
class ApiKeys {

  static final String BEGIN = "mj_";

  record Card(UUID id, UUID owner, String ownerLogin, String ownerJurisdiction, String name, String hint, Set<KeyScope> scopes, int perDay,
      int perMinute, OffsetDateTime createdAt, OffsetDateTime expiresAt, @Nullable OffsetDateTime revokedAt, @Nullable OffsetDateTime lastUsedAt) {}

  record Wanted(String name, Set<KeyScope> scopes, int perDay, int perMinute, Duration life) {}

  record Created(Card card, String key) {}

  /** @param retry how long the key is beyond its quota; zero if it is not */
  record Use(UUID key, UUID owner, Set<KeyScope> scopes, Duration retry) {}

  private static final String CARDS = """
      SELECT k.id, k.account_id, a.login, a.jurisdiction, k.name, k.hint, k.scopes, k.per_day, k.per_minute, k.created_at, k.expires_at, k.revoked_at, u.last_at
      FROM api_key k JOIN account a ON a.id = k.account_id LEFT JOIN api_key_use u ON u.key_id = k.id
      """;

  private static final String CREATE = """
      INSERT INTO api_key (id, account_id, name, hint, hash, scopes, per_day, per_minute, expires_at)
      VALUES (:id, :account, :name, :hint, :hash, CAST(:scopes AS text[]), :perDay, :perMinute, clock_timestamp() + :life * interval '1 s')
      """;

  private static final String REVOKE = "UPDATE api_key SET revoked_at = clock_timestamp() WHERE id = :id AND revoked_at IS NULL";

  /** A clock that is put back gives no new quota: a day or minute that has begun goes on. */
  private static final String USE = """
      WITH key AS (
        SELECT id, account_id, scopes, per_day, per_minute FROM api_key WHERE hash = :hash AND revoked_at IS NULL AND expires_at > clock_timestamp()
      ), counted AS (
        INSERT INTO api_key_use AS u (key_id, day, of_day, minute, of_minute, last_at)
        SELECT id, current_date, 1, date_trunc('minute', clock_timestamp()), 1, clock_timestamp() FROM key
        ON CONFLICT (key_id) DO UPDATE SET last_at = excluded.last_at,
          day = greatest(u.day, excluded.day), of_day = CASE WHEN excluded.day > u.day THEN 1 ELSE least(u.of_day + 1, 2000000000) END,
          minute = greatest(u.minute, excluded.minute), of_minute = CASE WHEN excluded.minute > u.minute THEN 1 ELSE least(u.of_minute + 1, 2000000000) END
        RETURNING day, of_day, minute, of_minute
      )
      SELECT k.id, k.account_id, k.scopes, ceil(extract(epoch FROM greatest(interval '0',
          CASE WHEN c.of_day > k.per_day THEN (c.day + 1)::timestamptz - clock_timestamp() END,
          CASE WHEN c.of_minute > k.per_minute THEN c.minute + interval '1 min' - clock_timestamp() END)))::bigint AS retry
      FROM key k CROSS JOIN counted c
      """;

  private static final int KEY_BYTES = 32;
  private static final int HINT_CHARACTERS = 8;

  private final JdbcClient jdbc;
  private final Audit audit;
  private final SecureRandom random = new SecureRandom();

  ApiKeys(JdbcClient jdbc, Audit audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  List<Card> listOf(UUID owner) {
    return jdbc.sql(CARDS + "WHERE k.account_id = :owner ORDER BY k.id").param("owner", owner).query(ApiKeys::card).list();
  }

  /** Those whose owners lie within the person's jurisdiction. */
  List<Card> listFor(SignedIn who) {
    return jdbc.sql(CARDS + "ORDER BY a.login, k.id").query(ApiKeys::card).list().stream()
        .filter(card -> who.find(Role.SECURITY_ADMINISTRATOR, card.ownerJurisdiction()).isPresent()).toList();
  }

  Optional<Card> find(UUID id) {
    return jdbc.sql(CARDS + "WHERE k.id = :id").param("id", id).query(ApiKeys::card).optional();
  }

  @Transactional
  public Created create(UUID owner, Wanted wanted) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    String key = BEGIN + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    UUID id = Uuid7.next();
    List<String> scopes = wanted.scopes().stream().map(KeyScope::code).toList();
    jdbc.sql(CREATE).param("id", id).param("account", owner).param("name", wanted.name()).param("hint", key.substring(0, HINT_CHARACTERS))
        .param("hash", hash(key)).param("scopes", scopes.toArray(String[]::new)).param("perDay", wanted.perDay())
        .param("perMinute", wanted.perMinute()).param("life", wanted.life().toSeconds()).update();
    audit.record(owner, "key.create", "key:" + id, wanted.name(), JsonMapper.shared().writeValueAsString(Map.of("scopes", scopes, "days", wanted.life().toDays())));
    return new Created(find(id).orElseThrow(), key);
  }

  /** For ever; whoever needs one makes another. */
  @Transactional
  public void revoke(UUID by, UUID id, @Nullable String reason) {
    if (jdbc.sql(REVOKE).param("id", id).update() == 1) {
      audit.record(by, "key.revoke", "key:" + id, reason, "{}");
    }
  }

  /** Counts one use; empty where there is no such key, or it is revoked or has expired. */
  Optional<Use> use(String key) {
    return jdbc.sql(USE).param("hash", hash(key)).query((row, n) -> new Use(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class),
        scopes(row.getArray("scopes")), Duration.ofSeconds(row.getLong("retry")))).optional();
  }

  private static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Set<KeyScope> scopes(Array codes) throws SQLException {
    Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
    Arrays.stream((String[]) codes.getArray()).map(KeyScope::of).forEach(scopes::add);
    return scopes;
  }

  private static Card card(ResultSet row, int number) throws SQLException {
    return new Card(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class), row.getString("login"), row.getString("jurisdiction"),
        row.getString("name"), row.getString("hint"), scopes(row.getArray("scopes")), row.getInt("per_day"), row.getInt("per_minute"),
        row.getObject("created_at", OffsetDateTime.class), row.getObject("expires_at", OffsetDateTime.class),
        row.getObject("revoked_at", OffsetDateTime.class), row.getObject("last_at", OffsetDateTime.class));
  }
}

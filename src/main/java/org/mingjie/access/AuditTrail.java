package org.mingjie.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.LegalDay;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the audit, the newest record first. */
@Repository
class AuditTrail {

  /** Where a page ended: what comes after it is older. */
  record Position(Instant at, UUID id) {

    static Optional<Position> parse(String text) {
      String[] parts = text.split("_", 2);
      try {
        long micros = Long.parseLong(parts[0]);
        return parts.length == 2 ? Optional.of(new Position(Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L),
            Math.floorMod(micros, 1_000_000L) * 1_000), UUID.fromString(parts[1]))) : Optional.empty();
      } catch (IllegalArgumentException | java.time.DateTimeException none) {
        return Optional.empty();
      }
    }

    String text() {
      return at.getEpochSecond() * 1_000_000L + at.getNano() / 1_000 + "_" + id;
    }
  }

  private static final String READ = """
      SELECT a.id, s.position, a.at, c.login, c.display_name, c.role, a.kind, a.action, a.object, a.reason, a.address, a.before, a.after, a.detail,
        (SELECT jsonb_object_agg(n.id, n.name) FROM (
           SELECT p.id, p.display_name AS name FROM account p WHERE p.id = ANY (ARRAY(
             SELECT CAST(found[1] AS uuid) FROM regexp_matches(a.object || a.detail,
               '(?:^account:|"(?:deputy|onBehalfOf)": ")([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})', 'g') found))
           UNION ALL
           SELECT d.id, o.display_name || ' → ' || p.display_name
           FROM delegation d JOIN account o ON o.id = d.account_id JOIN account p ON p.id = d.deputy_id
           WHERE d.id = CAST(substring(a.object FROM '^delegation:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$') AS uuid)) n) AS names
      FROM audit a JOIN account c ON c.id = a.account_id LEFT JOIN audit_seal s ON s.audit_id = a.id
      """;

  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> NAMES = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json = new JsonMapper();

  AuditTrail(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<AuditEntry> read(AuditFilter filter, @Nullable Position after, int limit) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> values = new HashMap<>(Map.of("limit", limit));
    if (filter.from() != null) {
      conditions.add("a.at >= :from");
      values.put("from", filter.from().atStartOfDay(LegalDay.ZONE).toOffsetDateTime());
    }
    if (filter.to() != null) {
      conditions.add("a.at < :to");
      values.put("to", filter.to().plusDays(1).atStartOfDay(LegalDay.ZONE).toOffsetDateTime());
    }
    condition("a.account_id = :account", "account", filter.account(), conditions, values);
    condition("starts_with(a.action, :action)", "action", filter.action(), conditions, values);
    condition("starts_with(a.object, :object)", "object", filter.object(), conditions, values);
    condition("a.kind = :kind", "kind", filter.kind() == null ? null : filter.kind().name().toLowerCase(Locale.ROOT), conditions, values);
    condition("a.address = :address", "address", filter.address(), conditions, values);
    if (!filter.within().isEmpty()) {
      conditions.add("a.action ^@ ANY (:within)");
      values.put("within", filter.within().toArray(String[]::new));
    }
    if (after != null) {
      conditions.add("(a.at, a.id) < (:at, :id)");
      values.put("at", OffsetDateTime.ofInstant(after.at(), ZoneOffset.UTC));
      values.put("id", after.id());
    }
    String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    return jdbc.sql(READ + where + " ORDER BY a.at DESC, a.id DESC LIMIT :limit").params(values).query((row, n) -> entry(row)).list();
  }

  private static void condition(String sql, String name, @Nullable Object value, List<String> conditions, Map<String, Object> values) {
    if (value != null) {
      conditions.add(sql);
      values.put(name, value);
    }
  }

  private AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(row.getObject("id", UUID.class), row.getObject("position", Long.class),
        row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("login"), row.getString("display_name"), row.getString("role"),
        row.getString("kind"), row.getString("action"), row.getString("object"), row.getString("reason"), row.getString("address"),
        members(row.getString("before")), members(row.getString("after")), Objects.requireNonNull(members(row.getString("detail"))),
        json.readValue(Objects.requireNonNullElse(row.getString("names"), "{}"), NAMES));
  }

  private @Nullable Map<String, Object> members(@Nullable String object) {
    return object == null ? null : json.readValue(object, MEMBERS);
  }
}

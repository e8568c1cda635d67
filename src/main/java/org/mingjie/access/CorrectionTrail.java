package org.mingjie.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the audit tells of the corrections of one thing. Whoever shows it sees to who may. */
@Repository
public class CorrectionTrail {

  /**
   * @param by name of the person
   * @param onBehalfOf name of the person who was away
   * @param before members of the statement as it was
   * @param after members of the statement as it is
   */
  public record Corrected(Instant at, String by, @Nullable String onBehalfOf, String action, String reason, Map<String, Object> before,
      Map<String, Object> after) {}

  private static final String OF_OBJECT = """
      SELECT a.at, c.display_name, o.display_name AS absent, a.action, a.reason, a.before, a.after
      FROM audit a JOIN account c ON c.id = a.account_id LEFT JOIN account o ON o.id = CAST(a.detail ->> 'onBehalfOf' AS uuid)
      WHERE a.object = :object AND a.kind = 'correction' ORDER BY a.at DESC, a.id DESC
      """;

  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json = new JsonMapper();

  CorrectionTrail(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The newest first. @param object {@code kind:key} */
  public List<Corrected> list(String object) {
    return jdbc.sql(OF_OBJECT).param("object", object).query((row, n) -> new Corrected(row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("display_name"), row.getString("absent"), row.getString("action"), row.getString("reason"),
        members(row.getString("before")), members(row.getString("after")))).list();
  }

  private Map<String, Object> members(@Nullable String object) {
    return object == null ? Map.of() : json.readValue(object, MEMBERS);
  }
}

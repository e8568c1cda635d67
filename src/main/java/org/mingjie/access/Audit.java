package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/**
 * The append-only record of who did what, from where and why, written in the transaction of the deed. Once committed a record
 * is chained to the one before ({@link AuditSealer}).
 */
@Service
public class Audit {

  /** Whether the world changed by a decision, or we were wrong; {@code ACT} for what is neither. */
  public enum Kind { ACT, CHANGE, CORRECTION }

  private static final String INSERT = """
      INSERT INTO audit (id, account_id, kind, action, object, reason, address, before, after, detail)
      VALUES (:id, :account, :kind, :action, :object, :reason, :address, CAST(:before AS jsonb), CAST(:after AS jsonb), CAST(:detail AS jsonb))
      """;

  private static final String ON_BEHALF_OF = "onBehalfOf";

  private final JdbcClient jdbc;

  Audit(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A deed in one's own right or in that of somebody who is away; of the latter both are told.
   *
   * @param detail without personal data
   */
  public void record(Mandate by, String action, String object, @Nullable String reason, Map<String, ?> detail) {
    record(by.by().id(), action, object, reason, told(by, detail));
  }

  /** A statement that was put in another's place, by somebody in his own right or in that of somebody who is away. */
  public void record(Mandate by, Kind kind, String action, String object, String reason, Map<String, ?> before, Map<String, ?> after) {
    write(by.by().id(), kind, action, object, reason, JsonMapper.shared().writeValueAsString(before), JsonMapper.shared().writeValueAsString(after),
        told(by, Map.of()));
  }

  private static String told(Mandate by, Map<String, ?> detail) {
    Map<String, Object> told = new LinkedHashMap<>(detail);
    if (by.onBehalfOf() != null) {
      told.put(ON_BEHALF_OF, by.onBehalfOf().id());
    }
    return JsonMapper.shared().writeValueAsString(told);
  }

  /** @param detail JSON object, without personal data */
  public void record(UUID account, String action, String object, @Nullable String reason, String detail) {
    write(account, Kind.ACT, action, object, reason, null, null, detail);
  }

  /**
   * A statement that was put in another's place.
   *
   * @param object {@code kind:key}, such as {@code place:P000000000123}
   * @param reason why; a correction has to tell
   * @param before JSON of the statement as it was; null where there was none
   * @param after JSON of the statement as it is; null where it has gone
   */
  public void record(UUID account, Kind kind, String action, String object, String reason, @Nullable String before, @Nullable String after) {
    write(account, kind, action, object, reason, before, after, "{}");
  }

  private void write(UUID account, Kind kind, String action, String object, @Nullable String reason, @Nullable String before,
      @Nullable String after, String detail) {
    jdbc.sql(INSERT).param("id", Uuid7.next()).param("account", account).param("kind", kind.name().toLowerCase(java.util.Locale.ROOT))
        .param("action", action).param("object", object).param("reason", reason).param("address", address())
        .param("before", before).param("after", after).param("detail", detail).update();
  }

  /** Of the client whose request is being answered by this thread. */
  private static @Nullable String address() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now ? address(now.getRequest()) : null;
  }

  private static @Nullable String address(HttpServletRequest request) {
    return request.getRemoteAddr();
  }
}

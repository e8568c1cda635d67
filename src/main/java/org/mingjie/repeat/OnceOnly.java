package org.mingjie.repeat;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Faults;
import org.mingjie.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what a request asks for once, however often it comes under the same key of the same account. The key is claimed in the
 * transaction of the deed: a deed that fails leaves none, and whoever sends the same at the same time waits for the first.
 */
@Service
public class OnceOnly {

  public static final String HEADER = "Idempotency-Key";

  /** For the document of the API. */
  public static final String TOLD = "这个请求的键，8 至 200 个可见的 ASCII 字符；一天之内同一个键、同样的内容再发，只做一次，答复与第一次相同，"
      + "带 Idempotency-Replayed: true；内容不同是 422";

  /** Tells that nothing was done this time. */
  static final String REPLAYED = "Idempotency-Replayed";

  static final Duration KEPT = Duration.ofDays(1);

  private static final int LEAST = 8;
  private static final int MOST = 200;
  private static final String LOCK_TIMEOUT = "55P03";
  private static final String PATIENCE = "5s";
  private static final String RETRY_SECONDS = "5";

  /** Others may be at it too. */
  private static final String SWEEP = """
      DELETE FROM request_once WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM request_once WHERE created_at < clock_timestamp() - :kept * interval '1 s' ORDER BY created_at LIMIT 100 FOR UPDATE SKIP LOCKED))
      """;

  /** Waits for whoever has claimed it and not committed yet. One that is over and not swept yet counts as none. */
  private static final String CLAIM = """
      INSERT INTO request_once AS r (account_id, key, hash) VALUES (:account, :key, :hash)
      ON CONFLICT (account_id, key) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at, status = NULL
        WHERE r.created_at < clock_timestamp() - :kept * interval '1 s'
      """;

  private static final String KEEP = """
      UPDATE request_once SET status = :status, location = :location, etag = :etag, body = :body WHERE account_id = :account AND key = :key
      """;

  private static final String FIRST = "SELECT hash, status, location, etag, body FROM request_once WHERE account_id = :account AND key = :key";

  private record First(byte[] hash, int status, @Nullable String location, @Nullable String etag, String body) {}

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final JsonMapper json;

  OnceOnly(JdbcClient jdbc, TransactionOperations transactions, JsonMapper json) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.json = json;
  }

  /** For answers that may be told again as they are. */
  public <T> ResponseEntity<T> answer(HttpServletRequest request, UUID account, Object content, Class<T> type, Supplier<ResponseEntity<T>> act) {
    return answer(request, account, content, type, act, UnaryOperator.identity());
  }

  /**
   * @param account whose request it is: others have keys of their own
   * @param content of the request, by which another one under the same key is known; it is hashed as JSON
   * @param act what is done; where it throws, nothing is kept and the key is free
   * @param again what of the answer may be told once more; where that is less than the first time, it is told with 200
   * @throws ErrorResponseException 400 where the key is none, 422 where it was used for another request, 409 where the first takes too long
   */
  public <T> ResponseEntity<T> answer(HttpServletRequest request, UUID account, Object content, Class<T> type, Supplier<ResponseEntity<T>> act,
      UnaryOperator<T> again) {
    String key = request.getHeader(HEADER);
    if (key == null) {
      return act.get();
    }
    check(key);
    byte[] hash = hash(request.getMethod() + " " + request.getRequestURI() + "\n" + json.writeValueAsString(content));
    return Objects.requireNonNull(transactions.execute(status -> claim(account, key, hash) ? first(account, key, act, again) : again(account, key, hash, type)));
  }

  private static void check(String key) {
    if (key.length() < LEAST || key.length() > MOST || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
      Faults faults = new Faults();
      faults.add(HEADER, "须是 %d 至 %d 个可见的 ASCII 字符，每个新的请求用一个新的，如 UUID".formatted(LEAST, MOST));
      faults.check();
    }
  }

  private boolean claim(UUID account, String key, byte[] hash) {
    jdbc.sql(SWEEP).param("kept", KEPT.toSeconds()).update();
    jdbc.sql("SELECT set_config('lock_timeout', :patience, true)").param("patience", PATIENCE).query(String.class).single();
    try {
      boolean claimed = jdbc.sql(CLAIM).param("account", account).param("key", key).param("hash", hash).param("kept", KEPT.toSeconds()).update() > 0;
      jdbc.sql("SET LOCAL lock_timeout TO DEFAULT").update(); // the deed has its own patience
      return claimed;
    } catch (UncategorizedSQLException failed) {
      if (failed.getSQLException() == null || !LOCK_TIMEOUT.equals(failed.getSQLException().getSQLState())) {
        throw failed;
      }
      ErrorResponseException later = Problems.refusal(409, "同一个请求还在办", "这个 Idempotency-Key 的请求正在办理，还没有结果；过几秒用同一个键再发");
      later.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      throw later;
    }
  }

  private <T> ResponseEntity<T> first(UUID account, String key, Supplier<ResponseEntity<T>> act, UnaryOperator<T> again) {
    ResponseEntity<T> answer = act.get();
    T whole = Objects.requireNonNull(answer.getBody());
    T kept = again.apply(whole);
    URI location = answer.getHeaders().getLocation();
    jdbc.sql(KEEP).param("account", account).param("key", key).param("status", kept.equals(whole) ? answer.getStatusCode().value() : 200)
        .param("location", location == null ? null : location.toString()).param("etag", answer.getHeaders().getETag())
        .param("body", json.writeValueAsString(kept)).update();
    return answer;
  }

  private <T> ResponseEntity<T> again(UUID account, String key, byte[] hash, Class<T> type) {
    First first = jdbc.sql(FIRST).param("account", account).param("key", key).query(OnceOnly::row).single();
    if (!Arrays.equals(first.hash(), hash)) {
      throw Problems.refusal(422, "这个键用过了", "Idempotency-Key 已用于另一个请求；地址或内容改过的，换一个键再发");
    }
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(first.status()).header(REPLAYED, "true");
    if (first.location() != null) {
      answer.location(URI.create(first.location()));
    }
    if (first.etag() != null) {
      answer.eTag(first.etag());
    }
    // what was kept before an upgrade may have members that answers no longer have
    return answer.body(json.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).readValue(first.body()));
  }

  private static First row(ResultSet row, int number) throws SQLException {
    return new First(row.getBytes("hash"), row.getInt("status"), row.getString("location"), row.getString("etag"), row.getString("body"));
  }

  private static byte[] hash(String content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}

package org.mingjie.access;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.util.UriUtils;

/**
 * One-time codes by time (RFC 6238: SHA-1, six digits, thirty seconds) and codes for whoever has lost his device. No code is taken
 * twice: the step of the last one is kept, and nothing of it or before it counts again, wherever the clock goes.
 */
@Component
class SecondFactors {

  static final int RECOVERY_CODES = 10;

  /** Steps that the clocks of server and device may lie apart (RFC 6238, 6). */
  private static final int DRIFT = 1;

  private static final int SECRET_BYTES = 20;
  private static final int RECOVERY_BYTES = 10;
  private static final String ISSUER = "名界";

  private static final String BEGIN = """
      INSERT INTO second_factor (account_id, secret) VALUES (:account, :secret)
      ON CONFLICT (account_id) DO UPDATE SET secret = :secret, last_step = 0 WHERE second_factor.confirmed_at IS NULL
      """;

  private static final String TAKE_STEP = "UPDATE second_factor SET last_step = :step WHERE account_id = :account AND last_step < :step";

  private static final String CONFIRM = "UPDATE second_factor SET confirmed_at = clock_timestamp() WHERE account_id = :account AND confirmed_at IS NULL";

  private static final String TAKE_RECOVERY = """
      UPDATE recovery_code SET used_at = clock_timestamp() WHERE account_id = :account AND hash = :hash AND used_at IS NULL
      """;

  private static final String STANDING = """
      SELECT f.confirmed_at, (SELECT count(*) FROM recovery_code r WHERE r.account_id = f.account_id AND r.used_at IS NULL) AS codes
      FROM second_factor f WHERE f.account_id = :account AND f.confirmed_at IS NOT NULL
      """;

  /** @param recoveryCodes that are not used yet */
  record Standing(OffsetDateTime since, int recoveryCodes) {}

  /** @param uri for the device to read, {@code otpauth://totp/...} */
  record Enrolment(String secret, String uri) {}

  private final JdbcClient jdbc;
  private final SecretBox box;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();

  SecondFactors(JdbcClient jdbc, SecretBox box, ObjectProvider<Clock> clock) {
    this.jdbc = jdbc;
    this.box = box;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  /** A new secret, which counts once a code of it has been given; empty where one counts already. */
  Optional<Enrolment> begin(Accounts.Account account) {
    byte[] secret = bytes(SECRET_BYTES);
    if (jdbc.sql(BEGIN).param("account", account.id()).param("secret", box.close(account.id(), secret)).update() == 0) {
      return Optional.empty();
    }
    String text = new Base32().encodeAsString(secret);
    String uri = "otpauth://totp/%s:%s?secret=%s&issuer=%1$s&algorithm=SHA1&digits=6&period=30".formatted(
        UriUtils.encode(ISSUER, StandardCharsets.UTF_8), UriUtils.encode(account.login(), StandardCharsets.UTF_8), text);
    return Optional.of(new Enrolment(text, uri));
  }

  /** The device works: from now on its codes are asked for. The recovery codes are told once, only their hashes are kept. */
  @Transactional
  public Optional<List<String>> confirm(UUID account, String code) {
    if (!takeTimed(account, code) || jdbc.sql(CONFIRM).param("account", account).update() == 0) {
      return Optional.empty();
    }
    return Optional.of(freshRecoveryCodes(account));
  }

  /** Empty where none has been set up. */
  Optional<Standing> standing(UUID account) {
    return jdbc.sql(STANDING).param("account", account)
        .query((row, n) -> new Standing(row.getObject("confirmed_at", OffsetDateTime.class), row.getInt("codes"))).optional();
  }

  /**
   * Ten others in place of those of before. Empty where the code is not one of the device: whoever has found one recovery code
   * shall not come by ten.
   */
  @Transactional
  public Optional<List<String>> renewRecoveryCodes(UUID account, String code) {
    return takeTimed(account, code) ? Optional.of(freshRecoveryCodes(account)) : Optional.empty();
  }

  private List<String> freshRecoveryCodes(UUID account) {
    jdbc.sql("DELETE FROM recovery_code WHERE account_id = :account").param("account", account).update();
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      String recovery = new Base32().encodeAsString(bytes(RECOVERY_BYTES)).toLowerCase(Locale.ROOT).replaceAll("(.{4})(?!$)", "$1-");
      jdbc.sql("INSERT INTO recovery_code (account_id, hash) VALUES (?, ?)").params(account, hash(account, recovery)).update();
      codes.add(recovery);
    }
    return codes;
  }

  /** Takes a code, so that it is spent. @return false where it is none, or was taken before */
  boolean take(UUID account, String code) {
    return takeTimed(account, code) || jdbc.sql(TAKE_RECOVERY).param("account", account).param("hash", hash(account, code)).update() == 1;
  }

  /** The device is lost: a new one has to be set up. */
  void forget(UUID account) {
    jdbc.sql("DELETE FROM second_factor WHERE account_id = :account").param("account", account).update();
  }

  private boolean takeTimed(UUID account, String code) {
    String digits = code.replaceAll("\\s", "");
    Optional<byte[]> secret = jdbc.sql("SELECT secret FROM second_factor WHERE account_id = :account").param("account", account)
        .query((row, n) -> row.getBytes("secret")).optional();
    if (!digits.matches("[0-9]{6}") || secret.isEmpty()) {
      return false;
    }
    SecretKeySpec key = new SecretKeySpec(box.open(account, secret.get()), generator.getAlgorithm());
    long now = clock.instant().getEpochSecond() / generator.getTimeStep().toSeconds();
    for (long step = now - DRIFT; step <= now + DRIFT; step++) {
      if (code(key, step).equals(digits) && jdbc.sql(TAKE_STEP).param("account", account).param("step", step).update() == 1) {
        return true;
      }
    }
    return false;
  }

  private String code(SecretKeySpec key, long step) {
    try {
      return generator.generateOneTimePasswordString(key, Instant.ofEpochSecond(step * generator.getTimeStep().toSeconds()), Locale.ROOT);
    } catch (InvalidKeyException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Eighty random bits need no slow hash. */
  private static byte[] hash(UUID account, String recovery) {
    try {
      String plain = recovery.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", "");
      return MessageDigest.getInstance("SHA-256").digest((account + ":" + plain).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

package org.mingjie.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where the chain of the audit stood, noted outside the database: whoever cuts off its end or writes it anew would have to alter
 * this file as well, and every copy that a backup or a printer has made of it.
 */
@Component
public class AuditAnchors {

  /**
   * @param position of the last record, 1 for the first
   * @param hash SHA-256, 64 hexadecimal digits in small letters
   */
  public record Anchor(Instant at, long position, String hash) {

    /** One line of the file. */
    public String line() {
      return at + " " + position + " " + hash;
    }
  }

  private static final Pattern LINE = Pattern.compile("(\\S+) ([1-9][0-9]{0,17}) ([0-9a-f]{64})");
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final String LAST = "SELECT position, hash FROM audit_seal ORDER BY position DESC LIMIT 1";

  private final JdbcClient jdbc;
  private final Path file;
  private final Clock clock = Clock.systemUTC();
  private Instant noted = Instant.EPOCH;

  AuditAnchors(JdbcClient jdbc, @Value("${mingjie.home}") Path home) {
    this.jdbc = jdbc;
    this.file = home.resolve("log").resolve("audit-anchors");
  }

  /** Where the chain stands now; empty while there is none. */
  public Optional<Anchor> current() {
    return jdbc.sql(LAST).query((row, n) ->
        new Anchor(clock.instant().truncatedTo(ChronoUnit.SECONDS), row.getLong("position"), HexFormat.of().formatHex(row.getBytes("hash")))).optional();
  }

  /** Writes where the chain stands, at most once in a while. @param now whether it is written in any case */
  synchronized void note(boolean now) {
    Instant at = clock.instant();
    if (!now && Duration.between(noted, at).abs().compareTo(EVERY) < 0) {
      return;
    }
    current().ifPresent(this::write);
    noted = at;
  }

  private void write(Anchor anchor) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, anchor.line() + "\n", StandardCharsets.US_ASCII,
          StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
    } catch (IOException failed) {
      throw new UncheckedIOException("the anchor of the audit could not be written to " + file, failed);
    }
  }

  /** All that were noted, the oldest first. */
  List<Anchor> noted() {
    if (Files.notExists(file)) {
      return List.of();
    }
    try {
      List<Anchor> anchors = new ArrayList<>();
      for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        parse(line).ifPresent(anchors::add);
      }
      return anchors;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Empty for what is no line of an anchor: the last one may have been cut by a loss of power. */
  public static Optional<Anchor> parse(String line) {
    Matcher parts = LINE.matcher(line.strip());
    return parts.matches() ? Optional.of(new Anchor(instant(parts.group(1)), Long.parseLong(parts.group(2)), parts.group(3))) : Optional.empty();
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (java.time.format.DateTimeParseException none) {
      return Instant.EPOCH;
    }
  }
}

package org.mingjie.correction;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report as officers see it.
 *
 * @param placeCode permanent code; null where the report is about a point alone
 * @param placeName the name of today, or the last one
 * @param point longitude, latitude in degrees, CGCS2000, of the report, else of the place; null where neither has one
 * @param divisionCode of the division that the place is or lies in, or that lies around the point; null where none is known
 * @param maskedContact enough to know it again, not to use it; null where none was given
 */
public record ErrorReport(UUID id, String receipt, @Nullable String placeCode, @Nullable String placeName, double @Nullable [] point,
    @Nullable String divisionCode, What what, String text, @Nullable String source, @Nullable String maskedContact, Instant createdAt) {

  /** What is wrong. */
  public enum What {
    NAME, SPELLING, POSITION, HISTORY, OTHER;

    /** As in the database and in JSON. */
    @JsonValue
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it still waits. */
  public enum State {
    OPEN, ANSWERED, DISMISSED;

    /** As in the database and in JSON. */
    @JsonValue
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /** @param by name of the officer */
  public record Answered(ErrorReport report, State state, String answer, String by, Instant at) {}

  /**
   * All that the holder of a receipt is told: what he wrote he knows, and whoever finds the receipt need not.
   *
   * @param answer null while it is open
   * @param placeName null where the report is about a point on the map
   */
  public record Standing(String receipt, State state, @Nullable String answer, What what, Instant at, @Nullable String placeCode, @Nullable String placeName) {}
}

package org.mingjie.unfound;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A question that found nothing.
 *
 * @param times visitors, counted once a day each
 * @param found what it finds today, the best first; empty where still nothing
 * @param place permanent code that it was linked to; null else
 * @param settledBy display name; null while it is open
 */
@Schema(name = "UnfoundQuery")
record UnfoundQuery(UUID id, String text, long times, LocalDate firstDay, LocalDate lastDay, State state, List<Found> found,
    @Nullable String place, @Nullable String placeName, @Nullable String reason, @Nullable String settledBy, @Nullable OffsetDateTime settledAt) {

  /** What became of it. */
  enum State {
    OPEN, LINKED, DISMISSED;

    /** As in the database and in JSON. */
    @com.fasterxml.jackson.annotation.JsonValue
    String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** @param within names of the last two divisions around it */
  @Schema(name = "UnfoundFound")
  record Found(String code, String name, String within) {}

  UnfoundQuery with(List<Found> now) {
    return new UnfoundQuery(id, text, times, firstDay, lastDay, state, now, place, placeName, reason, settledBy, settledAt);
  }
}

package org.mingjie.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for a person.
 *
 * @param kind what it is, {@code import-failed}; the viewer has the words for it ({@code work.import-failed.title})
 * @param key tells it from others of its kind, and stays the same while it waits
 * @param values what the words are filled with
 * @param since when it began to wait; null where nothing tells
 * @param due the last day that a rule of law gives for it; null where no rule does: none is made up
 * @param pressing whether records or the system are at risk while it waits, so that it comes first though no rule gives a day
 * @param spot where it is; null where it is nowhere in particular
 * @param page of ours where it is done, {@code /admin/imports}
 */
public record WaitingItem(String kind, String key, Map<String, String> values, @Nullable Instant since, @Nullable LocalDate due,
    boolean pressing, @Nullable Spot spot, String page) {

  /** @param lon longitude and {@code lat} latitude in degrees, EPSG:4490 */
  public record Spot(double lon, double lat) {}

  public WaitingItem {
    values = Map.copyOf(values);
    if (!page.startsWith("/") || page.startsWith("//")) {
      throw new IllegalArgumentException("not a page of ours: " + page);
    }
  }
}

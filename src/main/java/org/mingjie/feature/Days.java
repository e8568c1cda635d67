package org.mingjie.feature;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.LegalDay;

/**
 * The parameter {@code datetime} (OGC 17-069r4, 7.15.4) as days of Asia/Shanghai, both ends included: the registry
 * knows periods by the day.
 *
 * @param from null: since ever
 * @param to null: without end
 */
record Days(@Nullable LocalDate from, @Nullable LocalDate to) {

  private static final String ADVICE =
      "须是一个时刻或一段时期，例如 datetime=2000-01-01T00:00:00Z、datetime=1990-01-01T00:00:00Z/..、datetime=../2000-12-31";

  /** @param fault takes what is wrong, if anything is */
  static Optional<Days> parse(String text, Consumer<String> fault) {
    String[] ends = text.strip().split("/", -1);
    try {
      if (ends.length == 1) {
        LocalDate day = day(ends[0]);
        return Optional.of(new Days(day, day));
      }
      if (ends.length == 2) {
        Days days = new Days(open(ends[0]) ? null : day(ends[0]), open(ends[1]) ? null : day(ends[1]));
        if (days.from == null || days.to == null || !days.from.isAfter(days.to)) {
          return Optional.of(days);
        }
        fault.accept("datetime 的起点 %s 晚于终点 %s，把两个对调".formatted(ends[0], ends[1]));
        return Optional.empty();
      }
    } catch (DateTimeException unreadable) {
      // told below
    }
    fault.accept("datetime 是“%s”，%s".formatted(text, ADVICE));
    return Optional.empty();
  }

  private static boolean open(String end) {
    return end.isEmpty() || end.equals("..");
  }

  private static LocalDate day(String text) {
    LocalDate day = text.length() == 10 ? LocalDate.parse(text)
        : OffsetDateTime.parse(text).atZoneSameInstant(LegalDay.ZONE).toLocalDate();
    if (day.getYear() < 1 || day.getYear() > 9999) {
      throw new DateTimeException("outside the calendar of the registry");
    }
    return day;
  }
}

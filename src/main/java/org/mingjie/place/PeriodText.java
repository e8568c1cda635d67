package org.mingjie.place;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Bounds of a period in words, as exact as they are known. */
final class PeriodText {

  private PeriodText() {}

  /**
   * @param since first day on which it was so
   * @param after the beginning lies after this day; null where it is exact
   * @param unknown nothing is known of the time before
   */
  static @Nullable String begin(@Nullable LocalDate since, @Nullable LocalDate after, boolean unknown) {
    if (since == null) {
      return null;
    }
    if (unknown) {
      return "不晚于" + day(since);
    }
    return after == null || after.isEqual(since.minusDays(1)) ? year(since) : between(after, since);
  }

  /** @param after the end lies after this day; null where it is exact */
  static @Nullable String end(@Nullable LocalDate until, @Nullable LocalDate after) {
    if (until == null) {
      return null;
    }
    return after == null || after.isEqual(until.minusDays(1)) ? year(until) : between(after, until);
  }

  private static String between(LocalDate after, LocalDate until) {
    boolean wholeYear = after.getMonthValue() == 12 && after.getDayOfMonth() == 31
        && until.isEqual(after.plusYears(1));
    return wholeYear ? until.getYear() + "年" : day(after) + "至" + day(until) + "之间";
  }

  private static String year(LocalDate day) {
    return day.getDayOfYear() == 1 ? day.getYear() + "年" : day(day);
  }

  private static String day(LocalDate day) {
    return "%d年%d月%d日".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
  }
}

package org.mingjie.feature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Echo;
import org.mingjie.time.LegalDay;

/**
 * The parameter {@code datetime} (OGC 17-069r4, 7.15.4) as days of Asia/Shanghai, both ends included: the registry
 * knows periods by the day.
 *
 * @param from null: since ever
 * @param to null: without end
 */
record Days(@Nullable LocalDate from, @Nullable LocalDate to) {

  static final Days EVER = new Days(null, null);

  /** RFC 3339, 5.6. */
  private static final Pattern MOMENT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?([Zz]|[-+][0-9]{2}:[0-9]{2})");

  private static final Pattern LIKE_A_DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private static final String ADVICE =
      "须是一个时刻或一段时期，例如 datetime=2000-01-01T00:00:00Z、datetime=1990-01-01T00:00:00Z/..、datetime=../2000-12-31";

  /** @param fault takes what is wrong, if anything is */
  static Optional<Days> parse(String text, Consumer<String> fault) {
    // a plus sign of an offset that was not escaped has become a blank
    String[] ends = text.strip().replace(' ', '+').split("/", -1);
    try {
      if (ends.length == 1) {
        LocalDate day = day(ends[0]);
        return Optional.of(new Days(day, day));
      }
      if (ends.length == 2 && !(open(ends[0]) && open(ends[1]))) {
        Days days = new Days(open(ends[0]) ? null : day(ends[0]), open(ends[1]) ? null : day(ends[1]));
        if (days.from == null || days.to == null || !instant(ends[0]).isAfter(instant(ends[1]))) {
          return Optional.of(days);
        }
        fault.accept("datetime 的起点 %s 晚于终点 %s，把两个对调".formatted(ends[0], ends[1]));
        return Optional.empty();
      }
    } catch (DateTimeException unreadable) {
      // told below
    }
    fault.accept(wrong(text, ends));
    return Optional.empty();
  }

  private static String wrong(String text, String[] ends) {
    if (ends.length == 2 && open(ends[0]) && open(ends[1])) {
      return "datetime 两端都不限，等于没有条件；去掉它，或给出一端，例如 datetime=../2000-12-31";
    }
    return Arrays.stream(ends).filter(end -> LIKE_A_DAY.matcher(end).lookingAt() && !isADay(end.substring(0, 10))).findFirst()
        .map(end -> "datetime 里的 %s 不是有的日子；年在 0001 至 9999 之间".formatted(Echo.brief(end)))
        .orElse("datetime 是“%s”，%s".formatted(Echo.brief(text), ADVICE));
  }

  private static boolean isADay(String text) {
    try {
      return LegalDay.isOfTheCalendar(LocalDate.parse(text));
    } catch (DateTimeException noSuchDay) {
      return false;
    }
  }

  /**
   * The last day of which features are told: of a period without end it is today, or its beginning if that is yet to
   * come.
   */
  LocalDate until(LocalDate today) {
    return to != null ? to : from == null || from.isBefore(today) ? today : from;
  }

  /** Whether places that are no more may have been there. */
  boolean beginBefore(LocalDate today) {
    return from == null || from.isBefore(today);
  }

  private static boolean open(String end) {
    return end.isEmpty() || end.equals("..");
  }

  private static LocalDate day(String text) {
    LocalDate day = text.length() == 10 ? LocalDate.parse(text) : moment(text).atZoneSameInstant(LegalDay.ZONE).toLocalDate();
    if (!LegalDay.isOfTheCalendar(day)) {
      throw new DateTimeException("outside the calendar of the registry");
    }
    return day;
  }

  private static Instant instant(String text) {
    return text.length() == 10 ? LocalDate.parse(text).atStartOfDay(LegalDay.ZONE).toInstant() : moment(text).toInstant();
  }

  /** A leap second counts to the minute that it ends. */
  private static OffsetDateTime moment(String text) {
    if (!MOMENT.matcher(text).matches()) { // Java takes moments without seconds, too
      throw new DateTimeException("not as RFC 3339 writes it");
    }
    return OffsetDateTime.parse(text.length() > 19 && text.startsWith(":60", 16) ? text.substring(0, 16) + ":59" + text.substring(19) : text);
  }
}

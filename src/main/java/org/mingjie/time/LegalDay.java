package org.mingjie.time;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** The day that counts in law: that of Asia/Shanghai. */
public final class LegalDay {

  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private LegalDay() {}

  /** Whether the registry knows such a day: years 0001 to 9999. */
  public static boolean isOfTheCalendar(LocalDate day) {
    return day.getYear() >= 1 && day.getYear() <= 9999;
  }

  public static LocalDate today(Clock clock) {
    return LocalDate.now(clock.withZone(ZONE));
  }
}

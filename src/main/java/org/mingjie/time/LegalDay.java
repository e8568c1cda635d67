package org.mingjie.time;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** The day that counts in law: that of Asia/Shanghai. */
public final class LegalDay {

  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private LegalDay() {}

  public static LocalDate today(Clock clock) {
    return LocalDate.now(clock.withZone(ZONE));
  }
}

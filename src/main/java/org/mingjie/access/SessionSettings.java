package org.mingjie.access;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a browser stays signed in.
 *
 * @param idle without a request
 * @param absolute from the sign-in on, however busy
 */
@ConfigurationProperties("mingjie.session")
record SessionSettings(@DefaultValue("30m") Duration idle, @DefaultValue("12h") Duration absolute) {

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);

  SessionSettings {
    check("MINGJIE_SESSION_IDLE", idle);
    check("MINGJIE_SESSION_ABSOLUTE", absolute);
  }

  static boolean isSound(Duration value) {
    return value.compareTo(SHORTEST) >= 0 && value.compareTo(LONGEST) <= 0;
  }

  private static void check(String name, Duration value) {
    if (!isSound(value)) {
      throw new IllegalArgumentException("%s 须是 1m 至 7d 的时长，例如 30m、12h，现为 %s".formatted(name, value));
    }
  }
}

package org.mingjie.unfound;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is kept of queries that found nothing.
 *
 * @param kept whether any is
 * @param days without the question, until one that nobody has settled is deleted
 */
@ConfigurationProperties("mingjie.unfound")
record UnfoundSettings(@DefaultValue("true") boolean kept, @DefaultValue("180") int days) {

  private static final int LONGEST = 3650;

  UnfoundSettings {
    if (days < 1 || days > LONGEST) {
      throw new IllegalArgumentException("MINGJIE_UNFOUND_DAYS 须是 1 至 %d 的天数，例如 180，现为 %d".formatted(LONGEST, days));
    }
  }
}

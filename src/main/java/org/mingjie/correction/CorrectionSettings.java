package org.mingjie.correction;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is kept of those who report errors.
 *
 * @param contactDays after the answer, until how to reach the reporter is deleted
 */
@ConfigurationProperties("mingjie.correction")
record CorrectionSettings(@DefaultValue("180") int contactDays) {

  private static final int LONGEST = 3650;

  CorrectionSettings {
    if (contactDays < 1 || contactDays > LONGEST) {
      throw new IllegalArgumentException("MINGJIE_CORRECTION_CONTACT_DAYS 须是 1 至 %d 的天数，例如 180，现为 %d".formatted(LONGEST, contactDays));
    }
  }
}

package org.mingjie.access;

import java.util.Arrays;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Of whom a one-time code is asked besides the password.
 *
 * @param secondFactor {@code required}: of approvers and administrators, who set it up at their first sign-in, and of whoever has set
 *     one up; {@code optional}: of whoever has; {@code off}: of nobody
 */
@ConfigurationProperties("mingjie")
record SecondFactorSettings(@DefaultValue("required") String secondFactor) {

  private enum Demand {
    REQUIRED, OPTIONAL, OFF
  }

  SecondFactorSettings {
    if (Arrays.stream(Demand.values()).map(Demand::name).noneMatch(secondFactor::equalsIgnoreCase)) {
      throw new IllegalArgumentException("MINGJIE_SECOND_FACTOR 须是 required、optional 或 off，现为 " + secondFactor);
    }
  }

  private Demand demand() {
    return Demand.valueOf(secondFactor.toUpperCase(Locale.ROOT));
  }

  /** Whether the word is one of ours, as it stands in answers. */
  static boolean isKnown(String word) {
    return Arrays.stream(Demand.values()).anyMatch(demand -> demand.name().toLowerCase(Locale.ROOT).equals(word));
  }

  /** {@code required}, {@code optional} or {@code off}. */
  String code() {
    return demand().name().toLowerCase(Locale.ROOT);
  }

  /** Whether whoever has set one up is asked for it. */
  boolean isAsked() {
    return demand() != Demand.OFF;
  }

  /** Whether the role may do nothing without one. */
  boolean isDemandedOf(Role role) {
    return demand() == Demand.REQUIRED && (role.isAdministrator() || role == Role.APPROVER);
  }
}

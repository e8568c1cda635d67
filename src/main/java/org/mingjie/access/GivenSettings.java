package org.mingjie.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.SettingLedger.Standing;

/** Which settings of the start an administrator has set anew; each module that lets him tells of its own. */
@FunctionalInterface
public interface GivenSettings {

  /**
   * @param name of the setting of the start, {@code MINGJIE_SITE_TITLE}
   * @param value an empty text where he wants none
   * @param since when and {@code by} whom the subject was last changed
   */
  record Setting(String name, Object value, Instant since, String by) {}

  List<Setting> given();

  /**
   * Those of a subject that have a value.
   *
   * @param values by the name of the setting; null where it is left to the start
   */
  static List<Setting> of(Standing standing, Map<String, ? extends @Nullable Object> values) {
    Instant at = standing.at();
    String by = standing.by();
    return at == null || by == null ? List.of()
        : values.entrySet().stream().filter(one -> one.getValue() != null).map(one -> new Setting(one.getKey(), one.getValue(), at, by)).toList();
  }
}

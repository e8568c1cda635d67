package org.mingjie.feature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of a collection, after which a page begins. Clients see it as an opaque word.
 *
 * @param key permanent code of the last feature before, which never changes; empty at the beginning
 * @param since state in which the phases were told apart; null where there is only one
 */
record Position(Phase phase, String key, @Nullable Since since) {

  private static final Pattern WORD = Pattern.compile("([0-9])(P[0-9]{12})?(?:~(.+))?");

  static Position start(Phase phase, @Nullable Since since) {
    return new Position(phase, "", since);
  }

  String cursor() {
    return Base64.getUrlEncoder().withoutPadding()
        .encodeToString((phase.ordinal() + key + (since == null ? "" : "~" + since.text())).getBytes(StandardCharsets.US_ASCII));
  }

  /** Empty if it is no word of ours. */
  static Optional<Position> parse(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      Matcher word = WORD.matcher(text);
      if (!word.matches() || text.charAt(0) - '0' >= Phase.values().length) {
        return Optional.empty();
      }
      Phase phase = Phase.values()[text.charAt(0) - '0'];
      String key = word.group(2) == null ? "" : word.group(2);
      return word.group(3) == null ? Optional.of(new Position(phase, key, null))
          : Since.parse(word.group(3)).map(since -> new Position(phase, key, since));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }
}

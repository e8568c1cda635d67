package org.mingjie.feature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the order of a collection, after which a page begins. Clients see it as an opaque word.
 *
 * @param key permanent code of the last feature before, which never changes; empty at the beginning
 */
record Position(Phase phase, String key) {

  private static final Pattern WORD = Pattern.compile("[0-9](P[0-9]{12})?");

  static Position start(Phase phase) {
    return new Position(phase, "");
  }

  String cursor() {
    return Base64.getUrlEncoder().withoutPadding()
        .encodeToString((phase.ordinal() + key).getBytes(StandardCharsets.US_ASCII));
  }

  /** Empty if it is no word of ours. */
  static Optional<Position> parse(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      if (!WORD.matcher(text).matches() || text.charAt(0) - '0' >= Phase.values().length) {
        return Optional.empty();
      }
      return Optional.of(new Position(Phase.values()[text.charAt(0) - '0'], text.substring(1)));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }
}

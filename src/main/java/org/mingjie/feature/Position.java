package org.mingjie.feature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the order of a collection, after which a page begins. Clients see it as an opaque word.
 *
 * @param key of the last feature before, in the order of the collection; empty at the beginning
 */
record Position(Phase phase, String key) {

  private static final Pattern KEY = Pattern.compile("P[0-9]{12}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|");

  static Position start(Phase phase) {
    return new Position(phase, "");
  }

  String cursor() {
    return Base64.getUrlEncoder().withoutPadding()
        .encodeToString((phase.ordinal() + key).getBytes(StandardCharsets.US_ASCII));
  }

  /** Empty if it is no word of ours for this collection. */
  static Optional<Position> parse(String cursor, ItemCollection collection) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      int phase = text.isEmpty() ? -1 : text.charAt(0) - '0';
      String key = text.isEmpty() ? "" : text.substring(1);
      boolean ours = phase >= 0 && phase < Phase.values().length && KEY.matcher(key).matches()
          && (key.isEmpty() || key.startsWith("P") != (collection == ItemCollection.DIVISIONS));
      return ours ? Optional.of(new Position(Phase.values()[phase], key)) : Optional.empty();
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }
}

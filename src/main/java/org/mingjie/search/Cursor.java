package org.mingjie.search;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a search goes on: which places have been given already, as short hashes of their codes. Others write meanwhile and
 * ranks shift, but what has been given does not come again.
 *
 * @param question hash of what was asked for; a cursor of another question is none
 */
record Cursor(int question, List<Integer> given) {

  /** Further down nobody looks, and the address becomes too long. */
  static final int MOST_GIVEN = 250;

  Cursor {
    given = List.copyOf(given);
  }

  static Cursor start(int question) {
    return new Cursor(question, List.of());
  }

  /** @return empty if the text is no cursor of this question */
  static Optional<Cursor> parse(String text, int question) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() % Integer.BYTES != 0 || bytes.remaining() > (MOST_GIVEN + 1) * Integer.BYTES || bytes.remaining() == 0 || bytes.getInt() != question) {
        return Optional.empty();
      }
      List<Integer> given = new ArrayList<>();
      while (bytes.hasRemaining()) {
        given.add(bytes.getInt());
      }
      return Optional.of(new Cursor(question, given));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  String text() {
    ByteBuffer bytes = ByteBuffer.allocate((given.size() + 1) * Integer.BYTES).putInt(question);
    given.forEach(bytes::putInt);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  Cursor after(List<SearchHit> page) {
    List<Integer> all = new ArrayList<>(given);
    page.forEach(hit -> all.add(hit.code().hashCode()));
    return new Cursor(question, all);
  }

  boolean isAtItsEnd() {
    return given.size() >= MOST_GIVEN;
  }

  Set<Integer> hashes() {
    return new HashSet<>(given);
  }
}

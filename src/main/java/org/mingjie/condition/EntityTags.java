package org.mingjie.condition;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tags that a client names in If-Match or If-None-Match (RFC 9110, 8.8.3 and 13.1).
 *
 * @param any whether the client wrote *, which every answer matches
 * @param tags each as it was written, {@code "abc"} or {@code W/"abc"}
 */
record EntityTags(boolean any, List<String> tags) {

  private static final String WEAK = "W/";
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"");
  private static final Pattern LIST = Pattern.compile("[ \\t,]*+%1$s(?:[ \\t]*+,[ \\t,]*+%1$s)*+[ \\t,]*+".formatted(TAG.pattern()));

  EntityTags {
    tags = List.copyOf(tags);
  }

  /** @param field the whole value of the field; what is no list of tags names none, for nobody knows what it means */
  static EntityTags parse(String field) {
    if (field.strip().equals("*")) {
      return new EntityTags(true, List.of());
    }
    Stream<String> tags = LIST.matcher(field).matches() ? TAG.matcher(field).results().map(MatchResult::group) : Stream.of();
    return new EntityTags(false, tags.toList());
  }

  /** Equal, and neither of them weak: byte for byte the same. */
  boolean matchStrongly(String tag) {
    return any || !tag.startsWith(WEAK) && tags.contains(tag);
  }

  /** Equal but for weakness. */
  boolean matchWeakly(String tag) {
    return any || tags.stream().anyMatch(named -> opaque(named).equals(opaque(tag)));
  }

  private static String opaque(String tag) {
    return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
  }
}

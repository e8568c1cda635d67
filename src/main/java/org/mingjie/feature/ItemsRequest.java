package org.mingjie.feature;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which features of a collection are wanted.
 *
 * @param limit most features of the answer, 1 to {@link #MOST}
 * @param after where the page before ended; null for the first
 */
record ItemsRequest(
    ItemCollection collection, int limit, @Nullable Position after, @Nullable Box box, @Nullable Days days,
    @Nullable String classCode, @Nullable Integer level, @Nullable String name, @Nullable String nameStatus) {

  static final int MOST = 10_000;
  static final int USUAL = 10;

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern CLASS = Pattern.compile("[1-9][0-9]{4}");

  /** Names of the parameters of the items of a collection. */
  static Set<String> parameters(ItemCollection collection) {
    Set<String> names = new HashSet<>(collection.queryableNames());
    names.addAll(Set.of("limit", "bbox", "datetime", "cursor"));
    return names;
  }

  /** Faults go to the question, which is not settled yet. */
  static ItemsRequest of(ItemCollection collection, Ask ask) {
    int limit = ask.parameter("limit").map(text -> limit(text, ask)).orElse(USUAL);
    Position after = ask.parameter("cursor").flatMap(text -> cursor(text, collection, ask)).orElse(null);
    Box box = ask.parameter("bbox").flatMap(text -> Box.parse(text, fault -> ask.fault("bbox", fault))).orElse(null);
    Days days = ask.parameter("datetime")
        .flatMap(text -> Days.parse(text, fault -> ask.fault("datetime", fault))).orElse(null);
    String classCode = ask.parameter("class").orElse(null);
    if (classCode != null && !CLASS.matcher(classCode).matches()) {
      ask.fault("class", "class 是 %s，须是 GB/T 18521 的五位类别代码，例如 class=21400".formatted(classCode));
    }
    String level = listed("level", collection, ask);
    ItemsRequest request = new ItemsRequest(collection, limit, after, box, days, classCode,
        level == null ? null : Integer.valueOf(level), ask.parameter("name").orElse(null),
        listed("nameStatus", collection, ask));
    if (after != null && !Phase.of(request).contains(after.phase())) {
      ask.fault("cursor", "cursor 是另一个请求给出的：翻页时 bbox 不能增减，照用 next 链接");
    }
    return request;
  }

  /** Larger values count as the largest (OGC 17-069r4, 7.15.2, requirement fc-limit-response-1). */
  private static int limit(String text, Ask ask) {
    boolean number = WHOLE_NUMBER.matcher(text).matches();
    if (!number || text.chars().allMatch(digit -> digit == '0')) {
      ask.fault("limit", "limit 是 %s，须是 1 至 %d 的整数，例如 limit=100".formatted(text, MOST));
      return USUAL;
    }
    return text.length() > 9 ? MOST : Math.min(Integer.parseInt(text), MOST);
  }

  private static Optional<Position> cursor(String text, ItemCollection collection, Ask ask) {
    Optional<Position> position = Position.parse(text, collection);
    if (position.isEmpty()) {
      ask.fault("cursor", "cursor 不是本集合给出的：照用 next 链接里的，或者去掉它从头读起");
    }
    return position;
  }

  /** Value of a property that has only the values listed. */
  private static @Nullable String listed(String name, ItemCollection collection, Ask ask) {
    String value = ask.parameter(name).orElse(null);
    Property property = collection.properties().stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
    if (value == null || property == null || property.values().contains(value)) {
      return value;
    }
    ask.fault(name, "%s 是 %s，只能是 %s".formatted(name, value, String.join("、", property.values())));
    return null;
  }
}

package org.mingjie.feature;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Echo;

/**
 * Which features of a collection are wanted.
 *
 * @param limit most features of the answer, 1 to {@link #MOST}
 * @param after where the page before ended; null for the first
 * @param classes one of these; empty: any. So with levels and statuses of the name
 */
record ItemsRequest(
    ItemCollection collection, Crs crs, int limit, @Nullable Position after, @Nullable Box box, @Nullable Days days,
    Set<String> classes, Set<String> levels, @Nullable String name, Set<String> nameStatuses) {

  static final int MOST = 10_000;
  static final int USUAL = 10;
  /** Values of a list. */
  static final int LONGEST_LIST = 50;

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern CLASS = Pattern.compile("[1-9][0-9]{4}");

  /** Names of the parameters of the items of a collection. */
  static Set<String> parameters(ItemCollection collection) {
    Set<String> names = new HashSet<>(collection.queryableNames());
    names.addAll(Set.of("limit", "bbox", "bbox-crs", "crs", "datetime", "cursor"));
    return names;
  }

  /** Names of the parameters of one item. */
  static Set<String> itemParameters() {
    return Set.of("crs", "datetime");
  }

  /** Faults go to the question, which is not settled yet. */
  static ItemsRequest of(ItemCollection collection, Ask ask) {
    int limit = ask.parameter("limit").map(text -> limit(text, ask)).orElse(USUAL);
    Position after = ask.parameter("cursor").flatMap(text -> cursor(text, ask)).orElse(null);
    Crs boxCrs = crs("bbox-crs", ask);
    Box box = ask.parameter("bbox").flatMap(text -> Box.parse(text, boxCrs, fault -> ask.fault("bbox", fault))).orElse(null);
    ItemsRequest request = new ItemsRequest(collection, crs("crs", ask), limit, after, box, days(ask),
        list("class", collection, ask), list("level", collection, ask), ask.parameter("name").orElse(null),
        list("nameStatus", collection, ask));
    if (after != null && !Phase.of(request).contains(after.phase())) {
      ask.fault("cursor", "cursor 是另一个请求给出的：翻页时 bbox 不能增减，照用 next 链接");
    }
    return request;
  }

  /** The same request, of so many features from another position on. */
  ItemsRequest following(@Nullable Position position, int most) {
    return new ItemsRequest(collection, crs, most, position, box, days, classes, levels, name, nameStatuses);
  }

  static Crs crs(String name, Ask ask) {
    return ask.parameter(name).map(uri -> Crs.find(uri).orElseGet(() -> {
      ask.fault(name, "%s 是 %s，只能是 %s".formatted(name, Echo.brief(uri), String.join("、", Crs.uris())));
      return Crs.CRS84;
    })).orElse(Crs.CRS84);
  }

  static @Nullable Days days(Ask ask) {
    return ask.parameter("datetime").flatMap(text -> Days.parse(text, fault -> ask.fault("datetime", fault))).orElse(null);
  }

  /** Larger values count as the largest (OGC 17-069r4, 7.15.2, requirement fc-limit-response-1). */
  private static int limit(String text, Ask ask) {
    boolean number = WHOLE_NUMBER.matcher(text).matches();
    if (!number || text.chars().allMatch(digit -> digit == '0')) {
      ask.fault("limit", "limit 是 %s，须是 1 至 %d 的整数，例如 limit=100".formatted(Echo.brief(text), MOST));
      return USUAL;
    }
    String digits = text.replaceFirst("^0+", "");
    return digits.length() > 9 ? MOST : Math.min(Integer.parseInt(digits), MOST);
  }

  private static Optional<Position> cursor(String text, Ask ask) {
    Optional<Position> position = Position.parse(text);
    if (position.isEmpty()) {
      ask.fault("cursor", "cursor 不是本服务给出的：照用 next 链接里的，或者去掉它从头读起");
    }
    return position;
  }

  /** Values of a property, parted by commas; each one of those that the property has. */
  private static Set<String> list(String name, ItemCollection collection, Ask ask) {
    Property property = collection.properties().stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
    String text = ask.parameter(name).orElse(null);
    if (text == null || property == null) {
      return Set.of();
    }
    List<String> values = List.of(text.split(",", -1));
    if (values.size() > LONGEST_LIST) {
      ask.fault(name, "%s 有 %d 个值，最多 %d 个".formatted(name, values.size(), LONGEST_LIST));
      return Set.of();
    }
    values.stream().filter(value -> !known(property, value)).findFirst().ifPresent(value -> ask.fault(name,
        property.values().isEmpty()
            ? "%s 是 %s，须是 GB/T 18521 的五位类别代码，例如 class=21400".formatted(name, Echo.brief(value))
            : "%s 是 %s，只能是 %s".formatted(name, Echo.brief(value), String.join("、", property.values()))));
    return new TreeSet<>(values);
  }

  private static boolean known(Property property, String value) {
    return property.values().isEmpty() ? CLASS.matcher(value).matches() : property.values().contains(value);
  }
}

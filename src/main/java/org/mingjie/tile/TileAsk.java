package org.mingjie.tile;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mingjie.time.LegalDay;

/** Parameters of a request, each known and given at most once. */
final class TileAsk {

  /** What a set of tiles, its style and its tiles take. */
  static final Set<String> OF_A_SET = Set.of("layers", "datetime");

  private final Map<String, String[]> given;

  TileAsk(HttpServletRequest request, Set<String> known) {
    this.given = request.getParameterMap();
    Set<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw TileRefusal.unknownParameters(unknown, known);
    }
    given.forEach((name, values) -> {
      if (values.length > 1) {
        throw TileRefusal.repeated(name);
      }
    });
  }

  /** @param forms allowed values of f */
  void requireForm(Set<String> forms) {
    find("f").filter(f -> !forms.contains(f)).ifPresent(f -> {
      throw TileRefusal.noForm(f, String.join("、", new TreeSet<>(forms)));
    });
  }

  /** For what is the same on every day but tells the day on. */
  void checkDay() {
    find("datetime").ifPresent(TileAsk::day);
  }

  /** Today where none is asked for. */
  LocalDate day(Clock clock) {
    return find("datetime").map(TileAsk::day).orElseGet(() -> LegalDay.today(clock));
  }

  /** All layers where none is asked for. */
  Set<TileLayer> layers() {
    return find("layers").map(TileAsk::layers).orElse(TileLayer.ALL);
  }

  private Optional<String> find(String name) {
    return Optional.ofNullable(given.get(name)).map(values -> values[0]);
  }

  private static LocalDate day(String text) {
    try {
      LocalDate day = text.length() == 10 ? LocalDate.parse(text)
          : OffsetDateTime.parse(text).atZoneSameInstant(LegalDay.ZONE).toLocalDate();
      if (day.getYear() >= 1 && day.getYear() <= 9999) {
        return day;
      }
    } catch (DateTimeException unreadable) {
      // told below
    }
    throw TileRefusal.noDay(text);
  }

  private static Set<TileLayer> layers(String list) {
    Set<TileLayer> layers = EnumSet.noneOf(TileLayer.class);
    for (String id : list.split(",", -1)) {
      layers.add(TileLayer.find(id.strip()).orElseThrow(() -> TileRefusal.noLayer(id, TileLayer.ids())));
    }
    return layers;
  }
}

package org.mingjie.feature;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request with what indexes give for it.
 *
 * @param named places of the name asked for, by some name of theirs; null if no name is asked for or too many bear it
 * @param boxed places near the box, likewise
 */
record Search(ItemsRequest request, LocalDate today, @Nullable Set<UUID> named, @Nullable Set<UUID> boxed) {

  /** The only places that can match in a phase; null if any can. */
  @Nullable Set<UUID> candidates(Phase phase) {
    return named != null ? named : phase == Phase.IN_BOX ? boxed : null;
  }

  /** Of the statements of {@link Windows} and {@link Hits}. */
  Map<String, @Nullable Object> parameters(Position at) {
    Days days = request.days() == null ? new Days(today, today) : request.days();
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("after", at.key());
    parameters.put("box", request.box() != null ? request.box().wkt() : null);
    parameters.put("since", at.since() == null ? null : at.since().snapshot());
    parameters.put("sinceMicros", at.since() == null ? null : at.since().micros());
    parameters.put("whole", false);
    parameters.put("past", days.beginBefore(today));
    parameters.put("from", days.from());
    parameters.put("to", days.to());
    parameters.put("until", days.until(today));
    parameters.put("class", request.classes().stream().findFirst().orElse(null));
    parameters.put("classes", request.classes().toArray(String[]::new));
    parameters.put("levels", request.levels().stream().map(Short::valueOf).toArray(Short[]::new));
    parameters.put("name", request.name());
    parameters.put("nameStatuses", request.nameStatuses().toArray(String[]::new));
    Set<UUID> candidates = candidates(at.phase());
    if (candidates != null) {
      parameters.put("candidates", candidates.toArray(UUID[]::new));
    }
    return parameters;
  }
}

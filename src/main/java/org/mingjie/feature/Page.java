package org.mingjie.feature;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which features an answer holds; what they are is read while they are written.
 *
 * @param next where the following page begins; null at the end
 * @param matched features that the request matches over all pages; null where counting them would cost too much
 * @param estimate about how many there are where they are not counted; null where nothing can be said in honesty
 */
record Page(List<Key> keys, @Nullable Position next, @Nullable Long matched, @Nullable Long estimate) {

  /**
   * A feature before it is read.
   *
   * @param division the unit, in the collection of divisions
   * @param day of which it is told
   * @param bytes size of its geometry as stored
   */
  record Key(Position at, UUID place, @Nullable UUID division, LocalDate day, long bytes) {}
}

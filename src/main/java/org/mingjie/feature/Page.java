package org.mingjie.feature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which features an answer holds; their geometry and the divisions around them are read while they are written.
 *
 * @param next where the following page begins; null at the end
 * @param matched features that the request matches over all pages; null where counting them would cost too much
 * @param estimate about how many there are where they are not counted; null where nothing can be said in honesty
 */
record Page(List<Found> features, @Nullable Position next, @Nullable Long matched, @Nullable Long estimate) {}

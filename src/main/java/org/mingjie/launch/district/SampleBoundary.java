package org.mingjie.launch.district;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.LineString;

/**
 * A border line between two units, drawn once at the highest level it divides.
 *
 * @param level  2 prefecture, 3 county, 4 township, 5 village
 * @param left   official code of the unit on the left in the direction of the line
 * @param right  official code on the right, null beyond the prefecture
 * @param name   conventional name of short names (青白线), null below county level
 * @param county for the outer line the county inside it, else null
 * @param line   EPSG:4490
 */
public record SampleBoundary(int level, String left, @Nullable String right, @Nullable String name, @Nullable String county, LineString line) {}

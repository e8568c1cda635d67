/**
 * Coordinates: reference systems and datums (EPSG, Gauss-Krueger, GCJ-02), checks of geometry, distances.
 * Bottom floor: uses no other module.
 */
@NullMarked
@ApplicationModule(displayName = "Geometry 几何", allowedDependencies = {})
package org.mingjie.geometry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

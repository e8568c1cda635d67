/**
 * The registry 地名库: places, their names, spellings, readings, geometries, sources and history.
 * Uses the divisions and the floors below.
 */
@NullMarked
@ApplicationModule(displayName = "Place 地名", allowedDependencies = {"problem", "condition", "geometry", "time", "access", "document", "division", "romanization"})
package org.mingjie.place;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

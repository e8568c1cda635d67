/**
 * OGC API - Features (OGC 17-069r4) under {@code /ogc}: what the registry holds today as collections of features.
 * Reads only: the registry's tables, and the index of names that the search keeps.
 */
@NullMarked
@ApplicationModule(displayName = "Feature 要素服务", allowedDependencies = {"problem", "condition", "geometry", "time", "romanization", "place", "cartography", "tile"})
package org.mingjie.feature;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

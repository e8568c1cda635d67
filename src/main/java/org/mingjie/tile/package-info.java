/** Vector tiles and the map's read models, which follow the registry in the same transaction. */
@NullMarked
@ApplicationModule(displayName = "Tile 瓦片", allowedDependencies = {"problem", "condition", "access", "geometry", "time", "division", "cartography", "place"})
package org.mingjie.tile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** How maps look: hill shading and, later, the style shared with print. */
@NullMarked
@ApplicationModule(displayName = "Cartography 制图", allowedDependencies = {"geometry"})
package org.mingjie.cartography;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

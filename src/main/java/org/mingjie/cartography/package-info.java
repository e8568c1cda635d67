/** How maps look: hill shading, the style for other programs and, later, for print. */
@NullMarked
@ApplicationModule(displayName = "Cartography 制图", allowedDependencies = {"geometry"})
package org.mingjie.cartography;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

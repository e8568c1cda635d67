/** Public pages: places at their own addresses, what the site says of itself, what the viewer may draw. */
@NullMarked
@ApplicationModule(displayName = "Publication 公众服务",
    allowedDependencies = {"problem", "condition", "access", "time", "division", "place", "cartography", "search", "correction"})
package org.mingjie.publication;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

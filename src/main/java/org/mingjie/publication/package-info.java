/** Public pages: the viewer, what the site says of itself. */
@NullMarked
@ApplicationModule(displayName = "Publication 公众服务",
    allowedDependencies = {"time", "division", "place", "cartography", "search"})
package org.mingjie.publication;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

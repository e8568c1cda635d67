/** Finding places by what people type. The index follows the registry in the same transaction. */
@NullMarked
@ApplicationModule(displayName = "Search 检索", allowedDependencies = {"problem", "geometry", "time", "romanization", "division", "place"})
package org.mingjie.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Import with a report, and export: profiles, file formats, checks row by row, staging. Uses the registry below it. */
@NullMarked
@ApplicationModule(displayName = "Exchange 数据交换",
    allowedDependencies = {"problem", "repeat", "geometry", "time", "access", "document", "division", "cartography", "romanization", "place", "desk"})
package org.mingjie.exchange;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

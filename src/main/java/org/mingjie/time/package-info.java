/** Periods, the legal day and identifiers that carry their time. Bottom floor: uses no other module. */
@NullMarked
@ApplicationModule(displayName = "Time 时间", allowedDependencies = {})
package org.mingjie.time;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

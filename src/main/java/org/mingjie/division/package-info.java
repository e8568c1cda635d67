/**
 * Administrative divisions 行政区划: units, their codes, periods and succession, worked out from all lists on file.
 * Uses geometry and time.
 */
@NullMarked
@ApplicationModule(displayName = "Division 行政区划", allowedDependencies = {"geometry", "time", "access"})
package org.mingjie.division;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

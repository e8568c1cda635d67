/** Error reports 纠错: what the public says is wrong, who answers it, how the reporter learns of it. */
@NullMarked
@ApplicationModule(displayName = "Correction 纠错", allowedDependencies = {"problem", "time", "access", "desk"})
package org.mingjie.correction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

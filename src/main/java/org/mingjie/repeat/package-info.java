/** Requests that are sent again: by their Idempotency-Key they are known, done once and answered as the first time. Bottom floor. */
@NullMarked
@ApplicationModule(displayName = "Repeat 重发", allowedDependencies = {"problem"})
package org.mingjie.repeat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

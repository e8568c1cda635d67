/** What a client is told when a request cannot be answered: problem documents (RFC 9457) in Chinese. Bottom floor: uses no other module but time. */
@NullMarked
@ApplicationModule(displayName = "Problem 出错答复", allowedDependencies = {"time"})
package org.mingjie.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

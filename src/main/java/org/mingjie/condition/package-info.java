/** Conditional requests (RFC 9110, 13): the tags of answers compared with those that a client names. Bottom floor. */
@NullMarked
@ApplicationModule(displayName = "Condition 条件请求", allowedDependencies = {})
package org.mingjie.condition;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Queries that found nothing 查不到的名称: counted without a trace of who asked, settled by place-name clerks. */
@NullMarked
@ApplicationModule(displayName = "Unfound 查不到的名称", allowedDependencies = {"problem", "time", "access", "desk", "search", "place"})
package org.mingjie.unfound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

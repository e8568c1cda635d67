/** What whoever keeps the server is told of it: its health in plain words and its settings. */
@NullMarked
@ApplicationModule(displayName = "Operation 运行", allowedDependencies = {"access", "time", "search", "tile"})
package org.mingjie.operation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** The desk: what waits for whom, and the pages for people who sign in. Other modules tell of their work through beans of WaitingWork. */
@NullMarked
@ApplicationModule(displayName = "Desk 工作台", allowedDependencies = {"access", "time"})
package org.mingjie.desk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Start-up: the embedded database and its checks, the database roles and pools, the command line and the
 * fictional sample district. Top floor: it may use every module and none uses it.
 */
@NullMarked
@ApplicationModule(displayName = "Launch 启动")
package org.mingjie.launch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

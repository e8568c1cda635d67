/** Accounts, roles, jurisdictions and the audit. Bottom floor: uses no other module but time and problem. */
@NullMarked
@ApplicationModule(displayName = "Access 访问", allowedDependencies = {"time", "problem"})
package org.mingjie.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

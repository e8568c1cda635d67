/** Accounts, roles, jurisdictions and the audit. Bottom floor: uses no other module but time, problem, condition and repeat. */
@NullMarked
@ApplicationModule(displayName = "Access 访问", allowedDependencies = {"time", "problem", "condition", "repeat"})
package org.mingjie.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

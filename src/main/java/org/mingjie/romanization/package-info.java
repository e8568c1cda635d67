/** How names sound: search readings of Chinese names. Uses no other module. */
@NullMarked
@ApplicationModule(displayName = "Romanization 拼写", allowedDependencies = {})
package org.mingjie.romanization;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

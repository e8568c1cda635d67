/** Files behind one door: originals by the hash of their content. */
@NullMarked
@ApplicationModule(displayName = "Document 文件", allowedDependencies = {"time", "access"})
package org.mingjie.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

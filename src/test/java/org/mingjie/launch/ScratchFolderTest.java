package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** {@code server.tomcat.basedir}; that the next start empties it is told by LauncherBuildTest. */
class ScratchFolderTest extends RegistryTest {

  @Autowired private ServletContext servlets;
  @Value("${mingjie.home}") private Path home;

  @Test
  void theServerKeepsItsScratchFilesInAFolderOfTheDataFolderThatIsAlwaysTheSame() {
    assertThat(((File) servlets.getAttribute(ServletContext.TEMPDIR)).toPath()).startsWith(home.resolve("scratch/tomcat-0"));
  }
}

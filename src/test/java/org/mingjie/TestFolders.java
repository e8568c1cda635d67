package org.mingjie;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;

/** Temporary folders of tests; they go when the last application context has closed, at the end of the JVM. */
public final class TestFolders {

  private TestFolders() {}

  public static Path create(String prefix) {
    try {
      Path folder = Files.createTempDirectory(prefix);
      SpringApplication.getShutdownHandlers().add(() -> delete(folder));
      return folder;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

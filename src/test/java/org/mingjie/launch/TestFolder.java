package org.mingjie.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder that other users may pass through: as root the server runs as {@code postgres}. */
record TestFolder(Path path) implements AutoCloseable {

  static TestFolder create() {
    try {
      Path folder = Files.createTempDirectory("mingjie-test");
      return new TestFolder(Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x")));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

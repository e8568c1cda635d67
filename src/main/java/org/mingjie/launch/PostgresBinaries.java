package org.mingjie.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine's own PostgreSQL programs that have PostGIS beside them.
 *
 * @param bin folder of {@code initdb} and {@code postgres}
 * @param major major version, at least {@link #OLDEST}
 */
record PostgresBinaries(Path bin, int major) {

  static final int OLDEST = 15;
  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
  private static final Path EXTENSIONS = Path.of("/usr/share/postgresql");

  /** The newest usable version, in the layout of Debian and Ubuntu. */
  static Optional<PostgresBinaries> find() {
    if (!Files.isDirectory(EXTENSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(EXTENSIONS)) {
      return versions
          .filter(v -> v.getFileName().toString().matches("\\d+"))
          .filter(v -> Files.exists(v.resolve("extension/postgis.control")))
          .map(v -> Integer.parseInt(v.getFileName().toString()))
          .filter(major -> major >= OLDEST)
          .map(major -> new PostgresBinaries(PROGRAMS.resolve(major + "/bin"), major))
          .filter(found -> Files.isExecutable(found.bin.resolve("postgres")))
          .max(Comparator.comparingInt(PostgresBinaries::major));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}

package org.mingjie.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real {@code ./mingjie} in a small project of its own, on a machine whose programs are known: the system's
 * tools without Java, Maven, Node and apt, and fakes of those that write down how they were called.
 */
final class Launcher implements AutoCloseable {

  record Outcome(int exitCode, String output) {}

  private static final List<String> NOT_FROM_THE_SYSTEM = List.of(
      "java", "javac", "mvn", "node", "npm", "apt-get", "apt-cache", "sudo", "ogr2ogr", "id");

  private final TestFolder folder = TestFolder.create();
  private final Map<String, String> environment = new HashMap<>();

  private Launcher() {}

  /** A machine that has everything, used by an ordinary user who may not become root. */
  static Launcher onAFullMachine() {
    Launcher launcher = new Launcher();
    launcher.makeProject();
    launcher.linkSystemTools();
    launcher.fake("id", "case $1 in -u) echo 1000 ;; -un) echo officer ;; *) exit 1 ;; esac");
    launcher.fake("sudo", "exit 1");
    launcher.fake("apt-get", "exit 100");
    launcher.fake("apt-cache", "exit 100");
    launcher.fake("ogr2ogr", "exit 0");
    launcher.fake("node", "echo 20");
    launcher.fake("npm", "exit 0");
    launcher.fake("javac", "exit 0");
    launcher.fake("java", """
        case "$*" in
          -version) echo 'openjdk version "17.0.9" 2023-10-17' >&2 ;;
          *jarmode=tools*) for last; do :; done; mkdir -p "$last/lib"; cp "$3" "$last/" ;;
        esac""");
    launcher.fake("mvn", "mkdir -p target; date +%N > target/mingjie.jar");
    launcher.environment.put("PATH", launcher.folder.resolve("fakes") + ":" + launcher.folder.resolve("tools"));
    launcher.environment.put("HOME", launcher.folder.path().toString());
    launcher.environment.put("MINGJIE_HOME", launcher.data().toString());
    launcher.environment.put("MINGJIE_PORT", Integer.toString(freePort()));
    launcher.environment.put("LANG", "C.UTF-8");
    launcher.environment.put("CALLS", launcher.folder.resolve("calls").toString());
    return launcher;
  }

  Path root() {
    return folder.resolve("project");
  }

  Path data() {
    return folder.resolve("data");
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  Launcher with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Replaces a program by a shell script that first writes its call down. */
  Launcher fake(String program, String script) {
    Path file = folder.resolve("fakes").resolve(program);
    write(file, "#!/bin/sh\nprintf '%s\\n' \"" + program + " $*\" >> \"$CALLS\"\n" + script + "\n");
    makeExecutable(file);
    return this;
  }

  /** The machine has no such program. */
  Launcher without(String... programs) {
    try {
      for (String program : programs) {
        Files.deleteIfExists(folder.resolve("fakes").resolve(program));
      }
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** As the user that the tests themselves run as, who may be root. */
  Launcher asOurselves() {
    return fake("id", "PATH=/usr/bin:/bin; exec id \"$@\"");
  }

  Outcome run(String... arguments) {
    return runProgram(root().resolve("mingjie"), arguments);
  }

  /** The launcher of another folder, such as an unpacked bundle. */
  Outcome runProgram(Path launcher, String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return execute(command);
  }

  /** Runs a few lines of shell inside the launcher, after all its parts are read. */
  Outcome inside(String lines) {
    String script = "set -eu\nROOT=" + root() + "\nLAUNCHER=$ROOT/src/main/launcher\n"
        + "for part in \"$LAUNCHER\"/*.sh; do . \"$part\"; done\n" + lines;
    return execute(List.of("sh", "-c", script));
  }

  private Outcome execute(List<String> command) {
    try {
      Files.deleteIfExists(folder.resolve("calls"));
      Path output = folder.resolve("output");
      ProcessBuilder builder = new ProcessBuilder(command)
          .directory(folder.path().toFile())
          .redirectErrorStream(true)
          .redirectOutput(output.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " did not end:\n" + Files.readString(output));
      }
      return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  /** Calls of the named fake in the last run, one line each. */
  List<String> calls(String program) {
    try {
      Path calls = folder.resolve("calls");
      return Files.notExists(calls) ? List.of()
          : Files.readAllLines(calls).stream().filter(c -> c.startsWith(program + " ")).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static void makeExecutable(Path file) {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void makeProject() {
    try {
      Path parts = root().resolve("src/main/launcher");
      Files.createDirectories(parts);
      Files.copy(Path.of("mingjie"), root().resolve("mingjie"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      Files.copy(Path.of("LICENSE"), root().resolve("LICENSE"));
      try (Stream<Path> files = Files.list(Path.of("src/main/launcher"))) {
        for (Path file : files.toList()) {
          Files.copy(file, parts.resolve(file.getFileName()));
        }
      }
      write(root().resolve("pom.xml"), "<project/>\n");
      write(root().resolve("migrations/V1__one.sql"), "SELECT 1;\n");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void linkSystemTools() {
    Path tools = folder.resolve("tools");
    try {
      Files.createDirectories(tools);
      for (String place : new String[] {"/usr/bin", "/bin", "/usr/sbin", "/sbin"}) {
        try (Stream<Path> programs = Files.list(Path.of(place))) {
          for (Path program : programs.toList()) {
            Path link = tools.resolve(program.getFileName());
            if (!NOT_FROM_THE_SYSTEM.contains(program.getFileName().toString()) && Files.notExists(link)) {
              Files.createSymbolicLink(link, program);
            }
          }
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static int freePort() {
    try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}

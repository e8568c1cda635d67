package org.mingjie.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A private PostgreSQL cluster with PostGIS in a folder of ours, run from the machine's own programs.
 *
 * <p>It listens on the loopback address only, asks every connection for a scram-sha-256 password and
 * ends with this process, even after {@code kill -9}: the kernel sends the postmaster a fast shutdown
 * when the keeper thread disappears (see {@code launch/postgres.sh}).
 */
final class EmbeddedPostgres implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private final int port;
  private final Process server;

  private EmbeddedPostgres(int port, Process server) {
    this.port = port;
    this.server = server;
  }

  /**
   * Starts the cluster, making it first where there is none, and waits until it takes connections.
   *
   * @param data folder of the cluster; made if absent
   * @param superuserPassword file with the password of {@code mingjie_super}, mode 0600
   * @param durable false only for throw-away clusters of tests: no fsync, no checksums
   * @throws StartRefused with the log's last lines if the server does not come up
   */
  static EmbeddedPostgres start(
      PostgresBinaries binaries, Path data, Path superuserPassword, Path log, boolean durable) {
    int port = freePort();
    List<String> command = new ArrayList<>(List.of("sh", "-c", script(), "sh"));
    command.addAll(List.of(
        binaries.bin().toString(), data.toAbsolutePath().toString(), Integer.toString(port),
        superuserPassword.toAbsolutePath().toString(), durable ? "" : "test"));
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process server = keep(builder);
    awaitReady(data.resolve("postmaster.pid"), server, log);
    return new EmbeddedPostgres(port, server);
  }

  int port() {
    return port;
  }

  long pid() {
    return server.pid();
  }

  /** Fast shutdown: open transactions are rolled back, data are flushed. */
  @Override
  public void close() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
      if (!server.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("PostgreSQL " + server.pid() + " did not stop within " + STOP_LIMIT);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** The kernel's parent-death signal follows the thread that forked, so that thread must stay alive. */
  private static Process keep(ProcessBuilder builder) {
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread keeper = new Thread(() -> {
      try {
        Process process = builder.start();
        started.complete(process);
        process.waitFor();
      } catch (IOException failed) {
        started.completeExceptionally(failed);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }, "postgres-keeper");
    keeper.setDaemon(true);
    keeper.start();
    return started.join();
  }

  private static void awaitReady(Path pidFile, Process server, Path log) {
    Instant limit = Instant.now().plus(START_LIMIT);
    while (!isReady(pidFile, server.pid())) {
      if (!server.isAlive() || Instant.now().isAfter(limit)) {
        server.destroy();
        throw new StartRefused(
            "数据库没有启动，日志末尾：\n" + tail(log), "看完整日志：less " + log);
      }
      sleep();
    }
  }

  /** Line 1 is the postmaster's pid, line 8 its state (PostgreSQL, miscadmin.h, LOCK_FILE_LINE_PM_STATUS). */
  private static boolean isReady(Path pidFile, long pid) {
    try {
      List<String> lines = Files.readAllLines(pidFile);
      return lines.size() > 7
          && lines.get(0).equals(Long.toString(pid))
          && lines.get(7).startsWith("ready");
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL was starting", stop);
    }
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException none) {
      return "(" + log + " 读不到)";
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  private static String script() {
    try (InputStream in = EmbeddedPostgres.class.getResourceAsStream("/launch/postgres.sh")) {
      return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}

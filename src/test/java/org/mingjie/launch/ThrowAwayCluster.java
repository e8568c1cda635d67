package org.mingjie.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;

/** A PostGIS cluster for tests in a temporary folder: unsafe against power cuts, gone when closed. */
public final class ThrowAwayCluster implements AutoCloseable {

  public static final String SUPERUSER = "mingjie_super";

  private final TestFolder folder;
  private final String password;
  private final EmbeddedPostgres server;

  private ThrowAwayCluster(TestFolder folder, String password, EmbeddedPostgres server) {
    this.folder = folder;
    this.password = password;
    this.server = server;
  }

  /** Starts one from the machine's own PostgreSQL; empty where that or its PostGIS is missing. */
  public static Optional<ThrowAwayCluster> tryStart() {
    return PostgresBinaries.find().map(ThrowAwayCluster::start);
  }

  private static ThrowAwayCluster start(PostgresBinaries binaries) {
    TestFolder folder = TestFolder.create();
    try {
      String password = UUID.randomUUID().toString();
      Path passwordFile = Files.createFile(folder.resolve("password"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(passwordFile, password + "\n");
      EmbeddedPostgres server = EmbeddedPostgres.start(
          binaries, folder.resolve("database"), passwordFile, folder.resolve("database.log"), false);
      return new ThrowAwayCluster(folder, password, server);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public int port() {
    return server.port();
  }

  /** JDBC URL of a database, signed in as superuser. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s".formatted(port(), database, SUPERUSER, password);
  }

  @Override
  public void close() {
    server.close();
    folder.close();
  }
}

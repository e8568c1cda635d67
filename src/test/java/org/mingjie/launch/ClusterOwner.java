package org.mingjie.launch;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that owns a durable cluster until it is killed or its standard input ends. */
final class ClusterOwner {

  private ClusterOwner() {}

  /** @param arguments data folder, password file, log; writes port and pid of the server, separated by a space */
  public static void main(String[] arguments) throws IOException {
    EmbeddedPostgres server = EmbeddedPostgres.start(PostgresBinaries.find().orElseThrow(),
        Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), true);
    System.out.println(server.port() + " " + server.pid());
    while (System.in.read() >= 0) {
      // the test that started us still lives
    }
    server.close();
  }
}

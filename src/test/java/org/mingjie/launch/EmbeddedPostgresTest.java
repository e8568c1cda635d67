package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TestFolder folder;
  private Home home;

  @BeforeEach
  void openHome() {
    folder = TestFolder.create();
    home = Home.open(folder.resolve("home"));
  }

  @AfterEach
  void leaveNothing() throws Exception {
    try {
      awaitNoServer();
    } finally {
      kill(serverProcesses().stream().mapToLong(Long::longValue).toArray());
      folder.close();
    }
  }

  @Test
  void firstStartMakesAClusterThatKeepsItsDataAndItsSecrets() throws SQLException {
    try (EmbeddedPostgres server = start()) {
      assertThat(query(server.port(), "SHOW data_checksums")).isEqualTo("on");
      assertThat(query(server.port(), "SHOW fsync")).isEqualTo("on");
      assertThat(query(server.port(), "SHOW full_page_writes")).isEqualTo("on");
      assertThat(query(server.port(), "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(query(server.port(), "SELECT DISTINCT auth_method FROM pg_hba_file_rules")).isEqualTo("scram-sha-256");
    }
  }

  @Test
  void refusesAConnectionWithoutTheRightPassword() {
    try (EmbeddedPostgres server = start()) {
      assertThatThrownBy(() -> DriverManager.getConnection(url(server.port()), "mingjie_super", null))
          .isInstanceOf(SQLException.class).hasMessageContaining("SCRAM");
      assertThatThrownBy(() -> DriverManager.getConnection(url(server.port()), "mingjie_super", "guess"))
          .isInstanceOf(SQLException.class).hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void listensOnTheLoopbackAddressOnly() throws IOException, SQLException {
    try (EmbeddedPostgres server = start()) {
      assertThat(query(server.port(), "SHOW unix_socket_directories")).isEmpty();
      List<InetAddress> others = NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
          .toList();
      for (InetAddress other : others) {
        assertThatThrownBy(() -> connect(other, server.port())).as("%s", other).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void secretsAreForTheOwnerAlone() throws IOException {
    DatabaseSettings settings = new DatabaseSettings(home.root(), null, 2, true);
    try (DatabaseServer server = DatabaseServer.open(settings, false);
        Stream<Path> secrets = Files.list(home.root().resolve("secret"))) {
      assertThat(secrets).hasSizeGreaterThan(3).allSatisfy(secret ->
          assertThat(Files.getPosixFilePermissions(secret)).isEqualTo(PosixFilePermissions.fromString("rw-------")));
      assertThat(Files.getPosixFilePermissions(home.root().resolve("secret")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(server.access().url()).startsWith("jdbc:postgresql://127.0.0.1:");
    }
  }

  @Test
  void stopsWithItsOwner() throws Exception {
    Owner owner = startOwner();
    assertThat(serverProcesses()).contains(owner.serverPid());
    owner.process().destroy();
    owner.process().waitFor();
    awaitNoServer();
  }

  @Test
  void committedRowsOutliveKillOfTheOwner() throws Exception {
    Owner owner = startOwner();
    insert(owner.port());
    kill(owner.process().pid());
    awaitNoServer();
    assertRowIsThere();
  }

  @Test
  void committedRowsOutliveKillOfOwnerAndServerAtOnce() throws Exception {
    Owner owner = startOwner();
    insert(owner.port());
    kill(owner.serverPid(), owner.process().pid());
    assertRowIsThere();
  }

  @Test
  void endsABusyProcessOfAKilledServerBeforeItStarts() throws Exception {
    Owner owner = startOwner();
    insert(owner.port());
    long busy = startBusyQuery(owner.port());
    kill(owner.serverPid(), owner.process().pid());
    assertThat(serverProcesses()).contains(busy);
    try (EmbeddedPostgres server = start()) {
      assertThat(serverProcesses()).doesNotContain(busy).contains(server.pid());
      assertThat(query(server.port(), "SELECT name FROM kept")).isEqualTo("石桥村");
    }
  }

  @Test
  void passesOverAPidFileOfADeadOrAForeignProcess() throws Exception {
    start().close();
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    for (long stale : new long[] {dead.pid(), ProcessHandle.current().pid()}) {
      Files.writeString(home.database().resolve("postmaster.pid"), stale + "\n" + home.database() + "\n0\n1\n");
      try (EmbeddedPostgres server = start()) {
        assertThat(query(server.port(), "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void secondStartIsToldWhoRunsAndCommandsShareTheDatabase() throws SQLException {
    DatabaseSettings settings = new DatabaseSettings(home.root(), null, 2, true);
    try (DatabaseServer first = DatabaseServer.open(settings, false)) {
      assertThatThrownBy(() -> DatabaseServer.open(settings, false))
          .isInstanceOf(StartRefused.class).hasMessageContaining("正在启动或停止");
      first.tell("run", "http://127.0.0.1:8080/");
      assertThatThrownBy(() -> DatabaseServer.open(settings, false))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("名界已经在运行：http://127.0.0.1:8080/")
          .extracting(refused -> ((StartRefused) refused).remedy()).asString()
          .contains("kill " + ProcessHandle.current().pid());
      try (DatabaseServer command = DatabaseServer.open(settings, true)) {
        assertThat(command.access()).isEqualTo(first.access());
      }
      assertThat(query(port(first.access().url()), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void rootCanKeepDataWherePostgresMayNotEnter() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root changes the user");
    assumeTrue(new ProcessBuilder("unshare", "--user", "true").start().waitFor() == 0, "no user namespaces here");
    Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwx------"));
    try (EmbeddedPostgres server = start()) {
      assertThat(query(server.port(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void tellsWhyAServerDoesNotStart() throws IOException {
    start().close();
    Files.writeString(home.database().resolve("postgresql.conf"), "no_such_setting = 1\n");
    assertThatThrownBy(this::start).isInstanceOf(StartRefused.class).hasMessageContaining("no_such_setting");
  }

  private record Owner(Process process, int port, long serverPid) {}

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(PostgresBinaries.find().orElseThrow(), home.database(),
        home.secretFile("mingjie_super"), home.databaseLog(), true);
  }

  private Owner startOwner() throws IOException {
    Process process = new ProcessBuilder(
        ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1",
        "-cp", System.getProperty("java.class.path"), ClusterOwner.class.getName(),
        home.database().toString(), home.secretFile("mingjie_super").toString(), home.databaseLog().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    BufferedReader out = process.inputReader();
    String[] told = out.readLine().split(" ");
    return new Owner(process, Integer.parseInt(told[0]), Long.parseLong(told[1]));
  }

  private void insert(int port) throws SQLException {
    try (Connection connection = connection(port); Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT '石桥村' AS name");
    }
  }

  private void assertRowIsThere() throws SQLException {
    try (EmbeddedPostgres server = start()) {
      assertThat(query(server.port(), "SELECT name FROM kept")).isEqualTo("石桥村");
    }
  }

  /** A query that never waits, so that it does not notice the death of its server. @return pid of its process */
  private long startBusyQuery(int port) throws SQLException {
    Connection connection = connection(port);
    long pid = Long.parseLong(query(connection, "SELECT pg_backend_pid()"));
    CompletableFuture.runAsync(() -> {
      try (connection; Statement statement = connection.createStatement()) {
        statement.execute("DO $$ BEGIN LOOP END LOOP; END $$");
      } catch (SQLException killed) {
        // as intended
      }
    });
    return pid;
  }

  private String query(int port, String query) throws SQLException {
    try (Connection connection = connection(port)) {
      return query(connection, query);
    }
  }

  private static String query(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private Connection connection(int port) throws SQLException {
    return DriverManager.getConnection(url(port), "mingjie_super", home.secret("mingjie_super"));
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private static int port(String url) {
    return Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
  }

  private static void connect(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
    }
  }

  private static void kill(long... pids) throws IOException, InterruptedException {
    String[] command = Stream.concat(Stream.of("kill", "-KILL"), java.util.Arrays.stream(pids).mapToObj(Long::toString))
        .toArray(String[]::new);
    new ProcessBuilder(command).start().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Living processes of the server: they work in the data folder; the dead that nobody has buried have no folder. */
  private List<Long> serverProcesses() {
    return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(this::worksInDatabase).toList();
  }

  private boolean worksInDatabase(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).equals(home.database().toRealPath());
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  private void awaitNoServer() {
    Instant limit = Instant.now().plus(PATIENCE);
    while (!serverProcesses().isEmpty()) {
      assertThat(Instant.now()).as("processes %s still run", serverProcesses()).isBefore(limit);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }
}

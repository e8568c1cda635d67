package org.mingjie.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mingjie.TestDatabase;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The command as a process of its own, killed without warning while it writes. */
class KilledImportTest {

  private static final String COUNT = "SELECT (SELECT count(*) FROM app.place) + (SELECT count(*) FROM app.attestation) "
      + "+ (SELECT count(*) FROM app.source) + (SELECT count(*) FROM app.place_search)";

  @TempDir private Path folder;
  private final String url = TestDatabase.freshUrl();
  private final LostRuns server = new LostRuns(database());

  private Process start(Path list) throws Exception {
    ProcessBuilder command = new ProcessBuilder("env", "--default-signal=INT",   // a test run in the background is deaf to it
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "org.mingjie.Mingjie",
        "import", "--profile", "villages-2016", list.toString()).redirectErrorStream(true);
    command.environment().put("MINGJIE_DATABASE_URL", url);
    command.environment().put("MINGJIE_HOME", folder.resolve("home").toString());
    return command.start();
  }

  private long rows() throws Exception {
    try (Connection connection = DriverManager.getConnection(url); ResultSet row = connection.createStatement().executeQuery(COUNT)) {
      row.next();
      return row.getLong(1);
    }
  }

  private Path manyTownships() throws Exception {
    StringBuilder list = new StringBuilder(Importing.VILLAGES).append("430000000000,,湖南省,province,f,f,,\n");
    for (int i = 0; i < 30_000; i++) {
      list.append("43%04d%03d000,430000000000,第%d镇,town,f,f,,\n".formatted(2000 + i / 900, 100 + i % 900, i));
    }
    return Files.writeString(folder.resolve("list.csv"), list);
  }

  private static BufferedReader outputOf(Process process) {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void awaitTheWriting(BufferedReader out) throws Exception {
    String line = out.readLine();
    while (line != null && !line.contains("写入地名")) {
      line = out.readLine();
    }
    assertThat(line).as("the import reached the writing").isNotNull();
  }

  private JdbcClient database() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setCurrentSchema("app,public");
    return JdbcClient.create(source);
  }

  private String told(String query) {
    return database().sql(query).query(String.class).single();
  }

  /** As a server does from time to time. */
  private void look(int times) {
    for (int i = 0; i < times; i++) {
      server.look();
    }
  }

  private void awaitTheEndOfItsSession() throws InterruptedException {
    for (int i = 0; i < 100 && !told("SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND classid = " + LostRuns.LOCKS).equals("0"); i++) {
      Thread.sleep(100);
    }
  }

  @Test
  void ctrlCPutsEverythingBackAndSaysSo() throws Exception {
    Process command = start(manyTownships());
    try (BufferedReader out = outputOf(command)) {
      awaitTheWriting(out);
      new ProcessBuilder("kill", "-INT", Long.toString(command.pid())).start().waitFor();
      assertThat(out.lines().toList()).last().asString().isEqualTo("导入已取消，没有写入任何内容");
    }
    assertThat(command.waitFor()).isEqualTo(130);
    assertThat(rows()).isZero();
  }

  @Test
  void kill9InTheMiddleLeavesNothingAndTheNextRunGoesThrough() throws Exception {
    Path file = manyTownships();
    Process first = start(file);
    try (BufferedReader out = outputOf(first)) {
      awaitTheWriting(out);
      look(3);
      assertThat(told("SELECT state FROM import_run")).as("it is at work").isEqualTo("running");
      first.destroyForcibly();
    }
    assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(rows()).isZero();
    awaitTheEndOfItsSession();
    look(1);
    assertThat(told("SELECT state FROM import_run")).as("seen once without its lock").isEqualTo("running");
    look(1);
    assertThat(told("SELECT state || ' ' || message FROM import_run WHERE ended_at IS NOT NULL")).startsWith("failed ").contains("重新导入同样的文件");

    Process second = start(file);
    String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(second.waitFor()).as(said).isZero();
    assertThat(said).contains("accepted ", "rejected 0");
    assertThat(rows()).isGreaterThan(60_000);
  }
}

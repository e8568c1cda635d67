package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.exchange.ExportService;

/** What the launcher says when it cannot start: one message with the command that mends it, and nothing changed. */
class LauncherTest {

  private final Launcher launcher = Launcher.onAFullMachine();
  private final Interruption interruption = new Interruption();

  @AfterEach
  void close() {
    interruption.close();
    launcher.close();
  }

  @Test
  void explainsItselfWhenNothingIsAsked() {
    Launcher.Outcome outcome = launcher.run();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output()).contains("./mingjie 命令", "run ", "test ", "import ", "export ", "backup ", "restore ", "verify-audit ", "bundle ", "bench ", "MINGJIE_HOME",
        "MINGJIE_PORT", "MINGJIE_ADDRESS", "MINGJIE_MANAGEMENT_PORT", "MINGJIE_DATABASE_URL", "MINGJIE_JAVA", "MINGJIE_MEMORY_MB",
        "MINGJIE_START_SAMPLE", "MINGJIE_REFERENCE_DATA", "MINGJIE_TRUSTED_PROXIES");
    assertThat(launcher.run("help")).isEqualTo(outcome);
  }

  @Test
  void answersAnUnknownWordWithTheHelp() {
    assertRefused(launcher.run("fly"), "没有“fly”这个命令", "用法：./mingjie", "改法：./mingjie help");
  }

  @Test
  void nationalTestsWantTheirData() {
    assertRefused(launcher.run("test", "--national"), "MINGJIE_REFERENCE_DATA=/数据/文件夹 ./mingjie test --national");
    launcher.with("MINGJIE_REFERENCE_DATA", "/nowhere");
    assertRefused(launcher.run("test", "--national"), "不是文件夹");
    assertRefused(launcher.run("test", "--fast"), "没有“--fast”这个选项");
    assertThat(launcher.calls("mvn")).isEmpty();
  }

  @Test
  void saysThatThePortIsTakenAndNamesAFreeOne() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      launcher.with("MINGJIE_PORT", Integer.toString(taken.getLocalPort()));
      assertRefused(launcher.run("run"), "端口 " + taken.getLocalPort() + " 已被别的程序占用", "./mingjie run");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MINGJIE_MEMORY_MB=abc", "MINGJIE_MEMORY_MB=10", "MINGJIE_MEMORY_MB=99999999999", "MINGJIE_START_SAMPLE=maybe", "MINGJIE_ADDRESS=192.0.2.7"})
  void refusesASettingThatCannotBeBeforeAnythingIsStarted(String setting) {
    String[] parts = setting.split("=");
    assertRefused(launcher.with(parts[0], parts[1]).run("run"), setting, "unset " + parts[0]);
  }

  @Test
  void neverAdvisesThePortOfTheManagement() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      launcher.with("MINGJIE_PORT", Integer.toString(port)).with("MINGJIE_MANAGEMENT_PORT", Integer.toString(port + 1));
      assertThat(launcher.run("run").output()).contains("MINGJIE_PORT=").doesNotContain("MINGJIE_PORT=" + (port + 1) + " ");
    }
  }

  @Test
  void refusesAManagementPortThatIsTakenOrNone() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      launcher.with("MINGJIE_MANAGEMENT_PORT", Integer.toString(taken.getLocalPort()));
      assertRefused(launcher.run("run"), "管理端口 " + taken.getLocalPort() + " 已被占用", "unset MINGJIE_MANAGEMENT_PORT");
    }
    assertRefused(launcher.with("MINGJIE_MANAGEMENT_PORT", "health").run("run"), "MINGJIE_MANAGEMENT_PORT=health 不是端口号");
  }

  @Test
  void benchmarksSayWhatTheyWant() throws Exception {
    for (String name : List.of("prepare", "import", "features", "tiles", "peers", "sizes", "clients")) {
      Process process = new ProcessBuilder("sh", Path.of("bench", name).toString()).redirectErrorStream(true).start();
      assertThat(new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)).startsWith("用法：./mingjie bench " + name);
      assertThat(process.waitFor()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "0", "65536", "808080", "-1"})
  void refusesWhatIsNoPort(String port) {
    assertRefused(launcher.with("MINGJIE_PORT", port).run("run"), "MINGJIE_PORT=" + port, "MINGJIE_PORT=8080 ./mingjie run");
  }

  @Test
  void refusesADataFolderOfAnotherUser() {
    boolean root = System.getProperty("user.name").equals("root");
    Path foreign = root ? launcher.file("foreign") : Path.of("/usr");
    Launcher.write(launcher.file("foreign/file"), "mine");
    launcher.asOurselves().with("MINGJIE_HOME", foreign.toString());
    assertRefused(launcher.run("run"), "数据文件夹 " + foreign + " 属于用户 root", "MINGJIE_HOME=/另一个/文件夹 ./mingjie run");
  }

  @Test
  void refusesADataFolderThatIsAFile() {
    Launcher.write(launcher.file("file"), "");
    assertRefused(launcher.with("MINGJIE_HOME", launcher.file("file").toString()).run("run"), "不是文件夹");
  }

  @Test
  void refusesAFullDisk() {
    launcher.with("MINGJIE_MIN_FREE_MB", "999999999");
    assertRefused(launcher.run("run"), "磁盘快满了", "至少需要 999999999 MB", "du -xh");
    assertRefused(launcher.run("import", "file.csv"), "磁盘快满了");
  }

  @Test
  void saysWhereTheRunningInstanceIs() {
    Home home = Home.open(launcher.data());
    try (InstanceLock lock = InstanceLock.tryAcquire(home).orElseThrow()) {
      String pid = Long.toString(ProcessHandle.current().pid());
      assertThat(launcher.run("run").output()).contains("另一个名界进程（" + pid + "）", "kill " + pid);
      lock.tell(new InstanceLock.Owner(ProcessHandle.current().pid(), "run", 5432, "http://127.0.0.1:8080/"));
      Launcher.Outcome outcome = launcher.run("run");
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.output()).contains("名界已经在运行：http://127.0.0.1:8080/（进程 " + pid + "，run）", "kill " + pid);
    }
  }

  @Test
  void tellsTheAdministratorWhatToInstall() {
    launcher.without("mvn", "java", "javac", "ogr2ogr");
    Launcher.Outcome outcome = launcher.with("MINGJIE_DATABASE_URL", "postgresql://u:p@db/names").run("run");
    // Java may still be found below /usr/lib/jvm
    assertRefused(outcome, "还缺软件：", "请管理员运行：sudo apt-get update && sudo apt-get install -y --no-install-recommends",
        "gdal-bin", "maven");
    assertThat(launcher.calls("apt-get")).isEmpty();
  }

  @Test
  void speaksOfPackagesWhereThereIsNoApt() {
    launcher.without("mvn", "apt-get");
    assertRefused(launcher.run("run"), "还缺软件：maven（Debian 的包名）");
  }

  @Test
  void refusesAJavaThatIsNone() {
    launcher.fake("java", "echo 'openjdk version \"11.0.2\"' >&2").with("MINGJIE_JAVA", launcher.file("fakes/java").toString());
    assertRefused(launcher.run("run"), "不是 Java 17 或更新的 java 程序", "unset MINGJIE_JAVA");
    assertRefused(launcher.with("MINGJIE_JAVA", "/nowhere/java").run("run"), "MINGJIE_JAVA=/nowhere/java");
  }

  @Test
  void listsTheBenchmarksThereAreAndRunsThem() {
    assertRefused(launcher.run("bench"), "还没有一项");
    Launcher.write(launcher.root().resolve("bench/notes.md"), "");
    Launcher.write(launcher.root().resolve("bench/tiles"), "#!/bin/sh\necho measured \"$@\"\nexit 3\n");
    Launcher.makeExecutable(launcher.root().resolve("bench/tiles"));
    assertRefused(launcher.run("bench", "flight"), "没有名为“flight”的性能测试", "现有：tiles");
    assertRefused(launcher.run("bench", "../mingjie"), "没有名为");
    assertThat(launcher.run("bench", "tiles", "--zoom", "12")).isEqualTo(new Launcher.Outcome(3, "measured --zoom 12\n"));
  }

  @Test
  void refusesAReportThatWouldReplaceAFile() {
    Launcher.write(launcher.file("my villages.csv"), "name");
    for (String report : new String[] {"my villages.csv", "my villages.csv/deeper/still", launcher.file("my villages.csv").toString()}) {
      assertRefused(launcher.run("import", "--profile", "villages-2016", "--report", report, "my villages.csv"),
          "--report 要给文件夹", "my villages.csv 是文件", "换一个文件夹");
    }
    assertThat(launcher.file("my villages.csv")).hasContent("name");
    assertThat(launcher.calls("mvn")).isEmpty();
  }

  @Test
  void refusesToExportWhereThereIsNoFolder() {
    assertRefused(launcher.run("export", "--division", "430281", "no where/liling.geojsonl.gz"),
        "没有文件夹 no where", "mkdir -p no where");
    assertRefused(launcher.run("export", "project"), "project 是文件夹", "project/places.geojsonl.gz");
    assertThat(launcher.calls("mvn")).isEmpty();
  }

  @Test
  void neverWritesOverABackup() {
    Launcher.write(launcher.file("old.tar"), "precious");
    assertRefused(launcher.run("backup", "old.tar"), "已有 old.tar", "换一个文件名");
    assertRefused(launcher.run("backup", "project"), "project 是文件夹", "project/mingjie.tar");
    assertThat(launcher.file("old.tar")).hasContent("precious");
  }

  @Test
  void refusesToImportAFolder() {
    Launcher.write(launcher.file("my lists/villages.csv"), "name");
    assertRefused(launcher.run("import", "--profile", "villages-2016", "my lists/"), "my lists/ 是文件夹", "my lists/villages.csv");
    assertThat(launcher.calls("mvn")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--frob", "--help", "-h", "--frob places.geojsonl", "--division", "--division 430281", "--division x places.geojsonl",
      "--division places.geojsonl", "places.geojson", "places.csv", "places", ".geojsonl", "a.geojsonl b.geojsonl", ""})
  void theExportRefusesWhatItDoesNotKnow(String arguments) {
    ExportService exports = mock(ExportService.class);
    assertThat(new ExportCommand(exports).run(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")), interruption)).isEqualTo(2);
    verifyNoInteractions(exports);
  }

  @Test
  void theExportTakesADivisionBeforeAndAfterTheFile() {
    ExportService exports = mock(ExportService.class);
    assertThat(new ExportCommand(exports).run(List.of("--division", "430281", "liling.geojsonl.gz"), interruption)).isZero();
    assertThat(new ExportCommand(exports).run(List.of("liling.geojsonl.gz", "--division", "430281"), interruption)).isZero();
    verify(exports, times(2)).export(eq(Path.of("liling.geojsonl.gz")), eq("430281"), any());
  }

  private void assertRefused(Launcher.Outcome outcome, String... parts) {
    assertThat(outcome.output()).contains(parts).contains("改法：");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(Files.exists(launcher.data())).as("data folder was made").isFalse();
    assertThat(Files.exists(launcher.root().resolve("target"))).as("something was built").isFalse();
  }
}

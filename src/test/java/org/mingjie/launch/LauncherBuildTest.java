package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the launcher builds, what it installs, and how it calls the program. */
class LauncherBuildTest {

  private final Launcher launcher = Launcher.onAFullMachine();

  @AfterEach
  void close() {
    launcher.close();
  }

  @Test
  void buildsAndInstallsOnceAndThenStartsWithoutMavenNpmOrApt() throws IOException {
    assertDone(launcher.run("run"));
    assertThat(launcher.calls("mvn")).containsExactly("mvn -q -B -DskipTests package");
    assertThat(programCalls()).hasSize(2).last().asString()
        .contains("-Xmx", "-Djava.io.tmpdir=" + launcher.data().resolve("scratch"), "-Dfile.encoding=UTF-8")
        .endsWith("-jar " + launcher.data().resolve("app/mingjie.jar") + " run");
    assertThat(Files.readString(launcher.data().resolve("app/stamp"))).matches("[0-9a-f]{64}\n");

    for (String program : List.of("mvn", "npm", "node", "apt-get", "sudo")) {
      launcher.fake(program, "exit 1");
    }
    assertDone(launcher.run("run"));
    assertThat(programCalls()).hasSize(1);
    for (String program : List.of("mvn", "npm", "node", "apt-get", "sudo")) {
      assertThat(launcher.calls(program)).as(program).isEmpty();
    }
  }

  @Test
  void buildsAgainWhenASourceChangesButNotForTheLauncherItself() throws IOException {
    assertDone(launcher.run("run"));
    String first = Files.readString(launcher.data().resolve("app/mingjie.jar"));
    Launcher.write(launcher.root().resolve("src/main/launcher/notes.txt"), "");
    Launcher.write(launcher.root().resolve("src/test/java/NewTest.java"), "");
    assertDone(launcher.run("run"));
    assertThat(launcher.calls("mvn")).isEmpty();

    Launcher.write(launcher.root().resolve("migrations/V2__two.sql"), "SELECT 2;\n");
    assertDone(launcher.run("run"));
    assertThat(launcher.calls("mvn")).hasSize(1);
    assertThat(Files.readString(launcher.data().resolve("app/mingjie.jar"))).isNotEqualTo(first);
    assertThat(launcher.data().resolve("app.old")).doesNotExist();
    assertThat(launcher.data().resolve("app.new")).doesNotExist();
  }

  @Test
  void buildsTheWebFirstWhereThereIsOne() {
    Launcher.write(launcher.root().resolve("web/package.json"), "{}");
    assertDone(launcher.run("run"));
    assertThat(launcher.calls("npm")).containsExactly("npm ci --no-audit --no-fund", "npm run build");
    Launcher.write(launcher.root().resolve("web/dist/index.html"), "made by the build");
    Launcher.write(launcher.root().resolve("web/node_modules/vue/index.js"), "installed by the build");
    assertDone(launcher.run("run"));
    assertThat(launcher.calls("npm")).isEmpty();
  }

  @Test
  void servesASecondDataFolderFromTheSameBuild() {
    assertDone(launcher.run("run"));
    assertDone(launcher.with("MINGJIE_HOME", launcher.file("other").toString()).run("run"));
    assertThat(launcher.calls("mvn")).isEmpty();
    assertThat(launcher.file("other").resolve("app/mingjie.jar")).exists();
  }

  @Test
  void leavesTheInstalledProgramAloneWhenABuildFails() throws IOException {
    assertDone(launcher.run("run"));
    String stamp = Files.readString(launcher.data().resolve("app/stamp"));
    launcher.fake("mvn", "echo '[ERROR] Place.java:[12,3] cannot find symbol'; exit 1");
    Launcher.write(launcher.root().resolve("pom.xml"), "<project>changed</project>\n");
    Launcher.Outcome outcome = launcher.run("run");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains("程序没有构建成功", "cannot find symbol", "target/launcher.log");
    assertThat(Files.readString(launcher.data().resolve("app/stamp"))).isEqualTo(stamp);
    assertThat(programCalls()).isEmpty();
  }

  @Test
  void aCommandUsesTheVersionOfTheServerThatRuns() throws IOException {
    assertDone(launcher.run("run"));
    Process server = new ProcessBuilder("sh", "-c", "read stop", launcher.data().resolve("app/mingjie.jar").toString()).start();
    try {
      Launcher.write(launcher.root().resolve("pom.xml"), "<project>changed</project>\n");
      Launcher.Outcome outcome = launcher.run("import", "--dry-run", "some file.csv");
      assertDone(outcome);
      assertThat(outcome.output()).contains("这个命令用服务器的版本");
      assertThat(launcher.calls("mvn")).isEmpty();
      assertThat(programCalls()).hasSize(1).first().asString().endsWith("mingjie.jar import --dry-run some file.csv");
      assertThat(launcher.run("run").output()).contains("旧版本还在运行（进程 " + server.pid() + "）", "kill " + server.pid());
    } finally {
      server.destroy();
    }
  }

  @Test
  void keepsTheExitCodeOfACommand() {
    assertDone(launcher.run("run"));
    for (int code : new int[] {0, 1, 2}) {
      launcher.fake("java", "case $* in -version) echo 'openjdk version \"17.0.9\"' >&2 ;; *) exit " + code + " ;; esac");
      assertThat(launcher.run("import", "file.csv").exitCode()).isEqualTo(code);
    }
  }

  @Test
  void makesAClassArchiveOnceForEachJava() throws IOException {
    String java = """
        case "$*" in
          -version) echo 'openjdk version "%s"' >&2 ;;
          *jarmode=tools*) for last; do :; done; mkdir -p "$last/lib"; cp "$3" "$last/" ;;
          *ArchiveClassesAtExit*) echo "$MINGJIE_HOME" > "${2#*=}" ;;
        esac""";
    launcher.fake("java", java.formatted("17.0.9"));
    assertDone(launcher.run("run"));
    Path archive = launcher.data().resolve("app/java-17.0.9.jsa");
    assertThat(archive).as("made in a throw-away folder").content().startsWith(launcher.data().resolve("scratch/trial.").toString());
    assertThat(programCalls()).hasSize(2).last().asString().contains("-XX:SharedArchiveFile=" + archive);
    assertThat(launcher.data().resolve("scratch")).isEmptyDirectory();
    assertDone(launcher.run("run"));
    assertThat(programCalls()).hasSize(1);

    launcher.fake("java", java.formatted("25"));
    assertDone(launcher.run("run"));
    assertThat(programCalls()).hasSize(2).last().asString()
        .contains("-XX:SharedArchiveFile=" + launcher.data().resolve("app/java-25.jsa"));
  }

  @Test
  void startsWithoutAClassArchiveWhereNoneCanBeMade() {
    assertDone(launcher.run("run"));
    assertDone(launcher.run("run"));
    assertThat(programCalls()).hasSize(1).first().asString().doesNotContain("SharedArchiveFile", "AtExit");
  }

  @Test
  void packsABundleThatStartsElsewhereWithoutABuild() throws Exception {
    assertDone(launcher.run("bundle", "--without-packages"));
    new ProcessBuilder("tar", "-C", launcher.file("fakes").toString(), "-xzf",
        launcher.root().resolve("target/mingjie-bundle.tar.gz").toString()).start().waitFor();
    launcher.without("mvn", "npm", "node", "javac");
    Launcher.Outcome outcome = launcher.runProgram(launcher.file("fakes/mingjie-bundle/mingjie"), "run");
    assertDone(outcome);
    assertThat(programCalls()).isNotEmpty();
    assertThat(launcher.data().resolve("app/mingjie.jar")).exists();
    assertThat(launcher.runProgram(launcher.file("fakes/mingjie-bundle/mingjie"), "test").output()).contains("需要源码");
  }

  @Test
  void packsABundleWhereItIsWantedAndRefusesAPlaceThatCannotBe() {
    Path wanted = launcher.file("elsewhere/ours.tar.gz");
    assertThat(launcher.run("bundle", wanted.toString()).output()).contains("没有文件夹", "mkdir -p");
    Launcher.write(launcher.file("elsewhere/note"), "");
    assertDone(launcher.run("bundle", "--without-packages", wanted.toString()));
    assertThat(wanted).exists();
    assertThat(launcher.root().resolve("target/mingjie-bundle.tar.gz")).doesNotExist();
    assertThat(launcher.run("bundle", "a", "b").exitCode()).isEqualTo(2);
    assertThat(launcher.run("bundle", "--fast").output()).contains("没有“--fast”这个选项", "--without-packages");
  }

  /** The package manager as it is asked: what it would fetch is two packages here. */
  private void fakePackages() {
    launcher.fake("dpkg", "echo amd64");
    launcher.fake("dpkg-deb", "printf 'Package: %s\nVersion: 1\n' \"${2%%_*}\"");
    launcher.fake("apt-cache", "exit 0");
    launcher.fake("apt-get", """
        case "$*" in
          *--download-only*) folder=$(printf '%s' "$*" | sed 's/.*Dir::Cache::archives=\\([^ ]*\\).*/\\1/'); for name in openjdk-17-jdk-headless gdal-bin; do echo "$name" > "$folder/${name}_1_all.deb"; done ;;
          *install*) printf '#!/bin/sh\\nexit 0\\n' > "$(dirname "$0")/ogr2ogr"; chmod +x "$(dirname "$0")/ogr2ogr" ;;
        esac""");
  }

  @Test
  void aBundleBringsTheSoftwareOfItsSystemAndInstallsItWithoutANetwork() throws Exception {
    fakePackages();
    assertDone(launcher.run("bundle"));
    new ProcessBuilder("tar", "-C", launcher.file("fakes").toString(), "-xzf",
        launcher.root().resolve("target/mingjie-bundle.tar.gz").toString()).start().waitFor();
    Path packages = launcher.file("fakes/mingjie-bundle/packages");
    assertThat(Files.readString(packages.resolve("Packages"))).contains("Package: gdal-bin", "Filename: ./gdal-bin_1_all.deb", "SHA256: ", "Package: openjdk-17-jdk-headless");
    launcher.without("ogr2ogr");
    launcher.fake("sudo", "[ $1 = -n ] && shift; exec \"$@\"");
    assertDone(launcher.runProgram(launcher.file("fakes/mingjie-bundle/mingjie"), "run"));
    assertThat(launcher.calls("apt-get")).filteredOn(call -> call.contains("install gdal-bin") && !call.contains("download-only")).hasSize(1)
        .allMatch(call -> call.contains("Dir::Etc::sourceparts=/dev/null"));
  }

  @Test
  void theSoftwareOfAnotherSystemIsNotInstalled() throws Exception {
    fakePackages();
    assertDone(launcher.run("bundle"));
    new ProcessBuilder("tar", "-C", launcher.file("fakes").toString(), "-xzf",
        launcher.root().resolve("target/mingjie-bundle.tar.gz").toString()).start().waitFor();
    Files.writeString(launcher.file("fakes/mingjie-bundle/packages/release"), "sarge/m68k");
    launcher.without("ogr2ogr");
    launcher.fake("sudo", "[ $1 = -n ] && shift; exec \"$@\"");
    launcher.fake("apt-get", "exit 100");
    assertThat(launcher.runProgram(launcher.file("fakes/mingjie-bundle/mingjie"), "run").output()).contains("是给 sarge/m68k 的", "软件包目录没有更新成功");
  }

  @Test
  void aServerThatStartsSweepsWhatTheOneBeforeItHasLeft() {
    launcher.with("MINGJIE_PORT", "47011").with("MINGJIE_MANAGEMENT_PORT", "47012");
    assertDone(launcher.run("run"));
    List<String> left = List.of("upload-1", "tomcat-47011", "tomcat.47011.12345", "tomcat-docbase.47011.678", "tomcat-docbase.47012.678");
    left.forEach(folder -> Launcher.write(launcher.data().resolve("scratch/" + folder + "/work/a"), "left behind"));
    Path others = launcher.data().resolve("scratch/tomcat-9090/work/a");
    Launcher.write(others, "of a server that runs on another port");
    assertDone(launcher.run("run"));
    assertThat(left).allSatisfy(folder -> assertThat(launcher.data().resolve("scratch/" + folder)).doesNotExist());
    assertThat(others).exists();
  }

  @Test
  void aCommandSweepsTheCopiesOfKilledOnesAndLeavesThoseOfLivingOnes() {
    assertDone(launcher.run("run"));
    long alive = ProcessHandle.current().pid();
    long dead = 4_194_305; // beyond the greatest that Linux gives
    List<String> copies = List.of("command.%d.aB3d5F/1/b1.tar", "backup-%d.dump", "restore-%d.dump");
    copies.forEach(copy -> List.of(alive, dead).forEach(owner -> Launcher.write(launcher.data().resolve("scratch/" + copy.formatted(owner)), "everything")));
    assertDone(launcher.run("backup", launcher.file("b.tar").toString()));
    assertThat(copies).allSatisfy(copy -> {
      assertThat(launcher.data().resolve("scratch/" + copy.formatted(dead))).doesNotExist();
      assertThat(launcher.data().resolve("scratch/" + copy.formatted(alive))).exists();
    });
  }

  private List<String> programCalls() {
    return launcher.calls("java").stream().filter(call -> call.contains("-jar " )).filter(call -> !call.contains("jarmode")).toList();
  }

  private static void assertDone(Launcher.Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }
}

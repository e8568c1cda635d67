package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the launcher does as root: packages, and carrying files to the user that the program runs as. */
class LauncherAsRootTest {

  private static final String AS_DAEMON = """
      AS_ROOT=yes SERVICE_USER=daemon DATA=%1$s APP=%1$s/app JAVA=$(command -v java)
      export MINGJIE_HOME=%1$s CALLS=/dev/null MINGJIE_CALLS=x
      """;

  private final Launcher launcher = Launcher.onAFullMachine();

  @AfterEach
  void close() {
    launcher.close();
  }

  @Test
  void installsWithoutQuestionsAndWithoutRecommendations() {
    launcher.without("mvn").fake("apt-get", "case $* in *install*) printf '#!/bin/sh\\n' > ${0%/*}/mvn; chmod +x ${0%/*}/mvn ;; esac");
    Launcher.Outcome outcome = launcher.inside("AS_ROOT=yes; ensure_software build");
    assertThat(outcome).isEqualTo(new Launcher.Outcome(0, "更新软件包目录…\n安装软件：maven…\n"));
    assertThat(launcher.calls("apt-get")).containsExactly(
        "apt-get -q -o DPkg::Lock::Timeout=600 update",
        "apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confold install maven");
  }

  @Test
  void installsNpmOnlyAfterNode() {
    launcher.without("node", "npm").with("FAKES", launcher.file("fakes").toString()).fake("apt-get", """
        for package; do
          case $package in nodejs) name=node ;; npm) name=npm ;; *) continue ;; esac
          printf '#!/bin/sh\\necho 20\\n' > "$FAKES/$name"
          chmod +x "$FAKES/$name"
        done""");
    Launcher.write(launcher.root().resolve("web/package.json"), "{}");
    assertThat(launcher.inside("AS_ROOT=yes; ensure_software build").exitCode()).isZero();
    assertThat(launcher.calls("apt-get").stream().map(call -> call.replaceAll(".* (update|install)", "$1")))
        .containsExactly("update", "install nodejs", "install npm");
  }

  @Test
  void saysSoWhenThePackagesAreTooOld() {
    launcher.without("mvn").fake("apt-get", "exit 0");
    Launcher.Outcome outcome = launcher.inside("AS_ROOT=yes; ensure_software build");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).contains("软件源里没有够新的版本：maven");
  }

  @Test
  void showsWhyAptFailed() {
    launcher.without("mvn").fake("apt-get", "echo 'E: Temporary failure resolving'; exit 100");
    Launcher.Outcome outcome = launcher.inside("AS_ROOT=yes; ensure_software build");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains("E: Temporary failure resolving", "请检查网络和软件源");
  }

  @Test
  void wantsNoDatabaseClusterOfDebianAndKeepsItsOtherSettings() throws IOException {
    Path settings = launcher.file("etc/createcluster.conf");
    String keep = "AS_ROOT=yes; CREATECLUSTER=" + settings + "; keep_no_main_cluster";
    assertThat(launcher.inside(keep).exitCode()).isZero();
    assertThat(settings).hasContent("create_main_cluster = false");

    Launcher.write(settings, "# ours\nssl = on\ncreate_main_cluster = true\nwaldir = '/wal/%v'\n");
    assertThat(launcher.inside(keep).exitCode()).isZero();
    assertThat(settings).hasContent("# ours\nssl = on\nwaldir = '/wal/%v'\ncreate_main_cluster = false");
  }

  @Test
  void carriesUnreadableFilesInAndTheReportOut() throws IOException {
    prepareData();
    Path secret = Files.createDirectories(launcher.file("private"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
    for (String member : new String[] {"界线 1.shp", "界线 1.dbf", "界线 1.prj", "profile.yaml", "other.csv"}) {
      Launcher.write(secret.resolve(member), member);
    }
    launcher.fake("java", """
        case "$*" in -version) echo 'openjdk version "17.0.9"' >&2; exit ;; esac
        whoami; env | sed -n 's/=.*//p' | sort | paste -sd ' ' -
        while [ $# -gt 0 ]; do
          case $1 in
            --profile) cat "$2"; echo ;;
            --report) mkdir -p "$2"; echo row > "$2/report.csv" ;;
            *.shp) ls "${1%/*}" ;;
            EPSG:*) echo "$1" ;;
          esac
          shift
        done
        exit 1""");
    Launcher.Outcome outcome = launcher.with("SECRET_OF_ROOT", "x").inside(AS_DAEMON.formatted(launcher.data()) + """
        cd private
        run_staged import --profile profile.yaml --crs EPSG:4490 --report ../out/here '界线 1.shp'
        """);

    assertThat(outcome.output().lines()).contains("daemon", "profile.yaml", "界线 1.shp", "界线 1.dbf", "界线 1.prj", "EPSG:4490")
        .doesNotContain("other.csv");
    assertThat(outcome.output()).contains("结果已放到 " + launcher.file("out/here")).doesNotContain("SECRET_OF_ROOT");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(launcher.file("out/here/report.csv")).hasContent("row");
    assertThat(Files.getOwner(launcher.file("out/here/report.csv")).getName()).isEqualTo("root");
    assertNothingLeft();
  }

  @Test
  void carriesAnExportToWhereItWasAskedFor() throws IOException {
    prepareData();
    Path folder = Files.createDirectories(launcher.file("private"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Path old = folder.resolve("old.geojsonl");
    Launcher.write(old, "old");
    launcher.fake("java", """
        case "$*" in -version) echo 'openjdk version "17.0.9"' >&2; exit ;; esac
        for last; do :; done
        whoami; echo "$*" > "$last" """);
    Launcher.Outcome outcome = launcher.with("SUDO_UID", "2").with("SUDO_GID", "2").inside(AS_DAEMON.formatted(launcher.data()) + """
        cd private
        (run_staged export --division 430281 '醴陵 1.geojsonl.gz')
        (run_staged export "$PWD/old.geojsonl")
        """);
    Path made = folder.resolve("醴陵 1.geojsonl.gz");
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("daemon", "结果已放到 " + made, "结果已放到 " + old);
    assertThat(made).content().contains("export --division 430281 " + launcher.data().resolve("scratch"));
    assertThat(old).content().contains(" export ").doesNotContain("--division");
    assertThat(Files.getAttribute(made, "unix:uid")).isEqualTo(2);
    assertNothingLeft();
  }

  @Test
  void canImportAFileThatOnlyRootMayRead() throws IOException {
    prepareData();
    Launcher.write(launcher.file("locked.csv"), "rows");
    Files.setPosixFilePermissions(launcher.file("locked.csv"), PosixFilePermissions.fromString("---------"));
    launcher.fake("java", """
        case "$*" in -version) echo 'openjdk version "17.0.9"' >&2; exit ;; esac
        for last; do :; done
        stat -c %U:%a "$last"; cat "$last" """);
    Launcher.Outcome outcome = launcher.inside(AS_DAEMON.formatted(launcher.data()) + "run_staged import --profile villages-2016 locked.csv");
    assertThat(outcome.output()).endsWith("daemon:400\nrows");
    assertThat(outcome.exitCode()).isZero();
    assertNothingLeft();
  }

  private void prepareData() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root changes the user");
    own(Files.createDirectories(launcher.data().resolve("scratch")));
    own(launcher.data());
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> left = Files.list(launcher.data().resolve("scratch"))) {
      assertThat(left).as("copies").isEmpty();
    }
  }

  private static void own(Path folder) throws IOException {
    Files.setOwner(folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));
  }
}

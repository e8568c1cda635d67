package org.mingjie.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.mingjie.access.Accounts;
import org.mingjie.access.Audit;
import org.mingjie.access.AuditAnchors;
import org.mingjie.access.AuditVerification;
import org.mingjie.document.FileStore;
import org.mingjie.time.LegalDay;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code restore FILE.tar [--replace]}: puts the state of a backup in the place of all that is there. The whole backup is checked
 * first; the database changes in one transaction, which ends only if every table has the rows that the backup tells of.
 */
@Component
class RestoreCommand implements Command {

  private static final String USAGE = "./mingjie restore 备份文件.tar [--replace]";
  private static final String REPLACE = "--replace";
  private static final int NOT_WHOLE = 1;
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(LegalDay.ZONE);

  /** Sessions of servers and commands other than this one. */
  private static final String OTHERS = """
      SELECT count(DISTINCT application_name) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE 'mingjie %' AND application_name <> :own
      """;

  private final DatabaseServer server;
  private final DatabaseSettings settings;
  private final JdbcClient jdbc;
  private final Flyway flyway;
  private final FileStore files;
  private final Audit audit;
  private final AuditAnchors anchors;
  private final AuditVerification verification;
  private final Clock clock = Clock.systemUTC();

  RestoreCommand(DatabaseServer server, DatabaseSettings settings, JdbcClient jdbc, Flyway flyway, FileStore files, Audit audit,
      AuditAnchors anchors, AuditVerification verification) {
    this.server = server;
    this.settings = settings;
    this.jdbc = jdbc;
    this.flyway = flyway;
    this.files = files;
    this.audit = audit;
    this.anchors = anchors;
    this.verification = verification;
  }

  @Override
  public String name() {
    return "restore";
  }

  @Override
  public int run(List<String> arguments, Interruption interruption) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<String> names = new ArrayList<>(arguments);
    boolean replace = names.remove(REPLACE);
    if (names.size() != 1 || names.get(0).startsWith("-")) {
      throw new StartRefused("恢复要一个备份文件。", USAGE);
    }
    Path backup = Path.of(names.get(0)).toAbsolutePath();
    try {
      return restore(backup, replace, new TerminalProgress(out, interruption), out);
    } catch (StartRefused refused) {
      audit.record(Accounts.SYSTEM, "restore.refused", "backup:" + backup.getFileName(), refused.getMessage(), "{}");
      throw refused;
    }
  }

  private int restore(Path backup, boolean replace, TerminalProgress progress, PrintStream out) {
    Home home = Home.open(settings.home());
    Path dump = home.scratch().resolve("restore-" + ProcessHandle.current().pid() + ".dump");
    try {
      mustBeAlone();
      progress.at("核对备份", 0, 0);
      BackupManifest manifest = BackupArchive.read(backup, (member, content) -> {
        stopIfAsked(progress);
        if (member.equals(BackupManifest.DUMP)) {
          try (OutputStream copy = Files.newOutputStream(home.mine(dump))) {
            content.transferTo(copy);
          }
        }
      });
      mustFit(manifest);
      mustBeEmptyOr(replace);
      progress.at("恢复文件", 0, 0);
      BackupArchive.read(backup, (member, content) -> take(member, content, home, progress));
      progress.at("恢复数据库", 0, 0);
      new DatabaseDump(server.access(), home.scratch()).restore(dump, manifest.rows(), progress::cancelled);
      return settle(manifest, backup, home, out);
    } finally {
      discard(dump);
    }
  }

  private void mustBeAlone() {
    long others = jdbc.sql(OTHERS).param("own", DatabaseConfiguration.applicationName()).query(Long.class).single();
    if (server.isShared() || others > 0) {
      throw new StartRefused("名界正在运行，不能在它下面换掉全部资料。", "先停下服务器（在它的窗口按 Ctrl+C，或 kill 它的进程号），再恢复");
    }
  }

  private void mustFit(BackupManifest manifest) {
    int known = Integer.parseInt(flyway.info().current().getVersion().getVersion());
    if (Integer.parseInt(manifest.schema()) > known) {
      throw new StartRefused("备份来自更新的版本（数据库结构 %s，这里是 %d）。".formatted(manifest.schema(), known), "先升级程序到做备份的那个版本，再恢复");
    }
    int major = PostgresBinaries.find().map(PostgresBinaries::major).orElse(0);
    if (manifest.server() > major) {
      throw new StartRefused("备份来自 PostgreSQL %d，这台机器上是 %d。".formatted(manifest.server(), major), "装上同样或更新的 PostgreSQL 再恢复");
    }
  }

  private void mustBeEmptyOr(boolean replace) {
    long places = jdbc.sql("SELECT count(*) FROM place").query(Long.class).single();
    if (places > 0 && !replace) {
      throw new StartRefused("这里已有 %d 个地名，恢复会用备份替换全部资料、账号和审计记录。".formatted(places),
          "先备份现在的资料（./mingjie backup 文件.tar），再加上 " + REPLACE + " 恢复；或用一个空的数据文件夹：MINGJIE_HOME=新文件夹 " + USAGE);
    }
  }

  /** Originals lie under the hash of their content, so more of them do no harm, whatever happens next. */
  private void take(String member, InputStream content, Home home, TerminalProgress progress) throws IOException {
    stopIfAsked(progress);
    if (member.startsWith(BackupManifest.FILES)) {
      put(content, files.path(HexFormat.of().parseHex(member.substring(BackupManifest.FILES.length()))));
    } else if (member.startsWith(BackupManifest.SECRETS)) {
      put(content, home.root().resolve(member));
    }
  }

  private static void put(InputStream content, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path part = Files.createTempFile(target.getParent(), "part-", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = Files.newOutputStream(part)) { // into the file that is there: a copy would have the mode of any other
      content.transferTo(out);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void stopIfAsked(TerminalProgress progress) {
    if (progress.cancelled()) {
      throw new StartRefused("已按要求停下，数据库没有改动。", "要做完就再来一次");
    }
  }

  /** Brings the state to what this program works with, and says whether its audit is whole. */
  private int settle(BackupManifest manifest, Path backup, Home home, PrintStream out) {
    flyway.migrate();
    jdbc.sql("SELECT refresh_statistics(VARIADIC ARRAY(SELECT tablename::text FROM pg_tables WHERE schemaname = 'app'))").query().listOfRows();
    setAside(home.root().resolve("log").resolve("audit-anchors"));
    List<AuditAnchors.Anchor> told = Optional.ofNullable(manifest.audit()).flatMap(AuditAnchors::parse).map(List::of).orElse(List.of());
    AuditVerification.Outcome outcome = verification.verify(told);
    audit.record(Accounts.SYSTEM, "restore", "backup:" + backup.getFileName(), "恢复到 " + manifest.madeAt(),
        JsonMapper.shared().writeValueAsString(Map.of("madeAt", manifest.madeAt().toString(), "schema", manifest.schema())));
    out.println("\n已恢复到 %s 的状态：%d 个地名，%d 个文件。登录名和口令也是那时的。".formatted(
        DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm:ss", Locale.ROOT).withZone(LegalDay.ZONE).format(manifest.madeAt()),
        manifest.rows().getOrDefault("place", 0L), manifest.files().size()));
    if (!outcome.isWhole()) {
      out.println("注意：备份里的审计链不完好，用 ./mingjie verify-audit 查看");
      return NOT_WHOLE;
    }
    return 0;
  }

  /** The ends that were noted here belong to a chain that has been replaced. */
  private void setAside(Path noted) {
    try {
      if (Files.exists(noted)) {
        Files.move(noted, noted.resolveSibling("audit-anchors.before-" + STAMP.format(clock.instant())));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}

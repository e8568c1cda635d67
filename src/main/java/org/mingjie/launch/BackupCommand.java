package org.mingjie.launch;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Accounts;
import org.mingjie.access.Audit;
import org.mingjie.document.FileStore;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code backup FILE.tar}: database and files at one point in time, also while the server runs. The point is a snapshot of the
 * database; files that it names were on the disk before, and are never altered.
 */
@Component
class BackupCommand implements Command {

  private static final String USAGE = "./mingjie backup 文件.tar，例如 ./mingjie backup /mnt/backup/mingjie-2026-11-28.tar";

  /** Of the data folder's secrets those that no other folder makes anew: keys to what is encrypted in the database. */
  private static final List<String> OWN_OF_A_FOLDER = List.of("mingjie_super", DatabaseRoles.OWNER, DatabaseRoles.APP, DatabaseRoles.READ);

  private final DatabaseServer server;
  private final DatabaseSettings settings;
  private final FileStore files;
  private final Audit audit;
  private final Clock clock = Clock.systemUTC();

  BackupCommand(DatabaseServer server, DatabaseSettings settings, FileStore files, Audit audit) {
    this.server = server;
    this.settings = settings;
    this.files = files;
    this.audit = audit;
  }

  private record Moment(String snapshot, String schema, int server, Map<String, Long> rows, List<String> files, @Nullable String audit) {}

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public int run(List<String> arguments, Interruption interruption) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path target = target(arguments);
    Home home = Home.open(settings.home());
    TerminalProgress progress = new TerminalProgress(out, interruption);
    Path dump = home.scratch().resolve("backup-" + ProcessHandle.current().pid() + ".dump");
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (Connection reader = snapshot()) {
      Moment moment = moment(reader);
      progress.at("备份数据库", 0, 0);
      new DatabaseDump(server.access(), home.scratch()).dump(moment.snapshot(), home.mine(dump), progress::cancelled);
      BackupManifest manifest = manifest(moment, dump, home);
      write(manifest, dump, home, part, progress);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      audit.record(Accounts.SYSTEM, "backup", "backup:" + target.getFileName(), null, JsonMapper.shared().writeValueAsString(
          Map.of("schema", manifest.schema(), "files", manifest.files().size(), "sha256", manifest.members().get(BackupManifest.DUMP))));
      out.println("\n已备份到 %s：%d MB，%d 个地名，%d 个文件。它含有全部资料和登录信息，要和数据库一样保管。".formatted(target.getFileName(),
          Files.size(target) >> 20, manifest.rows().getOrDefault("place", 0L), manifest.files().size()));
      return 0;
    } catch (IOException failed) {
      throw new StartRefused("备份没有写成：" + failed.getMessage(), "检查目标文件夹的权限和空间：df -h " + part.getParent());
    } catch (SQLException failed) {
      throw new StartRefused("数据库读不出来：" + failed.getMessage(), "确认数据库可用后再试");
    } finally {
      discard(dump);
      discard(part);
    }
  }

  private static Path target(List<String> arguments) {
    if (arguments.size() != 1 || arguments.get(0).startsWith("-") || !arguments.get(0).endsWith(".tar")) {
      throw new StartRefused("备份要一个以 .tar 结尾的文件名。", USAGE);
    }
    Path target = Path.of(arguments.get(0)).toAbsolutePath();
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new StartRefused("已有 " + target.getFileName() + "，不覆盖旧的备份。", "换一个文件名，例如加上日期");
    }
    return target;
  }

  private Connection snapshot() throws SQLException {
    DatabaseAccess.Login owner = server.access().owner();
    Properties properties = new Properties();
    properties.setProperty("user", owner.user());
    properties.setProperty("password", owner.password());
    properties.setProperty("options", owner.options("-c search_path=app,public"));
    Connection connection = DriverManager.getConnection(server.access().url(), properties);
    connection.setAutoCommit(false);
    connection.createStatement().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    return connection;
  }

  private static Moment moment(Connection reader) throws SQLException {
    try (Statement run = reader.createStatement()) {
      String snapshot = text(run, "SELECT pg_export_snapshot()");
      Map<String, Long> rows = new TreeMap<>();
      for (String table : texts(run, "SELECT tablename FROM pg_tables WHERE schemaname = 'app' ORDER BY 1")) {
        rows.put(run.enquoteIdentifier(table, false), Long.parseLong(text(run, "SELECT count(*) FROM app." + run.enquoteIdentifier(table, false))));
      }
      List<String> end = texts(run, "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') || ' ' || position || ' ' || encode(hash, 'hex')"
          + " FROM audit_seal ORDER BY position DESC LIMIT 1");
      return new Moment(snapshot,
          text(run, "SELECT max(version::integer) FROM flyway_schema_history WHERE success AND version IS NOT NULL"),
          Integer.parseInt(text(run, "SHOW server_version_num")) / 10_000, rows,
          texts(run, "SELECT encode(sha256, 'hex') FROM file ORDER BY 1"), end.isEmpty() ? null : end.get(0));
    }
  }

  private static String text(Statement run, String query) throws SQLException {
    return texts(run, query).get(0);
  }

  private static List<String> texts(Statement run, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = run.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private BackupManifest manifest(Moment moment, Path dump, Home home) throws IOException {
    Map<String, String> members = new TreeMap<>(Map.of(BackupManifest.DUMP, BackupArchive.hash(dump)));
    for (Path secret : secrets(home)) {
      members.put(BackupManifest.SECRETS + secret.getFileName(), BackupArchive.hash(secret));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new BackupManifest(BackupManifest.PRODUCT, BackupManifest.FORMAT, now, moment.schema(), moment.server(), moment.rows(),
        moment.files(), members, moment.audit());
  }

  private static List<Path> secrets(Home home) throws IOException {
    try (Stream<Path> all = Files.list(home.root().resolve("secret"))) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).filter(file -> !OWN_OF_A_FOLDER.contains(file.getFileName().toString()))
          .filter(file -> !file.getFileName().toString().startsWith("password-")).sorted().toList();
    }
  }

  private void write(BackupManifest manifest, Path dump, Home home, Path part, TerminalProgress progress) throws IOException {
    Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16); BackupArchive.Writer archive = new BackupArchive.Writer(out)) {
      archive.begin(manifest);
      archive.add(BackupManifest.DUMP, dump);
      for (Path secret : secrets(home)) {
        archive.add(BackupManifest.SECRETS + secret.getFileName(), secret);
      }
      long done = 0;
      for (String hash : manifest.files()) {
        if (progress.cancelled()) {
          throw new StartRefused("已按要求停下，没有留下备份。", "要做完就再来一次");
        }
        progress.at("备份文件", done++, manifest.files().size());
        Path file = files.path(java.util.HexFormat.of().parseHex(hash));
        if (!hash.equals(archive.add(BackupManifest.FILES + hash, file))) {
          throw new StartRefused("文件仓库里的 %s 已损坏：内容与它的校验值不符，没有留下备份。".formatted(hash), "从以前的备份里取回这个文件，放回 " + file);
        }
      }
      archive.end();
    }
    sync(part);
  }

  private static void sync(Path part) throws IOException {
    try (var channel = java.nio.channels.FileChannel.open(part, java.nio.file.StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      throw new java.io.UncheckedIOException(left);
    }
  }

  /** Not only of this machine: reads what another has written. */
  static InputStream open(Path file) throws IOException {
    return new java.io.BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }
}

package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Mingjie;
import org.mingjie.TestDatabase;
import org.mingjie.TestFolders;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.mingjie.document.FileStore;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code ./mingjie backup} and {@code restore}: what comes back is what was there at one point in time, or nothing changes. */
class BackupTest {

  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430281102000,430281000000,王仙镇,town,f,f,113.59,27.73
      """;

  /** Each row of each table and where each sequence stands, as one hash of each. */
  private static final String CONTENTS = """
      SELECT 'SELECT ''' || tablename || ''', coalesce(md5(string_agg(md5(t::text), '''' ORDER BY md5(t::text))), '''') FROM app.' || quote_ident(tablename) || ' t'
      FROM pg_tables WHERE schemaname = 'app'
      UNION ALL SELECT 'SELECT ''' || sequencename || ''', last_value::text || is_called::text FROM app.' || quote_ident(sequencename)
      FROM pg_sequences WHERE schemaname = 'app'
      """;

  /** Where each object of the schema is made so and belongs to whom, who may do what. */
  private static final String OBJECTS = """
      SELECT c.relname || ' ' || c.relkind::text || ' ' || pg_get_userbyid(c.relowner) || ' ' || coalesce(c.relacl::text, '') FROM pg_class c WHERE relnamespace = 'app'::regnamespace
      UNION ALL SELECT p.oid::regprocedure || ' ' || pg_get_userbyid(p.proowner) || ' ' || coalesce(p.proacl::text, '') || md5(prosrc) FROM pg_proc p WHERE pronamespace = 'app'::regnamespace
      UNION ALL SELECT t.tgname || ' ' || t.tgrelid::regclass || ' ' || t.tgenabled::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = 'app'::regnamespace AND NOT t.tgisinternal
      UNION ALL SELECT conname || ' ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'app'::regnamespace
      ORDER BY 1
      """;

  private static final String WELL = """
      WITH p AS (INSERT INTO place (id, class_code, importance, province, source_id, author_id)
                 SELECT uuid7(), '24100', 0.1, '43', id, author_id FROM source LIMIT 1 RETURNING id, source_id, author_id)
      INSERT INTO place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id)
      SELECT uuid7(), id, 'point', st_setsrid(st_makepoint(113.4912345, 27.6498765), 4490), 'CGCS2000', daterange('2016-07-31', NULL), source_id, author_id FROM p
      """;

  private final Path folder = TestFolders.create("mingjie-backup-");
  private final Path backup = folder.resolve("mingjie.tar");
  private final List<Instance> open = new ArrayList<>();

  /** A data folder with a database of its own. */
  private static final class Instance implements AutoCloseable {

    private final Path home = TestFolders.create("mingjie-home-");
    private final String url = TestDatabase.freshUrl();
    private ConfigurableApplicationContext context = start();

    private ConfigurableApplicationContext start() {
      SpringApplication application = new SpringApplication(Mingjie.class);
      application.setWebApplicationType(WebApplicationType.NONE);
      return application.run("--mingjie.command=true", "--mingjie.database-url=" + url, "--mingjie.home=" + home, "--mingjie.pool-size=3", "--logging.level.root=off");
    }

    <T> T bean(Class<T> type) {
      return context.getBean(type);
    }

    int run(String command, String... arguments) {
      if (!context.isActive()) {
        context = start();
      }
      try (Interruption interruption = new Interruption()) {
        return context.getBeansOfType(Command.class).values().stream().filter(c -> c.name().equals(command)).findFirst().orElseThrow()
            .run(List.of(arguments), interruption);
      }
    }

    JdbcClient database() {
      return bean(JdbcClient.class);
    }

    private Map<String, String> look(String queries) throws SQLException {
      Map<String, String> seen = new TreeMap<>();
      try (Connection connection = DriverManager.getConnection(url)) {
        List<String> each = new ArrayList<>();
        try (var rows = connection.createStatement().executeQuery(queries)) {
          while (rows.next()) {
            each.add(rows.getString(1));
          }
        }
        for (String query : each) {
          if (!query.startsWith("SELECT ")) {
            seen.put(query, "");
            continue;
          }
          try (var row = connection.createStatement().executeQuery(query)) {
            row.next();
            seen.put(row.getString(1), row.getString(2));
          }
        }
      }
      return seen;
    }

    Map<String, String> contents() throws SQLException {
      return look(CONTENTS);
    }

    Map<String, String> objects() throws SQLException {
      return look(OBJECTS);
    }

    Map<String, String> files() {
      try (Stream<Path> all = Files.walk(home.resolve("files"))) {
        return all.filter(Files::isRegularFile).collect(Collectors.toMap(p -> home.relativize(p).toString(), p -> {
          try {
            return BackupArchive.hash(p);
          } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
          }
        }));
      } catch (IOException none) {
        throw new UncheckedIOException(none);
      }
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private Instance instance() {
    Instance made = new Instance();
    open.add(made);
    return made;
  }

  private Instance filled() {
    Instance made = instance();
    Importing importing = new Importing(made.bean(ImportService.class), made.bean(Profiles.class));
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", LIST));
    made.bean(Accounts.class).createIfAbsent("shen", "沈文博", "a-long-password", Role.PLACE_NAME_CLERK, "4302");
    return made;
  }

  @AfterEach
  void close() {
    open.forEach(Instance::close);
  }

  @Test
  void whatComesBackIsWhatWasThereRowForRowAndByteForByte() throws Exception {
    Instance first = filled();
    Files.writeString(first.home.resolve("secret/second-factor-key"), "0123456789abcdef");
    first.database().sql(WELL).update();
    first.database().sql("SELECT set_position_rules('{241}', '{2000}')").query().listOfRows();
    Map<String, String> contents = first.contents();
    assertThat(first.run("backup", backup.toString())).isZero();
    assertThat(Files.getPosixFilePermissions(backup)).hasSize(2);

    Instance second = instance();
    assertThat(second.run("restore", backup.toString())).isZero();

    Map<String, String> restored = second.contents();
    assertThat(restored.keySet()).isEqualTo(contents.keySet());
    contents.keySet().removeIf(name -> name.startsWith("audit"));   // the restore itself has been recorded
    assertThat(restored).containsAllEntriesOf(contents);
    assertThat(second.objects()).isEqualTo(first.objects());
    assertThat(first.files()).isNotEmpty();
    assertThat(second.files()).isEqualTo(first.files());
    assertThat(second.home.resolve("secret/second-factor-key")).hasContent("0123456789abcdef");
    assertThat(Files.getPosixFilePermissions(second.home.resolve("secret/second-factor-key"))).as("its owner may read and write it").hasSize(2);
    assertThat(second.database().sql("SELECT action FROM audit ORDER BY at, id").query(String.class).list()).containsSubsequence("import", "restore");
    assertThat(second.database().sql("SELECT st_x(geom) FROM place_geometry_exact").query(Double.class).single()).isEqualTo(113.4912345);
    assertThat(second.database().sql("SELECT count(*) FROM place_geometry WHERE st_x(geom) = 113.4912345").query(Long.class).single()).isZero();
    // it goes on where the first would have
    Importing importing = new Importing(second.bean(ImportService.class), second.bean(Profiles.class));
    importing.run(importing.listOf("list", "2017-07-31", ""), importing.file("list.csv", LIST + "430281103000,430281000000,东富镇,town,f,f,113.60,27.70\n"));
    assertThat(second.database().sql("SELECT count(*) FROM place WHERE status = 'current' AND class_code LIKE '21%'").query(Long.class).single()).isEqualTo(5);
  }

  @Test
  void aBackupIsOfOnePointInTimeWhileOthersWrite() throws Exception {
    Instance first = filled();
    AtomicBoolean stop = new AtomicBoolean();
    FileStore store = first.bean(FileStore.class);
    Thread writer = new Thread(() -> {
      for (int i = 0; !stop.get(); i++) {
        try {
          store.keep(Files.writeString(folder.resolve("original"), "original " + i), "original", "text/plain");
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
      }
    });
    writer.start();
    try {
      assertThat(first.run("backup", backup.toString())).isZero();
    } finally {
      stop.set(true);
      writer.join();
    }
    Instance second = instance();
    assertThat(second.run("restore", backup.toString())).isZero();
    List<byte[]> named = second.database().sql("SELECT sha256 FROM file").query((row, n) -> row.getBytes(1)).list();
    assertThat(named).isNotEmpty().hasSizeLessThanOrEqualTo(first.files().size()).hasSameSizeAs(second.files().keySet())
        .allSatisfy(hash -> assertThat(second.bean(FileStore.class).path(hash)).exists());
  }

  @Test
  void whatIsThereIsReplacedOnlyIfThatIsAskedForAndThenWhole() throws Exception {
    Instance first = filled();
    assertThat(first.run("backup", backup.toString())).isZero();
    Map<String, String> then = first.contents();
    Importing importing = new Importing(first.bean(ImportService.class), first.bean(Profiles.class));
    importing.run(importing.listOf("list", "2018-07-31", ""), importing.file("later.csv", LIST.replace("王仙镇", "王先镇")));

    assertThatThrownBy(() -> first.run("restore", backup.toString())).isInstanceOf(StartRefused.class).hasMessageContaining("已有 4 个地名");
    assertThat(first.database().sql("SELECT count(*) FROM audit WHERE action = 'restore.refused'").query(Long.class).single()).isEqualTo(1);
    assertThat(first.run("restore", backup.toString(), "--replace")).isZero();

    then.keySet().removeIf(name -> name.startsWith("audit"));
    assertThat(first.contents()).containsAllEntriesOf(then);
    assertThat(first.database().sql("SELECT action FROM audit ORDER BY at, id").query(String.class).list()).containsSubsequence("import", "restore")
        .doesNotContain("restore.refused", "backup");
  }

  @Test
  void aTableTooManyOfALaterProgramGoesToo() throws Exception {
    Instance first = filled();
    assertThat(first.run("backup", backup.toString())).isZero();
    Instance second = instance();
    try (Connection connection = DriverManager.getConnection(second.url)) {
      connection.createStatement().execute("SET ROLE mingjie_owner; CREATE TABLE app.later (id int); CREATE TYPE app.mood AS ENUM ('a')");
    }
    assertThat(second.run("restore", backup.toString())).isZero();
    assertThat(second.objects()).isEqualTo(first.objects());
  }

  @Test
  void aDamagedOrForeignBackupIsRefusedAndRecordedAndNothingChanges() throws Exception {
    Instance first = filled();
    assertThat(first.run("backup", backup.toString())).isZero();
    byte[] whole = Files.readAllBytes(backup);
    Instance second = instance();
    Map<String, String> before = second.contents();
    Map<String, byte[]> bad = new TreeMap<>();
    bad.put("empty.tar", new byte[0]);
    bad.put("text.tar", "not a tar".getBytes(StandardCharsets.UTF_8));
    bad.put("random.tar", new byte[20_000]);
    for (int cut : List.of(600, 5_000, whole.length / 2, whole.length - 11_000)) {
      bad.put("cut-" + cut + ".tar", java.util.Arrays.copyOf(whole, cut));
    }
    for (int at = 700; at < whole.length - 12_000; at += whole.length / 25) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x15;
      bad.put("flipped-" + at + ".tar", flipped);
    }
    bad.put("foreign.tar", tar("manifest.json", "{\"product\": \"other\"}"));
    bad.put("newer.tar", tar("manifest.json", new String(whole, 512, 20, StandardCharsets.UTF_8).contains("{") ? manifest(whole).replace("\"format\" : 1", "\"format\" : 9") : ""));
    bad.put("escape.tar", tar("manifest.json", manifest(whole).replace("database.dump\" : ", "database.dump\" : \"x\", \"secret/../../evil\" : ")));
    int refused = 0;
    for (Map.Entry<String, byte[]> one : bad.entrySet()) {
      Path file = Files.write(folder.resolve(one.getKey()), one.getValue());
      try {
        // a byte between the members may be changed without harm
        assertThat(second.run("restore", file.toString())).as(one.getKey()).isZero();
        assertThat(one.getKey()).startsWith("flipped");
        second.close();
        open.remove(second);
        second = instance();
        before = second.contents();
        refused = 0;
      } catch (StartRefused told) {
        refused++;
        assertThat(told).hasMessageContaining(one.getKey());
        assertThat(told.getMessage()).as("in Chinese alone").doesNotContainPattern("[A-Za-z]{4,} [A-Za-z]{2,}");
        Map<String, String> after = second.contents();
        after.keySet().removeIf(name -> name.startsWith("audit"));
        assertThat(before).as(one.getKey()).containsAllEntriesOf(after);
        assertThat(second.database().sql("SELECT count(*) FROM audit WHERE action = 'restore.refused'").query(Long.class).single()).isEqualTo(refused);
      }
    }
    assertThat(refused).isGreaterThan(5);
    assertThat(second.home.getParent().resolve("evil")).doesNotExist();
    assertThatThrownBy(() -> open.get(0).run("restore", folder.resolve("missing.tar").toString())).isInstanceOf(StartRefused.class).hasMessageContaining("没有 missing.tar");
  }

  private static String manifest(byte[] whole) {
    String text = new String(whole, 512, 100_000, StandardCharsets.UTF_8);
    return text.substring(0, text.indexOf("\n}") + 2);
  }

  private static byte[] tar(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      byte[] body = content.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(body.length);
      tar.putArchiveEntry(entry);
      tar.write(body);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void anOriginalThatIsDamagedOrMissingIsNamedAndLeavesNoBackup() throws Exception {
    Instance first = filled();
    Path original = first.home.resolve(first.files().keySet().iterator().next());
    byte[] content = Files.readAllBytes(original);
    Files.writeString(original, "rotten");
    assertThatThrownBy(() -> first.run("backup", backup.toString())).isInstanceOf(StartRefused.class).hasMessageContaining("已损坏");
    Files.delete(original);
    assertThatThrownBy(() -> first.run("backup", backup.toString())).isInstanceOf(StartRefused.class).hasMessageContaining("缺少");
    assertThat(folder).isEmptyDirectory();
    Files.write(original, content);
    assertThat(first.run("backup", backup.toString())).isZero();
    assertThatThrownBy(() -> first.run("backup", backup.toString())).isInstanceOf(StartRefused.class).hasMessageContaining("不覆盖");
    assertThatThrownBy(() -> first.run("backup")).isInstanceOf(StartRefused.class);
    assertThatThrownBy(() -> first.run("backup", "x.zip")).isInstanceOf(StartRefused.class);
    assertThatThrownBy(() -> first.run("backup", folder.resolve("no/where.tar").toString())).isInstanceOf(StartRefused.class).hasMessageContaining("备份没有写成");
  }

  @Test
  void nobodyElseMayBeAtWorkInTheDatabase() throws Exception {
    Instance first = filled();
    assertThat(first.run("backup", backup.toString())).isZero();
    Instance second = instance();
    try (Connection other = DriverManager.getConnection(second.url + (second.url.contains("?") ? "&" : "?") + "ApplicationName=mingjie%201")) {
      assertThat(other.isValid(1)).isTrue();
      assertThatThrownBy(() -> second.run("restore", backup.toString())).isInstanceOf(StartRefused.class).hasMessageContaining("名界正在运行");
    }
    assertThatThrownBy(() -> second.run("restore")).isInstanceOf(StartRefused.class);
    assertThatThrownBy(() -> second.run("restore", "--force")).isInstanceOf(StartRefused.class);
  }
}

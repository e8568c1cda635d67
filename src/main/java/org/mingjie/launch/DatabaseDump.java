package org.mingjie.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.postgresql.Driver;

/** Copies the schema to a file and back by the machine's own pg_dump and pg_restore, as the owner of its objects. */
final class DatabaseDump {

  private static final String SCHEMA = DatabaseAccess.SCHEMA;

  /** All that is in the schema goes in the transaction in which the dump comes; the schema itself and who may use it stay. */
  private static final String EMPTY = """
      SET client_min_messages = error;
      SET timezone = 'Asia/Shanghai';
      DO $$ DECLARE one text; BEGIN
        FOREACH one IN ARRAY ARRAY(
          SELECT format('DROP %%s IF EXISTS %%s CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass)
          FROM pg_class c WHERE c.relnamespace = '%1$s'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition) LOOP
          EXECUTE one;
        END LOOP;
        FOREACH one IN ARRAY ARRAY(
          SELECT format('DROP SEQUENCE IF EXISTS %%s CASCADE', c.oid::regclass) FROM pg_class c WHERE c.relnamespace = '%1$s'::regnamespace AND c.relkind = 'S'
          UNION ALL SELECT format('DROP ROUTINE IF EXISTS %%s CASCADE', p.oid::regprocedure) FROM pg_proc p WHERE p.pronamespace = '%1$s'::regnamespace
          UNION ALL SELECT format('DROP TYPE IF EXISTS %%s CASCADE', t.oid::regtype) FROM pg_type t
            WHERE t.typnamespace = '%1$s'::regnamespace AND t.typtype IN ('e', 'd', 'c', 'r') AND (t.typrelid = 0 OR EXISTS (
              SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))) LOOP
          EXECUTE one;
        END LOOP;
      END $$;
      """.formatted(SCHEMA);

  private final Path bin;
  private final DatabaseAccess access;
  private final Path scratch;

  /** @throws StartRefused if the machine lacks PostgreSQL's programs */
  DatabaseDump(DatabaseAccess access, Path scratch) {
    this.bin = PostgresBinaries.find().orElseThrow(() -> new StartRefused("这台机器上没有 pg_dump 和 pg_restore。",
        "apt-get install --no-install-recommends postgresql postgresql-postgis")).bin();
    this.access = access;
    this.scratch = scratch;
  }

  /**
   * @param snapshot exported by a transaction that stays open meanwhile
   * @throws StartRefused with what pg_dump says
   */
  void dump(String snapshot, Path target, BooleanSupplier cancelled) {
    run(List.of(program("pg_dump", "--format=custom", "--compress=1", "--no-owner", "--schema=" + SCHEMA, "--snapshot=" + snapshot,
        "--file=" + target)), cancelled, "数据库没有备份成功");
  }

  /** Puts the dump in the place of all that is there, or leaves all as it was. @param rows of each table that must be there then */
  void restore(Path dump, Map<String, Long> rows, BooleanSupplier cancelled) {
    Path before = scratch("empty.sql", EMPTY);
    Path contents = scratch("contents", contents(dump));
    Path after = scratch("rows.sql", check(rows));
    try {
      ProcessBuilder sql = program("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
          "--file=" + before, "--file=-", "--file=" + after);
      sql.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      run(List.of(program("pg_restore", "--no-owner", "--use-list=" + contents, "--file=-", dump.toString()), sql), cancelled, "数据库没有恢复，仍是原来的样子");
    } finally {
      List.of(before, contents, after).forEach(DatabaseDump::delete);
    }
  }

  /** Of the dump but the schema and the rights on it, which are there. */
  private String contents(Path dump) {
    Path list = scratch("list", "");
    try {
      ProcessBuilder reads = program("pg_restore", "--list", dump.toString());
      reads.redirectOutput(list.toFile());
      run(List.of(reads), () -> false, "备份里的数据库读不出来");
      return Files.readAllLines(list).stream().filter(line -> !line.matches("[0-9]+; [0-9]+ [0-9]+ (SCHEMA|ACL|COMMENT) - (SCHEMA )?" + SCHEMA + " .*"))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      delete(list);
    }
  }

  private static String check(Map<String, Long> rows) {
    StringBuilder check = new StringBuilder("DO $$ BEGIN\n");
    rows.forEach((table, count) -> check.append("IF (SELECT count(*) FROM %1$s.%2$s) <> %3$d THEN RAISE EXCEPTION 'table %% has not %% rows', '%2$s', %3$d; END IF;\n"
        .formatted(SCHEMA, table, count)));
    return check.append("END $$;\n").toString();
  }

  private ProcessBuilder program(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(bin.resolve(name).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    var parts = Driver.parseURL(access.url(), new java.util.Properties());
    if (parts == null) {
      throw new IllegalStateException("not an address of PostgreSQL");
    }
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("PG"));
    environment.put("PGHOST", parts.getProperty("PGHOST"));
    environment.put("PGPORT", parts.getProperty("PGPORT"));
    environment.put("PGDATABASE", parts.getProperty("PGDBNAME"));
    environment.put("PGUSER", access.owner().user());
    environment.put("PGPASSWORD", access.owner().password());
    environment.put("PGOPTIONS", access.owner().options("-c client_encoding=UTF8"));
    environment.put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /** One after the other, each reading what the one before writes. */
  private void run(List<ProcessBuilder> programs, BooleanSupplier cancelled, String failed) {
    Path said = scratch("said", "");
    List<Process> running = List.of();
    try {
      programs.forEach(program -> program.redirectError(ProcessBuilder.Redirect.appendTo(said.toFile())));
      running = ProcessBuilder.startPipeline(programs);
      for (Process process : running) {
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
          if (cancelled.getAsBoolean()) {
            throw new StartRefused("已按要求停下。" + failed + "。", "要做完就再来一次");
          }
        }
      }
      // the last one first: it says what is wrong, the others that nobody reads them any more
      for (int i = running.size() - 1; i >= 0; i--) {
        if (running.get(i).exitValue() != 0) {
          throw new StartRefused(failed + "：" + firstOf(said), "检查磁盘空间（df -h）和数据库的日志后再试");
        }
      }
    } catch (IOException broken) {
      throw new StartRefused(failed + "：" + broken.getMessage(), "检查磁盘空间（df -h）后再试");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new StartRefused(failed + "：被中断", "再来一次");
    } finally {
      running.forEach(Process::destroyForcibly);
      delete(said);
    }
  }

  private static String firstOf(Path said) throws IOException {
    return Files.readString(said, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).findFirst().orElse("没有说原因");
  }

  private Path scratch(String name, String content) {
    try {
      return Files.writeString(Files.createTempFile(scratch, "restore-", "-" + name), content);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}

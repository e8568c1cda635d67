package org.mingjie.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.mingjie.geometry.UnknownCoordinateSystem;
import org.mingjie.time.Uuid7;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Imports files by a profile: every row is checked and reported, each file goes in whole or not at all, and nothing
 * is lost: the original is kept, and so is every row as it was.
 */
@Service
public class ImportService {

  private static final Logger LOG = LoggerFactory.getLogger(ImportService.class);

  /**
   * @param files in the order in which they are taken; each is a transaction of its own
   * @param dryRun do and report everything, keep nothing
   * @param report folder for report.csv and report.json; null for none
   */
  public record Request(Profile profile, List<Path> files, boolean dryRun, @Nullable Path report, UUID author) {}

  private static final String START_RUN = """
      INSERT INTO import_run (id, profile, file_names, author_id, dry_run, state)
      VALUES (:id, :profile, :files, :author, false, 'running')
      """;

  private static final String END_RUN = """
      UPDATE import_run SET ended_at = clock_timestamp(), state = :state, accepted = :accepted, flagged = :flagged,
        rejected = :rejected, unchanged = :unchanged, message = :message WHERE id = :id
      """;

  /** As long as the transaction lives, the run does. */
  private static final String HOLD_RUN = "SELECT pg_advisory_xact_lock(:locks, hashtext(CAST(:run AS text)))";

  private final JdbcClient jdbc;
  private final DataSource dataSource;
  private final TransactionTemplate transaction;
  private final UnitImport units;
  private final AreaImport areas;
  private final PlaceImport places;

  ImportService(JdbcClient jdbc, DataSource dataSource, PlatformTransactionManager transactions, UnitImport units,
      AreaImport areas, PlaceImport places) {
    this.jdbc = jdbc;
    this.dataSource = dataSource;
    this.transaction = new TransactionTemplate(transactions);
    this.units = units;
    this.areas = areas;
    this.places = places;
  }

  /**
   * @return what became of the rows of all files
   * @throws FileRefused if a file cannot be taken as a whole; files before it stay in
   * @throws Cancelled if the progress says so
   */
  public ImportResult run(Request request, Progress progress) {
    UUID run = Uuid7.next();
    if (!request.dryRun()) {
      jdbc.sql(START_RUN).param("id", run).param("profile", request.profile().name())
          .param("files", request.files().stream().map(f -> String.valueOf(f.getFileName())).toArray(String[]::new))
          .param("author", request.author()).update();
    }
    ImportResult sum = ImportResult.NONE;
    try (Report report = new Report(request.report())) {
      for (Path file : request.files()) {
        sum = sum.plus(reported(run, request, file, report, progress));
      }
      end(request, run, "done", sum, null);
      return sum;
    } catch (FileRefused refused) {
      end(request, run, "refused", sum, refused.getMessage());
      throw refused.after(sum);
    } catch (UnknownCoordinateSystem unknown) {
      end(request, run, "refused", sum, unknown.getMessage());
      throw unknown;
    } catch (Cancelled cancelled) {
      end(request, run, "cancelled", sum, cancelled.getMessage());
      throw cancelled;
    } catch (RuntimeException | Error failed) {
      end(request, run, "failed", sum, String.valueOf(failed.getMessage()));
      throw failed;
    }
  }

  private ImportResult reported(UUID run, Request request, Path file, Report report, Progress progress) {
    try {
      return one(run, request, file, report, progress);
    } catch (FileRefused refused) {
      if (refused.getCause() != null) {
        LOG.info("{} cannot be read", refused.file(), refused.getCause());
      }
      report.refused(refused.file(), String.valueOf(refused.getMessage()), refused.remedy());
      throw refused;
    } catch (UnknownCoordinateSystem unknown) {
      report.refused(step(file), unknown.system() + "：" + unknown.getMessage(), "用 --crs EPSG:代号 给出认识的坐标系");
      throw unknown;
    }
  }

  private ImportResult one(UUID run, Request request, Path file, Report report, Progress progress) {
    report.nextFile();
    try (RowSource source = Formats.open(file, request.profile());
        Stopper stopper = new Stopper(progress)) {
      ImportResult result = transaction.execute(status -> {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
          PGConnection database = connection.unwrap(PGConnection.class);
          stopper.watch(database);
          jdbc.sql(HOLD_RUN).param("locks", LostRuns.LOCKS).param("run", run).query().singleRow();
          jdbc.sql("SET LOCAL work_mem = '96MB'").update();
          FileImport step = new FileImport(run, request, file, source, report, stopper, database);
          ImportResult done = switch (request.profile().target()) {
            case UNITS, PERIODS -> units.take(step);
            case AREAS -> areas.take(step);
            case PLACES -> places.take(step);
          };
          stopper.check();
          if (request.dryRun()) {
            status.setRollbackOnly();
          }
          return done;
        } catch (DataAccessException | UncheckedIOException failed) {
          throw stopper.translate(failed);
        } catch (SQLException | IOException failed) {
          throw stopper.translate(new FileRefused(step(file), "导入中断：读写出错", "没有写入任何内容；检查磁盘空间和文件，可以重来", failed));
        } finally {
          stopper.watch(null);
        }
      });
      return java.util.Objects.requireNonNull(result);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String step(Path file) {
    return String.valueOf(file.getFileName());
  }

  private void end(Request request, UUID run, String state, ImportResult sum, @Nullable String message) {
    if (!request.dryRun()) {
      jdbc.sql(END_RUN).param("id", run).param("state", state).param("accepted", sum.accepted())
          .param("flagged", sum.flagged()).param("rejected", sum.rejected()).param("unchanged", sum.unchanged())
          .param("message", message).update();
    }
  }

  static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

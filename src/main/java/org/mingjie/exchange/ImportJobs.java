package org.mingjie.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mingjie.geometry.UnknownCoordinateSystem;
import org.mingjie.time.Uuid7;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Imports that run behind the API, one after the other; each can be watched and stopped. */
@Component
class ImportJobs implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(ImportJobs.class);

  private static final int MOST_KEPT = 50;

  /** What is known of an import right now. */
  record State(UUID id, String profile, boolean dryRun, List<String> files, String state, String stage, long done, long total, @Nullable ImportResult result,
      @Nullable String message, @Nullable String remedy) {}

  private static final class Job implements Progress {
    final UUID id = Uuid7.next();
    final String profile;
    final boolean dryRun;
    final List<String> files;
    final Path folder;
    volatile String state = "waiting";
    volatile String stage = "";
    volatile long done;
    volatile long total;
    volatile boolean stop;
    volatile @Nullable ImportResult result;
    volatile @Nullable String message;
    volatile @Nullable String remedy;

    Job(String profile, boolean dryRun, List<String> files, Path folder) {
      this.profile = profile;
      this.dryRun = dryRun;
      this.files = files;
      this.folder = folder;
    }

    @Override
    public void at(String now, long bytes, long all) {
      stage = now;
      done = bytes;
      total = all;
    }

    @Override
    public boolean cancelled() {
      return stop;
    }
  }

  private final ImportService imports;
  private final Map<UUID, Job> jobs = new ConcurrentHashMap<>();
  private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
    Thread thread = new Thread(work, "import");
    thread.setDaemon(true);
    return thread;
  });

  ImportJobs(ImportService imports) {
    this.imports = imports;
  }

  /** @param folder holds the uploaded files and will hold the report; swept with the job */
  State start(Profile profile, List<Path> files, boolean dryRun, Path folder, UUID author) {
    forgetOld();
    Job job = new Job(profile.name(), dryRun, files.stream().map(file -> String.valueOf(file.getFileName())).toList(), folder);
    jobs.put(job.id, job);
    worker.submit(() -> run(job, new ImportService.Request(profile, files, dryRun, folder.resolve("report"), author)));
    return state(job);
  }

  private void run(Job job, ImportService.Request request) {
    job.state = "running";
    try {
      job.result = imports.run(request, job);
      job.state = "done";
    } catch (FileRefused refused) {
      job.message = refused.file() + "：" + refused.getMessage();
      job.remedy = asParameters(refused.remedy());
      job.state = "refused";
    } catch (UnknownCoordinateSystem unknown) {
      job.message = unknown.system() + "：" + unknown.getMessage();
      job.state = "refused";
    } catch (Cancelled cancelled) {
      job.message = cancelled.getMessage();
      job.state = "cancelled";
    } catch (RuntimeException | Error failed) {
      LOG.error("导入 {} 中断", job.id, failed);
      ImportFailure failure = ImportFailure.of(failed);
      job.message = failure.message();
      job.remedy = failure.remedy();
      job.state = "failed";
    } finally {
      request.files().forEach(ImportJobs::delete);
    }
  }

  /** All that are remembered, the newest first. */
  List<State> list() {
    return jobs.values().stream().sorted(Comparator.comparing((Job job) -> job.id).reversed()).map(ImportJobs::state).toList();
  }

  Optional<State> find(UUID id) {
    return Optional.ofNullable(jobs.get(id)).map(ImportJobs::state);
  }

  Optional<Path> report(UUID id, String file) {
    return Optional.ofNullable(jobs.get(id)).map(j -> j.folder.resolve("report").resolve(file)).filter(Files::isRegularFile);
  }

  /** @return false if it has ended already, or there is no such import */
  boolean stop(UUID id) {
    Job job = jobs.get(id);
    if (job == null || !List.of("waiting", "running").contains(job.state)) {
      return false;
    }
    job.stop = true;
    return true;
  }

  /** Remedies speak of options of the command; here they are parameters. */
  static String asParameters(String remedy) {
    return remedy.replaceAll("--(crs|datum|encoding|layer|profile) ", "$1=");
  }

  private static State state(Job job) {
    return new State(job.id, job.profile, job.dryRun, job.files, job.state, job.stage, job.done, job.total, job.result, job.message, job.remedy);
  }

  private void forgetOld() {
    jobs.values().stream().filter(j -> !j.state.equals("running") && !j.state.equals("waiting"))
        .sorted(Comparator.comparing((Job j) -> j.id).reversed()).skip(MOST_KEPT).forEach(j -> {
          jobs.remove(j.id);
          sweep(j.folder);
        });
  }

  static void sweep(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(ImportJobs::delete);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void destroy() {
    jobs.values().forEach(j -> j.stop = true);
    worker.shutdownNow();
  }
}

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
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Imports that run behind the API, one after the other; each can be watched and stopped. */
@Component
class ImportJobs implements DisposableBean {

  private static final int MOST_KEPT = 50;

  /** What is known of an import right now. */
  record State(UUID id, String profile, String state, String stage, long done, long total, @Nullable ImportResult result,
      @Nullable String message, @Nullable String remedy) {}

  private static final class Job implements Progress {
    final UUID id = Uuid7.next();
    final String profile;
    final Path folder;
    volatile String state = "waiting";
    volatile String stage = "";
    volatile long done;
    volatile long total;
    volatile boolean stop;
    volatile @Nullable ImportResult result;
    volatile @Nullable String message;
    volatile @Nullable String remedy;

    Job(String profile, Path folder) {
      this.profile = profile;
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
    Job job = new Job(profile.name(), folder);
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
      job.remedy = refused.remedy();
      job.state = "refused";
    } catch (UnknownCoordinateSystem unknown) {
      job.message = unknown.system() + "：" + unknown.getMessage();
      job.state = "refused";
    } catch (Cancelled cancelled) {
      job.message = cancelled.getMessage();
      job.state = "cancelled";
    } catch (RuntimeException | Error failed) {
      job.message = "导入中断，没有写入任何内容";
      job.state = "failed";
      throw failed;
    } finally {
      request.files().forEach(ImportJobs::delete);
    }
  }

  Optional<State> find(UUID id) {
    return Optional.ofNullable(jobs.get(id)).map(ImportJobs::state);
  }

  Optional<Path> report(UUID id, String file) {
    return Optional.ofNullable(jobs.get(id)).map(j -> j.folder.resolve("report").resolve(file)).filter(Files::isRegularFile);
  }

  /** @return false if there is no such import */
  boolean stop(UUID id) {
    Job job = jobs.get(id);
    if (job != null) {
      job.stop = true;
    }
    return job != null;
  }

  private static State state(Job job) {
    return new State(job.id, job.profile, job.state, job.stage, job.done, job.total, job.result, job.message, job.remedy);
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

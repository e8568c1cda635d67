import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks an HTTP server over kept-alive connections and tells the times in milliseconds.
 *
 * <pre>
 * load ROOT PATHS CONNECTIONS SECONDS [304]   all paths again and again; SECONDS 0: each path once, after other requests,
 *                                             for the first ones of a Java program take longer; 304: with its tag
 * burst ROOT PATH CONNECTIONS                 one path on all connections at the same moment, after other requests on each
 * bytes ROOT PATH                             bytes of one path, not compressed
 * sql LOG FOLDER                              statements of tiles out of a server log, one file each for pgbench
 * </pre>
 */
public final class TileLoad {

  private static final String TRIVIAL = "/ogc/tileMatrixSets";
  private static final int WARM_REQUESTS = 200;

  public static void main(String[] a) throws Exception {
    switch (a[0]) {
      case "load" -> load(URI.create(a[1]), Files.readAllLines(Path.of(a[2])), Integer.parseInt(a[3]), Double.parseDouble(a[4]), a.length > 5);
      case "burst" -> burst(URI.create(a[1]), a[2], Integer.parseInt(a[3]));
      case "bytes" -> {
        try (TileConnection connection = new TileConnection(URI.create(a[1]))) {
          System.out.println(connection.get(a[2], null, false).bytes());
        }
      }
      case "sql" -> sql(Path.of(a[1]), Path.of(a[2]));
      default -> throw new IllegalArgumentException(a[0]);
    }
  }

  private static void load(URI root, List<String> paths, int connections, double seconds, boolean tagged) throws Exception {
    Map<String, String> tags = new ConcurrentHashMap<>();
    if (tagged) {
      try (TileConnection connection = new TileConnection(root)) {
        for (String path : paths) {
          String tag = connection.get(path, null).tag();
          if (tag != null) {
            tags.put(path, tag);
          }
        }
      }
    }
    if (seconds == 0) {
      try (TileConnection connection = new TileConnection(root)) {
        for (int i = 0; i < WARM_REQUESTS; i++) {
          connection.get(TRIVIAL, null);
        }
      }
    }
    AtomicInteger next = new AtomicInteger();
    AtomicInteger errors = new AtomicInteger();
    AtomicLong bytes = new AtomicLong();
    List<long[]> times = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < connections; c++) {
      Thread thread = new Thread(() -> {
        long[] mine = new long[1 << 12];
        int n = 0;
        try (TileConnection connection = new TileConnection(root)) {
          while (true) {
            int i = next.getAndIncrement();
            if (seconds == 0 ? i >= paths.size() : System.nanoTime() >= end) {
              break;
            }
            String path = paths.get(i % paths.size());
            long begin = System.nanoTime();
            TileConnection.Answer answer = connection.get(path, tags.get(path));
            if (n == mine.length) {
              mine = Arrays.copyOf(mine, 2 * n);
            }
            mine[n++] = System.nanoTime() - begin;
            bytes.addAndGet(answer.bytes());
            if (answer.status() >= 400) {
              errors.incrementAndGet();
            }
          }
        } catch (IOException broken) {
          errors.incrementAndGet();
        }
        synchronized (times) {
          times.add(Arrays.copyOf(mine, n));
        }
      });
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    tell(times.stream().flatMapToLong(Arrays::stream).sorted().toArray(), errors.get(), bytes.get());
  }

  private static void burst(URI root, String path, int connections) throws IOException {
    try (TileBurst burst = new TileBurst(root, connections)) {
      for (int i = 0; i < WARM_REQUESTS; i++) {
        burst.ask("/tiles/base/0/0/0.mvt");
      }
      long[] times = burst.ask(path);
      Arrays.sort(times);
      tell(times, burst.errors(), 0);
    }
  }

  private static void tell(long[] sorted, int errors, long bytes) {
    int n = sorted.length;
    System.out.printf("n=%d errors=%d mean=%.3f p50=%.3f p99=%.3f max=%.3f bytes=%d%n", n, errors,
        Arrays.stream(sorted).average().orElse(0) / 1e6, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), n == 0 ? 0 : bytes / n);
  }

  private static double at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
  }

  /** The log tells a statement and, in the line after it, its parameters. */
  private static void sql(Path log, Path folder) throws IOException {
    Map<String, String> statements = new LinkedHashMap<>();
    StringBuilder statement = null;
    for (String line : Files.readAllLines(log)) {
      int begins = line.indexOf(": WITH b AS MATERIALIZED");
      if (begins >= 0) {
        statement = new StringBuilder(line.substring(begins + 2)).append('\n');
      } else if (statement != null && line.startsWith("\t")) {
        statement.append(line.strip()).append('\n');
      } else if (statement != null && line.contains("parameters: ")) {
        String parameters = line.substring(line.indexOf("parameters: ") + 12);
        String filled = statement.toString();
        String[] all = parameters.split(", (?=\\$)");
        for (int i = all.length - 1; i >= 0; i--) {
          String[] pair = all[i].split(" = ", 2);
          filled = filled.replace(pair[0], pair[1].matches("'-?[0-9]+'") ? pair[1].replace("'", "") : pair[1]);
        }
        statements.put(parameters, filled);
        statement = null;
      } else if (statement != null) {
        statement = null;
      }
    }
    int n = 0;
    for (String one : statements.values()) {
      Files.writeString(folder.resolve("tile-%03d.sql".formatted(n++)), one.strip().replaceAll("\\s*\\n\\s*", " ") + ";\n");
    }
    System.out.println(n);
  }
}

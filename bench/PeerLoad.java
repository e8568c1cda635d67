import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks two servers for the same tiles and sets the times beside each other, tile by tile.
 *
 * <pre>
 * each ROOT PATHS CONNECTIONS PASSES WARM   all paths PASSES times after some requests for the path WARM: a line for
 *                                           each tile, z/x/y and the mean of its milliseconds, or "error" and the status
 * same ROOT PATHS ROOT PATHS                whether the second server gives what the first one does: bytes and features
 * compare FIGURES OURS PEER LIMIT           lines "ROUND WHAT CONNECTIONS z/x/y ms": ratio of OURS to PEER, by zoom and tile
 * </pre>
 */
public final class PeerLoad {

  private static final int WARM_REQUESTS = 200;
  private static final Pattern ADDRESS = Pattern.compile("(\\d+)/(\\d+)/(\\d+)(\\D*)$");

  public static void main(String[] a) throws Exception {
    switch (a[0]) {
      case "each" -> each(URI.create(a[1]), Files.readAllLines(Path.of(a[2])), Integer.parseInt(a[3]), Integer.parseInt(a[4]), a[5]);
      case "same" -> same(URI.create(a[1]), Files.readAllLines(Path.of(a[2])), URI.create(a[3]), Files.readAllLines(Path.of(a[4])));
      case "compare" -> compare(Path.of(a[1]), a[2], a[3], Double.parseDouble(a[4]));
      default -> throw new IllegalArgumentException(a[0]);
    }
  }

  private static String address(String path) {
    Matcher found = ADDRESS.matcher(path);
    if (!found.find()) {
      throw new IllegalArgumentException(path);
    }
    return found.group(1) + "/" + found.group(2) + "/" + found.group(3);
  }

  private static void each(URI root, List<String> paths, int connections, int passes, String warm) throws Exception {
    AtomicInteger warmed = new AtomicInteger();
    AtomicInteger next = new AtomicInteger();
    AtomicLongArray nanos = new AtomicLongArray(paths.size());
    AtomicIntegerArray faults = new AtomicIntegerArray(paths.size());
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < connections; c++) {
      Thread thread = new Thread(() -> {
        try (TileConnection connection = new TileConnection(root)) {
          while (warmed.getAndIncrement() < Math.max(WARM_REQUESTS, connections)) {
            connection.get(warm, null);
          }
          for (int i = next.getAndIncrement(); i < passes * paths.size(); i = next.getAndIncrement()) {
            int tile = i % paths.size();
            long begin = System.nanoTime();
            TileConnection.Answer answer = connection.get(paths.get(tile), null);
            nanos.addAndGet(tile, System.nanoTime() - begin);
            if (answer.status() >= 400) {
              faults.set(tile, answer.status());
            }
          }
        } catch (IOException broken) {
          System.out.println("error 0/0/0 " + broken.getMessage());
        }
      });
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 0; i < paths.size(); i++) {
      String address = address(paths.get(i));
      System.out.println(faults.get(i) != 0 ? "error " + address + " " + faults.get(i)
          : "%s %.3f".formatted(address, nanos.get(i) / 1e6 / passes));
    }
  }

  private static void same(URI first, List<String> firstPaths, URI second, List<String> secondPaths) throws IOException {
    int equal = 0;
    long[] bytes = {0, 0};
    SortedMap<String, int[]> features = new TreeMap<>();
    try (TileConnection a = new TileConnection(first); TileConnection b = new TileConnection(second)) {
      for (int i = 0; i < firstPaths.size(); i++) {
        byte[] ours = a.get(firstPaths.get(i), null).raw();
        byte[] theirs = b.get(secondPaths.get(i), null).raw();
        equal += Arrays.equals(ours, theirs) ? 1 : 0;
        bytes[0] += ours.length;
        bytes[1] += theirs.length;
        count(ours, 0, features);
        count(theirs, 1, features);
      }
    }
    System.out.printf("%d tiles, %d the same byte for byte; bytes %d and %d; features by layer", firstPaths.size(), equal, bytes[0], bytes[1]);
    features.forEach((layer, n) -> System.out.printf(" %s %d and %d", layer, n[0], n[1]));
    System.out.println();
  }

  /** Features of each layer (Mapbox Vector Tile 2.1, 4.1: a tile has layers in field 3, a layer its name in 1 and features in 2). */
  private static void count(byte[] tile, int side, Map<String, int[]> features) {
    int[] at = {0};
    while (at[0] < tile.length) {
      number(tile, at);
      int size = (int) number(tile, at);
      int end = at[0] + size;
      String name = null;
      int n = 0;
      while (at[0] < end) {
        long key = number(tile, at);
        long value = number(tile, at); // a length for fields of wire type 2
        if (key == (1 << 3 | 2)) {
          name = new String(tile, at[0], (int) value, StandardCharsets.UTF_8);
        } else if (key == (2 << 3 | 2)) {
          n++;
        }
        at[0] += (key & 7) == 2 ? (int) value : 0;
      }
      features.computeIfAbsent(String.valueOf(name), layer -> new int[2])[side] += n;
    }
  }

  private static long number(byte[] tile, int[] at) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = tile[at[0]++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  /** Mean milliseconds of a zoom in a round, or of a tile; the figures of one kind and number of connections. */
  private static Map<String, double[]> table(List<String[]> lines, String what, String connections, boolean byTile, int rounds) {
    Map<String, double[]> sum = new TreeMap<>(PeerLoad::inOrder);
    Map<String, int[]> count = new TreeMap<>();
    for (String[] line : lines) {
      if (line[1].equals(what) && line[2].equals(connections)) {
        String key = byTile ? line[3] : line[3].substring(0, line[3].indexOf('/'));
        int round = Integer.parseInt(line[0]) - 1;
        sum.computeIfAbsent(key, k -> new double[rounds])[round] += Double.parseDouble(line[4]);
        count.computeIfAbsent(key, k -> new int[rounds])[round]++;
      }
    }
    sum.forEach((key, means) -> {
      for (int i = 0; i < rounds; i++) {
        means[i] /= count.get(key)[i];
      }
    });
    return sum;
  }

  private static int inOrder(String a, String b) {
    String[] x = a.split("/");
    String[] y = b.split("/");
    for (int i = 0; i < x.length; i++) {
      int order = Integer.compare(Integer.parseInt(x[i]), Integer.parseInt(y[i]));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static double middle(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }

  /** @param limit ratio that may not be exceeded, at each zoom and at each tile */
  private static void compare(Path figures, String ours, String peer, double limit) throws IOException {
    List<String[]> lines = Files.readAllLines(figures).stream().map(line -> line.split(" ")).toList();
    int rounds = lines.stream().mapToInt(line -> Integer.parseInt(line[0])).max().orElse(0);
    for (String connections : lines.stream().filter(line -> line[1].equals(peer)).map(line -> line[2]).distinct().toList()) {
      Map<String, double[]> mine = table(lines, ours, connections, false, rounds);
      Map<String, double[]> theirs = table(lines, peer, connections, false, rounds);
      int behind = 0;
      for (String zoom : mine.keySet()) {
        double[] ratios = ratios(mine.get(zoom), theirs.get(zoom));
        behind += middle(ratios) > limit ? 1 : 0;
        System.out.printf("%s connections, z%s: %s %.2f ms, %s %.2f ms, ratio %.2f (%.2f to %.2f)%s%n", connections, zoom, ours,
            middle(mine.get(zoom)), peer, middle(theirs.get(zoom)), middle(ratios), Arrays.stream(ratios).min().orElse(0),
            Arrays.stream(ratios).max().orElse(0), middle(ratios) > limit ? " BEHIND" : "");
      }
      Map<String, double[]> tiles = table(lines, ours, connections, true, rounds);
      Map<String, double[]> peers = table(lines, peer, connections, true, rounds);
      SortedMap<Double, String> worst = new TreeMap<>();
      int tilesBehind = 0;
      for (String tile : tiles.keySet()) {
        double ratio = middle(ratios(tiles.get(tile), peers.get(tile)));
        tilesBehind += ratio > limit ? 1 : 0;
        worst.put(ratio, tile);
      }
      System.out.printf("%s connections, %s beside %s, limit %.2f: behind at %d of %d zooms, at %d of %d tiles; worst tile %s, ratio %.2f%n", connections,
          ours, peer, limit, behind, mine.size(), tilesBehind, tiles.size(), worst.get(worst.lastKey()), worst.lastKey());
    }
  }

  private static double[] ratios(double[] mine, double[] theirs) {
    double[] ratios = new double[mine.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = mine[i] / theirs[i];
    }
    return ratios;
  }
}

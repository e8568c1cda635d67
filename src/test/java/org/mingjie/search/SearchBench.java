package org.mingjie.search;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.mingjie.romanization.Readings;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Search statements at the JDBC call beside the floor F: one prepared look-up of an exact name on the same connection. Run
 * by {@code ./mingjie bench search}; arguments: JDBC address of a filled
 * registry, rounds, a folder for the addresses that the service is asked for.
 */
public final class SearchBench {

  private static final int CALLS = 400;

  private record Measure(double p50, double p99) {}

  private final SearchReader reader;
  private final Finder search;
  private final Connection connection;
  private final List<String> names = new ArrayList<>();
  private final List<String> letters = new ArrayList<>();
  private final List<String> initials = new ArrayList<>();
  private final List<String> divisions = new ArrayList<>();
  private final Map<String, Consumer<Integer>> cases = new LinkedHashMap<>();

  private SearchBench(Connection connection) throws SQLException {
    this.connection = connection;
    JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    reader = new SearchReader(client);
    Readings readings = new Readings();
    LetterSearch byLetters = new LetterSearch(reader, readings);
    search = new Finder(reader, new UnitChains(reader), new CharacterSearch(reader, byLetters, readings), byLetters);
    sample();
    prepareCases();
  }

  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0] + "&prepareThreshold=1")) {
      connection.createStatement().execute("SET search_path = app, public; SET ROLE mingjie_read; SET jit = off; "
          + "SET max_parallel_workers_per_gather = 0; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET statement_timeout = 0");
      try (ResultSet size = connection.createStatement().executeQuery(
          "SELECT pg_size_pretty(pg_table_size('place_search')), pg_size_pretty(pg_indexes_size('place_search')), reltuples FROM pg_class WHERE relname = 'place_search'")) {
        size.next();
        System.out.printf("table %s, indexes %s, about %,.0f rows%n", size.getString(1), size.getString(2), size.getDouble(3));
      }
      SearchBench bench = new SearchBench(connection);
      bench.writePaths(Path.of(arguments[2]));
      bench.run(Integer.parseInt(arguments[1]));
    }
  }

  /** Addresses of the service, one kind in each file: a name typed key by key, whole queries, same names. */
  private void writePaths(Path folder) throws IOException {
    List<String> suggest = new ArrayList<>();
    List<String> search = new ArrayList<>();
    List<String> same = new ArrayList<>();
    Random dice = new Random(3);
    for (int n = 0; n < 100; n++) {
      int i = dice.nextInt(names.size());
      for (int length = 1; length <= Math.min(4, names.get(i).length()); length++) {
        suggest.add("/api/suggest?q=" + encoded(begin(names.get(i), length)));
      }
      for (int length = 1; length <= Math.min(8, letters.get(i).length()); length++) {
        suggest.add("/api/suggest?q=" + encoded(begin(letters.get(i), length)));
      }
      search.add("/api/search?q=" + encoded(names.get(i)));
      search.add("/api/search?q=" + encoded(begin(names.get(i), 2)) + "&division=" + begin(divisions.get(i), 6));
      search.add("/api/search?q=" + encoded(letters.get(i)));
      search.add("/api/search?q=" + encoded(wrong(i)));
      same.add("/api/same-names?name=" + encoded(names.get(i)) + "&division=" + begin(divisions.get(i), 6));
    }
    Files.write(folder.resolve("suggest"), suggest);
    Files.write(folder.resolve("search"), search);
    Files.write(folder.resolve("same"), same);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Names as people ask for them: any row, the common ones as often as they occur. */
  private void sample() throws SQLException {
    try (PreparedStatement some = connection.prepareStatement("""
        SELECT name, py, ini, div FROM place_search
        TABLESAMPLE SYSTEM ((SELECT least(100, 2000000 / reltuples) FROM pg_class WHERE oid = 'place_search'::regclass)) REPEATABLE (7)
        WHERE NOT alternative AND name_status <> 'former' AND length(name) > 1 AND length(div) > 5
        """); ResultSet rows = some.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
        letters.add(rows.getString(2));
        initials.add(rows.getString(3));
        divisions.add(rows.getString(4));
      }
    }
    java.util.Collections.shuffle(divisions, new Random(1));
  }

  private static String begin(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private void prepareCases() {
    cases.put("exact name", i -> reader.named(names.get(i), 10));
    for (int length : new int[] {1, 2, 3, 4}) {
      cases.put("keystroke, %d characters".formatted(length), i -> reader.nameBegins(begin(names.get(i), length), 10));
    }
    for (int length : new int[] {1, 2, 4, 6, 8, 10, 14}) {
      cases.put("keystroke, %d letters of pinyin".formatted(length), i -> reader.readingBegins(begin(letters.get(i), length), 10));
    }
    for (int length : new int[] {1, 2, 3, 4, 6}) {
      cases.put("keystroke, %d initials".formatted(length), i -> reader.abbreviationBegins(begin(initials.get(i), length), 10));
    }
    cases.put("same name in the county", i -> reader.sameName(names.get(i), begin(divisions.get(i), 6), 50));
    cases.put("same name in the province", i -> reader.sameName(names.get(i), begin(divisions.get(i), 2), 50));
    cases.put("same name in the country", i -> reader.sameName(names.get(i), "", 50));
    cases.put("same sound in the county", i -> reader.sameSound(List.of(letters.get(i)), begin(divisions.get(i), 6), 50));
    cases.put("same sound in the province", i -> reader.sameSound(List.of(letters.get(i)), begin(divisions.get(i), 2), 50));
    cases.put("same sound in the country", i -> reader.sameSound(List.of(letters.get(i)), "", 50));
    cases.put("contained, in a county", i -> reader.containingWithin(within(pairOf(i), i, 6), 10));
    cases.put("contained, in a prefecture", i -> reader.containing(within(pairOf(i), i, 4), 10));
    cases.put("contained, in a province", i -> reader.containing(within(pairOf(i), i, 2), 10));
    cases.put("commonest pair, in a county", i -> reader.containingWithin(within("王家", i, 6), 10));
    cases.put("commonest pair, in a prefecture", i -> reader.containing(within("王家", i, 4), 10));
    cases.put("commonest pair, in a province", i -> reader.containing(within("王家", i, 2), 10));
    cases.put("contained, anywhere", i -> reader.containing(pair(i), 10));
    cases.put("commonest pair, anywhere", i -> reader.containing("'王家'", 10));
    cases.put("one wrong character", i -> reader.containing(Tokens.any(Tokens.masked(wrong(i)).isEmpty() ? List.of("?家村") : Tokens.masked(wrong(i)))));
    cases.put("whole search, characters", i -> search.find(begin(names.get(i), 2), SearchFilter.NONE, 11));
    cases.put("whole search, letters", i -> search.find(begin(letters.get(i), 6), SearchFilter.NONE, 11));
  }

  /** As the search asks for a part of a name within a division. */
  private String within(String pair, int i, int digits) {
    return SearchFilter.NONE.within(List.of(begin(divisions.get(i), digits))).having(List.of(pair));
  }

  private String pair(int i) {
    return Tokens.quoted(pairOf(i));
  }

  private String pairOf(int i) {
    List<String> pairs = Tokens.pairs(names.get(i));
    return pairs.isEmpty() ? "王家" : pairs.get(pairs.size() - 1);
  }

  private String wrong(int i) {
    String name = names.get(i);
    return name.length() < 3 ? "王家村" : "龘" + name.substring(1);
  }

  private void run(int rounds) throws SQLException {
    Map<String, List<Double>> middle = new LinkedHashMap<>();
    Map<String, List<Double>> slow = new LinkedHashMap<>();
    List<Double> floors = new ArrayList<>();
    List<Double> unbounded = new ArrayList<>();
    List<Double> bounded = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      boolean counts = round >= 0;   // the first one warms up
      cases.forEach((name, act) -> {
        double floor = measure(this::floor).p50();
        Measure measured = measure(act);
        if (counts) {
          floors.add(floor);
          middle.computeIfAbsent(name, n -> new ArrayList<>()).add(measured.p50() / floor);
          slow.computeIfAbsent(name, n -> new ArrayList<>()).add(measured.p99() / floor);
        }
      });
      double all = once(this::unboundedPair);
      double few = measure(i -> reader.containing("'王家'", 10)).p50();
      if (counts) {
        unbounded.add(all);
        bounded.add(few / all);
      }
    }
    System.out.printf("F %s ms; ratios to F, median of %d rounds with the spread%n", spread(floors, "%.3f"), rounds);
    cases.keySet().forEach(name -> System.out.printf("%-32s p50 %s   p99 %s%n", name, spread(middle.get(name), "%.2f"), spread(slow.get(name), "%.1f")));
    System.out.printf("commonest pair anywhere, without bounds %s ms; with them 1/%.0f of that (limit 1/20)%n", spread(unbounded, "%.0f"), 1 / median(bounded));
  }

  private void floor(int i) {
    try (PreparedStatement lookup = connection.prepareStatement("SELECT place_id, name FROM place_search WHERE name = ? AND NOT alternative LIMIT 10")) {
      lookup.setString(1, names.get(i));
      lookup.executeQuery().next();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void unboundedPair() {
    try (ResultSet rows = connection.createStatement().executeQuery(
        "SELECT place_id, name FROM place_search WHERE tok @@ '''王家'''::tsquery ORDER BY imp DESC LIMIT 10")) {
      rows.next();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static double once(Runnable act) {
    long start = System.nanoTime();
    act.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private Measure measure(Consumer<Integer> act) {
    double[] took = new double[CALLS];
    Random order = new Random(42);
    for (int i = 0; i < CALLS; i++) {
      int at = order.nextInt(names.size());
      took[i] = once(() -> act.accept(at));
    }
    Arrays.sort(took);
    return new Measure(took[CALLS / 2], took[CALLS * 99 / 100]);
  }

  private static double median(List<Double> values) {
    values.sort(null);
    return values.get(values.size() / 2);
  }

  /** Median with the least and the most. */
  private static String spread(List<Double> values, String format) {
    double middle = median(values);
    return (format + " (" + format + " to " + format + ")").formatted(middle, values.get(0), values.get(values.size() - 1));
  }
}

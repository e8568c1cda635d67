package org.mingjie.search;

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
 * by {@code ./mingjie bench search}; arguments: JDBC address of a migrated database, names, rounds.
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
    long count = Long.parseLong(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    try (Connection owner = DriverManager.getConnection(arguments[0])) {
      owner.createStatement().execute("SET search_path = app, public");
      if (owner.createStatement().executeQuery("SELECT 1 FROM place_search LIMIT 1").next()) {
        System.out.println("names are there already");
      } else {
        long start = System.nanoTime();
        ManyNames.fill(owner, count, true);
        System.out.printf("%,d names loaded and indexed in %.0f s%n", count, (System.nanoTime() - start) / 1e9);
      }
      try (ResultSet size = owner.createStatement().executeQuery(
          "SELECT pg_size_pretty(pg_table_size('place_search')), pg_size_pretty(pg_indexes_size('place_search')), count(*) FROM place_search")) {
        size.next();
        System.out.printf("table %s, indexes %s, rows %,d%n", size.getString(1), size.getString(2), size.getLong(3));
      }
    }
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      connection.createStatement().execute("SET search_path = app, public; SET ROLE mingjie_read; SET jit = off; "
          + "SET max_parallel_workers_per_gather = 0; SET plan_cache_mode = force_custom_plan; SET enable_seqscan = off; SET statement_timeout = '60s'");
      new SearchBench(connection).run(rounds);
    }
  }

  /** Names as people ask for them: any row, the common ones as often as they occur. */
  private void sample() throws SQLException {
    try (ResultSet rows = connection.createStatement().executeQuery(
        "SELECT name, py, ini, div FROM place_search TABLESAMPLE SYSTEM (0.5) REPEATABLE (7) WHERE NOT alternative LIMIT 20000")) {
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
    for (int length : new int[] {1, 2, 3}) {
      cases.put("keystroke, %d characters".formatted(length), i -> reader.nameBegins(begin(names.get(i), length), 10));
    }
    for (int length : new int[] {1, 2, 4, 6, 8}) {
      cases.put("keystroke, %d letters of pinyin".formatted(length), i -> reader.readingBegins(begin(letters.get(i), length), 10));
    }
    for (int length : new int[] {1, 2, 3}) {
      cases.put("keystroke, %d initials".formatted(length), i -> reader.abbreviationBegins(begin(initials.get(i), length), 10));
    }
    cases.put("same name in the county", i -> reader.sameName(names.get(i), begin(divisions.get(i), 6), 200));
    cases.put("same name in the province", i -> reader.sameName(names.get(i), begin(divisions.get(i), 2), 200));
    cases.put("same name in the country", i -> reader.sameName(names.get(i), "", 200));
    cases.put("same sound in the county", i -> reader.sameSound(List.of(letters.get(i)), begin(divisions.get(i), 6), 200));
    cases.put("contained, in a county", i -> reader.containing(pair(i) + " & " + Tokens.quoted(Tokens.region(begin(divisions.get(i), 6))), 10));
    cases.put("commonest pair, in a county", i -> reader.containing("'王家' & " + Tokens.quoted(Tokens.region(begin(divisions.get(i), 6))), 10));
    cases.put("contained, anywhere", i -> reader.containing(pair(i), 10));
    cases.put("commonest pair, anywhere", i -> reader.containing("'王家'", 10));
    cases.put("one wrong character", i -> reader.containing(Tokens.any(Tokens.masked(wrong(i)).isEmpty() ? List.of("?家村") : Tokens.masked(wrong(i))), 10));
    cases.put("whole search, characters", i -> search.find(begin(names.get(i), 2), SearchFilter.NONE, 11));
    cases.put("whole search, letters", i -> search.find(begin(letters.get(i), 6), SearchFilter.NONE, 11));
  }

  private String pair(int i) {
    List<String> pairs = Tokens.pairs(names.get(i));
    return pairs.isEmpty() ? "'王家'" : Tokens.quoted(pairs.get(pairs.size() - 1));
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
    measure(this::floor);
    for (int round = 0; round < rounds; round++) {
      double floor = measure(this::floor).p50();
      floors.add(floor);
      cases.forEach((name, act) -> {
        Measure measured = measure(act);
        middle.computeIfAbsent(name, n -> new ArrayList<>()).add(measured.p50() / floor);
        slow.computeIfAbsent(name, n -> new ArrayList<>()).add(measured.p99() / floor);
      });
      unbounded.add(once(this::unboundedPair) / floor);
    }
    System.out.printf("F %.3f ms (%.3f to %.3f); ratios to F, median of %d rounds with the spread%n", median(floors), floors.get(0), floors.get(floors.size() - 1), rounds);
    cases.keySet().forEach(name -> System.out.printf("%-32s p50 %7.2f (%.2f to %.2f)   p99 %8.1f (%.1f to %.1f)%n", name,
        median(middle.get(name)), middle.get(name).get(0), last(middle.get(name)), median(slow.get(name)), slow.get(name).get(0), last(slow.get(name))));
    System.out.printf("%-32s     %7.0f%n", "commonest pair, unbounded", median(unbounded));
    System.out.printf("machine: %d cores%n", Runtime.getRuntime().availableProcessors());
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

  private static double last(List<Double> values) {
    return values.get(values.size() - 1);
  }
}

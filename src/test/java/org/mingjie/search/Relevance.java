package org.mingjie.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.mingjie.romanization.Readings;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Queries with the place that each means: {@code kind,query,name,within} where {@code within} is a division in the path of
 * the place meant, empty if its name is the only one. Measures how many are among the first ten (recall@10) and how far up
 * (mean reciprocal rank).
 */
public final class Relevance {

  /** @param missed queries whose place is not among the first ten, with what came first instead */
  public record Result(int queries, double recall, double meanReciprocalRank, Map<String, Double> recallByKind, List<String> missed) {

    /** All in a few lines. */
    public String table() {
      StringBuilder table = new StringBuilder("%d queries, recall@10 %.3f, MRR %.3f%n".formatted(queries, recall, meanReciprocalRank));
      recallByKind.forEach((kind, share) -> table.append("  %-24s %.2f%n".formatted(kind, share)));
      missed.forEach(m -> table.append("  missed: ").append(m).append('\n'));
      return table.toString();
    }
  }

  private Relevance() {}

  /** Of the queries in a file. */
  public static Result of(SearchService search, String set) {
    return of(search, lines(set).stream().map(line -> line.split(",", -1)).map(c -> new TypedQueries.Query(c[0], c[1], "", c[2], c[3])).toList());
  }

  /** Of queries made of the names on file, see {@link TypedQueries}. */
  public static Result ofTyped(SearchService search, JdbcClient database, Readings readings, int most) {
    return of(search, TypedQueries.of(database, readings, most));
  }

  private static Result of(SearchService search, List<TypedQueries.Query> queries) {
    Map<String, int[]> kinds = new TreeMap<>();
    List<String> missed = new ArrayList<>();
    double reciprocal = 0;
    int found = 0;
    for (TypedQueries.Query query : queries) {
      SearchFilter filter = query.division().isEmpty() ? SearchFilter.NONE : SearchFilter.NONE.within(List.of(query.division()));
      List<SearchHit> hits = search.search(query.typed(), filter, Cursor.start(0), 10);
      int rank = rank(hits, query.name(), query.within());
      int[] kind = kinds.computeIfAbsent(query.kind(), k -> new int[2]);
      kind[1]++;
      if (rank > 0) {
        kind[0]++;
        found++;
        reciprocal += 1.0 / rank;
      } else {
        missed.add("%s,%s,%s,%s%s -> %s".formatted(query.kind(), query.typed(), query.name(), query.within(), query.division(),
            hits.stream().limit(3).map(h -> h.name() + " " + h.matchedBy()).toList()));
      }
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    kinds.forEach((kind, n) -> shares.put(kind, (double) n[0] / n[1]));
    return new Result(queries.size(), (double) found / queries.size(), reciprocal / queries.size(), shares, missed);
  }

  private static int rank(List<SearchHit> hits, String name, String within) {
    for (int i = 0; i < hits.size(); i++) {
      SearchHit hit = hits.get(i);
      boolean named = hit.name().equals(name) || hit.matchedText().equals(name);
      if (named && (within.isEmpty() || hit.divisionPath().contains(within))) {
        return i + 1;
      }
    }
    return 0;
  }

  private static List<String> lines(String set) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(Relevance.class.getResourceAsStream("/search/" + set)), StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).toList();
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}

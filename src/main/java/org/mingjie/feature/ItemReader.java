package org.mingjie.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mingjie.romanization.Readings;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads what a page has not found yet, some features at a time, at most {@value #CHUNK} and as many as fit {@value #CHUNK_BYTES}
 * bytes of geometry: memory stays flat however many are wanted.
 */
@Repository
class ItemReader {

  private static final int CHUNK = 2_000;
  private static final long CHUNK_BYTES = 4_000_000;

  /** Of features that have geometry; turns count from one. */
  private static final String SHAPES = """
      SELECT w.turn, %s
      FROM unnest(CAST(:places AS uuid[]), CAST(:divisions AS uuid[]), CAST(CAST(:days AS text[]) AS date[])) WITH ORDINALITY AS w (place_id, division_id, day, turn)
      CROSS JOIN LATERAL (SELECT w.day, w.division_id) t
      CROSS JOIN LATERAL (%s) shape
      """;

  private final JdbcClient jdbc;
  private final States states;
  private final Readings readings;

  ItemReader(@Qualifier("read") JdbcClient jdbc, States states, Readings readings) {
    this.jdbc = jdbc;
    this.states = states;
    this.readings = readings;
  }

  /** Features one after the other, as they were found. */
  void read(ItemCollection collection, Crs crs, List<Found> found, Consumer<Feature> reader) {
    Known known = states.known();
    Paths paths = new Paths(jdbc, known);
    int from = 0;
    while (from < found.size()) {
      int to = from;
      long bytes = 0;
      while (to < found.size() && to - from < CHUNK && (to == from || bytes + found.get(to).bytes() <= CHUNK_BYTES)) {
        bytes += found.get(to++).bytes();
      }
      read(collection, crs, found.subList(from, to), false, known, paths, reader);
      from = to;
    }
  }

  /** The feature by itself, in its whole extent. */
  Feature whole(ItemCollection collection, Crs crs, Found found) {
    Known known = states.known();
    List<Feature> one = new ArrayList<>();
    read(collection, crs, List.of(found), true, known, new Paths(jdbc, known), one::add);
    return one.get(0);
  }

  private void read(ItemCollection collection, Crs crs, List<Found> chunk, boolean whole, Known known, Paths paths, Consumer<Feature> reader) {
    @Nullable String[] shapes = shapes(collection, crs, chunk, whole);
    paths.walk(chunk.stream().map(ItemReader::start).filter(Objects::nonNull).toList());
    for (int i = 0; i < shapes.length; i++) {
      reader.accept(feature(collection, chunk.get(i), known, paths, shapes[i]));
    }
  }

  private @Nullable String[] shapes(ItemCollection collection, Crs crs, List<Found> chunk, boolean whole) {
    @Nullable String[] shapes = new String[chunk.size()];
    int[] placed = placed(chunk);
    if (placed.length > 0) {
      List<Found> some = Arrays.stream(placed).mapToObj(chunk::get).toList();
      jdbc.sql(SHAPES.formatted(crs.geoJson("shape.geom"), ItemShapes.of(collection)))
          .param("whole", whole)
          .param("places", some.stream().map(Found::place).toArray(UUID[]::new))
          .param("divisions", some.stream().map(Found::division).toArray(UUID[]::new))
          .param("days", some.stream().map(one -> one.day().toString()).toArray(String[]::new))
          .query(row -> {
            shapes[placed[row.getInt(1) - 1]] = row.getString(2);
          });
    }
    return shapes;
  }

  private static int[] placed(List<Found> chunk) {
    return IntStream.range(0, chunk.size()).filter(i -> chunk.get(i).bytes() > 0).toArray();
  }

  private static Paths.@Nullable Start start(Found found) {
    return found.within() == null ? null : new Paths.Start(found.within(), found.day());
  }

  private Feature feature(ItemCollection collection, Found found, Known known, Paths paths, @Nullable String shape) {
    String spelling = found.spelling();
    Paths.Start start = start(found);
    return new Feature(found.at().key(), found.name(), found.nameStatus(),
        spelling != null ? spelling : readings.suggestion(found.name(), found.generic()),
        spelling != null ? found.spellingStatus() : "suggested",
        found.classCode(), className(found, known), start == null ? List.of() : paths.from(start), own(collection, found, known), shape);
  }

  /** Seats of units are public. */
  private static Map<String, @Nullable Object> own(ItemCollection collection, Found found, Known known) {
    if (collection == ItemCollection.DIVISIONS) {
      return found.own();
    }
    Map<String, @Nullable Object> own = new LinkedHashMap<>(found.own());
    own.put("positionGrid", known.positionGrid(found.classCode()));
    return own;
  }

  /** A township-level unit is called by its generic term: 镇, 乡, 街道. */
  private static String className(Found found, Known known) {
    String code = found.classCode();
    boolean unit = code.compareTo("21600") < 0 && code.startsWith("21");
    return unit && found.generic() != null ? found.generic() : known.className(code);
  }
}

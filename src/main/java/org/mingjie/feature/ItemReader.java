package org.mingjie.feature;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mingjie.romanization.Readings;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads features some at a time, at most {@value #CHUNK} and as many as fit {@value #CHUNK_BYTES} bytes of geometry:
 * memory stays flat however many are wanted. Each is told as it was on its day, its names, divisions and geometry alike.
 */
@Repository
class ItemReader {

  private static final int CHUNK = 2_000;
  private static final long CHUNK_BYTES = 4_000_000;

  /**
   * Names are chosen as the cards of places choose them. A place that lies in one division only, as most do, needs no
   * look at the division. OFFSET 0 keeps the planner from joining whole tables where looks into an index are meant.
   */
  private static final String READ = """
      SELECT p.code, p.class_code, n.text, n.status AS name_status,
        n.generic, n.valid @> w.day AS is_valid, s.text AS spelling, s.status AS spelling_status,
        coalesce(own.parent_id, lies.division_id) AS within, w.day,
        p.attributes ->> 'ref' AS ref, p.attributes ->> 'grade' AS grade,
        u.code AS unit_code, u.level, u.parent_code, %s AS shape
      FROM unnest(CAST(:places AS uuid[]), CAST(:divisions AS uuid[]), CAST(CAST(:days AS text[]) AS date[])) WITH ORDINALITY AS w (place_id, division_id, day, turn)
      CROSS JOIN LATERAL (SELECT w.day, w.division_id) t
      CROSS JOIN LATERAL (SELECT id, code, class_code, attributes FROM place WHERE id = w.place_id OFFSET 0) p
      LEFT JOIN LATERAL (SELECT id, parent_id FROM division WHERE place_id = w.place_id
                         ORDER BY id = w.division_id DESC, valid @> w.day DESC, upper_inf(valid) DESC, lower(valid) DESC LIMIT 1) own ON true
      LEFT JOIN LATERAL (
        SELECT CASE WHEN count(*) < 2 THEN (array_agg(one.division_id))[1] ELSE (
          SELECT pd.division_id FROM place_in_division pd JOIN division d ON d.id = pd.division_id
          WHERE pd.place_id = w.place_id
          ORDER BY pd.valid @> w.day DESC, pd.main DESC, upper_inf(pd.valid) DESC, d.level DESC, d.code LIMIT 1) END AS division_id
        FROM place_in_division one WHERE one.place_id = w.place_id AND own.id IS NULL) lies ON true
      JOIN LATERAL (
        SELECT n.id, n.text, n.status, n.generic, n.valid FROM name n JOIN source s ON s.id = n.source_id
        WHERE n.place_id = w.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
        ORDER BY n.valid @> w.day DESC, upper(n.valid) DESC NULLS FIRST, n.status = 'standard' DESC, s.rank DESC, s.state_date DESC
        LIMIT 1) n ON true
      LEFT JOIN LATERAL (SELECT text, status FROM spelling WHERE name_id = n.id AND script = 'Latn' AND status <> 'rejected'
                         ORDER BY valid @> w.day DESC, upper(valid) DESC NULLS FIRST LIMIT 1) s ON true
      LEFT JOIN LATERAL (
        SELECT d.code, d.level,
          (SELECT parent.code FROM division above JOIN place parent ON parent.id = above.place_id WHERE above.id = d.parent_id) AS parent_code
        FROM division d WHERE d.id = w.division_id OFFSET 0) u ON true
      LEFT JOIN LATERAL (%s) shape ON true
      ORDER BY w.turn
      """;

  private static final String CLASSES = "SELECT code, name FROM place_class";

  private record Row(Feature feature, Paths.@Nullable Start within) {}

  private final JdbcClient jdbc;
  private final Readings readings;

  ItemReader(@Qualifier("read") JdbcClient jdbc, Readings readings) {
    this.jdbc = jdbc;
    this.readings = readings;
  }

  /** Features one after the other, in the order of the keys; one that has gone since is left out. */
  void read(ItemCollection collection, Crs crs, List<Page.Key> keys, Consumer<Feature> reader) {
    Map<String, String> classes = classes();
    Paths paths = new Paths(jdbc);
    int from = 0;
    while (from < keys.size()) {
      int to = from;
      long bytes = 0;
      while (to < keys.size() && to - from < CHUNK && (to == from || bytes + keys.get(to).bytes() <= CHUNK_BYTES)) {
        bytes += keys.get(to++).bytes();
      }
      read(collection, crs, keys.subList(from, to), false, classes, paths).forEach(reader);
      from = to;
    }
  }

  /** The feature by itself, in its whole extent. */
  Optional<Feature> whole(ItemCollection collection, Crs crs, Page.Key key) {
    return read(collection, crs, List.of(key), true, classes(), new Paths(jdbc)).findFirst();
  }

  private Map<String, String> classes() {
    Map<String, String> names = new HashMap<>();
    jdbc.sql(CLASSES).query(row -> {
      names.put(row.getString("code"), row.getString("name"));
    });
    return names;
  }

  private Stream<Feature> read(ItemCollection collection, Crs crs, List<Page.Key> keys, boolean whole, Map<String, String> classes, Paths paths) {
    List<Row> rows = jdbc.sql(READ.formatted(crs.geoJson("shape.geom"), ItemShapes.of(collection)))
        .param("whole", whole)
        .param("places", keys.stream().map(Page.Key::place).toArray(UUID[]::new))
        .param("divisions", keys.stream().map(Page.Key::division).toArray(UUID[]::new))
        .param("days", keys.stream().map(key -> key.day().toString()).toArray(String[]::new))
        .query((row, n) -> new Row(feature(collection, row, classes), start(row))).list();
    paths.walk(rows.stream().map(Row::within).filter(Objects::nonNull).toList());
    return rows.stream().map(row -> row.within() == null ? row.feature() : row.feature().within(paths.from(row.within())));
  }

  private static Paths.@Nullable Start start(ResultSet row) throws SQLException {
    UUID within = row.getObject("within", UUID.class);
    return within == null ? null : new Paths.Start(within, row.getObject("day", LocalDate.class));
  }

  private Feature feature(ItemCollection collection, ResultSet row, Map<String, String> classes) throws SQLException {
    String name = row.getString("text");
    String spelling = row.getString("spelling");
    return new Feature(row.getString("code"), name, row.getBoolean("is_valid") ? row.getString("name_status") : "former",
        spelling != null ? spelling : readings.suggestion(name, row.getString("generic")),
        spelling != null ? row.getString("spelling_status") : "suggested",
        row.getString("class_code"), className(row, classes), List.of(), own(collection, row), row.getString("shape"));
  }

  /** A township-level unit is called by its generic term: 镇, 乡, 街道. */
  private static String className(ResultSet row, Map<String, String> classes) throws SQLException {
    String generic = row.getString("generic");
    String code = row.getString("class_code");
    boolean unit = code.compareTo("21600") < 0 && code.startsWith("21");
    return unit && generic != null ? generic : String.valueOf(classes.get(code));
  }

  private static Map<String, @Nullable Object> own(ItemCollection collection, ResultSet row) throws SQLException {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    switch (collection) {
      case DIVISIONS -> {
        own.put("officialCode", row.getString("unit_code"));
        own.put("level", row.getInt("level"));
        own.put("parentCode", row.getString("parent_code"));
      }
      case ROADS -> {
        own.put("ref", row.getString("ref"));
        own.put("grade", row.getString("grade"));
      }
      case PLACES -> { }
    }
    return own;
  }
}

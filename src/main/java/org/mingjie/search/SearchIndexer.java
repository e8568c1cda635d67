package org.mingjie.search;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.mingjie.place.PlacesChanged;
import org.mingjie.romanization.Reading;
import org.mingjie.romanization.Readings;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps the search rows of changed places in step with the registry, within the transaction that changes them. Where
 * the change is larger than what was there, the whole table is made anew and takes the old one's name at the commit.
 */
@Component
class SearchIndexer {

  private static final int BATCH = 20_000;
  private static final int FEWEST_FOR_A_REBUILD = 20_000;

  private static final String ROWS = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'place_search'::regclass";

  private static final String DELETE = """
      DELETE FROM place_search s USING changed_place c WHERE s.place_id = c.place_id
      """;

  /** After the rows are written: they hold the table's lock, which the beginning of a rebuild waits for. */
  private static final String NOTE_FOR_REBUILD = """
      INSERT INTO place_search_delta SELECT place_id FROM changed_place WHERE EXISTS (SELECT 1 FROM search_rebuild)
      """;

  private static final String NAMES = """
      SELECT n.place_id, n.text,
        CASE WHEN NOT n.valid @> current_date OR p.status = 'historical' THEN 'former'
             WHEN n.kind <> 'name' THEN 'alias'
             WHEN n.status = 'standard' THEN 'standard' ELSE 'unverified' END AS name_status,
        p.importance, coalesce(d.code, i.code, '') AS div, r.syllables, n.generic,
        n.specific IS NOT NULL AND char_length(n.specific) > 1 AND p.class_code BETWEEN '21200' AND '21599' AND n.kind = 'name' AS has_short,
        (SELECT s.text FROM spelling s WHERE s.name_id = n.id AND s.script = 'Latn' AND s.status <> 'rejected' LIMIT 1) AS spelling,
        p.class_code, st_x(coalesce(g.at, a.at)) AS x, st_y(coalesce(g.at, a.at)) AS y
      FROM %s
      JOIN name n ON n.place_id = p.id AND n.status <> 'rejected' AND n.language = 'zh'
      LEFT JOIN LATERAL (SELECT code FROM division WHERE place_id = p.id ORDER BY upper_inf(valid) DESC, lower(valid) DESC LIMIT 1) d ON true
      LEFT JOIN LATERAL (SELECT x.code FROM place_in_division pd JOIN division x ON x.id = pd.division_id
                         WHERE pd.place_id = p.id ORDER BY x.level DESC LIMIT 1) i ON d.code IS NULL
      LEFT JOIN LATERAL (
        SELECT CASE s.role WHEN 'point' THEN s.geom WHEN 'line' THEN st_lineinterpolatepoint(st_geometryn(s.geom, 1), 0.5)
                           ELSE st_pointonsurface(s.geom) END AS at
        FROM place_geometry s WHERE s.place_id = p.id AND upper_inf(s.valid)
        ORDER BY s.role = 'point' DESC, s.role = 'line' DESC LIMIT 1) g ON true
      LEFT JOIN LATERAL (
        SELECT st_pointonsurface(s.geom) AS at FROM division own JOIN division_geometry s ON s.division_id = own.id AND upper_inf(s.valid)
        WHERE own.place_id = p.id AND g.at IS NULL LIMIT 1) a ON p.class_code BETWEEN '21200' AND '21699'
      LEFT JOIN reading r ON r.name_id = n.id
      WHERE p.status IN ('current', 'historical')
      """;

  /** As they lie on the disk: to look places up in the order of importance takes a jump of the disk for each, hours for a nation. */
  private static final String UNSORTED = "CREATE TEMPORARY TABLE place_search_unsorted (LIKE app.place_search) ON COMMIT DROP";

  private static final String SORT = "INSERT INTO %s SELECT * FROM place_search_unsorted ORDER BY imp DESC";

  /** @param droppedGeneric the generic term without which the place is also found; null if it has no short name */
  private record Named(String placeId, String text, String status, float importance, String division, String classCode,
      double x, double y, @Nullable String syllables, @Nullable String spelling, @Nullable String droppedGeneric) {}

  private final JdbcClient jdbc;
  private final JdbcTemplate connections;
  private final Readings readings;

  SearchIndexer(JdbcClient jdbc, DataSource dataSource, Readings readings) {
    this.jdbc = jdbc;
    this.connections = new JdbcTemplate(dataSource);
    this.readings = readings;
  }

  @EventListener
  void on(PlacesChanged changed) {
    swap();
    jdbc.sql("ANALYZE changed_place").update();
    if (changed.count() >= Math.max(FEWEST_FOR_A_REBUILD, rowsOnFile())) {
      jdbc.sql("SELECT begin_search_table('place_search_next')").query().singleRow();
      fillAll("place_search_next");
      jdbc.sql("SELECT index_search_table('place_search_next')").query().singleRow();
      TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
        @Override
        public void beforeCommit(boolean readOnly) {
          swap();
        }
      });
    } else {
      jdbc.sql(DELETE).update();
      fillChanged("place_search");
      jdbc.sql(NOTE_FOR_REBUILD).update();
    }
  }

  /** Rows of every place, the most important first. */
  void fillAll(String table) {
    jdbc.sql(UNSORTED).update();
    fill("place p", "place_search_unsorted", false);
    jdbc.sql(SORT.formatted(table)).update();
    jdbc.sql("DROP TABLE place_search_unsorted").update();
  }

  /** Rows of the places in {@code changed_place}. */
  void fillChanged(String table) {
    fill("changed_place c JOIN place p ON p.id = c.place_id", table, true);
  }

  /** Whoever puts the table in order meanwhile commits another under its name, which the statement of before cannot see yet. */
  private long rowsOnFile() {
    return jdbc.sql(ROWS).query(Long.class).optional().orElseGet(() -> jdbc.sql(ROWS).query(Long.class).single());
  }

  private void swap() {
    jdbc.sql("SELECT take_search_table('place_search_next')").query().singleRow();
  }

  private void fill(String places, String table, boolean fresh) {
    connections.execute((Connection connection) -> fill(connection, places, table, fresh));
  }

  /** Readings of one batch are found on another thread while the next is fetched. */
  private @Nullable Void fill(Connection connection, String places, String table, boolean fresh) throws SQLException {
    PGConnection database = connection.unwrap(PGConnection.class);
    try (PreparedStatement statement = connection.prepareStatement(NAMES.formatted(places))) {
      statement.setFetchSize(BATCH);
      try (ResultSet rows = statement.executeQuery()) {
        CompletableFuture<byte[]> read = CompletableFuture.completedFuture(new byte[0]);
        List<Named> batch = next(rows);
        while (!batch.isEmpty()) {
          byte[] ready = read.join();
          List<Named> named = batch;
          read = CompletableFuture.supplyAsync(() -> lines(named, fresh));
          copy(database, table, ready);
          batch = next(rows);
        }
        copy(database, table, read.join());
        return null;
      }
    }
  }

  private static List<Named> next(ResultSet rows) throws SQLException {
    List<Named> batch = new ArrayList<>(BATCH);
    while (batch.size() < BATCH && rows.next()) {
      double x = rows.getDouble("x");
      boolean placed = !rows.wasNull();
      batch.add(new Named(rows.getString("place_id"), rows.getString("text"), rows.getString("name_status"),
          rows.getFloat("importance"), rows.getString("div"), rows.getString("class_code"), placed ? x : Double.NaN,
          placed ? rows.getDouble("y") : Double.NaN, rows.getString("syllables"), rows.getString("spelling"),
          rows.getBoolean("has_short") ? rows.getString("generic") : null));
    }
    return batch;
  }

  private byte[] lines(List<Named> batch, boolean fresh) {
    StringBuilder out = new StringBuilder(400 * batch.size());
    batch.forEach(name -> rows(out, name, fresh));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A division is also called by its specific term alone: 株洲 for 株洲市. */
  private void rows(StringBuilder out, Named name, boolean fresh) {
    List<Reading> all = readings(name);
    rows(out, name, name.text(), all, fresh);
    if (name.droppedGeneric() != null) {
      int generic = name.droppedGeneric().length();
      List<Reading> shorter = all.stream().map(Reading::syllables)
          .map(syllables -> new Reading(syllables.subList(0, Math.max(0, syllables.size() - generic)))).distinct().toList();
      rows(out, name, name.text().substring(0, name.text().length() - generic), shorter, fresh);
    }
  }

  private static void rows(StringBuilder out, Named name, String text, List<Reading> readings, boolean fresh) {
    String folded = Folding.fold(text);
    for (Reading reading : readings) {
      new SearchRow(name.placeId(), folded, text, name.status(), reading != readings.get(0), reading, name.importance(),
          name.division(), name.classCode(), name.x(), name.y(), fresh).appendTo(out);
    }
  }

  /** The published spelling is the one reading; else one that a list gives leads, then the dictionary with all that is plausible. */
  private List<Reading> readings(Named name) {
    Optional<Reading> published = name.spelling() == null ? Optional.empty() : readings.fit(name.text(), name.spelling());
    if (published.isPresent()) {
      return List.of(published.get());
    }
    List<Reading> all = new ArrayList<>(readings.all(name.text()));
    if (name.syllables() != null) {
      Reading listed = new Reading(Arrays.asList(name.syllables().split(" ")));
      all.remove(listed);
      all.add(0, listed);
    }
    return all;
  }

  private static void copy(PGConnection database, String table, byte[] lines) throws SQLException {
    if (lines.length == 0) {
      return;
    }
    CopyIn copy = database.getCopyAPI().copyIn("COPY " + table + " (" + SearchRow.COLUMNS + ") FROM STDIN");
    copy.writeToCopy(lines, 0, lines.length);
    copy.endCopy();
  }
}

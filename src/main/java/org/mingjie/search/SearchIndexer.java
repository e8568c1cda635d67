package org.mingjie.search;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private static final String DELETE = """
      DELETE FROM place_search s USING changed_place c WHERE s.place_id = c.place_id
      """;

  private static final String NAMES = """
      SELECT n.place_id, n.text,
        CASE WHEN NOT n.valid @> current_date OR p.status = 'historical' THEN 'former'
             WHEN n.kind <> 'name' THEN 'alias'
             WHEN n.status = 'standard' THEN 'standard' ELSE 'unverified' END AS name_status,
        p.importance, coalesce(d.code, i.code, '') AS div, r.syllables, n.generic,
        n.specific IS NOT NULL AND char_length(n.specific) > 1 AND p.class_code BETWEEN '21200' AND '21599' AND n.kind = 'name' AS has_short,
        (SELECT s.text FROM spelling s WHERE s.name_id = n.id AND s.script = 'Latn' AND s.status <> 'rejected' LIMIT 1) AS spelling
      FROM %s
      JOIN name n ON n.place_id = p.id AND n.status <> 'rejected' AND n.language = 'zh'
      LEFT JOIN LATERAL (SELECT code FROM division WHERE place_id = p.id ORDER BY upper_inf(valid) DESC, lower(valid) DESC LIMIT 1) d ON true
      LEFT JOIN LATERAL (SELECT x.code FROM place_in_division pd JOIN division x ON x.id = pd.division_id
                         WHERE pd.place_id = p.id ORDER BY x.level DESC LIMIT 1) i ON d.code IS NULL
      LEFT JOIN reading r ON r.name_id = n.id
      WHERE p.status IN ('current', 'historical')
      ORDER BY p.importance DESC
      """;

  /** @param droppedGeneric the generic term without which the place is also found; null if it has no short name */
  private record Named(String placeId, String text, String status, float importance, String division,
      @Nullable String syllables, @Nullable String spelling, @Nullable String droppedGeneric) {}

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
      jdbc.sql("SELECT begin_search_rebuild()").query().singleRow();
      fill("place p", "place_search_next");
      jdbc.sql("SELECT index_search_rebuild()").query().singleRow();
      TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
        @Override
        public void beforeCommit(boolean readOnly) {
          swap();
        }
      });
    } else {
      jdbc.sql(DELETE).update();
      fill("changed_place c JOIN place p ON p.id = c.place_id", "place_search");
    }
  }

  private long rowsOnFile() {
    return jdbc.sql("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'place_search'::regclass")
        .query(Long.class).single();
  }

  private void swap() {
    jdbc.sql("SELECT swap_search_rebuild()").query().singleRow();
  }

  private void fill(String places, String table) {
    connections.execute((Connection connection) -> fill(connection, places, table));
  }

  /** Readings of one batch are found on another thread while the next is fetched. */
  private @Nullable Void fill(Connection connection, String places, String table) throws SQLException {
    PGConnection database = connection.unwrap(PGConnection.class);
    try (PreparedStatement statement = connection.prepareStatement(NAMES.formatted(places))) {
      statement.setFetchSize(BATCH);
      try (ResultSet rows = statement.executeQuery()) {
        CompletableFuture<byte[]> read = CompletableFuture.completedFuture(new byte[0]);
        List<Named> batch = next(rows);
        while (!batch.isEmpty()) {
          byte[] ready = read.join();
          List<Named> named = batch;
          read = CompletableFuture.supplyAsync(() -> lines(named));
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
      batch.add(new Named(rows.getString("place_id"), rows.getString("text"), rows.getString("name_status"),
          rows.getFloat("importance"), rows.getString("div"), rows.getString("syllables"), rows.getString("spelling"),
          rows.getBoolean("has_short") ? rows.getString("generic") : null));
    }
    return batch;
  }

  private byte[] lines(List<Named> batch) {
    StringBuilder out = new StringBuilder(100 * batch.size());
    batch.forEach(name -> line(out, name));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A division is also called by its specific term alone: 株洲 for 株洲市. */
  private void line(StringBuilder out, Named name) {
    Reading reading = reading(name.text(), name.syllables(), name.spelling());
    append(out, name, name.text(), reading);
    if (name.droppedGeneric() != null) {
      int generic = name.droppedGeneric().length();
      int kept = Math.max(0, reading.syllables().size() - generic);
      append(out, name, name.text().substring(0, name.text().length() - generic),
          new Reading(reading.syllables().subList(0, kept)));
    }
  }

  private static void append(StringBuilder out, Named name, String text, Reading reading) {
    out.append(name.placeId()).append('\t').append(text.replace("\\", "\\\\")).append('\t')
        .append(name.status()).append('\t').append(reading.joined()).append('\t')
        .append(reading.initials()).append('\t').append(name.importance()).append('\t').append(name.division()).append('\n');
  }

  /** The published spelling leads, then a reading that a list gives, then the dictionary. */
  private Reading reading(String name, @Nullable String syllables, @Nullable String spelling) {
    if (syllables != null) {
      return new Reading(Arrays.stream(syllables.split(" ")).map(Readings::plain).toList());
    }
    Reading guess = readings.of(name);
    if (spelling == null) {
      return guess;
    }
    return readings.fit(name, spelling).orElse(guess);
  }

  private static void copy(PGConnection database, String table, byte[] lines) throws SQLException {
    if (lines.length == 0) {
      return;
    }
    CopyIn copy = database.getCopyAPI().copyIn("COPY " + table + " (place_id, name, name_status, py, ini, imp, div) FROM STDIN");
    copy.writeToCopy(lines, 0, lines.length);
    copy.endCopy();
  }
}

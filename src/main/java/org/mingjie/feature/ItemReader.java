package org.mingjie.feature;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mingjie.place.PlaceSummaries;
import org.mingjie.place.PlaceSummary;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads features some at a time, at most {@value #CHUNK} and as many as fit {@value #CHUNK_BYTES} bytes of geometry:
 * memory stays flat however many are wanted, and no connection is held while a slow client takes its time.
 */
@Repository
class ItemReader {

  private static final int CHUNK = 100;
  private static final long CHUNK_BYTES = 4_000_000;

  private static final String READ_PLACES = """
      SELECT w.place_id AS id, w.attributes ->> 'ref' AS ref, w.attributes ->> 'grade' AS grade,
        st_asgeojson(st_forcepolygonccw(shape.geom), 7, 0) AS shape
      FROM (SELECT p.id AS place_id, p.attributes FROM place p WHERE p.id = ANY (:ids)) w
      LEFT JOIN LATERAL (%s) shape ON true
      """;

  private static final String READ_DIVISIONS = """
      SELECT w.place_id AS id, w.code, w.level, parent.code AS parent_code,
        st_asgeojson(st_forcepolygonccw(shape.geom), 7, 0) AS shape
      FROM (SELECT d.id AS division_id, d.place_id, d.code, d.level, d.parent_id FROM division d WHERE d.id = ANY (:ids)) w
      LEFT JOIN division up ON up.id = w.parent_id
      LEFT JOIN place parent ON parent.id = up.place_id
      LEFT JOIN LATERAL (%s) shape ON true
      """;

  private final JdbcClient jdbc;
  private final PlaceSummaries summaries;

  ItemReader(@Qualifier("read") JdbcClient jdbc, PlaceSummaries summaries) {
    this.jdbc = jdbc;
    this.summaries = summaries;
  }

  /** Features one after the other, in the order of the keys; one that has gone since is left out. */
  void read(ItemCollection collection, List<Page.Key> keys, Consumer<Feature> reader) {
    int from = 0;
    while (from < keys.size()) {
      int to = from;
      long bytes = 0;
      while (to < keys.size() && to - from < CHUNK && (to == from || bytes + keys.get(to).bytes() <= CHUNK_BYTES)) {
        bytes += keys.get(to++).bytes();
      }
      read(collection, keys.subList(from, to), false).forEach(reader);
      from = to;
    }
  }

  /** The feature by itself, in its whole extent. */
  Optional<Feature> whole(ItemCollection collection, Page.Key key) {
    return read(collection, List.of(key), true).stream().findFirst();
  }

  private List<Feature> read(ItemCollection collection, List<Page.Key> keys, boolean whole) {
    boolean units = collection == ItemCollection.DIVISIONS;
    Map<UUID, PlaceSummary> places = summaries.of(keys.stream().map(Page.Key::place).toList());
    Map<UUID, Feature> features = new HashMap<>();
    jdbc.sql((units ? READ_DIVISIONS : READ_PLACES).formatted(ItemShapes.of(collection)))
        .param("whole", whole)
        .param("ids", keys.stream().map(units ? Page.Key::division : Page.Key::place).toArray(UUID[]::new))
        .query(row -> {
          UUID id = row.getObject("id", UUID.class);
          PlaceSummary place = places.get(id);
          if (place != null) {
            features.put(id, new Feature(place, own(collection, row), row.getString("shape")));
          }
        });
    List<Feature> inOrder = new ArrayList<>();
    keys.forEach(key -> Optional.ofNullable(features.get(key.place())).ifPresent(inOrder::add));
    return inOrder;
  }

  private static Map<String, @Nullable Object> own(ItemCollection collection, ResultSet row) throws SQLException {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    switch (collection) {
      case DIVISIONS -> {
        own.put("officialCode", row.getString("code"));
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

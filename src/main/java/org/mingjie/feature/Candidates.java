package org.mingjie.feature;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Places that indexes of names and of geometry give for a request, where they are few enough to look at only those. */
@Repository
class Candidates {

  static final int MOST = 20_000;

  private static final String PLACES_IN_BOX = """
      SELECT g.place_id FROM place_geometry g WHERE g.geom && st_makeenvelope(:west, :south, :east, :north, 4490)
      UNION ALL
      SELECT d.place_id FROM division_geometry g JOIN division d ON d.id = g.division_id
      WHERE g.geom && st_makeenvelope(:west, :south, :east, :north, 4490) LIMIT :most
      """;

  private static final String DIVISIONS_IN_BOX = """
      SELECT d.place_id FROM division_geometry g JOIN division d ON d.id = g.division_id
      WHERE g.geom && st_makeenvelope(:west, :south, :east, :north, 4490) LIMIT :most
      """;

  /** Places that have lost a geometry since the first page; whoever ended it may have been under way for a day. */
  private static final String LOST_SINCE = "WITH " + Since.MOMENT + """
      SELECT g.place_id FROM place_geometry_history g
      WHERE upper(g.recorded) > (SELECT at FROM moment) - interval '1 day' AND %1$s
      UNION ALL
      SELECT d.place_id FROM division_geometry_history g
      CROSS JOIN LATERAL (
        SELECT place_id FROM division WHERE id = g.division_id UNION SELECT place_id FROM division_history WHERE id = g.division_id) d
      WHERE upper(g.recorded) > (SELECT at FROM moment) - interval '1 day' AND %1$s
      LIMIT :most
      """.formatted(Since.ENDED);

  /** The index of names that the search keeps; it has former names and aliases too. Alternative are only readings. */
  private static final String PLACES_NAMED = "SELECT place_id FROM place_search WHERE name = :name AND NOT alternative LIMIT :most";

  private final JdbcClient jdbc;
  private final JdbcClient search;

  /** @param search reads beside the state of the data of an answer, for which a search table put in order meanwhile is empty */
  Candidates(@Qualifier("read") JdbcClient jdbc, @Qualifier("search") JdbcClient search) {
    this.jdbc = jdbc;
    this.search = search;
  }

  Search search(ItemsRequest request, LocalDate today) {
    @Nullable Set<UUID> named =
        request.name() == null ? null : find(search, PLACES_NAMED, Map.of("name", request.name()));
    return new Search(request, today, named, named != null || request.box() == null ? null : boxed(request, request.box()));
  }

  /** With those that have been in it lately. */
  private @Nullable Set<UUID> boxed(ItemsRequest request, Box box) {
    String sql = request.collection() == ItemCollection.DIVISIONS ? DIVISIONS_IN_BOX : PLACES_IN_BOX;
    Set<UUID> all = new LinkedHashSet<>();
    for (Box part : box.parts()) {
      Set<UUID> some = find(jdbc, sql,
          Map.of("west", part.west(), "south", part.south(), "east", part.east(), "north", part.north()));
      if (some == null) {
        return null;
      }
      all.addAll(some);
    }
    Since since = request.after() == null ? null : request.after().since();
    if (since != null && request.after().phase() == Phase.IN_BOX) {
      Set<UUID> lost = find(jdbc, LOST_SINCE, Map.of("since", since.snapshot(), "sinceMicros", since.micros()));
      if (lost == null) {
        return null;
      }
      all.addAll(lost);
    }
    return all.size() > MOST ? null : all;
  }

  private static @Nullable Set<UUID> find(JdbcClient client, String sql, Map<String, Object> parameters) {
    List<UUID> some = client.sql(sql).params(parameters).param("most", MOST + 1).query(UUID.class).list();
    return some.size() > MOST ? null : new LinkedHashSet<>(some);
  }
}

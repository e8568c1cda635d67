package org.mingjie.tile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.locationtech.jts.geom.Geometry;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps {@code tile_chain} in step with the polygons: only chains that touch a ring that came or went are made anew. */
@Component
class Chains {

  /** Lowest levels of the two nets: counties and above for zooms to 8, all for those above. */
  static final int[] NETS = {3, 5};

  /** Polygons are put in by so many vertices at a time, so that memory does not grow with the country. */
  private static final int VERTICES_AT_ONCE = 250_000;

  private static final String SIZES = """
      SELECT g.id, st_npoints(g.g3857) AS vertices FROM unnest(:ids) WITH ORDINALITY o (id, n) JOIN division_geometry g ON g.id = o.id
      JOIN tile_polygon p ON p.geometry_id = g.id AND p.level <= :net
      ORDER BY o.n
      """;

  private static final String SHAPES = "SELECT id, st_asbinary(g3857) AS shape FROM division_geometry WHERE id = ANY (:ids)";

  private static final String NEAR = """
      WITH old AS (
        SELECT id, g3857 FROM tile_chain WHERE owners && :gone AND net = %1$d
      ), near AS (
        SELECT id FROM old
        UNION SELECT c.id FROM old JOIN tile_chain c ON c.g3857 && old.g3857 AND c.net = %1$d
        UNION SELECT c.id FROM division_geometry g JOIN tile_chain c ON c.g3857 && g.g3857 AND c.net = %1$d WHERE g.id = ANY (:come)
      )
      SELECT net, owners, ring, st_asbinary(g3857) AS course FROM tile_chain JOIN near USING (id)
      """;

  private static final String CREATE_CHANGED = """
      CREATE TEMPORARY TABLE IF NOT EXISTS tile_chain_changed (id bigint, net smallint, box geometry) ON COMMIT DROP
      """;

  private static final String REMOVE = """
      WITH gone AS (DELETE FROM tile_chain WHERE id = ANY (:ids) RETURNING id, net, st_envelope(g3857) AS box)
      INSERT INTO tile_chain_changed SELECT id, net, box FROM gone
      """;

  private static final String ADD = """
      INSERT INTO tile_chain (id, net, owners, ring, g3857) VALUES (?, ?, CAST(? AS uuid[]), ?, st_setsrid(st_geomfromwkb(?), 3857))
      """;

  private static final String NOTE_ADDED = """
      INSERT INTO tile_chain_changed SELECT id, net, st_envelope(g3857) FROM tile_chain WHERE id = ANY (:ids)
      """;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  Chains(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /** What has changed stands in {@code tile_chain_changed} then. */
  void follow(Polygons.Change change) {
    jdbc.sql(CREATE_CHANGED).update();
    jdbc.sql("DELETE FROM tile_chain_changed").update();
    for (int net : NETS) {
      Set<UUID> gone = new HashSet<>(change.gone());
      for (List<UUID> come : parts(net, change.come())) {
        write(ChainNet.change(net, near(net, gone, come), gone, shapes(come)));
        gone = Set.of();
      }
    }
  }

  /** At least one part, so that what goes is taken out. */
  private List<List<UUID>> parts(int net, List<UUID> come) {
    record Size(UUID id, int vertices) {}
    List<List<UUID>> parts = new ArrayList<>();
    parts.add(new ArrayList<>());
    int vertices = 0;
    for (Size size : jdbc.sql(SIZES).param("ids", Polygons.array(come)).param("net", net).query(Size.class).list()) {
      if (vertices > VERTICES_AT_ONCE) {
        parts.add(new ArrayList<>());
        vertices = 0;
      }
      parts.get(parts.size() - 1).add(size.id());
      vertices += size.vertices();
    }
    return parts;
  }

  private List<Chain> near(int net, Collection<UUID> gone, Collection<UUID> come) {
    return jdbc.sql(NEAR.formatted(net)).param("gone", Polygons.array(gone)).param("come", Polygons.array(come))
        .query((row, n) -> chain(row)).list();
  }

  private Map<UUID, Geometry> shapes(List<UUID> ids) {
    Map<UUID, Geometry> shapes = new LinkedHashMap<>();
    jdbc.sql(SHAPES).param("ids", Polygons.array(ids))
        .query(row -> {
          shapes.put(row.getObject("id", UUID.class), Wkb.read(row.getBytes("shape")));
        });
    return shapes;
  }

  private void write(ChainNet.Result result) {
    jdbc.sql(REMOVE).param("ids", result.removed().stream().map(Chain::id).toArray(Long[]::new)).update();
    batches.batchUpdate(ADD, result.added(), 500, (statement, chain) -> {
      statement.setLong(1, chain.id());
      statement.setInt(2, chain.net());
      statement.setArray(3, statement.getConnection().createArrayOf("uuid", chain.owners().toArray()));
      statement.setBoolean(4, chain.ring());
      statement.setBytes(5, Wkb.writeLine(chain.course()));
    });
    jdbc.sql(NOTE_ADDED).param("ids", result.added().stream().map(Chain::id).toArray(Long[]::new)).update();
  }

  static Chain chain(ResultSet row) throws SQLException {
    List<UUID> owners = Arrays.stream((Object[]) row.getArray("owners").getArray()).map(UUID.class::cast).toList();
    return new Chain(row.getInt("net"), owners, row.getBoolean("ring"), Wkb.read(row.getBytes("course")).getCoordinates());
  }
}

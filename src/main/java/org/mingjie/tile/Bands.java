package org.mingjie.tile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Courses and fills of counties and above for zooms to 4, 6 and 8, each vertex within half a pixel of 256 to a tile at
 * the band's top zoom. Fills are put together from the courses of the chains, so that neighbours share every vertex.
 */
@Component
class Bands {

  static final int[] TOP_ZOOMS = {4, 6, 8};

  /** Net of the chains that have bands, and lowest level that their tiles show. */
  private static final int LOWEST = 3;

  /** Half the side of a pixel of 256 to the world, metres of EPSG:3857. */
  private static final double HALF_PIXEL = 40075016.685578488 / 256 / 2;

  private static final int CHAINS_AT_ONCE = 400;
  private static final int POLYGONS_AT_ONCE = 50;

  /** In order of place, so that those done together are in each other's way. */
  private static final String AROUND_CHANGES = """
      SELECT c.id FROM (
        SELECT DISTINCT c.id FROM tile_chain_changed x JOIN tile_chain c ON c.g3857 && x.box AND c.net = 3 WHERE x.net = 3) d
      JOIN tile_chain c USING (id) ORDER BY thinning_cell(st_startpoint(c.g3857)), c.id
      """;

  private static final String NEIGHBOURHOOD = """
      SELECT c.id, c.net, c.owners, c.ring, st_asbinary(c.g3857) AS course, c.id = ANY (:ids) AS wanted
      FROM (SELECT DISTINCT o.id FROM tile_chain t JOIN tile_chain o ON o.g3857 && t.g3857 WHERE t.id = ANY (:ids) AND o.net = 3) n
      JOIN tile_chain c USING (id)
      """;

  private static final String UPDATE = """
      UPDATE tile_chain c SET band4 = n.band4, band6 = n.band6, band8 = n.band8
      FROM (SELECT st_setsrid(st_geomfromwkb(CAST(? AS bytea)), 3857) AS band4, st_setsrid(st_geomfromwkb(CAST(? AS bytea)), 3857) AS band6,
                   st_setsrid(st_geomfromwkb(CAST(? AS bytea)), 3857) AS band8) n
      WHERE c.id = ? AND (c.band4, c.band6, c.band8) IS DISTINCT FROM (n.band4, n.band6, n.band8)
      """;

  private static final String OWNERS_CONCERNED = """
      SELECT DISTINCT p.geometry_id FROM (SELECT unnest(owners) AS id FROM tile_chain WHERE id = ANY (:chains)) o
      JOIN tile_polygon p ON p.geometry_id = o.id ORDER BY 1
      """;

  private static final String CHAINS_OF = """
      SELECT st_asbinary(g3857) AS course, st_asbinary(band4) AS band4, st_asbinary(band6) AS band6, st_asbinary(band8) AS band8
      FROM tile_chain WHERE owners && :ids AND net = 3
      """;

  private static final String SHAPES = """
      SELECT p.geometry_id, p.division_id, p.level, st_asbinary(g.g3857) AS shape
      FROM tile_polygon p JOIN division_geometry g ON g.id = p.geometry_id WHERE p.geometry_id = ANY (:ids) ORDER BY p.geometry_id
      """;

  private static final String WITHDRAW = "DELETE FROM tile_area WHERE geometry_id = ANY (:ids) AND band < 16";

  private static final String INSERT = """
      INSERT INTO tile_area (geometry_id, division_id, level, band, piece, g3857)
      VALUES (?, ?, ?, ?, 1, st_setsrid(st_geomfromwkb(?), 3857))
      """;

  private static final String TOUCH = """
      INSERT INTO tile_touched (layer, low, high, g3857)
      SELECT 'division', 0, 8, st_envelope(g3857) FROM division_geometry WHERE id = ANY (:ids)
      """;

  private record Shape(UUID geometry, UUID division, int level, Geometry area) {}

  private record Fill(UUID geometry, UUID division, int level, int band, byte[] wkb) {}

  /** A chain as a ring meets it. */
  private record Stretch(int vertices, @Nullable Coordinate @Nullable [][] bands, boolean backwards) {}

  private record Start(Coordinate from, Coordinate to) {}

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  Bands(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /**
   * Makes the bands around the chains in {@code tile_chain_changed} anew.
   *
   * @param come polygons that have no fills yet
   * @return chains that have another course now in some band
   */
  Set<Long> follow(List<UUID> come) {
    Set<Long> changed = new LinkedHashSet<>();
    List<Long> around = jdbc.sql(AROUND_CHANGES).query(Long.class).list();
    for (int from = 0; from < around.size(); from += CHAINS_AT_ONCE) {
      simplify(around.subList(from, Math.min(around.size(), from + CHAINS_AT_ONCE)), changed);
    }
    Set<UUID> polygons = new LinkedHashSet<>(jdbc.sql(OWNERS_CONCERNED).param("chains", changed.toArray(Long[]::new)).query(UUID.class).list());
    polygons.addAll(come);
    List<UUID> all = List.copyOf(polygons);
    for (int from = 0; from < all.size(); from += POLYGONS_AT_ONCE) {
      fill(all.subList(from, Math.min(all.size(), from + POLYGONS_AT_ONCE)));
    }
    return changed;
  }

  private void simplify(List<Long> ids, Set<Long> changed) {
    record Near(long id, boolean wanted, Chain chain) {}
    List<Near> near = jdbc.sql(NEIGHBOURHOOD).param("ids", ids.toArray(Long[]::new))
        .query((row, n) -> new Near(row.getLong("id"), row.getBoolean("wanted"), Chains.chain(row))).list();
    ChainSimplifier simplifier = new ChainSimplifier(near.stream().map(Near::chain).toList());
    List<Near> wanted = near.stream().filter(Near::wanted).toList();
    int[][] counts = batches.batchUpdate(UPDATE, wanted, CHAINS_AT_ONCE, (statement, one) -> {
      Coordinate[] course = one.chain().course();
      for (int band = TOP_ZOOMS.length - 1; band >= 0; band--) {
        course = simplifier.simplify(one.chain(), course, HALF_PIXEL / (1 << TOP_ZOOMS[band]));
        statement.setBytes(band + 1, Wkb.writeLine(course));
      }
      statement.setLong(4, one.id());
    });
    int[] count = Arrays.stream(counts).flatMapToInt(Arrays::stream).toArray();
    for (int i = 0; i < count.length; i++) {
      if (count[i] != 0) {
        changed.add(wanted.get(i).id());
      }
    }
  }

  private void fill(List<UUID> polygons) {
    UUID[] ids = Polygons.array(polygons);
    Map<Start, Stretch> stretches = new HashMap<>();
    jdbc.sql(CHAINS_OF).param("ids", ids).query(row -> {
      Coordinate[] course = Wkb.read(row.getBytes("course")).getCoordinates();
      Coordinate[][] bands = new Coordinate[TOP_ZOOMS.length][];
      for (int band = 0; band < bands.length; band++) {
        byte[] wkb = row.getBytes("band" + TOP_ZOOMS[band]);
        bands[band] = wkb == null ? null : Wkb.read(wkb).getCoordinates();
      }
      int last = course.length - 1;
      stretches.put(new Start(course[0], course[1]), new Stretch(last, bands, false));
      stretches.put(new Start(course[last], course[last - 1]), new Stretch(last, bands, true));
    });
    List<Fill> fills = new ArrayList<>();
    for (Shape shape : jdbc.sql(SHAPES).param("ids", ids).query((row, n) -> new Shape(row.getObject("geometry_id", UUID.class),
        row.getObject("division_id", UUID.class), row.getInt("level"), Wkb.read(row.getBytes("shape")))).list()) {
      if (shape.level() <= LOWEST) {
        for (int band = 0; band < TOP_ZOOMS.length; band++) {
          Geometry simple = simple(shape.area(), band, stretches);
          if (!simple.isEmpty()) {
            fills.add(new Fill(shape.geometry(), shape.division(), shape.level(), TOP_ZOOMS[band], Wkb.write(simple)));
          }
        }
      }
    }
    jdbc.sql(WITHDRAW).param("ids", ids).update();
    batches.batchUpdate(INSERT, fills, POLYGONS_AT_ONCE, (statement, fill) -> {
      statement.setObject(1, fill.geometry());
      statement.setObject(2, fill.division());
      statement.setInt(3, fill.level());
      statement.setInt(4, fill.band());
      statement.setBytes(5, fill.wkb());
    });
    jdbc.sql(TOUCH).param("ids", ids).update();
  }

  private static Geometry simple(Geometry area, int band, Map<Start, Stretch> stretches) {
    List<Polygon> parts = new ArrayList<>();
    for (int i = 0; i < area.getNumGeometries(); i++) {
      Polygon part = (Polygon) area.getGeometryN(i);
      LinearRing shell = simple(part.getExteriorRing(), band, stretches);
      if (shell != null) {
        List<LinearRing> holes = new ArrayList<>();
        for (int h = 0; h < part.getNumInteriorRing(); h++) {
          LinearRing hole = simple(part.getInteriorRingN(h), band, stretches);
          if (hole != null) {
            holes.add(hole);
          }
        }
        parts.add(Wkb.MERCATOR.createPolygon(shell, holes.toArray(LinearRing[]::new)));
      }
    }
    return Wkb.MERCATOR.createMultiPolygon(parts.toArray(Polygon[]::new));
  }

  /** The ring by the bands of its chains; null where nothing of it is to be seen. */
  private static @Nullable LinearRing simple(LinearRing ring, int band, Map<Start, Stretch> stretches) {
    Coordinate[] course = Arrays.stream(ring.getCoordinates()).distinct().toArray(Coordinate[]::new);
    int n = course.length;
    int start = 0;
    while (start < n && !stretches.containsKey(new Start(course[start], course[(start + 1) % n]))) {
      start++;
    }
    List<Coordinate> simple = new ArrayList<>();
    for (int done = 0; done < n; ) {
      int at = (start + done) % n;
      Stretch stretch = stretches.get(new Start(course[at], course[(at + 1) % n]));
      if (stretch == null) {
        throw new IllegalStateException("no chain begins at vertex " + at + " of a ring of " + n + " vertices at " + course[at]);
      }
      Coordinate[] part = stretch.bands()[band];
      if (part != null) {
        for (int i = 0; i < part.length - 1; i++) {
          simple.add(part[stretch.backwards() ? part.length - 1 - i : i]);
        }
      }
      done += stretch.vertices();
    }
    if (new HashSet<>(simple).size() < 3) {
      return null;
    }
    simple.add(simple.get(0));
    return Wkb.MERCATOR.createLinearRing(simple.toArray(Coordinate[]::new));
  }
}

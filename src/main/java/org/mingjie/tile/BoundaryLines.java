package org.mingjie.tile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.postgis.jdbc.jts.JtsGeometry;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.PrecisionModel;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The lines of the map: where two units meet, once, with the level of the highest units that the line parts.
 *
 * <p>Lines come from the lowest level at hand among counties and townships (and villages for their own extents);
 * where only a higher level is on file, from that. A line whose far side is not on file parts at least what the
 * highest unit with the same course parts.
 */
@Component
class BoundaryLines {

  private static final GeometryFactory MERCATOR = new GeometryFactory(new PrecisionModel(), 3857);

  private record Unit(UUID id, int level, UUID[] ancestors, String province, Geometry area) {}

  private static final String UNITS = """
      SELECT d.id, d.level, d.province, g.g3857 AS shape,
        ARRAY (WITH RECURSIVE up AS (
                 SELECT x.id, x.parent_id, x.level FROM division x WHERE x.id = d.id
                 UNION ALL SELECT x.id, x.parent_id, x.level FROM division x JOIN up ON x.id = up.parent_id)
               SELECT u.id FROM generate_series(1, 5) l LEFT JOIN up u ON u.level = l ORDER BY l) AS ancestors
      FROM division d JOIN division_geometry g ON g.division_id = d.id AND upper_inf(g.valid)
      WHERE d.level = :level AND d.valid @> current_date ORDER BY d.code
      """;

  private static final String INSERT = """
      INSERT INTO tile_boundary (level, left_id, right_id, province, g3857)
      VALUES (:level, :left, :right, :province, :shape)
      """;

  private final JdbcClient jdbc;

  BoundaryLines(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Works the lines out anew from all polygons on file. */
  void rebuild() {
    jdbc.sql("DELETE FROM tile_boundary").update();
    Map<Long, Integer> drawn = new HashMap<>();
    for (int level = 1; level <= 5; level++) {
      lines(level, drawn);
    }
  }

  /** Upper levels first: a course that an upper level has drawn is not drawn again. */
  private void lines(int level, Map<Long, Integer> drawn) {
    List<Unit> units = jdbc.sql(UNITS).param("level", level).query((row, n) -> unit(row)).list();
    if (units.isEmpty()) {
      return;
    }
    SharedLines shared = new SharedLines();
    units.forEach(u -> shared.add(u.area()));
    List<SharedLines.Line> lines = shared.lines();
    for (SharedLines.Line line : lines) {
      Unit left = units.get(line.left());
      Unit right = line.right() < 0 ? null : units.get(line.right());
      int parts = parted(left, right);
      for (Coordinate[] course : undrawn(line.course(), drawn, level)) {
        jdbc.sql(INSERT).param("level", parts).param("left", left.id()).param("right", right == null ? null : right.id())
            .param("province", left.province()).param("shape", new JtsGeometry(MERCATOR.createLineString(course))).update();
      }
    }
  }

  /** Level of the highest units that differ on the two sides. */
  private static int parted(Unit left, @Nullable Unit right) {
    if (right == null) {
      return left.level();
    }
    for (int level = 1; level < left.level(); level++) {
      UUID a = left.ancestors()[level - 1];
      UUID b = right.ancestors()[level - 1];
      if (a != null && b != null && !a.equals(b)) {
        return level;
      }
    }
    return left.level();
  }

  /** The stretches of a course that no upper level has drawn; all of it is drawn now. */
  private static List<Coordinate[]> undrawn(Coordinate[] course, Map<Long, Integer> drawn, int level) {
    List<Coordinate[]> stretches = new ArrayList<>();
    List<Coordinate> open = new ArrayList<>();
    for (int i = 1; i < course.length; i++) {
      Integer by = drawn.putIfAbsent(key(course[i - 1], course[i]), level);
      if (by == null || by == level) {
        if (open.isEmpty()) {
          open.add(course[i - 1]);
        }
        open.add(course[i]);
      } else if (!open.isEmpty()) {
        stretches.add(open.toArray(Coordinate[]::new));
        open.clear();
      }
    }
    if (!open.isEmpty()) {
      stretches.add(open.toArray(Coordinate[]::new));
    }
    return stretches;
  }

  /** A number for a segment whichever way it runs: two units of different levels share it only if it is the same. */
  private static long key(Coordinate a, Coordinate b) {
    return hash(a) + hash(b);
  }

  private static long hash(Coordinate c) {
    long x = Double.doubleToLongBits(c.x) * 0x9E3779B97F4A7C15L;
    long y = Double.doubleToLongBits(c.y) * 0xC2B2AE3D27D4EB4FL;
    long mixed = (x ^ Long.rotateLeft(y, 31)) * 0x165667B19E3779F9L;
    return mixed ^ (mixed >>> 32);
  }

  private static Unit unit(ResultSet row) throws SQLException {
    UUID[] ancestors = new UUID[5];
    Object[] given = (Object[]) row.getArray("ancestors").getArray();
    for (int i = 0; i < given.length && i < ancestors.length; i++) {
      ancestors[i] = (UUID) given[i];
    }
    return new Unit(row.getObject("id", UUID.class), row.getInt("level"), ancestors, row.getString("province"),
        ((JtsGeometry) row.getObject("shape")).getGeometry());
  }
}

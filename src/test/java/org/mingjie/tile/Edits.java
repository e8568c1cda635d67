package org.mingjie.tile;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;
import org.mingjie.place.PlacesChanged;
import org.mingjie.time.Uuid7;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Edits of the registry as a command makes them: the tables, then the event, in one transaction. */
final class Edits {

  private static final UUID SYSTEM = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final GeometryFactory DEGREES = new GeometryFactory(new PrecisionModel(), 4490);

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final ApplicationEventPublisher events;
  private final UUID source = Uuid7.next();

  Edits(JdbcClient jdbc, TransactionOperations transactions, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.events = events;
    jdbc.sql("INSERT INTO source (id, kind, title, rank, state_date, author_id) VALUES (?, 'sample', '测试', 50, '2026-01-01', ?)")
        .params(source, SYSTEM).update();
  }

  void commit(Runnable edit) {
    transactions.executeWithoutResult(status -> {
      jdbc.sql(PlacesChanged.CREATE_TABLE).update();
      edit.run();
      events.publishEvent(new PlacesChanged(jdbc.sql("SELECT count(*) FROM changed_place").query(Long.class).single()));
    });
  }

  UUID place(String name, String classCode, double importance, String attributes) {
    UUID id = Uuid7.next();
    jdbc.sql("""
        INSERT INTO place (id, class_code, importance, province, attributes, source_id, author_id)
        VALUES (:id, :class, :importance, '99', CAST(:attributes AS jsonb), :source, :system)
        """).param("id", id).param("class", classCode).param("importance", importance).param("attributes", attributes)
        .param("source", source).param("system", SYSTEM).update();
    name(id, name, "(,)");
    return id;
  }

  void name(UUID place, String text, String valid) {
    jdbc.sql("""
        INSERT INTO name (id, place_id, status, text, valid, source_id, author_id)
        VALUES (:id, :place, 'unverified', :text, CAST(:valid AS daterange), :source, :system)
        """).param("id", Uuid7.next()).param("place", place).param("text", text).param("valid", valid)
        .param("source", source).param("system", SYSTEM).update();
    changed(place);
  }

  /** @param wkt EPSG:4490 */
  void shape(UUID place, String role, String wkt, String valid) {
    jdbc.sql("""
        INSERT INTO place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id)
        VALUES (:id, :place, :role, st_geomfromtext(:wkt, 4490), 'CGCS2000', CAST(:valid AS daterange), :source, :system)
        """).param("id", Uuid7.next()).param("place", place).param("role", role).param("wkt", wkt).param("valid", valid)
        .param("source", source).param("system", SYSTEM).update();
    changed(place);
  }

  UUID point(String name, String classCode, double importance, double longitude, double latitude) {
    UUID id = place(name, classCode, importance, "{}");
    shape(id, "point", "POINT(%s %s)".formatted(longitude, latitude), "(,)");
    return id;
  }

  /** @return the division */
  UUID unit(String name, String code, int level, String valid, UUID parent) {
    UUID place = place(name, level == 5 ? "21610" : "21" + (level + 1) + "00", 0.9 - level / 10.0, "{}");
    UUID id = Uuid7.next();
    jdbc.sql("""
        INSERT INTO division (id, place_id, code, level, parent_id, province, valid, source_id, author_id)
        VALUES (:id, :place, :code, :level, :parent, '99', CAST(:valid AS daterange), :source, :system)
        """).param("id", id).param("place", place).param("code", code).param("level", level).param("parent", parent)
        .param("valid", valid).param("source", source).param("system", SYSTEM).update();
    return id;
  }

  /** @param wkt multi-polygon, EPSG:4490 */
  void area(UUID division, String wkt, String valid) {
    jdbc.sql("""
        INSERT INTO division_geometry (id, division_id, geom, datum_original, valid, source_id, author_id)
        VALUES (:id, :division, st_geomfromtext(:wkt, 4490), 'CGCS2000', CAST(:valid AS daterange), :source, :system)
        """).param("id", Uuid7.next()).param("division", division).param("wkt", wkt).param("valid", valid)
        .param("source", source).param("system", SYSTEM).update();
    changedUnit(division);
  }

  void changed(UUID place) {
    jdbc.sql("INSERT INTO changed_place VALUES (?) ON CONFLICT DO NOTHING").params(place).update();
  }

  void changedUnit(UUID division) {
    jdbc.sql("INSERT INTO changed_place SELECT place_id FROM division WHERE id = ? ON CONFLICT DO NOTHING").params(division).update();
  }

  /** One edit of a random kind. @return what was done */
  String random(Random random) {
    int kind = random.nextInt(15);
    switch (kind) {
      case 0 -> {
        UUID name = pick(random, "SELECT id FROM name WHERE kind = 'name' AND upper_inf(valid)");
        jdbc.sql("UPDATE name SET text = :text, specific = NULL, generic = NULL WHERE id = :id")
            .param("text", "改名" + random.nextInt(1_000_000)).param("id", name).update();
        jdbc.sql("INSERT INTO changed_place SELECT place_id FROM name WHERE id = ? ON CONFLICT DO NOTHING").params(name).update();
        return "rename " + name;
      }
      case 1, 2 -> {
        UUID geometry = pick(random, "SELECT id FROM place_geometry WHERE role = 'point'");
        jdbc.sql("UPDATE place_geometry SET geom = st_translate(geom, :dx, :dy) WHERE id = :id")
            .param("dx", random.nextGaussian() * 0.05).param("dy", random.nextGaussian() * 0.05).param("id", geometry).update();
        changedGeometry(geometry);
        return "move " + geometry;
      }
      case 3 -> {
        return "add " + point("新增" + random.nextInt(1_000_000), random.nextBoolean() ? "22200" : "13400", random.nextFloat(),
            123.7 + random.nextDouble(), 31 + random.nextDouble());
      }
      case 13, 14 -> {
        double side = 360.0 / (1 << 7 + random.nextInt(4));
        double edge = Math.floor((123.8 + random.nextDouble()) / side) * side;
        return "at the edge of a tile " + point("边" + random.nextInt(1_000_000), "13400", 0.95, edge + (random.nextBoolean() ? 1 : -1) * side / 200,
            31 + random.nextDouble());
      }
      case 4 -> {
        UUID place = pick(random, "SELECT id FROM place WHERE status = 'current' AND class_code NOT LIKE '21%'");
        jdbc.sql("UPDATE place SET status = 'retired' WHERE id = ?").params(place).update();
        changed(place);
        return "retire " + place;
      }
      case 5 -> {
        UUID place = pick(random, "SELECT id FROM place WHERE status = 'current'");
        jdbc.sql("UPDATE place SET importance = :i WHERE id = :id").param("i", random.nextFloat()).param("id", place).update();
        changed(place);
        return "importance of " + place;
      }
      case 6, 7 -> {
        return "shared vertex at " + moveVertex(random, true);
      }
      case 8 -> {
        return "vertex of one unit at " + moveVertex(random, false);
      }
      case 9 -> {
        UUID geometry = pick(random, "SELECT g.id FROM division_geometry g JOIN division d ON d.id = g.division_id WHERE d.level >= 3");
        UUID division = jdbc.sql("DELETE FROM division_geometry WHERE id = ? RETURNING division_id").params(geometry).query(UUID.class).single();
        changedUnit(division);
        return "no polygon of " + division;
      }
      case 10 -> {
        UUID road = pick(random, "SELECT id FROM place_geometry WHERE role = 'line'");
        jdbc.sql("UPDATE place_geometry SET geom = st_translate(geom, :d, -:d) WHERE id = :id")
            .param("d", random.nextGaussian() * 0.01).param("id", road).update();
        changedGeometry(road);
        return "line " + road;
      }
      case 11 -> {
        UUID road = place("新路" + random.nextInt(1_000_000), "23212", 0.35, "{\"ref\": \"S%d\"}".formatted(random.nextInt(999)));
        shape(road, "line", "LINESTRING(%1$s 31.3, %2$s 31.5)".formatted(123.8 + random.nextDouble(), 123.8 + random.nextDouble()), "(,)");
        return "road " + road;
      }
      default -> {
        UUID unit = pick(random, "SELECT id FROM division WHERE level = 4 AND upper_inf(valid)");
        UUID parent = pick(random, "SELECT id FROM division WHERE level = 3 AND upper_inf(valid)");
        jdbc.sql("UPDATE division SET parent_id = :parent WHERE id = :id").param("parent", parent).param("id", unit).update();
        changedUnit(unit);
        return "superior of " + unit;
      }
    }
  }

  private void changedGeometry(UUID geometry) {
    jdbc.sql("INSERT INTO changed_place SELECT place_id FROM place_geometry WHERE id = ? ON CONFLICT DO NOTHING").params(geometry).update();
  }

  private UUID pick(Random random, String query) {
    List<UUID> all = jdbc.sql(query + " ORDER BY 1").query(UUID.class).list();
    return all.get(random.nextInt(all.size()));
  }

  /** Moves a vertex by some ten metres, in all polygons that have it or in one alone. */
  private Coordinate moveVertex(Random random, boolean everywhere) {
    UUID some = pick(random, "SELECT g.id FROM division_geometry g JOIN division d ON d.id = g.division_id WHERE d.level = "
        + (random.nextBoolean() ? 4 : 3));
    return moveVertex(random, everywhere, some).at();
  }

  /** Moves a vertex of the unit's polygon and of its neighbours. @return false if it has none or would not be valid any more */
  boolean moveVertexOf(Random random, UUID place) {
    return jdbc.sql("SELECT g.id FROM division_geometry g JOIN division d ON d.id = g.division_id WHERE d.place_id = ? AND upper_inf(g.valid) LIMIT 1")
        .params(place).query(UUID.class).optional().map(some -> moveVertex(random, true, some).done()).orElse(false);
  }

  private record Moved(Coordinate at, boolean done) {}

  private Moved moveVertex(Random random, boolean everywhere, UUID some) {
    record Area(UUID id, UUID division, Geometry shape) {}
    String areas = "SELECT id, division_id, st_asbinary(geom) AS shape FROM division_geometry ";
    Geometry shape = read(jdbc.sql(areas + "WHERE id = ?").params(some).query((row, n) -> row.getBytes("shape")).single());
    Coordinate[] vertices = shape.getCoordinates();
    Coordinate from = vertices[random.nextInt(vertices.length)];
    double dx = random.nextGaussian() * 1e-4;
    double dy = random.nextGaussian() * 1e-4;
    List<Area> met = jdbc.sql(areas + "WHERE geom && st_setsrid(st_makepoint(:x, :y), 4490) AND (:all OR id = :id) ORDER BY id")
        .param("x", from.x).param("y", from.y).param("all", everywhere).param("id", some)
        .query((row, n) -> new Area(row.getObject("id", UUID.class), row.getObject("division_id", UUID.class), read(row.getBytes("shape")))).list();
    Coordinate was = from.copy();
    List<Area> moved = met.stream().filter(a -> move(a.shape(), was, dx, dy)).toList();
    boolean sound = moved.stream().allMatch(a -> a.shape().isValid());
    if (sound) {
      for (Area area : moved) {
        jdbc.sql("UPDATE division_geometry SET geom = st_setsrid(st_geomfromwkb(:g), 4490) WHERE id = :id")
            .param("g", new WKBWriter().write(area.shape())).param("id", area.id()).update();
        changedUnit(area.division());
      }
    }
    return new Moved(was, sound);
  }

  private static boolean move(Geometry shape, Coordinate was, double dx, double dy) {
    boolean[] moved = {false};
    shape.apply((CoordinateFilter) c -> {
      if (c.equals2D(was)) {
        c.x += dx;
        c.y += dy;
        moved[0] = true;
      }
    });
    shape.geometryChanged();
    return moved[0];
  }

  private static Geometry read(byte[] wkb) {
    try {
      return new WKBReader(DEGREES).read(wkb);
    } catch (ParseException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String box(double west, double south, double east, double north) {
    return String.format(Locale.ROOT, "MULTIPOLYGON(((%1$s %2$s,%3$s %2$s,%3$s %4$s,%1$s %4$s,%1$s %2$s)))", west, south, east, north);
  }
}

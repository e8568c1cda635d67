package org.mingjie.feature;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of the registry for tests: places with names and geometries, units with polygons. */
final class RegistryRows {

  private static final UUID SYSTEM = UUID.fromString("00000000-0000-7000-8000-000000000001");

  /** Copies of one place, as quickly as the rules of the registry allow. */
  private static final String COPIES = """
      WITH p AS (
        INSERT INTO app.place (id, class_code, importance, province, source_id, author_id)
        SELECT app.uuid7(), '22200', 0.2, '99', o.source_id, o.author_id FROM app.place o, generate_series(1, ?) n WHERE o.id = ?
        RETURNING id, code, source_id, author_id
      ), n AS (
        INSERT INTO app.name (id, place_id, status, text, valid, source_id, author_id)
        SELECT app.uuid7(), p.id, 'unverified', '石桥' || substr(p.code, 6) || '村', '(,)', p.source_id, p.author_id FROM p
      )
      INSERT INTO app.place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id)
      SELECT app.uuid7(), p.id, 'point', st_setsrid(st_makepoint(100 + random() * 20, 25 + random() * 10), 4490), 'CGCS2000', '(,)', p.source_id, p.author_id
      FROM p
      """;

  /** @param division null for a place that is no unit */
  record Row(UUID place, String code, @Nullable UUID division) {}

  private final JdbcClient jdbc;
  private final UUID source = Uuid7.next();

  RegistryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
    jdbc.sql("INSERT INTO source (id, kind, title, rank, state_date, author_id) VALUES (?, 'sample', '测试', 50, '2026-01-01', ?)")
        .params(source, SYSTEM).update();
  }

  /** A place of today with one unverified name that has no known beginning. */
  Row place(String name, String classCode) {
    return place(name, classCode, "unverified", "(,)", "{}");
  }

  Row place(String name, String classCode, String nameStatus, String nameValid, String attributes) {
    UUID id = Uuid7.next();
    String code = jdbc.sql("""
        INSERT INTO place (id, class_code, importance, province, attributes, source_id, author_id)
        VALUES (:id, :class, 0.5, '99', CAST(:attributes AS jsonb), :source, :system) RETURNING code
        """).param("id", id).param("class", classCode).param("attributes", attributes)
        .param("source", source).param("system", SYSTEM).query(String.class).single();
    Row row = new Row(id, code, null);
    name(row, name, nameStatus, nameValid);
    return row;
  }

  UUID name(Row row, String text, String status, String valid) {
    UUID id = Uuid7.next();
    jdbc.sql("""
        INSERT INTO name (id, place_id, status, text, valid, source_id, author_id)
        VALUES (:id, :place, :status, :text, CAST(:valid AS daterange), :source, :system)
        """).param("id", id).param("place", row.place()).param("status", status).param("text", text)
        .param("valid", valid).param("source", source).param("system", SYSTEM).update();
    jdbc.sql("""
        INSERT INTO place_search (place_id, name, name_status, alternative, py, cuts, ini, imp, div, class, tok)
        VALUES (?, ?, ?, false, '', '', '', 0.5, '', '22200', '')""")
        .params(row.place(), text, status.equals("standard") ? "standard" : "unverified").update();
    return id;
  }

  /** @param valid period of the unit; of today if it has no end */
  Row unit(String name, String officialCode, int level, String valid, @Nullable Row parent) {
    Row place = place(name, level == 5 ? "21610" : level == 4 ? "21500" : "21" + (level + 1) + "00");
    if (!valid.endsWith(",)")) {
      jdbc.sql("UPDATE place SET status = 'historical' WHERE id = ?").param(place.place()).update();
    }
    UUID id = Uuid7.next();
    jdbc.sql("""
        INSERT INTO division (id, place_id, code, level, parent_id, province, valid, source_id, author_id)
        VALUES (:id, :place, :code, :level, :parent, '99', CAST(:valid AS daterange), :source, :system)
        """).param("id", id).param("place", place.place()).param("code", officialCode).param("level", level)
        .param("parent", parent == null ? null : parent.division()).param("valid", valid)
        .param("source", source).param("system", SYSTEM).update();
    return new Row(place.place(), place.code(), id);
  }

  /** @param wkt EPSG:4490 */
  RegistryRows shape(Row row, String role, String wkt) {
    jdbc.sql("""
        INSERT INTO place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id)
        VALUES (:id, :place, :role, st_geomfromtext(:wkt, 4490), 'CGCS2000', '(,)', :source, :system)
        """).param("id", Uuid7.next()).param("place", row.place()).param("role", role).param("wkt", wkt)
        .param("source", source).param("system", SYSTEM).update();
    return this;
  }

  /** @param wkt multi-polygon, EPSG:4490 */
  RegistryRows area(Row unit, String wkt) {
    jdbc.sql("""
        INSERT INTO division_geometry (id, division_id, geom, datum_original, valid, source_id, author_id)
        VALUES (:id, :division, st_geomfromtext(:wkt, 4490), 'CGCS2000', '(,)', :source, :system)
        """).param("id", Uuid7.next()).param("division", unit.division()).param("wkt", wkt)
        .param("source", source).param("system", SYSTEM).update();
    return this;
  }

  /** So many more places like this one, with names and points of their own, and statistics of them. */
  void copies(Row first, int count) {
    jdbc.sql(COPIES).params(count, first.place()).update();
    jdbc.sql("ANALYZE app.place, app.name, app.place_geometry").update();
  }

  void liesIn(Row place, Row unit) {
    jdbc.sql("INSERT INTO place_in_division VALUES (?, ?, true, '(,)', ?)").params(place.place(), unit.division(), source).update();
  }

  void spelling(UUID name, String text) {
    jdbc.sql("""
        INSERT INTO spelling (id, name_id, text, scheme, status, valid, source_id, author_id)
        VALUES (?, ?, ?, 'pinyin', 'standard', '(,)', ?, ?)
        """).params(Uuid7.next(), name, text, source, SYSTEM).update();
  }
}

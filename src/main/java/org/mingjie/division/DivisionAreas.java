package org.mingjie.division;

import java.sql.Date;
import java.time.LocalDate;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Polygons of divisions from imported lists. The polygon from the list that weighs most is the one on file, so that
 * an older list never replaces a newer one. Works on the caller's transaction and its table {@code staged_area}.
 */
@Service
public class DivisionAreas {

  /** geom: MultiPolygon, EPSG:4490. */
  public static final String CREATE_STAGING = """
      CREATE TEMPORARY TABLE staged_area (
        row_no integer, code text, name text, geom geometry, division_id uuid, known_name text
      ) ON COMMIT DROP
      """;

  private static final String MATCH = """
      UPDATE staged_area s SET division_id = m.id, known_name = m.text FROM (
        SELECT DISTINCT ON (a.row_no) a.row_no, d.id, n.text FROM staged_area a
        JOIN division d ON d.code = a.code
        LEFT JOIN name n ON n.place_id = d.place_id AND n.kind = 'name' AND n.valid && d.valid
        ORDER BY a.row_no, NOT d.valid @> CAST(:day AS date), abs(lower(d.valid) - CAST(:day AS date)), lower(n.valid) DESC
      ) m WHERE m.row_no = s.row_no
      """;

  /** Rows of codes that no list has told. */
  public static final String UNKNOWN = """
      WITH gone AS (DELETE FROM staged_area WHERE division_id IS NULL RETURNING row_no, code, name)
      SELECT row_no, code, coalesce(name, '') FROM gone ORDER BY 1
      """;

  public static final String OTHER_NAME = """
      SELECT row_no, code, known_name FROM staged_area
      WHERE name IS NOT NULL AND known_name IS NOT NULL AND name <> known_name ORDER BY 1
      """;

  /**
   * Several rows of one unit: parts of its area where they do not overlap, else rows too many. Gives the row, its code, the
   * first row of the unit, and whether it is a part.
   */
  private static final String TWICE = """
      CREATE TEMPORARY TABLE area_twice ON COMMIT DROP AS
      SELECT s.row_no, s.code, s.division_id, u.first, u.is_parts FROM staged_area s JOIN (
        SELECT division_id, min(row_no) AS first, st_area(st_union(geom)) > sum(st_area(geom)) * (1 - 1e-6) AS is_parts
        FROM staged_area WHERE geom IS NOT NULL GROUP BY division_id HAVING count(*) > 1) u USING (division_id)
      """;

  private static final String JOIN_PARTS = """
      UPDATE staged_area s SET geom = w.whole FROM (
        SELECT t.first, st_multi(st_union(a.geom)) AS whole FROM area_twice t JOIN staged_area a USING (row_no) WHERE t.is_parts GROUP BY t.first) w
      WHERE s.row_no = w.first
      """;

  /** Row, code, first row of the same unit. */
  public static final String PARTS = "SELECT row_no, code, first::text FROM area_twice WHERE is_parts AND row_no <> first ORDER BY 1";

  public static final String DUPLICATES = "SELECT row_no, code, first::text FROM area_twice WHERE NOT is_parts AND row_no <> first ORDER BY 1";

  /** Areas that do not hold the unit's own point: row, code, kilometres between them. */
  public static final String FAR_FROM_POINT = """
      SELECT s.row_no, s.code, round(m.km)::text FROM staged_area s JOIN division d ON d.id = s.division_id
      JOIN place_geometry p ON p.place_id = d.place_id AND p.role = 'point' AND upper_inf(p.valid)
      CROSS JOIN LATERAL (SELECT st_distance(s.geom::geography, p.geom::geography) / 1000 AS km) m
      WHERE s.geom IS NOT NULL AND NOT st_covers(s.geom, p.geom) AND m.km > 5 ORDER BY 1
      """;

  /** Areas that do not meet that of the unit above: row, code, code of the unit above. */
  public static final String OUTSIDE_PARENT = """
      SELECT s.row_no, s.code, up.code FROM staged_area s JOIN division d ON d.id = s.division_id JOIN division up ON up.id = d.parent_id
      JOIN division_geometry g ON g.division_id = up.id AND upper_inf(g.valid)
      WHERE s.geom IS NOT NULL AND NOT st_intersects(g.geom, s.geom) ORDER BY 1
      """;

  /** Areas that do not meet the one on file: row, code. */
  public static final String APART_FROM_BEFORE = """
      SELECT s.row_no, s.code, '' FROM staged_area s JOIN division_geometry g ON g.division_id = s.division_id AND upper_inf(g.valid)
      WHERE s.geom IS NOT NULL AND NOT st_intersects(g.geom, s.geom) ORDER BY 1
      """;

  /** How many areas, alike in size, lie 300 to 1,000 m beside the ones on file, of how many, and how far in the middle. */
  public static final String MOVED_TOGETHER = """
      SELECT count(*) FILTER (WHERE m BETWEEN 300 AND 1000 AND alike), count(*), coalesce(round(percentile_cont(0.5) WITHIN GROUP (ORDER BY m)), 0) FROM (
        SELECT st_distance(st_centroid(s.geom)::geography, st_centroid(g.geom)::geography) AS m,
          st_area(s.geom) BETWEEN 0.99 * st_area(g.geom) AND 1.01 * st_area(g.geom) AS alike
        FROM staged_area s JOIN division_geometry g ON g.division_id = s.division_id AND upper_inf(g.valid) WHERE s.geom IS NOT NULL) moved
      """;

  /** The place of each staged row. */
  public static final String PLACES_BY_ROW =
      "SELECT s.row_no, d.place_id FROM staged_area s JOIN division d ON d.id = s.division_id";

  private static final String DROP_UNCHANGED = """
      DELETE FROM staged_area s USING division_geometry g
      WHERE g.division_id = s.division_id AND upper_inf(g.valid) AND st_asbinary(g.geom) = st_asbinary(s.geom)
      """;

  private static final String WITHDRAW = """
      DELETE FROM division_geometry g USING staged_area s, source old, source new
      WHERE s.geom IS NOT NULL AND g.division_id = s.division_id AND upper_inf(g.valid) AND old.id = g.source_id AND new.id = :source
        AND old.kind = 'list' AND (new.state_date, new.rank) >= (old.state_date, old.rank)
      """;

  private static final String INSERT = """
      INSERT INTO division_geometry (id, division_id, geom, method, datum_original, valid, source_id, source_row, author_id)
      SELECT uuid7(), d.id, s.geom, 'list', coalesce(:datum, 'CGCS2000'), daterange(lower(d.valid), NULL), :source, s.row_no, :author
      FROM staged_area s JOIN division d ON d.id = s.division_id
      WHERE s.geom IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM division_geometry g WHERE g.division_id = d.id AND upper_inf(g.valid))
      """;

  /** Places whose division has a polygon of this import, into {@code changed_place}. */
  public static final String CHANGED = """
      INSERT INTO changed_place SELECT DISTINCT d.place_id FROM staged_area s JOIN division d ON d.id = s.division_id
      ON CONFLICT DO NOTHING
      """;

  private final JdbcClient jdbc;

  DivisionAreas(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Finds the unit of each code that was in use on the day, else the one nearest in time. */
  public void match(LocalDate day) {
    jdbc.sql("ANALYZE staged_area").update();
    jdbc.sql(MATCH).param("day", Date.valueOf(day)).update();
  }

  /** Joins the parts of a unit that come in several rows; rows too many are left out. {@link #PARTS} and {@link #DUPLICATES} tell. */
  public void joinParts() {
    jdbc.sql(TWICE).update();
    jdbc.sql(JOIN_PARTS).update();
    jdbc.sql("DELETE FROM staged_area s USING area_twice t WHERE t.row_no = s.row_no AND t.row_no <> t.first").update();
  }

  public int dropUnchanged() {
    return jdbc.sql(DROP_UNCHANGED).update();
  }

  public void write(UUID source, UUID author) {
    jdbc.sql(WITHDRAW).param("source", source).update();
    jdbc.sql(INSERT).param("source", source).param("author", author).param("datum", (String) null).update();
  }
}

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

  public int dropUnchanged() {
    return jdbc.sql(DROP_UNCHANGED).update();
  }

  public void write(UUID source, UUID author) {
    jdbc.sql(WITHDRAW).param("source", source).update();
    jdbc.sql(INSERT).param("source", source).param("author", author).param("datum", (String) null).update();
  }
}

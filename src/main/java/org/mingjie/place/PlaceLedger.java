package org.mingjie.place;

import java.sql.Date;
import java.time.LocalDate;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Takes places in bulk: new ones, known ones by the source's own numbering, and divisional units by their code. Works
 * set-wise on the caller's transaction and its tables {@code staged_place} and {@code staged_former}.
 */
@Service
public class PlaceLedger {

  /** point, line, area: EPSG:4490; unit_code: the row speaks of that divisional unit. */
  public static final String CREATE_STAGING = """
      CREATE TEMPORARY TABLE staged_place (
        row_no integer PRIMARY KEY, ext_id text, unit_code text, name text, specific text, generic text, spelling text,
        class_code text, importance double precision, division_code text, meaning text, origin text, attributes jsonb,
        point geometry, line geometry, area geometry, place_id uuid, is_new boolean DEFAULT false, division_id uuid
      ) ON COMMIT DROP
      """;

  public static final String CREATE_STAGING_FORMER = """
      CREATE TEMPORARY TABLE staged_former (
        row_no integer, text text, spelling text, valid daterange, note text, document text
      ) ON COMMIT DROP
      """;

  private static final String MATCH_UNITS = """
      UPDATE staged_place s SET place_id = m.place_id FROM (
        SELECT DISTINCT ON (x.row_no) x.row_no, d.place_id FROM staged_place x JOIN division d ON d.code = x.unit_code
        ORDER BY x.row_no, NOT d.valid @> CAST(:day AS date), abs(lower(d.valid) - CAST(:day AS date))
      ) m WHERE m.row_no = s.row_no
      """;

  private static final String MATCH_KNOWN = """
      UPDATE staged_place s SET place_id = c.place_id FROM place_concordance c
      WHERE s.unit_code IS NULL AND c.scheme = :scheme AND c.id = s.ext_id
      """;

  /** Rows of units that no list has told. */
  public static final String UNKNOWN_UNIT = """
      WITH gone AS (DELETE FROM staged_place WHERE unit_code IS NOT NULL AND place_id IS NULL RETURNING row_no, unit_code, name)
      SELECT row_no, unit_code, coalesce(name, '') FROM gone ORDER BY 1
      """;

  /** The row says nothing that is not on file. */
  private static final String DROP_UNCHANGED = """
      DELETE FROM staged_place s
      WHERE s.place_id IS NOT NULL
        AND (s.name IS NULL OR EXISTS (SELECT 1 FROM name n WHERE n.place_id = s.place_id AND n.text = s.name
               AND (s.meaning IS NULL OR n.meaning = s.meaning)
               AND (s.spelling IS NULL OR EXISTS (SELECT 1 FROM spelling p WHERE p.name_id = n.id AND p.text = s.spelling))))
        AND (s.unit_code IS NOT NULL OR EXISTS (SELECT 1 FROM place p WHERE p.id = s.place_id AND p.class_code = s.class_code
               AND p.attributes = s.attributes))
        AND NOT EXISTS (
          SELECT 1 FROM (VALUES ('point', s.point), ('line', s.line), ('area', s.area)) v (role, geom)
          WHERE v.geom IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM place_geometry g LEFT JOIN place_geometry_exact e ON e.id = g.id
            WHERE g.place_id = s.place_id AND g.role = v.role AND upper_inf(g.valid)
              AND (st_asbinary(coalesce(e.geom, g.geom)) = st_asbinary(v.geom) OR EXISTS (
                SELECT 1 FROM source o WHERE o.id = g.source_id
                  AND (o.kind <> 'list' OR (o.state_date, o.rank) > (CAST(:day AS date), CAST(:rank AS smallint)))))))
      """;

  private static final String NEW_IDS =
      "UPDATE staged_place SET place_id = uuid7(), is_new = true WHERE place_id IS NULL";

  /** The division that the row names, else the smallest one around the place. */
  private static final String LOCATE_BY_CODE = """
      UPDATE staged_place s SET division_id = d.id FROM division d
      WHERE s.unit_code IS NULL AND d.code = s.division_code AND d.valid @> CAST(:day AS date)
      """;

  private static final String POSITIONS = """
      CREATE TEMPORARY TABLE staged_position ON COMMIT DROP AS
      SELECT row_no, coalesce(point, st_pointonsurface(coalesce(line, area))) AS at FROM staged_place
      WHERE unit_code IS NULL AND division_id IS NULL AND coalesce(point, line, area) IS NOT NULL
      """;

  /** Polygon by polygon with the positions within: each is made ready once, however many positions it is asked for. */
  private static final String LOCATE_BY_POSITION = """
      UPDATE staged_place s SET division_id = m.id FROM (
        SELECT DISTINCT ON (x.row_no) x.row_no, d.id
        FROM division_geometry g JOIN division d ON d.id = g.division_id AND d.valid @> CAST(:day AS date)
        CROSS JOIN LATERAL (SELECT p.row_no FROM staged_position p WHERE st_covers(g.geom, p.at) OFFSET 0) x
        WHERE upper_inf(g.valid)
        ORDER BY x.row_no, d.level DESC, d.code
      ) m WHERE m.row_no = s.row_no
      """;

  /** In the order of the rows, by which codes are issued: the same file gives the same codes. */
  private static final String INSERT_PLACES = """
      INSERT INTO place (id, class_code, importance, province, attributes, source_id, source_row, author_id)
      SELECT s.place_id, s.class_code, coalesce(s.importance, c.importance), coalesce(left(d.code, 2), '00'), s.attributes,
        :source, s.row_no, :author
      FROM staged_place s JOIN place_class c ON c.code = s.class_code LEFT JOIN division d ON d.id = s.division_id
      WHERE s.is_new ORDER BY s.row_no
      """;

  private static final String UPDATE_PLACES = """
      UPDATE place p SET class_code = s.class_code, attributes = s.attributes, importance = coalesce(s.importance, p.importance),
        source_id = :source, source_row = s.row_no, author_id = :author, version = p.version + 1
      FROM staged_place s
      WHERE p.id = s.place_id AND NOT s.is_new AND s.unit_code IS NULL
        AND (p.class_code, p.attributes) IS DISTINCT FROM (s.class_code, s.attributes)
      """;

  private static final String INSERT_IDS = """
      INSERT INTO place_concordance (scheme, id, place_id, source_id)
      SELECT :scheme, ext_id, place_id, :source FROM staged_place WHERE ext_id IS NOT NULL AND unit_code IS NULL
      ON CONFLICT DO NOTHING
      """;

  private static final String INSERT_LOCATION = """
      INSERT INTO place_in_division (place_id, division_id, main, valid, source_id)
      SELECT place_id, division_id, true, daterange(NULL, NULL), :source FROM staged_place
      WHERE is_new AND division_id IS NOT NULL
      """;

  /** Lines and areas reach into every unit that they cross, of the lowest level with polygons: township, else county. */
  private static final String INSERT_REACH = """
      INSERT INTO place_in_division (place_id, division_id, main, valid, source_id)
      SELECT DISTINCT s.place_id, d.id, false, daterange(NULL, NULL), :source
      FROM staged_place s
      JOIN division_geometry g ON st_intersects(g.geom, coalesce(s.line, s.area)) AND upper_inf(g.valid)
      JOIN division d ON d.id = g.division_id AND d.level IN (3, 4) AND upper_inf(d.valid)
      WHERE s.is_new AND s.unit_code IS NULL AND coalesce(s.line, s.area) IS NOT NULL
      ON CONFLICT DO NOTHING
      """;

  /** An approved name of another text stays; the list's own becomes no second one. */
  private static final String INSERT_NAMES = """
      INSERT INTO name (id, place_id, kind, status, text, specific, generic, meaning, origin, valid, begin_after, source_id, source_row, author_id)
      SELECT uuid7(), s.place_id, 'name', :status, s.name, s.specific, s.generic, s.meaning, s.origin,
        daterange(CAST(:day AS date), NULL), '-infinity', :source, s.row_no, :author
      FROM staged_place s
      WHERE s.name IS NOT NULL AND s.unit_code IS NULL
        AND NOT EXISTS (SELECT 1 FROM name n WHERE n.place_id = s.place_id AND n.kind = 'name' AND upper_inf(n.valid))
      """;

  /** A decision, or the sample, makes the name of a unit standard. */
  private static final String APPROVE_UNIT_NAMES = """
      UPDATE name n SET status = 'standard', specific = s.specific, generic = s.generic, meaning = CASE WHEN n.meaning_source_id IS NULL THEN s.meaning ELSE n.meaning END,
        origin = CASE WHEN n.origin_source_id IS NULL THEN s.origin ELSE n.origin END,
        source_id = :source, source_row = s.row_no, author_id = :author
      FROM staged_place s
      WHERE s.unit_code IS NOT NULL AND n.place_id = s.place_id AND n.kind = 'name' AND n.text = s.name AND upper_inf(n.valid)
      """;

  private static final String END_NAMES_BEFORE = """
      UPDATE name n SET valid = daterange(f.last, upper(n.valid)), begin_after = f.last - 1
      FROM (SELECT s.place_id, max(upper(f.valid)) AS last FROM staged_former f JOIN staged_place s USING (row_no) GROUP BY 1) f
      WHERE n.place_id = f.place_id AND n.kind = 'name' AND upper_inf(n.valid) AND (lower_inf(n.valid) OR lower(n.valid) <> f.last)
        AND n.source_id = :source
      """;

  private static final String INSERT_FORMER = """
      INSERT INTO name (id, place_id, kind, status, text, note, document, valid, source_id, source_row, author_id)
      SELECT uuid7(), s.place_id, 'name', 'unverified', f.text, f.note, f.document, f.valid, :source, f.row_no, :author
      FROM staged_former f JOIN staged_place s USING (row_no)
      WHERE NOT EXISTS (SELECT 1 FROM name n WHERE n.place_id = s.place_id AND n.text = f.text AND n.valid && f.valid)
      """;

  private static final String INSERT_SPELLINGS = """
      INSERT INTO spelling (id, name_id, text, scheme, status, valid, source_id, source_row, author_id)
      SELECT DISTINCT ON (n.id) uuid7(), n.id, t.spelling, 'pinyin', CASE WHEN n.status = 'standard' THEN 'standard' ELSE 'unverified' END,
        daterange(lower(n.valid), NULL), :source, t.row_no, :author
      FROM (SELECT place_id, name AS text, spelling, row_no FROM staged_place WHERE spelling IS NOT NULL
            UNION ALL SELECT s.place_id, f.text, f.spelling, f.row_no FROM staged_former f JOIN staged_place s USING (row_no)
            WHERE f.spelling IS NOT NULL) t
      JOIN name n ON n.place_id = t.place_id AND n.text = t.text
      WHERE NOT EXISTS (SELECT 1 FROM spelling x WHERE x.name_id = n.id AND x.script = 'Latn' AND upper_inf(x.valid))
      """;

  private static final String WITHDRAW_GEOMETRY = """
      DELETE FROM place_geometry g USING staged_place s, source o
      WHERE g.place_id = s.place_id AND upper_inf(g.valid) AND o.id = g.source_id AND o.kind IN ('list', 'sample')
        AND (o.state_date, o.rank) <= (CAST(:day AS date), CAST(:rank AS smallint))
        AND CASE g.role WHEN 'point' THEN s.point IS NOT NULL WHEN 'line' THEN s.line IS NOT NULL ELSE s.area IS NOT NULL END
      """;

  private static final String INSERT_GEOMETRY = """
      INSERT INTO place_geometry (id, place_id, role, geom, method, datum_original, valid, source_id, source_row, author_id)
      SELECT uuid7(), s.place_id, v.role, v.geom, 'list', :datum, daterange(CAST(:day AS date), NULL), :source, s.row_no, :author
      FROM staged_place s CROSS JOIN LATERAL (VALUES ('point', s.point), ('line', s.line), ('area', s.area)) v (role, geom)
      WHERE v.geom IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM place_geometry g WHERE g.place_id = s.place_id AND g.role = v.role AND upper_inf(g.valid))
      """;

  private static final String CHANGED =
      "INSERT INTO changed_place SELECT DISTINCT place_id FROM staged_place ON CONFLICT DO NOTHING";

  private final JdbcClient jdbc;

  PlaceLedger(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Finds the places that the rows speak of. @param scheme the source's numbering */
  public void match(String scheme, LocalDate day) {
    jdbc.sql("ANALYZE staged_place").update();
    jdbc.sql(MATCH_UNITS).param("day", Date.valueOf(day)).update();
    jdbc.sql(MATCH_KNOWN).param("scheme", scheme).update();
  }

  /** @return rows that say nothing new, taken out of {@code staged_place} */
  public int dropUnchanged(LocalDate day, int rank) {
    int dropped = jdbc.sql(DROP_UNCHANGED).param("day", Date.valueOf(day)).param("rank", rank).update();
    jdbc.sql("DELETE FROM staged_former f WHERE NOT EXISTS (SELECT 1 FROM staged_place s WHERE s.row_no = f.row_no)").update();
    return dropped;
  }

  /**
   * Writes the staged rows.
   *
   * @param standard whether the source approves names: a decision, or the fictional sample
   * @return places concerned, whose ids are in {@code changed_place}
   */
  public PlacesChanged write(UUID source, String scheme, LocalDate day, int rank, boolean standard, String datum, UUID author) {
    Date date = Date.valueOf(day);
    jdbc.sql(NEW_IDS).update();
    jdbc.sql(LOCATE_BY_CODE).param("day", date).update();
    jdbc.sql(POSITIONS).update();
    jdbc.sql("CREATE INDEX ON staged_position USING gist (at)").update();
    jdbc.sql("ANALYZE staged_position").update();
    jdbc.sql(LOCATE_BY_POSITION).param("day", date).update();
    jdbc.sql(INSERT_PLACES).param("source", source).param("author", author).update();
    jdbc.sql(UPDATE_PLACES).param("source", source).param("author", author).update();
    jdbc.sql(INSERT_IDS).param("scheme", scheme).param("source", source).update();
    jdbc.sql(INSERT_LOCATION).param("source", source).update();
    jdbc.sql(INSERT_REACH).param("source", source).update();
    jdbc.sql(INSERT_NAMES).param("status", standard ? "standard" : "unverified").param("day", date)
        .param("source", source).param("author", author).update();
    if (standard) {
      jdbc.sql(APPROVE_UNIT_NAMES).param("source", source).param("author", author).update();
    }
    jdbc.sql(END_NAMES_BEFORE).param("source", source).update();
    jdbc.sql(INSERT_FORMER).param("source", source).param("author", author).update();
    jdbc.sql(INSERT_SPELLINGS).param("source", source).param("author", author).update();
    jdbc.sql(WITHDRAW_GEOMETRY).param("day", date).param("rank", rank).update();
    jdbc.sql(INSERT_GEOMETRY).param("datum", datum).param("day", date).param("source", source).param("author", author).update();
    jdbc.sql("SELECT refresh_statistics('place', 'name', 'place_geometry')").query().singleRow();
    jdbc.sql(PlacesChanged.CREATE_TABLE).update();
    return new PlacesChanged(jdbc.sql(CHANGED).update());
  }
}

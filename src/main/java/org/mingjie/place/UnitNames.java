package org.mingjie.place;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Gives divisional units their places, names, readings and points, from every list on file. Works set-wise on the
 * tables that {@link org.mingjie.division.DivisionLedger} left in the transaction.
 *
 * <p>A statistical list proves that a name is written so, not that it is approved: its names are unverified. A
 * name that a case has approved is never touched; what a list says against it becomes a proposal.
 */
@Service
public class UnitNames {

  /** In the order of the units' codes, by which codes of places are issued: the same list gives the same codes. */
  private static final String PLACES = """
      INSERT INTO place (id, class_code, importance, province, status, source_id, source_row, author_id)
      SELECT l.place_id, l.class_code, l.importance, left(l.code, 2), l.status, l.source_id, l.source_row, :author FROM (
        SELECT DISTINCT ON (r.place_id) r.place_id, r.class_code, c.importance, r.code, lower(r.valid) AS since,
          CASE WHEN bool_or(upper_inf(r.valid)) OVER (PARTITION BY r.place_id) THEN 'current' ELSE 'historical' END AS status,
          r.source_id, r.source_row
        FROM unit_run r JOIN place_class c ON c.code = r.class_code
        WHERE r.is_new AND NOT EXISTS (SELECT 1 FROM place p WHERE p.id = r.place_id)
        ORDER BY r.place_id, lower(r.valid) DESC) l
      ORDER BY l.code, l.since, l.source_row
      """;

  private static final String PLACE_STATES = """
      WITH state AS (
        SELECT d.place_id, CASE WHEN bool_or(upper_inf(d.valid)) THEN 'current' ELSE 'historical' END AS status
        FROM division d WHERE d.place_id IN (SELECT place_id FROM unit_run WHERE NOT is_new) GROUP BY d.place_id
      )
      UPDATE place p SET status = s.status, version = p.version + 1, author_id = :author
      FROM state s WHERE s.place_id = p.id AND p.status IN ('current', 'historical') AND p.status <> s.status
      """;

  private static final String RETIRE = """
      UPDATE place p SET status = 'retired', version = p.version + 1, author_id = :author
      FROM given_up g WHERE g.place_id = p.id AND NOT EXISTS (SELECT 1 FROM division d WHERE d.place_id = p.id)
      """;

  private static final String MERGE = """
      UPDATE place p SET status = 'merged', successor_id = x.successor_id, version = p.version + 1, author_id = :author
      FROM displaced x WHERE x.place_id = p.id
      """;

  private static final String WITHDRAW_DISPLACED_POINTS = """
      DELETE FROM place_geometry g USING displaced x, source s
      WHERE g.place_id = x.place_id AND s.id = g.source_id AND s.kind = 'list'
      """;

  /** What every list says of the places concerned, with the period of the unit it speaks of. */
  private static final String TOLD = """
      CREATE TEMPORARY TABLE told ON COMMIT DROP AS
      SELECT d.place_id, a.code, a.name, a.name_key, a.specific, a.generic, a.unit_wording, a.syllables, a.point,
        a.source_id, a.row_no, s.rank, s.state_date, s.profile, lower(a.attested) AS day,
        CASE WHEN a.is_period THEN coalesce(upper(a.attested), s.state_date) ELSE lower(a.attested) END AS last_day,
        d.valid, d.begin_after, d.end_after
      FROM (SELECT DISTINCT place_id FROM unit_run) u
      JOIN division d ON d.place_id = u.place_id
      JOIN standing_attestation a ON a.code = d.code AND d.valid @> lower(a.attested)
      JOIN source s ON s.id = a.source_id
      """;

  /** On one day a place has one name: the list of higher rank is believed, whatever the order in which they came. */
  private static final String OUTWEIGHED = """
      DELETE FROM told o USING told n
      WHERE n.place_id = o.place_id AND n.day = o.day
        AND (n.name_key <> o.name_key OR n.generic <> o.generic)
        AND (n.rank, n.profile, n.source_id, n.row_no) > (o.rank, o.profile, o.source_id, o.row_no)
      """;

  /** Places of which one row tells all: nothing to weigh. */
  private static final String SINGLE = """
      CREATE TEMPORARY TABLE target_name ON COMMIT DROP AS
      SELECT place_id, 'name'::text AS kind, name AS text, specific, generic, unit_wording, valid, begin_after, end_after,
        source_id, row_no AS source_row, NULL::uuid AS id
      FROM told t WHERE NOT EXISTS (
        SELECT 1 FROM told o WHERE o.place_id = t.place_id AND (o.source_id, o.row_no) <> (t.source_id, t.row_no))
      """;

  /**
   * Rows of one place in the order of their days; a new name begins where the key changes, or where two wordings
   * have different generic terms (东安村, 东安社区). Wordings of one name are its aliases.
   */
  private static final String SEVERAL = """
      INSERT INTO target_name (place_id, kind, text, specific, generic, unit_wording, valid, begin_after, end_after, source_id, source_row)
      WITH several AS (
        SELECT t.* FROM told t JOIN (
          SELECT place_id FROM told GROUP BY place_id HAVING count(*) > 1) m USING (place_id)
      ), marked AS (
        SELECT *, CASE
            WHEN lag(name_key) OVER w IS NULL THEN 0
            WHEN lag(name_key) OVER w <> name_key THEN 1
            WHEN lag(generic) OVER w IS NOT NULL AND generic IS NOT NULL AND lag(generic) OVER w <> generic THEN 1
            ELSE 0 END AS turn
        FROM several WINDOW w AS (PARTITION BY place_id ORDER BY day, rank DESC, source_id, row_no)
      ), spell AS (
        SELECT *, sum(turn) OVER (PARTITION BY place_id ORDER BY day, rank DESC, source_id, row_no) AS island FROM marked
      ), span AS (
        SELECT place_id, island, min(day) AS first, max(last_day) AS last,
          (array_agg(lower(valid) ORDER BY day))[1] AS unit_from, (array_agg(begin_after ORDER BY day))[1] AS unit_begin_after,
          (array_agg(upper(valid) ORDER BY day DESC))[1] AS unit_to, (array_agg(end_after ORDER BY day DESC))[1] AS unit_end_after,
          row_number() OVER (PARTITION BY place_id ORDER BY island) AS n, count(*) OVER (PARTITION BY place_id) AS most
        FROM spell GROUP BY place_id, island
      ), period AS (
        SELECT s.place_id, s.island,
          daterange(CASE WHEN n = 1 THEN unit_from ELSE first END, CASE WHEN n = most THEN unit_to ELSE next_first END) AS valid,
          CASE WHEN n = 1 THEN unit_begin_after ELSE previous_last END AS begin_after,
          CASE WHEN n = most THEN unit_end_after ELSE least(last, next_first - 1) END AS end_after
        FROM (SELECT *, lead(first) OVER w AS next_first, least(lag(last) OVER w, first - 1) AS previous_last
              FROM span WINDOW w AS (PARTITION BY place_id ORDER BY island)) s
      ), main AS (
        SELECT DISTINCT ON (place_id, island) * FROM spell
        ORDER BY place_id, island, generic IS NULL, rank DESC, state_date DESC, source_id, row_no
      ), wording AS (
        SELECT DISTINCT ON (place_id, island) place_id, island, unit_wording FROM spell
        WHERE unit_wording IS NOT NULL ORDER BY place_id, island, state_date DESC, rank DESC
      ), alias AS (
        SELECT DISTINCT ON (s.place_id, s.island, s.name) s.* FROM spell s
        JOIN main m USING (place_id, island) WHERE s.name <> m.name
        ORDER BY s.place_id, s.island, s.name, s.rank DESC, s.state_date DESC, s.source_id
      )
      SELECT m.place_id, 'name', m.name, m.specific, m.generic, w.unit_wording, p.valid, p.begin_after, p.end_after, m.source_id, m.row_no
      FROM main m JOIN period p USING (place_id, island) LEFT JOIN wording w USING (place_id, island)
      UNION ALL
      SELECT a.place_id, 'alias', a.name, a.specific, a.generic, NULL, p.valid, p.begin_after, p.end_after, a.source_id, a.row_no
      FROM alias a JOIN period p USING (place_id, island)
      """;

  /** Approved names stand; what lists say against them is for a person to decide. */
  private static final String PROPOSE = """
      INSERT INTO import_proposal (id, run_id, place_id, action, current_text, proposed_text, source_id, source_row)
      SELECT uuid7(), :run, n.place_id, CASE WHEN t.text IS NULL THEN 'end' ELSE 'rename' END, n.text, t.text, :source, t.source_row
      FROM name n
      JOIN (SELECT DISTINCT place_id FROM unit_run) u ON u.place_id = n.place_id
      LEFT JOIN target_name t ON t.place_id = n.place_id AND t.kind = 'name' AND upper_inf(t.valid)
      WHERE n.status = 'standard' AND upper_inf(n.valid) AND t.text IS DISTINCT FROM n.text
      ON CONFLICT DO NOTHING
      """;

  private static final String SPARE_APPROVED = """
      DELETE FROM target_name t USING name n
      WHERE n.place_id = t.place_id AND n.status = 'standard' AND n.valid && t.valid
      """;

  private static final String MATCH = """
      UPDATE target_name t SET id = n.id FROM name n
      WHERE n.place_id = t.place_id AND n.text = t.text AND n.kind = t.kind AND n.status = 'unverified'
        AND n.language = 'zh' AND lower(n.valid) IS NOT DISTINCT FROM lower(t.valid)
      """;

  /** Statements from lists that the lists together no longer bear out; each goes to the history. */
  private static final String WITHDRAW = """
      DELETE FROM name n USING (SELECT DISTINCT place_id FROM unit_run UNION SELECT place_id FROM given_up
                           UNION SELECT place_id FROM displaced) u, source s
      WHERE n.place_id = u.place_id AND s.id = n.source_id AND s.kind = 'list' AND n.status = 'unverified'
        AND NOT EXISTS (SELECT 1 FROM target_name t WHERE t.id = n.id)
      """;

  private static final String AMEND = """
      UPDATE name n SET valid = t.valid, begin_after = t.begin_after, end_after = t.end_after, unit_wording = t.unit_wording,
        specific = t.specific, generic = t.generic, source_id = t.source_id, source_row = t.source_row, author_id = :author
      FROM target_name t WHERE t.id = n.id AND upper_inf(t.valid) = :open
        AND (n.valid, n.begin_after, n.end_after, n.unit_wording, n.source_id, n.source_row)
            IS DISTINCT FROM (t.valid, t.begin_after, t.end_after, t.unit_wording, t.source_id, t.source_row)
      """;

  private static final String INSERT = """
      INSERT INTO name (id, place_id, kind, status, text, specific, generic, unit_wording, valid, begin_after, end_after,
        source_id, source_row, author_id)
      SELECT uuid7(), place_id, kind, 'unverified', text, specific, generic, unit_wording, valid, begin_after, end_after,
        source_id, source_row, :author
      FROM target_name WHERE id IS NULL ORDER BY place_id
      """;

  private static final String READINGS = """
      INSERT INTO reading (name_id, syllables, source_id, source_row)
      SELECT DISTINCT ON (n.id, t.syllables) n.id, t.syllables, t.source_id, t.row_no
      FROM told t JOIN name n ON n.place_id = t.place_id AND n.text = t.name
      WHERE t.syllables IS NOT NULL
      ORDER BY n.id, t.syllables, t.rank DESC, t.state_date DESC
      ON CONFLICT DO NOTHING
      """;

  /** The position from the list that weighs most; one that a survey or a case has fixed stays. */
  private static final String POINTS = """
      CREATE TEMPORARY TABLE target_point ON COMMIT DROP AS
      SELECT DISTINCT ON (place_id) place_id, point, source_id, row_no, rank, state_date, lower(valid) AS since
      FROM told WHERE point IS NOT NULL
      ORDER BY place_id, rank DESC, state_date DESC, source_id DESC, row_no
      """;

  private static final String WITHDRAW_POINTS = """
      DELETE FROM place_geometry g USING target_point t, source s
      WHERE g.place_id = t.place_id AND g.role = 'point' AND s.id = g.source_id AND s.kind = 'list' AND upper_inf(g.valid)
        AND (s.state_date, s.rank) <= (t.state_date, t.rank)
        AND (NOT st_equals(g.geom, t.point) OR lower(g.valid) <> t.since)
      """;

  private static final String INSERT_POINTS = """
      INSERT INTO place_geometry (id, place_id, role, geom, method, datum_original, valid, source_id, source_row, author_id)
      SELECT uuid7(), t.place_id, 'point', t.point, 'list', :datum, daterange(t.since, NULL), t.source_id, t.row_no, :author
      FROM target_point t
      WHERE NOT EXISTS (SELECT 1 FROM place_geometry g WHERE g.place_id = t.place_id AND g.role = 'point' AND upper_inf(g.valid))
      """;

  private static final String CHANGED = """
      INSERT INTO changed_place
      SELECT place_id FROM (SELECT place_id FROM unit_run UNION SELECT place_id FROM given_up UNION SELECT place_id FROM displaced) c
      ORDER BY place_id
      ON CONFLICT DO NOTHING
      """;

  private final JdbcClient jdbc;

  UnitNames(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes the rows of new places; the divisions can be written afterwards. */
  public void createPlaces(UUID author) {
    jdbc.sql(PLACES).param("author", author).update();
    jdbc.sql("SELECT refresh_statistics('place')").query().singleRow();
  }

  /**
   * Names the units, once their divisions are written.
   *
   * @param datum of the positions before they were brought to CGCS2000
   * @return places concerned, whose ids are in {@code changed_place}
   */
  public PlacesChanged name(UUID run, UUID source, UUID author, String datum) {
    jdbc.sql(PLACE_STATES).param("author", author).update();
    jdbc.sql(RETIRE).param("author", author).update();
    jdbc.sql(MERGE).param("author", author).update();
    jdbc.sql(WITHDRAW_DISPLACED_POINTS).update();
    jdbc.sql("SELECT refresh_statistics('division')").query().singleRow();
    jdbc.sql(TOLD).update();
    jdbc.sql("CREATE INDEX ON told (place_id)").update();
    jdbc.sql("ANALYZE told").update();
    jdbc.sql(OUTWEIGHED).update();
    jdbc.sql(SINGLE).update();
    jdbc.sql(SEVERAL).update();
    jdbc.sql("CREATE INDEX ON target_name (place_id)").update();
    jdbc.sql("ANALYZE target_name").update();
    jdbc.sql(PROPOSE).param("run", run).param("source", source).update();
    jdbc.sql(SPARE_APPROVED).update();
    jdbc.sql(MATCH).update();
    jdbc.sql("CREATE INDEX ON target_name (id)").update();
    jdbc.sql(WITHDRAW).update();
    jdbc.sql(AMEND).param("author", author).param("open", false).update();
    jdbc.sql(AMEND).param("author", author).param("open", true).update();
    jdbc.sql(INSERT).param("author", author).update();
    jdbc.sql("SELECT refresh_statistics('name')").query().singleRow();
    jdbc.sql(READINGS).update();
    jdbc.sql(POINTS).update();
    jdbc.sql(WITHDRAW_POINTS).update();
    jdbc.sql(INSERT_POINTS).param("author", author).param("datum", datum).update();
    jdbc.sql(PlacesChanged.CREATE_TABLE).update();
    return new PlacesChanged(jdbc.sql(CHANGED).update());
  }
}

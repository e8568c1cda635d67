package org.mingjie.division;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Jurisdictions;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Works out the divisions from every list on file. A list is kept row by row; the periods of the units are a
 * function of all rows, so that lists may arrive in any order.
 *
 * <p>Works set-wise on the caller's transaction. The caller fills the temporary table {@code staged_unit} (see
 * {@link #createStaging}); afterwards {@code unit_run} holds every unit of the codes concerned with its period.
 */
@Service
public class DivisionLedger {

  private static final String CREATE_STAGING = """
      CREATE TEMPORARY TABLE staged_unit (
        row_no integer, list_code text, by_name boolean, level smallint, parent_code text, given text, name text,
        name_key text, specific text, generic text, unit_wording text, syllables text, class_code text,
        lon double precision, lat double precision, is_period boolean DEFAULT %s, attested daterange DEFAULT %s,
        successors text[] DEFAULT '{}', unplaced text
      ) ON COMMIT DROP
      """;

  private static final String UNREAD = """
      INSERT INTO unread_unit (source_id, code) SELECT :source, code FROM unnest(CAST(:codes AS text[])) code
      """;

  private static final String SUPERSEDE = """
      UPDATE attestation a SET superseded_by = :source FROM superseded s WHERE a.source_id = s.source_id AND a.row_no = s.row_no
      """;

  private static final String ATTEST = """
      INSERT INTO attestation (source_id, row_no, list_code, by_name, code, level, parent_code, given, name, name_key,
        specific, generic, unit_wording, syllables, class_code, point, is_period, attested, successors, unplaced)
      SELECT :source, row_no, list_code, by_name, CASE WHEN NOT by_name THEN list_code END, level, parent_code, given,
        name, name_key, specific, generic, unit_wording, syllables, class_code,
        st_setsrid(st_makepoint(lon, lat), 4490), is_period, attested, successors, unplaced
      FROM staged_unit
      """;

  /** The counties whose townships may be told anew when a list with names or one with codes comes in. */
  private static final String RESOLVE_BY_NAME = """
      WITH county AS (
        SELECT left(list_code, 6) AS code FROM staged_unit WHERE level = 4
        UNION SELECT left(list_code, 6) FROM superseded WHERE level = 4
      ), told AS (
        SELECT a.source_id, a.row_no, a.list_code, a.name_key, lower(a.attested) AS day, a.code
        FROM standing_attestation a JOIN county c ON left(a.list_code, 6) = c.code WHERE a.by_name
      ), numbered AS (
        SELECT a.code, a.name_key, lower(a.attested) AS day
        FROM standing_attestation a JOIN county c ON left(a.code, 6) = c.code WHERE NOT a.by_name AND a.level = 4
      ), same AS (
        SELECT DISTINCT ON (t.source_id, t.row_no) t.source_id, t.row_no, n.code
        FROM told t JOIN numbered n ON left(n.code, 6) = left(t.list_code, 6) AND n.name_key = t.name_key
        ORDER BY t.source_id, t.row_no, abs(n.day - t.day), n.code
      ), answer AS (
        SELECT t.source_id, t.row_no, t.code AS before,
          CASE WHEN s.code IS NOT NULL THEN s.code
               WHEN EXISTS (SELECT 1 FROM numbered n WHERE n.code = t.list_code) THEN NULL
               ELSE t.list_code END AS code
        FROM told t LEFT JOIN same s USING (source_id, row_no)
      ), moved AS (
        UPDATE attestation a SET code = n.code FROM answer n
        WHERE a.source_id = n.source_id AND a.row_no = n.row_no AND a.code IS DISTINCT FROM n.code
        RETURNING n.before, n.code
      )
      INSERT INTO touched (code)
      SELECT before FROM moved WHERE before IS NOT NULL UNION SELECT code FROM moved WHERE code IS NOT NULL
      ON CONFLICT DO NOTHING
      """;

  private static final String TOUCH = """
      CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
      SELECT list_code AS code FROM staged_unit WHERE NOT by_name
      UNION SELECT code FROM superseded WHERE code IS NOT NULL
      """;

  /** Codes that the new list should name if they were still in use. */
  private static final String TOUCH_COVERED = """
      INSERT INTO touched (code)
      SELECT DISTINCT a.code FROM standing_attestation a JOIN source s ON s.id = :source
      WHERE a.source_id <> :source AND a.code IS NOT NULL AND a.level = ANY (s.complete_levels)
        AND (left(a.code, 2) = ANY (s.complete_codes) OR left(a.code, 4) = ANY (s.complete_codes)
             OR left(a.code, 6) = ANY (s.complete_codes))
      ON CONFLICT DO NOTHING
      """;

  /** Days on which a complete list does not name the code though another list does. */
  private static final String ABSENT = """
      CREATE TEMPORARY TABLE absent ON COMMIT DROP AS
      SELECT DISTINCT t.code, s.state_date AS day
      FROM (SELECT DISTINCT a.code, a.level FROM standing_attestation a JOIN touched USING (code)) t
      JOIN source s ON t.level = ANY (s.complete_levels)
        AND (left(t.code, 2) = ANY (s.complete_codes) OR left(t.code, 4) = ANY (s.complete_codes)
             OR left(t.code, 6) = ANY (s.complete_codes))
      WHERE NOT EXISTS (SELECT 1 FROM standing_attestation a
                        WHERE a.code = t.code AND NOT a.is_period AND lower(a.attested) = s.state_date)
        AND NOT EXISTS (SELECT 1 FROM unread_unit u WHERE u.source_id = s.id AND u.code = t.code)
      """;

  private static final String CREATE_RUNS = """
      CREATE TEMPORARY TABLE unit_run (
        code text, level smallint, parent_code text, valid daterange, begin_after date, end_after date,
        source_id uuid, source_row integer, class_code text, outside_history boolean,
        division_id uuid DEFAULT uuid7(), place_id uuid DEFAULT uuid7(), parent_id uuid, is_new boolean DEFAULT true
      ) ON COMMIT DROP
      """;

  /** Periods of the code history; an open one ends where a complete list newer than the history lacks the code. */
  private static final String RUNS_OF_HISTORY = """
      INSERT INTO unit_run (code, level, parent_code, valid, begin_after, end_after, source_id, source_row, class_code, outside_history)
      SELECT DISTINCT ON (a.code, lower(a.attested)) a.code, a.level, a.parent_code,
        daterange(lower(a.attested), coalesce(upper(a.attested), gone.day)),
        (lower(a.attested) - interval '1 year')::date,
        coalesce((upper(a.attested) - interval '1 year')::date, CASE WHEN gone.day IS NOT NULL THEN s.state_date END),
        a.source_id, a.row_no, a.class_code, false
      FROM standing_attestation a JOIN touched USING (code) JOIN source s ON s.id = a.source_id
      LEFT JOIN LATERAL (SELECT min(x.day) AS day FROM absent x WHERE x.code = a.code AND x.day > s.state_date) gone ON true
      WHERE a.is_period
      ORDER BY a.code, lower(a.attested), s.rank DESC, s.state_date DESC, a.source_id DESC
      """;

  /** Codes of which one row of one list tells all, the common case: nothing to weigh. */
  private static final String RUNS_OF_LONE_DAYS = """
      INSERT INTO unit_run (code, level, parent_code, valid, begin_after, source_id, source_row, class_code, outside_history)
      SELECT a.code, a.level, a.parent_code, daterange(lower(a.attested), NULL), '-infinity', a.source_id, a.row_no, a.class_code, false
      FROM (SELECT code FROM standing_attestation JOIN touched USING (code) GROUP BY code HAVING count(*) = 1) lone
      JOIN standing_attestation a USING (code)
      WHERE NOT a.is_period AND NOT EXISTS (SELECT 1 FROM absent x WHERE x.code = a.code)
      """;

  /** Days of lists outside every period of the history: one run until a complete list lacks the code. */
  private static final String RUNS_OF_DAYS = """
      INSERT INTO unit_run (code, level, parent_code, valid, begin_after, end_after, source_id, source_row, class_code, outside_history)
      WITH history AS MATERIALIZED (SELECT code, valid FROM unit_run),
      day AS (
        SELECT a.code, a.level, a.parent_code, a.class_code, a.source_id, a.row_no, lower(a.attested) AS day, s.rank,
          a.by_name, (SELECT count(*) FROM absent x WHERE x.code = a.code AND x.day < lower(a.attested)) AS gaps
        FROM standing_attestation a JOIN touched USING (code) JOIN source s ON s.id = a.source_id
        WHERE NOT a.is_period
          AND NOT EXISTS (SELECT 1 FROM history h WHERE h.code = a.code AND h.valid @> lower(a.attested))
      ), span AS (
        SELECT code, gaps, min(day) AS first, max(day) AS last FROM day GROUP BY code, gaps
      ), latest AS (
        SELECT DISTINCT ON (code, gaps) * FROM day ORDER BY code, gaps, by_name, day DESC, rank DESC, source_id DESC
      ), bounds AS (
        SELECT l.*, s.first, s.last,
          (SELECT min(x.day) FROM absent x WHERE x.code = l.code AND x.day > s.last) AS gone,
          (SELECT max(x.day) FROM absent x WHERE x.code = l.code AND x.day < s.first) AS lacking,
          (SELECT min(lower(h.valid)) FROM history h WHERE h.code = l.code AND lower(h.valid) > s.last) AS taken,
          EXISTS (SELECT 1 FROM history h WHERE h.code = l.code) AS outside
        FROM latest l JOIN span s USING (code, gaps)
      )
      SELECT code, level, parent_code, daterange(first, least(gone, taken)), coalesce(lacking, '-infinity'),
        CASE WHEN least(gone, taken) IS NOT NULL THEN last END, source_id, row_no, class_code, outside
      FROM bounds
      """;

  /** The unit keeps its identity where a unit of the same code overlaps in time; the earliest such one. */
  private static final String RECOGNISE = """
      WITH pair AS (
        SELECT r.ctid AS run, d.id, d.place_id,
          row_number() OVER (PARTITION BY r.ctid ORDER BY lower(d.valid), d.id) AS of_run,
          row_number() OVER (PARTITION BY d.id ORDER BY lower(r.valid)) AS of_unit
        FROM unit_run r JOIN division d ON d.code = r.code AND d.valid && r.valid
      )
      UPDATE unit_run r SET division_id = p.id, place_id = p.place_id, is_new = false
      FROM pair p WHERE p.run = r.ctid AND p.of_run = 1 AND p.of_unit = 1
      """;

  /** A unit that only changed its code (one predecessor, one successor, same name) goes on as the same place. */
  private static final String CARRY_PLACE = """
      WITH RECURSIVE told AS MATERIALIZED (
        SELECT a.code, a.name_key, a.attested, a.successors FROM standing_attestation a JOIN touched USING (code) WHERE a.is_period
      ), link AS MATERIALIZED (
        SELECT p.code AS old_code, p.valid AS old_valid, s.code AS new_code, s.valid AS new_valid
        FROM told a
        JOIN unit_run p ON p.code = a.code AND p.valid @> lower(a.attested)
        JOIN unit_run s ON s.code = a.successors[1] AND lower(s.valid) = upper(p.valid)
        JOIN told b ON b.code = s.code AND lower(b.attested) = lower(s.valid)
        WHERE cardinality(a.successors) = 1 AND (a.name_key = b.name_key OR a.code = b.code)
          AND NOT EXISTS (SELECT 1 FROM told o WHERE o.successors[1] = a.successors[1]
                          AND upper(o.attested) = upper(a.attested) AND o.code <> a.code)
      ), chain AS (
        SELECT old_code AS root_code, old_valid AS root_valid, old_code AS code, old_valid AS valid FROM link l
        WHERE NOT EXISTS (SELECT 1 FROM link o WHERE o.new_code = l.old_code AND o.new_valid = l.old_valid)
        UNION
        SELECT c.root_code, c.root_valid, l.new_code, l.new_valid FROM chain c
        JOIN link l ON l.old_code = c.code AND l.old_valid = c.valid
      ), chosen AS (
        SELECT DISTINCT ON (c.root_code, c.root_valid) c.root_code, c.root_valid, r.place_id
        FROM chain c JOIN unit_run r ON r.code = c.code AND r.valid = c.valid
        ORDER BY c.root_code, c.root_valid, r.is_new, lower(r.valid) DESC
      )
      UPDATE unit_run r SET place_id = o.place_id
      FROM chain c JOIN chosen o USING (root_code, root_valid)
      WHERE r.code = c.code AND r.valid = c.valid AND r.place_id <> o.place_id
      """;

  /** Places that turn out to be the same as another: they go on under the other's code. */
  private static final String DISPLACE = """
      CREATE TEMPORARY TABLE displaced ON COMMIT DROP AS
      SELECT DISTINCT ON (d.place_id) d.place_id, r.place_id AS successor_id
      FROM unit_run r JOIN division d ON d.id = r.division_id AND d.place_id <> r.place_id
      WHERE NOT r.is_new
        AND NOT EXISTS (SELECT 1 FROM division o WHERE o.place_id = d.place_id
                        AND NOT EXISTS (SELECT 1 FROM unit_run x WHERE x.division_id = o.id AND x.place_id <> o.place_id))
      """;

  private static final String PARENTS = """
      WITH candidate AS (
        SELECT code, division_id AS id, valid FROM unit_run WHERE level < 5
        UNION ALL
        SELECT d.code, d.id, d.valid FROM division d
        WHERE d.level < 5 AND NOT EXISTS (SELECT 1 FROM touched t WHERE t.code = d.code)
      ), best AS (
        SELECT DISTINCT ON (r.division_id) r.division_id, c.id
        FROM unit_run r JOIN candidate c ON c.code = r.parent_code AND c.id <> r.division_id
        WHERE r.parent_code IS NOT NULL
        ORDER BY r.division_id, NOT c.valid @> lower(r.valid), NOT c.valid && r.valid, lower(c.valid) DESC
      )
      UPDATE unit_run r SET parent_id = b.id FROM best b WHERE b.division_id = r.division_id
      """;

  /** Where the unit above is on no list: the nearest one above that, by its code. */
  private static final String PARENTS_FARTHER_UP = """
      UPDATE unit_run r SET parent_id = (
        SELECT c.id FROM (
          SELECT code, division_id AS id, valid FROM unit_run WHERE level < 4
          UNION ALL
          SELECT d.code, d.id, d.valid FROM division d WHERE d.level < 4 AND NOT EXISTS (SELECT 1 FROM touched t WHERE t.code = d.code)) c
        WHERE c.code IN (left(r.code, 6), left(r.code, 4) || '00', left(r.code, 2) || '0000') AND c.id <> r.division_id AND c.code <> r.code
          AND c.valid && r.valid
        ORDER BY c.code = left(r.code, 6) DESC, c.code = left(r.code, 4) || '00' DESC, lower(c.valid) DESC LIMIT 1)
      WHERE r.parent_id IS NULL AND r.parent_code IS NOT NULL AND r.level > 3
      """;

  private static final String GIVE_UP = """
      CREATE TEMPORARY TABLE given_up ON COMMIT DROP AS
      SELECT d.id, d.place_id FROM division d JOIN touched t ON t.code = d.code
      WHERE NOT EXISTS (SELECT 1 FROM unit_run r WHERE r.division_id = d.id)
      """;

  private static final String INSERT = """
      INSERT INTO division (id, place_id, code, level, parent_id, province, valid, begin_after, end_after, source_id, source_row, author_id)
      SELECT division_id, place_id, code, level, parent_id, left(code, 2), valid, begin_after, end_after, source_id, source_row, :author
      FROM unit_run WHERE is_new
      """;

  /** Those that end go first, so that no two open periods of a code meet on the way; parents may not be there yet. */
  private static final String UPDATE = """
      UPDATE division d SET place_id = r.place_id, level = r.level, valid = r.valid, begin_after = r.begin_after,
        end_after = r.end_after, source_id = r.source_id, source_row = r.source_row, author_id = :author
      FROM unit_run r WHERE r.division_id = d.id AND NOT r.is_new AND upper_inf(r.valid) = :open
        AND (d.place_id, d.valid, d.level, d.begin_after, d.end_after)
            IS DISTINCT FROM (r.place_id, r.valid, r.level, r.begin_after, r.end_after)
      """;

  private static final String UPDATE_PARENTS = """
      UPDATE division d SET parent_id = r.parent_id, author_id = :author
      FROM unit_run r WHERE r.division_id = d.id AND d.parent_id IS DISTINCT FROM r.parent_id
      """;

  private static final String LINEAGE = """
      INSERT INTO division_lineage (predecessor_id, successor_id, at, source_id, source_row)
      SELECT DISTINCT ON (p.division_id, s.division_id) p.division_id, s.division_id,
        daterange((upper(p.valid) - interval '1 year')::date + 1, upper(p.valid) + 1), a.source_id, a.row_no
      FROM standing_attestation a
      JOIN unit_run p ON p.code = a.code AND p.valid @> lower(a.attested)
      CROSS JOIN LATERAL unnest(a.successors) AS next (code)
      JOIN unit_run s ON s.code = next.code AND s.valid @> upper(p.valid)
      WHERE a.is_period AND s.division_id <> p.division_id
      ORDER BY p.division_id, s.division_id, a.source_id
      ON CONFLICT DO NOTHING
      """;

  /** Codes that nobody has any more while the place has another one today. */
  private static final String RECODED = """
      SELECT DISTINCT ON (o.code) o.code AS old, n.code AS successor
      FROM unit_run o JOIN unit_run n ON n.place_id = o.place_id AND n.code <> o.code
      WHERE NOT upper_inf(o.valid) AND upper_inf(n.valid)
        AND NOT EXISTS (SELECT 1 FROM division d WHERE d.code = o.code AND upper_inf(d.valid))
      ORDER BY o.code, upper(o.valid) DESC
      """;

  private final JdbcClient jdbc;
  private final Jurisdictions jurisdictions;

  DivisionLedger(JdbcClient jdbc, Jurisdictions jurisdictions) {
    this.jdbc = jdbc;
    this.jurisdictions = jurisdictions;
  }

  /**
   * Makes {@code staged_unit} for the rows of a list that have passed the checks of their own.
   *
   * @param day whose state every row tells; null where each row has a period of its own
   */
  public void createStaging(@Nullable LocalDate day) {
    jdbc.sql(CREATE_STAGING.formatted(day == null, day == null ? "NULL" : "'[%s,%s]'".formatted(day, day))).update();
  }

  /**
   * What a complete list covers.
   *
   * @param codes prefixes of the regions for which it names every unit of the levels; none if it is not complete
   * @param unread codes whose row could not be taken: of these it says nothing
   */
  public record Cover(List<String> codes, List<Short> levels, List<String> unread) {

    /** A list that names what it names. */
    public static final Cover NONE = new Cover(List.of(), List.of(), List.of());

    public Cover {
      codes = List.copyOf(codes);
      levels = List.copyOf(levels);
      unread = List.copyOf(unread);
    }
  }

  /**
   * Files the staged rows under their source and works out the units of all codes concerned, in {@code unit_run}.
   * New places have ids but no rows yet.
   */
  public void workOut(UUID source, Cover cover) {
    jdbc.sql(ATTEST).param("source", source).update();
    jdbc.sql(SUPERSEDE).param("source", source).update();
    jdbc.sql(UNREAD).param("source", source).param("codes", cover.unread().toArray(String[]::new)).update();
    jdbc.sql(TOUCH).update();
    jdbc.sql("ALTER TABLE touched ADD PRIMARY KEY (code)").update();
    jdbc.sql("SELECT refresh_statistics('attestation')").query().singleRow();
    jdbc.sql(RESOLVE_BY_NAME).update();
    jdbc.sql(TOUCH_COVERED).param("source", source).update();
    jdbc.sql("ANALYZE touched").update();
    jdbc.sql(ABSENT).update();
    jdbc.sql("CREATE INDEX ON absent (code, day)").update();
    jdbc.sql(CREATE_RUNS).update();
    jdbc.sql(RUNS_OF_HISTORY).update();
    jdbc.sql("ANALYZE unit_run").update();
    jdbc.sql(RUNS_OF_LONE_DAYS).update();
    jdbc.sql("ANALYZE unit_run").update();
    jdbc.sql(RUNS_OF_DAYS).update();
    jdbc.sql("ANALYZE unit_run").update();
    jdbc.sql(RECOGNISE).update();
    jdbc.sql(PARENTS).update();
    jdbc.sql("CREATE INDEX ON unit_run (code)").update();
    jdbc.sql(PARENTS_FARTHER_UP).update();
    jdbc.sql("ANALYZE unit_run").update();
    jdbc.sql(CARRY_PLACE).update();
    jdbc.sql("CREATE INDEX ON unit_run (place_id)").update();
    jdbc.sql("CREATE INDEX ON unit_run (division_id)").update();
    jdbc.sql(DISPLACE).update();
    jdbc.sql(GIVE_UP).update();
  }

  /** Writes the divisions; their places must be there. Jurisdictions of accounts go with codes that have changed. */
  public void write(UUID author) {
    jdbc.sql("DELETE FROM division_geometry WHERE division_id IN (SELECT id FROM given_up)").update();
    jdbc.sql("DELETE FROM place_in_division WHERE division_id IN (SELECT id FROM given_up)").update();
    jdbc.sql("DELETE FROM division_lineage WHERE predecessor_id IN (SELECT id FROM given_up) "
        + "OR successor_id IN (SELECT id FROM given_up)").update();
    jdbc.sql(UPDATE).param("author", author).param("open", false).update();
    jdbc.sql(UPDATE).param("author", author).param("open", true).update();
    jdbc.sql(INSERT).param("author", author).update();
    jdbc.sql(UPDATE_PARENTS).param("author", author).update();
    jdbc.sql("DELETE FROM division WHERE id IN (SELECT id FROM given_up)").update();
    jdbc.sql(LINEAGE).update();
    jurisdictions.recode(author, recoded());
  }

  private Map<String, String> recoded() {
    Map<String, String> successors = new LinkedHashMap<>();
    jdbc.sql(RECODED).query((RowCallbackHandler) row ->
        successors.put(DivisionCode.prefix(row.getString("old")), DivisionCode.prefix(row.getString("successor"))));
    return successors;
  }
}

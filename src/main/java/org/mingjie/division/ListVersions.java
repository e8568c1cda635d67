package org.mingjie.division;

import java.time.LocalDate;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * A list that comes again: the same profile with the same state date. It speaks for its earlier versions, of every unit that
 * it names and, where it is complete, of every unit that it leaves out. Works on the caller's transaction and its table
 * {@code staged_unit}.
 */
@Service
public class ListVersions {

  private static final String CREATE_SUPERSEDED = """
      CREATE TEMPORARY TABLE superseded (
        source_id uuid, row_no integer, level smallint, list_code text, code text, given text, left_out boolean
      ) ON COMMIT DROP
      """;

  private static final String EARLIER_VERSIONS = """
      SELECT id FROM source WHERE profile = :profile AND state_date = :day ORDER BY id
      """;

  /** A row of the list that an earlier version has told already, to the letter. */
  private static final String SAME_ROW = """
      a.list_code = s.list_code AND a.attested = s.attested AND a.given = s.given
        AND a.parent_code IS NOT DISTINCT FROM s.parent_code AND a.level = s.level AND a.by_name = s.by_name
        AND a.syllables IS NOT DISTINCT FROM s.syllables AND a.successors = s.successors
        AND a.point IS NOT DISTINCT FROM st_setsrid(st_makepoint(s.lon, s.lat), 4490)
      """;

  /** What earlier versions say of units that this one names otherwise, or leaves out though it names all. */
  private static final String FIND_SUPERSEDED = """
      INSERT INTO superseded (source_id, row_no, level, list_code, code, given, left_out)
      SELECT a.source_id, a.row_no, a.level, a.list_code, a.code, a.given,
        a.list_code NOT IN (SELECT list_code FROM staged_unit)
      FROM standing_attestation a
      WHERE a.source_id = ANY (:earlier)
        AND NOT EXISTS (SELECT 1 FROM staged_unit s WHERE %s)
        AND (a.list_code IN (SELECT list_code FROM staged_unit)
             OR a.level = ANY (:levels) AND NOT a.list_code = ANY (:unread)
                AND (left(a.list_code, 2) = ANY (:covered) OR left(a.list_code, 4) = ANY (:covered) OR left(a.list_code, 6) = ANY (:covered)))
      """.formatted(SAME_ROW);

  private static final String DROP_UNCHANGED = """
      DELETE FROM staged_unit s USING standing_attestation a WHERE a.source_id = ANY (:earlier) AND %s
      """.formatted(SAME_ROW);

  private final JdbcClient jdbc;

  ListVersions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param unchanged rows on file already, taken out of the staging
   * @param superseded rows of earlier versions that no longer count
   */
  public record Versions(int unchanged, int superseded) {}

  /**
   * Compares {@code staged_unit} with the versions of the same list that came before. Afterwards the table holds what
   * is new, and {@code superseded} what it speaks against.
   *
   * @param profile the list by name
   * @param day whose state it tells
   */
  public Versions compare(String profile, LocalDate day, DivisionLedger.Cover cover) {
    jdbc.sql("ANALYZE staged_unit").update();
    jdbc.sql(CREATE_SUPERSEDED).update();
    UUID[] earlier = jdbc.sql(EARLIER_VERSIONS).param("profile", profile).param("day", day).query(UUID.class).list().toArray(UUID[]::new);
    if (earlier.length == 0) {
      return new Versions(0, 0);
    }
    int superseded = jdbc.sql(FIND_SUPERSEDED).param("earlier", earlier).param("levels", cover.levels().toArray(Short[]::new))
        .param("unread", cover.unread().toArray(String[]::new)).param("covered", cover.codes().toArray(String[]::new)).update();
    return new Versions(jdbc.sql(DROP_UNCHANGED).param("earlier", earlier).update(), superseded);
  }
}

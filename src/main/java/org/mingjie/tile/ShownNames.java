package org.mingjie.tile;

/** Which name a map shows on which days: standard, else of the highest-ranked source with the newest state date. */
final class ShownNames {

  private static final String PERIODS = """
      SELECT n.place_id, n.text, unnest(datemultirange(n.valid) - coalesce(b.valid, '{}')) AS valid
      FROM %s c
      JOIN name n ON n.place_id = c.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
      JOIN source s ON s.id = n.source_id
      LEFT JOIN LATERAL (
        SELECT range_agg(o.valid) AS valid FROM name o JOIN source os ON os.id = o.source_id
        WHERE o.place_id = n.place_id AND o.kind = 'name' AND o.language = 'zh' AND o.status <> 'rejected' AND o.id <> n.id
          AND (o.status = 'standard', os.rank, os.state_date, o.id) > (n.status = 'standard', s.rank, s.state_date, n.id)) b ON true
      """;

  private ShownNames() {}

  /**
   * Query of rows (place_id, text, valid); the periods of one place do not overlap.
   *
   * @param places table with the column place_id
   */
  static String of(String places) {
    return PERIODS.formatted(places);
  }
}

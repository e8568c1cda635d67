package org.mingjie.feature;

/**
 * Which rows of a window are features that match a request, as SQL on a table {@code seen} of {@link Windows}. OFFSET 0 keeps
 * the planner from joining whole tables where a look into an index for each row of the window is meant.
 */
final class Hits {

  private static final String HITS = """
      SELECT w.key, w.place_id, w.class_code, w.attributes, t.division_id, t.level, t.unit_code, t.parent_id, t.day
      FROM seen w CROSS JOIN LATERAL (%s) t
      WHERE (w.status = 'current' OR w.status = 'historical' AND :past)
      """;

  private static final String HAS_NAME = """
      AND EXISTS (
        SELECT 1 FROM name n WHERE n.place_id = w.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected' OFFSET 0)
      """;

  private static final String NO_UNIT = "NULL::uuid AS division_id, NULL::smallint AS level, NULL::text AS unit_code, NULL::uuid AS parent_id";

  private static final String TODAY = "SELECT " + NO_UNIT + ", CAST(:until AS date) AS day";

  /** The last day, of those asked for, on which the place had a name; none if it had none then. */
  private static final String NAMED_DAY = "SELECT " + NO_UNIT + ", " + """
        greatest(least(CAST(:until AS date), upper(n.valid) - 1), lower(n.valid)) AS day
      FROM name n
      WHERE n.place_id = w.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
        AND n.valid && daterange(CAST(:from AS date), CAST(:to AS date), '[]')
      ORDER BY upper(n.valid) DESC NULLS FIRST LIMIT 1
      """;

  /** The unit that the place was on the last of those days; a place that is two units at a time is shown as one of them. */
  private static final String UNIT_DAY = """
      SELECT d.id AS division_id, d.level, d.code AS unit_code, d.parent_id,
        greatest(least(CAST(:until AS date), upper(d.valid) - 1), lower(d.valid)) AS day
      FROM division d
      WHERE d.place_id = w.place_id AND d.valid && daterange(CAST(:from AS date), CAST(:to AS date), '[]')
      ORDER BY upper(d.valid) DESC NULLS FIRST, d.id LIMIT 1
      """;

  private static final String HAS_LINE = """
      AND EXISTS (
        SELECT 1 FROM place_geometry g WHERE g.place_id = w.place_id AND g.role = 'line' AND g.geom IS NOT NULL AND g.valid @> t.day OFFSET 0)
      """;

  private static final String IN_CLASSES = "AND w.class_code = ANY (:classes)\n";
  private static final String AT_LEVELS = "AND t.level = ANY (:levels)\n";

  /** The name that a place goes by on the day. */
  private static final String NAMED = """
      AND EXISTS (
        SELECT 1 FROM (
          SELECT n.text, CASE WHEN n.valid @> t.day THEN n.status ELSE 'former' END AS status
          FROM name n JOIN source s ON s.id = n.source_id
          WHERE n.place_id = w.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
          ORDER BY n.valid @> t.day DESC, upper(n.valid) DESC NULLS FIRST, n.status = 'standard' DESC, s.rank DESC, s.state_date DESC
          LIMIT 1) shown
        WHERE true %s OFFSET 0)
      """;

  private static final String NAME_IS = "AND shown.text = :name ";
  private static final String NAME_STATUS_IS = "AND shown.status = ANY (:nameStatuses) ";

  private Hits() {}

  /** Whether many rows of a window may not match, for other reasons than that their place is no more or has no name. */
  static boolean isSelective(ItemsRequest request) {
    return request.collection() == ItemCollection.ROADS || request.box() != null || request.days() != null || request.classes().size() > 1
        || !request.levels().isEmpty() || request.name() != null || !request.nameStatuses().isEmpty();
  }

  /** With a name: a place without one cannot be shown. */
  static String named(ItemsRequest request, Phase phase) {
    return of(request, phase) + HAS_NAME;
  }

  /** With a name or without. */
  static String of(ItemsRequest request, Phase phase) {
    ItemCollection collection = request.collection();
    String day = collection == ItemCollection.DIVISIONS ? UNIT_DAY : request.days() == null ? TODAY : NAMED_DAY;
    String shown = (request.name() == null ? "" : NAME_IS) + (request.nameStatuses().isEmpty() ? "" : NAME_STATUS_IS);
    return HITS.formatted(day)
        + (collection == ItemCollection.ROADS ? HAS_LINE : "")
        + (request.classes().size() < 2 ? "" : IN_CLASSES)
        + (request.levels().isEmpty() ? "" : AT_LEVELS)
        + (shown.isEmpty() ? "" : NAMED.formatted(shown))
        + PhaseCondition.of(request, phase);
  }
}

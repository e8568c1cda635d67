package org.mingjie.feature;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The state of the data in which the first page of a box was read. It decides for all pages which features are looked for
 * in the box and which among those without geometry, whatever they gain or lose meanwhile.
 *
 * <p>A row that was there then is known by the transaction that wrote it, not by its time, for a long import may have
 * written it before and committed it after. Of a row that has gone meanwhile only the time is kept; it was there if it was
 * recorded before.
 *
 * @param micros moment of the first page, microseconds since 1970
 * @param snapshot transactions that were seen then, as PostgreSQL writes them: xmin:xmax:those under way
 */
record Since(long micros, String snapshot) {

  private static final Pattern WORD = Pattern.compile("([0-9]{1,17})~(([0-9]{1,18}):([0-9]{1,18}):((?:[0-9]{1,18}(?:,[0-9]{1,18}){0,499})?))");

  /** CTE of one row, of which the conditions below speak. */
  static final String MOMENT = """
      moment AS MATERIALIZED (SELECT CAST(:since AS pg_snapshot) AS since, to_timestamp(CAST(:sinceMicros AS double precision) / 1e6) AS at,
        CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) AS next)
      """;

  static final String NOW = "SELECT CAST(extract(epoch FROM statement_timestamp()) * 1e6 AS bigint) AS micros, CAST(pg_current_snapshot() AS text) AS snapshot";

  /** Whether the writer of a row of g was seen then; rows tell the lower half of its number. */
  static final String SEEN = """
      pg_visible_in_snapshot(CAST(CAST((SELECT next FROM moment) - (((SELECT next FROM moment) - CAST(CAST(g.xmin AS text) AS bigint)) & 4294967295)
        AS text) AS xid8), (SELECT since FROM moment))""";

  /** Whether a row g of a history was in force then; its writer is the one that ended it. */
  static final String ENDED = "lower(g.recorded) <= (SELECT at FROM moment) AND NOT " + SEEN;

  /** Empty if the text is none of ours. */
  static Optional<Since> parse(String text) {
    Matcher word = WORD.matcher(text);
    if (!word.matches()) {
      return Optional.empty();
    }
    long least = Long.parseLong(word.group(3));
    long most = Long.parseLong(word.group(4));
    long last = least;
    for (String one : Stream.of(word.group(5).split(",")).filter(part -> !part.isEmpty()).toList()) {
      long running = Long.parseLong(one);
      if (running < last || running >= most) {
        return Optional.empty();
      }
      last = running;
    }
    return least < 1 || least > most ? Optional.empty() : Optional.of(new Since(Long.parseLong(word.group(1)), word.group(2)));
  }

  String text() {
    return micros + "~" + snapshot;
  }
}

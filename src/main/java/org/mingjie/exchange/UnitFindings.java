package org.mingjie.exchange;

import java.util.UUID;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What only shows when a list is seen beside everything on file. */
@Component
class UnitFindings {

  private static final String NO_PARENT = """
      SELECT s.row_no, s.parent_code, s.list_code FROM staged_unit s
      JOIN attestation a ON a.source_id = :source AND a.row_no = s.row_no
      JOIN unit_run r ON r.code = a.code AND r.valid @> lower(a.attested)
      WHERE s.parent_code IS NOT NULL AND (r.parent_id IS NULL OR EXISTS (
        SELECT 1 FROM division p WHERE p.id = r.parent_id AND p.level < r.level - 1 AND p.code <> s.parent_code)) ORDER BY s.row_no
      """;

  private static final String NOT_TAKEN = """
      SELECT a.row_no, a.list_code, a.given FROM attestation a WHERE a.source_id = :source AND a.code IS NULL ORDER BY 1
      """;

  private static final String RENUMBERED = """
      SELECT a.row_no, a.list_code, a.code FROM attestation a
      WHERE a.source_id = :source AND a.by_name AND a.code <> a.list_code ORDER BY 1
      """;

  private static final String OUTSIDE_HISTORY = """
      SELECT a.row_no, a.list_code, a.given FROM attestation a JOIN unit_run r ON r.code = a.code AND r.valid @> lower(a.attested)
      WHERE a.source_id = :source AND NOT a.is_period AND r.outside_history ORDER BY 1
      """;

  private static final String RENAMED = """
      SELECT a.row_no, a.given, o.text AS before FROM attestation a
      JOIN division d ON d.code = a.code AND d.valid @> lower(a.attested)
      JOIN name n ON n.place_id = d.place_id AND n.kind = 'name' AND n.valid @> lower(a.attested)
      JOIN name o ON o.place_id = d.place_id AND o.kind = 'name' AND upper(o.valid) = lower(n.valid)
      WHERE a.source_id = :source AND NOT a.is_period AND lower(n.valid) = lower(a.attested) ORDER BY 1
      """;

  private static final String SHARED_POSITION = """
      SELECT s.row_no, s.lon || ',' || s.lat AS at, s.n FROM (
        SELECT row_no, lon, lat, count(*) OVER (PARTITION BY lon, lat) AS n FROM staged_unit WHERE lon IS NOT NULL) s
      WHERE n >= 4 ORDER BY 1
      """;

  private static final String OUTSIDE_PARENT = """
      SELECT s.row_no, s.list_code, round(st_distance(g.geom::geography, a.point::geography)::numeric) AS metres
      FROM staged_unit s JOIN attestation a ON a.source_id = :source AND a.row_no = s.row_no AND a.point IS NOT NULL
      JOIN division d ON d.code = left(a.code, 6) AND d.level = 3 AND d.valid @> lower(a.attested)
      JOIN division_geometry g ON g.division_id = d.id AND upper_inf(g.valid)
      WHERE a.level > 3 AND NOT st_covers(g.geom, a.point) ORDER BY 1
      """;

  /** Units of other lists that this complete list no longer names: told without a row of this file. */
  private static final String ENDED = """
      SELECT r.code, a.given, r.end_after, upper(r.valid) AS gone FROM unit_run r
      JOIN LATERAL (SELECT given FROM standing_attestation a WHERE a.code = r.code AND r.valid @> lower(a.attested)
                    ORDER BY lower(a.attested) DESC LIMIT 1) a ON true
      JOIN source s ON s.id = :source AND upper(r.valid) = s.state_date
      ORDER BY r.code
      """;

  /** Units that stay though the one above them was left out. */
  private static final String ORPHANED = """
      SELECT r.code, r.parent_code FROM unit_run r JOIN superseded s ON s.left_out AND s.code = r.parent_code
      WHERE upper_inf(r.valid) AND NOT EXISTS (SELECT 1 FROM division p WHERE p.id = r.parent_id AND p.code = r.parent_code) ORDER BY 1
      """;

  private static final String LEFT_OUT = "SELECT list_code, given FROM superseded WHERE left_out ORDER BY 1";

  private final JdbcClient jdbc;

  UnitFindings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void report(FileImport step, UUID source, Columns columns) {
    String code = columns.field("code");
    each(step, source, NO_PARENT, columns.field("parent"), "no-parent",
        "%2$s 的上级 %1$s 不在册，先归到再上一级", "导入含有它的名单，会自动接上");
    each(step, source, NOT_TAKEN, code, "code-of-another-unit",
        "代码 %1$s 在统计名单里是另一个单位，名称“%2$s”又对不上本县的任何单位，没有采用", "核对名称，或补上统计代码");
    each(step, source, RENUMBERED, code, "renumbered", "名单自编代码 %1$s，按名称认作 %2$s", "不用改");
    each(step, source, OUTSIDE_HISTORY, code, "outside-code-history", "按代码沿革，%1$s（%2$s）在这一天没有启用", "核对代码或沿革");
    each(step, source, RENAMED, columns.field("name"), "renamed-between",
        "名称由“%2$s”变为“%1$s”，发生在两份名单之间", "补上更名的批准文件");
    each(step, source, SHARED_POSITION, columns.field("lon"), "shared-position", "位置 %1$s 由 %2$s 个单位共用，精度可疑", "核对位置");
    each(step, source, OUTSIDE_PARENT, columns.field("lon"), "outside-its-county",
        "%1$s 的位置在所属县级行政区之外 %2$s 米", "核对位置，或该县界线有变动");
    jdbc.sql(ENDED).param("source", source).query((RowCallbackHandler) row -> step.findOfAll(code, row.getString("code"), "ended-between",
        "“%s”不在这份完整名单里，记为 %s 至 %s 之间撤销".formatted(row.getString("given"), row.getDate("end_after"), row.getDate("gone")),
        "补上撤销的批准文件"));
    jdbc.sql(ORPHANED).query((RowCallbackHandler) row -> step.findOfAll(columns.field("parent"), row.getString("parent_code"), "no-parent",
        "%s 的上级 %s 不在这份名单里了，先归到再上一级".formatted(row.getString("code"), row.getString("parent_code")), "如果上级是漏掉的，补上它再导入"));
    jdbc.sql(LEFT_OUT).query((RowCallbackHandler) row -> step.findOfAll(code, row.getString("list_code"), "left-out",
        "“%s”在这份名单的前一版里，这一版没有，前一版的记载不再算数".formatted(row.getString("given")), "如果是漏掉的，补上这一行再导入"));
  }

  private void each(FileImport step, UUID source, String query, String field, String kind, String message, String remedy) {
    var statement = jdbc.sql(query);
    (query.contains(":source") ? statement.param("source", source) : statement)
        .query((row, n) -> new Finding(step.name(), row.getInt(1), field, row.getString(2),
            Finding.Outcome.FLAGGED, kind, message.formatted(row.getString(2), row.getString(3)), remedy))
        .stream().forEach(step.report()::add);
  }
}

package org.mingjie.exchange;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;
import org.mingjie.geometry.NeedsSevenParameters;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Geometry whose datum cannot be brought to CGCS2000 without the bureau's own parameters: kept to the bit as given,
 * never drawn.
 */
final class Unplaced {

  private static final String CREATE = """
      CREATE TEMPORARY TABLE staged_unplaced (row_no integer, shape text) ON COMMIT DROP
      """;

  private record Row(int number, String hex) {}

  private final NeedsSevenParameters reason;
  private final List<Row> rows = new ArrayList<>();

  Unplaced(NeedsSevenParameters reason) {
    this.reason = reason;
  }

  void keep(FileImport step, int row, Geometry given, String name) {
    rows.add(new Row(row, WKBWriter.toHex(new WKBWriter().write(given))));
    step.report().add(new Finding(step.name(), row, "geometry", name, Finding.Outcome.FLAGGED, "unplaced",
        "坐标系 " + reason.system() + "：坐标原样保存，没有上图", String.valueOf(reason.getMessage())));
  }

  /**
   * Files the geometry with its places, once.
   *
   * @param placesByRow query of row_no and place_id
   */
  void write(FileImport step, JdbcClient jdbc, UUID source, String placesByRow) throws SQLException, IOException {
    jdbc.sql(CREATE).update();
    try (CopyText copy = new CopyText(step.database(), "staged_unplaced", "row_no, shape")) {
      rows.forEach(r -> copy.add(r.number()).add(r.hex()).endRow());
    }
    jdbc.sql("INSERT INTO unplaced_geometry (id, place_id, wkb, datum_original, reason, source_id, source_row) "
            + "SELECT uuid7(), p.place_id, decode(u.shape, 'hex'), :datum, :reason, :source, u.row_no "
            + "FROM staged_unplaced u JOIN (" + placesByRow + ") p USING (row_no) "
            + "WHERE NOT EXISTS (SELECT 1 FROM unplaced_geometry o WHERE o.place_id = p.place_id AND o.wkb = decode(u.shape, 'hex'))")
        .param("datum", reason.system()).param("reason", reason.getMessage()).param("source", source).update();
  }
}

package org.mingjie.exchange;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.WKBWriter;
import org.mingjie.access.Audit;
import org.mingjie.division.DivisionLedger;
import org.mingjie.division.DivisionAreas;
import org.mingjie.division.DivisionCode;
import org.mingjie.geometry.Cgcs2000;
import org.mingjie.geometry.GeometryFault;
import org.mingjie.place.PlacesChanged;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Brings in polygons of divisional units, matched by code at the state date of the list. */
@Component
class AreaImport {

  private final JdbcClient jdbc;
  private final Sources sources;
  private final DivisionAreas areas;
  private final ApplicationEventPublisher events;
  private final Audit audit;

  AreaImport(JdbcClient jdbc, Sources sources, DivisionAreas areas, ApplicationEventPublisher events, Audit audit) {
    this.jdbc = jdbc;
    this.sources = sources;
    this.areas = areas;
    this.events = events;
    this.audit = audit;
  }

  ImportResult take(FileImport step) throws SQLException, IOException {
    jdbc.sql(DivisionAreas.CREATE_STAGING).update();
    Placing placing = new Placing(step.profile(), step.source().declaredCrs(), step.name());
    Unplaced unplaced = placing.lacking() == null ? null : new Unplaced(placing.lacking());
    long read = stage(step, placing, unplaced);
    step.stopper().at("与已有资料核对", 0, 0);
    areas.match(step.profile().source().stateDate());
    report(step, DivisionAreas.UNKNOWN, true, "unknown-code", "没有代码为 %s 的区划（%s）",
        "先导入含有它的区划名单，再导入界线");
    report(step, DivisionAreas.OTHER_NAME, false, "other-name", "代码 %s 在册的名称是“%s”，与文件不同", "核对代码和名称");
    long unchanged = areas.dropUnchanged();
    long staged = jdbc.sql("SELECT count(*) FROM staged_area").query(Long.class).single();
    if (staged > 0) {
      UUID source = sources.register(step, DivisionLedger.Cover.NONE);
      step.stopper().at("写入界线", 0, 0);
      if (unplaced != null) {
        unplaced.write(step, jdbc, source, DivisionAreas.PLACES_BY_ROW);
      }
      areas.write(source, step.author());
      jdbc.sql(PlacesChanged.CREATE_TABLE).update();
      long places = jdbc.sql(DivisionAreas.CHANGED).update();
      step.stopper().at("更新检索和地图", 0, 0);
      events.publishEvent(new PlacesChanged(places));
      audit.record(step.author(), "import", "source:" + source, null,
          "{\"profile\": \"%s\", \"rows\": %d}".formatted(step.profile().name(), read));
    }
    long rejected = step.report().rejectedRows();
    long flagged = staged == 0 ? 0 : step.report().flaggedRows();
    return new ImportResult(Math.max(0, read - rejected - flagged - unchanged), flagged, rejected, unchanged, 0);
  }

  private long stage(FileImport step, Placing placing, @Nullable Unplaced unplaced) throws SQLException, IOException {
    Columns columns = new Columns(step.profile(), step.source());
    WKBWriter wkb = new WKBWriter(2, true);
    try (CopyText copy = new CopyText(step.database(), "staged_area", "row_no, code, name, geom")) {
      return step.read(columns, row -> {
        String code = columns.value(row, "code");
        boolean keep = unplaced != null && row.geometry() != null;
        Geometry geometry = keep || code == null ? null : sound(step, row, code, placing);
        if (code == null) {
          reject(step, row, columns.field("code"), null, "missing-value", "缺区划代码", "补上后再导入");
        } else if (keep || geometry != null) {
          if (keep) {
            unplaced.keep(step, row.number(), row.geometry(), code);
          }
          copy.add(row.number()).add(DivisionCode.of(code, DivisionCode.levelOf(code)).orElse(code))
              .add(columns.value(row, "name")).add(geometry == null ? null : WKBWriter.toHex(wkb.write(geometry))).endRow();
        }
      });
    }
  }

  /** The polygon in CGCS2000, or null with the reason in the report. */
  private static @Nullable Geometry sound(FileImport step, RowSource.Row row, String code, Placing placing) {
    if (row.geometry() == null) {
      reject(step, row, "geometry", code, "empty-geometry", "没有几何", "补上面，或去掉这一行");
      return null;
    }
    if (!(row.geometry() instanceof Polygon) && !(row.geometry() instanceof MultiPolygon)) {
      reject(step, row, "geometry", code, "not-a-polygon", "行政区域应是面，这里是 " + row.geometry().getGeometryType(), "把线构成面");
      return null;
    }
    Geometry placed = placing.place(row.geometry());
    Optional<GeometryFault> fault = GeometryFault.find(placed);
    if (fault.isPresent()) {
      reject(step, row, "geometry", code, fault.get().kind(), fault.get().message(), fault.get().remedy());
      return null;
    }
    return placed instanceof Polygon polygon ? Cgcs2000.FACTORY.createMultiPolygon(new Polygon[] {polygon}) : placed;
  }

  private static void reject(FileImport step, RowSource.Row row, @Nullable String field, @Nullable String value,
      String kind, String message, String remedy) {
    step.find(row, field, value, true, kind, message, remedy);
  }

  private void report(FileImport step, String query, boolean fatal, String kind, String message, String remedy) {
    jdbc.sql(query).query((row, n) -> new Finding(step.name(), row.getInt(1), "code", row.getString(2),
        fatal ? Finding.Outcome.REJECTED : Finding.Outcome.FLAGGED, kind,
        message.formatted(row.getString(2), row.getString(3)), remedy)).stream().forEach(step.report()::add);
  }
}

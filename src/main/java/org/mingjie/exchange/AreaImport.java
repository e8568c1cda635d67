package org.mingjie.exchange;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.WKBWriter;
import org.mingjie.access.Audit;
import org.mingjie.division.DivisionAreas;
import org.mingjie.division.DivisionCode;
import org.mingjie.division.DivisionLedger;
import org.mingjie.geometry.Cgcs2000;
import org.mingjie.geometry.GeometryFault;
import org.mingjie.place.PlacesChanged;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Brings in polygons of divisional units, matched by code at the state date of the list. */
@Component
class AreaImport {

  private static final int FEW_FOR_A_JUDGEMENT = 3;

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
    areas.joinParts();
    report(step, DivisionAreas.DUPLICATES, true, "duplicate-code", "代码 %s 在第 %s 行已有界线，两个面互相重叠", "留下正确的一行");
    List<Integer> parts = report(step, DivisionAreas.PARTS, false, "joined-part", "代码 %s 分在几行，与第 %s 行合成一个行政区域", "不用改");
    long unchanged = areas.dropUnchanged();
    checkPositions(step, placing);
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
    long flagged = staged == 0 ? parts.size() : step.report().flaggedRows();
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

  /** Where areas lie beside everything on file. @throws FileRefused if most of them lie far from their units */
  private void checkPositions(FileImport step, Placing placing) {
    if (placing.lacking() != null) {
      return;
    }
    if (placing.isShiftDoubtful()) {
      step.findOfAll("datum", step.profile().datum(), "shift-doubtful", "文件说自己是 CGCS2000，导入方案却说坐标有 GCJ-02 偏移",
          "问清来源；真是 CGCS2000 就不要给 datum");
    }
    List<Integer> far = report(step, DivisionAreas.FAR_FROM_POINT, false, "far-from-its-point", "%s 的界线离它自己的位置有 %s 千米", "核对坐标系、代码和位置");
    long staged = jdbc.sql("SELECT count(*) FROM staged_area").query(Long.class).single();
    if (far.size() >= FEW_FOR_A_JUDGEMENT && far.size() > staged / 2) {
      throw new FileRefused(step.name(), "%d 个界线里有 %d 个离自己单位的位置 5 千米以上，坐标系多半说错了".formatted(staged, far.size()),
          "用 --crs EPSG:代号 给出真正的坐标系，或去掉给错的 --crs、--datum");
    }
    jdbc.sql(DivisionAreas.MOVED_TOGETHER).query((RowCallbackHandler) row -> {
      if (row.getLong(1) >= FEW_FOR_A_JUDGEMENT && row.getLong(1) > row.getLong(2) / 2) {
        step.findOfAll("geometry", null, "moved-together", "%d 个界线一起离开在册的界线约 %d 米，像是 GCJ-02 偏移多转或少转了一次".formatted(row.getLong(1), row.getLong(3)),
            "问清坐标有没有偏移，有就给 --datum gcj02，没有就不给");
      }
    });
    report(step, DivisionAreas.OUTSIDE_PARENT, false, "outside-its-parent", "%s 的界线与上级 %s 的界线不相交", "核对坐标系和代码");
    report(step, DivisionAreas.APART_FROM_BEFORE, false, "apart-from-before", "%s 的界线与在册的界线完全不相交", "核对坐标系和代码");
  }

  /** @return the rows that were told of */
  private List<Integer> report(FileImport step, String query, boolean fatal, String kind, String message, String remedy) {
    List<Finding> findings = jdbc.sql(query).query((row, n) -> new Finding(step.name(), row.getInt(1), "code", row.getString(2),
        fatal ? Finding.Outcome.REJECTED : Finding.Outcome.FLAGGED, kind,
        message.formatted(row.getString(2), row.getString(3)), remedy)).list();
    findings.forEach(step.report()::add);
    return findings.stream().map(Finding::row).toList();
  }
}

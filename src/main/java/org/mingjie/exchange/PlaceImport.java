package org.mingjie.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;
import org.mingjie.access.Audit;
import org.mingjie.division.DivisionLedger;
import org.mingjie.place.PlaceLedger;
import org.mingjie.place.PlacesChanged;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Brings in named places of any class with their geometry, and positions of divisional units matched by code. */
@Component
class PlaceImport {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLUMNS = "row_no, ext_id, unit_code, name, specific, generic, spelling, class_code, importance, "
      + "division_code, meaning, origin, attributes, point, line, area";

  private record Former(int row, JsonNode told) {}

  private final JdbcClient jdbc;
  private final Sources sources;
  private final PlaceLedger places;
  private final ApplicationEventPublisher events;
  private final Audit audit;

  PlaceImport(JdbcClient jdbc, Sources sources, PlaceLedger places, ApplicationEventPublisher events, Audit audit) {
    this.jdbc = jdbc;
    this.sources = sources;
    this.places = places;
    this.events = events;
    this.audit = audit;
  }

  ImportResult take(FileImport step) throws SQLException, IOException {
    Profile profile = step.profile();
    jdbc.sql(PlaceLedger.CREATE_STAGING).update();
    jdbc.sql(PlaceLedger.CREATE_STAGING_FORMER).update();
    Placing placing = new Placing(profile, step.source().declaredCrs(), step.name());
    Unplaced unplaced = placing.lacking() == null ? null : new Unplaced(placing.lacking());
    long read = stage(step, placing, unplaced);
    step.stopper().at("与已有资料核对", 0, 0);
    places.match(profile.name(), profile.source().stateDate());
    jdbc.sql(PlaceLedger.UNKNOWN_UNIT).query((row, n) -> new Finding(step.name(), row.getInt(1), "code", row.getString(2),
        Finding.Outcome.REJECTED, "unknown-code", "没有代码为 %s 的区划（%s）".formatted(row.getString(2), row.getString(3)),
        "先导入含有它的区划名单")).stream().forEach(step.report()::add);
    long unchanged = places.dropUnchanged(profile.source().stateDate(), profile.source().rank());
    long staged = jdbc.sql("SELECT count(*) FROM staged_place").query(Long.class).single();
    if (staged > 0) {
      UUID source = sources.register(step, DivisionLedger.Cover.NONE);
      step.stopper().at("写入地名", 0, 0);
      PlacesChanged changed = places.write(source, profile.name(), profile.source().stateDate(), profile.source().rank(),
          profile.nameStatus() == Profile.NameStatus.STANDARD, profile.datum() == null ? "CGCS2000" : profile.datum(), step.author());
      if (unplaced != null) {
        unplaced.write(step, jdbc, source, "SELECT row_no, place_id FROM staged_place");
      }
      step.stopper().at("更新检索和地图", 0, 0);
      events.publishEvent(changed);
      audit.record(step.author(), "import", "source:" + source, null,
          "{\"profile\": \"%s\", \"rows\": %d, \"places\": %d}".formatted(profile.name(), read, changed.count()));
    }
    long rejected = step.report().rejectedRows();
    // rows gathered into one place are unchanged together
    long same = staged == 0 ? read - rejected : unchanged;
    long flagged = staged == 0 ? 0 : step.report().flaggedRows();
    return new ImportResult(Math.max(0, read - rejected - flagged - same), flagged, rejected, same, 0);
  }

  private long stage(FileImport step, Placing placing, @Nullable Unplaced unplaced) throws SQLException, IOException {
    Columns columns = new Columns(step.profile(), step.source());
    Set<String> classes = new HashSet<>(jdbc.sql("SELECT code FROM place_class").query(String.class).list());
    PlaceRows rows = new PlaceRows(step, columns, placing, classes);
    List<Former> former = new ArrayList<>();
    WKBWriter wkb = new WKBWriter(2, true);
    long read;
    try (CopyText copy = new CopyText(step.database(), "staged_place", COLUMNS)) {
      read = step.read(columns, row -> rows.take(row).ifPresent(draft -> {
        if (unplaced != null && draft.unplaced != null) {
          unplaced.keep(step, row.number(), draft.unplaced, String.valueOf(draft.name));
        }
        write(copy, draft, wkb, former);
      }));
      for (PlaceRows.Draft draft : rows.gathered()) {
        write(copy, draft, wkb, former);
      }
    }
    stageFormer(step, former);
    return read;
  }

  private static void write(CopyText copy, PlaceRows.Draft draft, WKBWriter wkb, List<Former> former) {
    copy.add(draft.row).add(draft.id == null ? Integer.toString(draft.row) : draft.id).add(draft.unitCode).add(draft.name)
        .add(draft.specific).add(draft.generic).add(draft.spelling).add(draft.classCode).add(draft.importance)
        .add(draft.division).add(draft.meaning).add(draft.origin).add(draft.attributes).add(hex(draft.point, wkb))
        .add(hex(draft.line, wkb)).add(hex(draft.area, wkb)).endRow();
    if (draft.former != null) {
      try {
        JSON.readTree(draft.former).forEach(told -> former.add(new Former(draft.row, told)));
      } catch (JsonProcessingException broken) {
        throw new FileRefused("former", "第 %d 行的旧名不是 JSON 数组".formatted(draft.row), "写 [{\"name\":…,\"from\":…,\"to\":…}]");
      }
    }
  }

  private static void stageFormer(FileImport step, List<Former> former) throws SQLException, IOException {
    try (CopyText copy = new CopyText(step.database(), "staged_former", "row_no, text, spelling, valid, note, document")) {
      for (Former one : former) {
        JsonNode told = one.told();
        copy.add(one.row()).add(told.path("name").asText()).add(text(told, "spelling"))
            .add("[%04d-01-01,%04d-01-01)".formatted(told.path("from").asInt(), told.path("to").asInt()))
            .add(text(told, "reason")).add(text(told, "document")).endRow();
      }
    }
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.path(field).isTextual() ? node.path(field).asText() : null;
  }

  private static @Nullable String hex(@Nullable Geometry geometry, WKBWriter wkb) {
    return geometry == null ? null : WKBWriter.toHex(wkb.write(geometry));
  }
}

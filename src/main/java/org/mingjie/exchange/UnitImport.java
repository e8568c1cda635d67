package org.mingjie.exchange;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.mingjie.access.Audit;
import org.mingjie.division.DivisionLedger;
import org.mingjie.place.PlacesChanged;
import org.mingjie.place.UnitNames;
import org.mingjie.romanization.Readings;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Brings in a list of divisional units: staging with checks by row, then everything else set-wise. */
@Component
class UnitImport {

  private static final int TELL_EVERY = 5000;

  private final JdbcClient jdbc;
  private final Readings readings;
  private final Sources sources;
  private final DivisionLedger divisions;
  private final UnitNames names;
  private final UnitFindings findings;
  private final ApplicationEventPublisher events;
  private final Audit audit;

  UnitImport(JdbcClient jdbc, Readings readings, Sources sources, DivisionLedger divisions, UnitNames names,
      UnitFindings findings, ApplicationEventPublisher events, Audit audit) {
    this.jdbc = jdbc;
    this.readings = readings;
    this.sources = sources;
    this.divisions = divisions;
    this.names = names;
    this.findings = findings;
    this.events = events;
    this.audit = audit;
  }

  ImportResult take(FileImport step) throws SQLException, IOException {
    try {
      return within(step);
    } catch (org.springframework.dao.DataAccessException failed) {
      throw step.stopper().translate(failed);
    }
  }

  private ImportResult within(FileImport step) throws SQLException, IOException {
    jdbc.sql(DivisionLedger.CREATE_STAGING).update();
    Columns columns = new Columns(step.profile(), step.source());
    UnitRows rows = new UnitRows(step.name(), step.profile(), step.report(), columns, readings);
    long read = stage(step, columns, rows);
    correctParents(rows.passedOverLate());
    step.stopper().at("与已有资料核对", 0, 0);
    long unchanged = divisions.dropUnchanged();
    long staged = jdbc.sql("SELECT count(*) FROM staged_unit").query(Long.class).single();
    long proposals = 0;
    if (staged > 0) {
      boolean complete = step.profile().complete();
      UUID source = sources.register(step, complete ? rows.covered() : new String[0],
          complete ? rows.levels() : new Short[0]);
      step.stopper().at("推算区划沿革", 0, 0);
      divisions.workOut(source);
      step.stopper().at("写入地名", 0, 0);
      names.createPlaces(step.author());
      divisions.write(step.author());
      PlacesChanged changed = names.name(step.run(), source, step.author(),
          step.profile().datum() == null ? "CGCS2000" : step.profile().datum());
      findings.report(step, source, columns);
      step.stopper().at("更新检索和地图", 0, 0);
      events.publishEvent(changed);
      proposals = jdbc.sql("SELECT count(*) FROM import_proposal WHERE run_id = :run").param("run", step.run())
          .query(Long.class).single();
      audit.record(step.author(), "import", "source:" + source, null,
          "{\"profile\": \"%s\", \"rows\": %d, \"places\": %d}".formatted(step.profile().name(), read, changed.count()));
    }
    return count(step.report(), read, unchanged, staged, proposals);
  }

  private static ImportResult count(Report report, long read, long unchanged, long staged, long proposals) {
    long rejected = report.rejectedRows();
    // rows on file already count as unchanged, whatever was remarked on them
    long flagged = staged == 0 ? Math.max(0, read - rejected - unchanged) : report.flaggedRows();
    long known = Math.min(unchanged, read - rejected);
    return new ImportResult(Math.max(0, read - rejected - flagged - known), flagged, rejected, known, proposals);
  }

  private long stage(FileImport step, Columns columns, UnitRows rows) throws SQLException, IOException {
    long total = ImportService.sizeOf(step.file());
    long read = 0;
    try (CopyText copy = new CopyText(step.database(), "staged_unit", "row_no, list_code, by_name, level, parent_code, "
        + "given, name, name_key, specific, generic, unit_wording, syllables, class_code, lon, lat, is_period, attested, successors, unplaced")) {
      for (RowSource.Row row = step.source().next(); row != null; row = step.source().next()) {
        if (!columns.wanted(row, step.profile().where())) {
          continue;
        }
        rows.take(row, copy);
        if (++read % TELL_EVERY == 0) {
          step.stopper().at("读取和检查", step.source().position(), total);
        }
      }
    }
    return read;
  }

  private void correctParents(Map<String, String> late) {
    late.forEach((code, parent) ->
        jdbc.sql("UPDATE staged_unit SET parent_code = :parent WHERE parent_code = :code")
            .param("parent", parent.isEmpty() ? null : parent).param("code", code).update());
  }
}

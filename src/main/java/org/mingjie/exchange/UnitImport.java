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
    Profile profile = step.profile();
    divisions.createStaging(profile.target() == Profile.Target.PERIODS ? null : profile.source().stateDate());
    Columns columns = new Columns(profile, step.source());
    UnitRows rows = new UnitRows(step, columns, readings);
    long read;
    try (CopyText copy = new CopyText(step.database(), "staged_unit", rows.staged())) {
      read = step.read(columns, row -> rows.take(row, copy));
    }
    rows.finish();
    correctParents(rows.tree().passedOverLate());
    step.stopper().at("与已有资料核对", 0, 0);
    long unchanged = divisions.dropUnchanged();
    long staged = jdbc.sql("SELECT count(*) FROM staged_unit").query(Long.class).single();
    long proposals = 0;
    if (staged > 0) {
      UUID source = sources.register(step, profile.complete() ? rows.tree().covered(profile.incomplete()) : new String[0],
          profile.complete() ? rows.tree().levels() : new Short[0]);
      step.stopper().at("推算区划沿革", 0, 0);
      divisions.workOut(source);
      step.stopper().at("写入地名", 0, 0);
      names.createPlaces(step.author());
      divisions.write(step.author());
      PlacesChanged changed = names.name(step.run(), source, step.author(),
          profile.datum() == null ? "CGCS2000" : profile.datum());
      findings.report(step, source, columns);
      step.stopper().at("更新检索和地图", 0, 0);
      events.publishEvent(changed);
      proposals = jdbc.sql("SELECT count(*) FROM import_proposal WHERE run_id = :run").param("run", step.run())
          .query(Long.class).single();
      audit.record(step.author(), "import", "source:" + source, null,
          "{\"profile\": \"%s\", \"rows\": %d, \"places\": %d}".formatted(profile.name(), read, changed.count()));
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

  private void correctParents(Map<String, String> late) {
    late.forEach((code, parent) ->
        jdbc.sql("UPDATE staged_unit SET parent_code = :parent WHERE parent_code = :code")
            .param("parent", parent.isEmpty() ? null : parent).param("code", code).update());
  }
}

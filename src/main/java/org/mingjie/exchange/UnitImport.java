package org.mingjie.exchange;

import java.io.IOException;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Map;
import java.util.UUID;
import org.mingjie.access.Audit;
import org.mingjie.division.DivisionLedger;
import org.mingjie.division.ListVersions;
import org.mingjie.place.PlacesChanged;
import org.mingjie.place.UnitNames;
import org.mingjie.romanization.Readings;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Brings in a list of divisional units: staging with checks by row, then everything else set-wise. */
@Component
class UnitImport {

  private final JdbcClient jdbc;
  private final Readings readings;
  private final Sources sources;
  private final ListVersions lists;
  private final DivisionLedger divisions;
  private final UnitNames names;
  private final UnitFindings findings;
  private final ApplicationEventPublisher events;
  private final Audit audit;

  UnitImport(JdbcClient jdbc, Readings readings, Sources sources, ListVersions lists, DivisionLedger divisions, UnitNames names,
      UnitFindings findings, ApplicationEventPublisher events, Audit audit) {
    this.jdbc = jdbc;
    this.readings = readings;
    this.sources = sources;
    this.lists = lists;
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
    long read = read(step, columns, rows);
    rows.finish();
    correctParents(rows.tree().passedOverLate());
    tellUnclear(step, rows.tree(), columns);
    step.stopper().at("与已有资料核对", 0, 0);
    DivisionLedger.Cover cover = rows.tree().cover(profile.complete() ? profile.incomplete() : null);
    ListVersions.Versions versions = lists.compare(profile.name(), profile.source().stateDate(), cover);
    BitSet staged = staged();
    long proposals = 0;
    if (!staged.isEmpty() || versions.superseded() > 0) {
      UUID source = sources.register(step, cover);
      step.stopper().at("推算区划沿革", 0, 0);
      divisions.workOut(source, cover);
      step.stopper().at("写入地名", 0, 0);
      names.createPlaces(step.author());
      divisions.write(step.author());
      PlacesChanged changed = names.name(step.run(), source, step.author(),
          profile.datum() == null ? "CGCS2000" : profile.datum());
      findings.report(step, source, columns);
      long gone = jdbc.sql("SELECT count(*) FROM given_up").query(Long.class).single();
      if (gone > 0) {
        step.stopper().at("这份名单不再有的 %d 个单位不再在册，见报告".formatted(gone), 0, 0);
      }
      step.stopper().at("更新检索和地图", 0, 0);
      events.publishEvent(changed);
      proposals = jdbc.sql("SELECT count(*) FROM import_proposal WHERE run_id = :run").param("run", step.run())
          .query(Long.class).single();
      audit.record(step.author(), "import", "source:" + source, null,
          "{\"profile\": \"%s\", \"rows\": %d, \"places\": %d}".formatted(profile.name(), read, changed.count()));
    }
    return count(step.report(), read, versions.unchanged(), staged, proposals);
  }

  private static long read(FileImport step, Columns columns, UnitRows rows) throws SQLException, IOException {
    try (CopyText copy = new CopyText(step.database(), "staged_unit", rows.staged())) {
      return step.read(columns, new FileImport.Taker() {
        @Override
        public void take(RowSource.Row row) {
          rows.take(row, copy);
        }

        @Override
        public void passUnreadable(RowSource.Row row) {
          rows.passUnreadable(row);
        }
      });
    }
  }

  private static void tellUnclear(FileImport step, UnitTree tree, Columns columns) {
    if (step.profile().complete() && tree.unclearRows() > 0) {
      step.findOfAll(columns.field("code"), null, "not-complete",
          "有 %d 行看不出说的是哪个单位，这份名单不当作完整名单：没有列出的单位不记为撤销".formatted(tree.unclearRows()),
          "改好这些行，再导入整份名单");
    }
  }

  /** Numbers of the rows that are new. */
  private BitSet staged() {
    BitSet rows = new BitSet();
    jdbc.sql("SELECT row_no FROM staged_unit").query((RowCallbackHandler) row -> rows.set(row.getInt(1)));
    return rows;
  }

  /** Rows on file already count as unchanged, whatever was remarked on them; those that are no unit as flagged. */
  private static ImportResult count(Report report, long read, long unchanged, BitSet staged, long proposals) {
    long rejected = report.rejectedRows();
    long taken = staged.cardinality();
    long passedOver = read - rejected - unchanged - taken;
    staged.and(report.flaggedSet());
    long remarked = staged.cardinality();
    return new ImportResult(taken - remarked, passedOver + remarked, rejected, unchanged, proposals);
  }

  private void correctParents(Map<String, String> late) {
    late.forEach((code, parent) ->
        jdbc.sql("UPDATE staged_unit SET parent_code = :parent WHERE parent_code = :code")
            .param("parent", parent.isEmpty() ? null : parent).param("code", code).update());
  }
}

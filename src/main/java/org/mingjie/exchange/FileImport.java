package org.mingjie.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** One file on its way in: all that its import needs, within one transaction. */
record FileImport(UUID run, ImportService.Request request, Path file, RowSource source, Report report, Stopper stopper,
    PGConnection database) {

  private static final int TELL_EVERY = 100;

  /** What is done with each row. */
  interface Taker {
    void take(RowSource.Row row) throws IOException;

    /** Of a row that stays out because it cannot be read; the report tells of it already. */
    default void passUnreadable(RowSource.Row row) {}
  }

  Profile profile() {
    return request.profile();
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  UUID author() {
    return request.author();
  }

  /**
   * Reads the file to its end, telling how far it is and stopping when asked to.
   *
   * @return rows that belong to the list and can be read; of the others the report tells
   */
  long read(Columns columns, Taker taker) throws IOException {
    columns.requireDistinct(name());
    long total = ImportService.sizeOf(file);
    long read = 0;
    for (RowSource.Row row = source.next(); row != null; row = source.next()) {
      if (!columns.wanted(row, profile().where())) {
        continue;
      }
      if (read++ % TELL_EVERY == 0) {
        stopper.at("读取和检查", source.position(), total);
      }
      if (isUnreadable(row)) {
        taker.passUnreadable(row);
      } else {
        taker.take(row);
      }
    }
    return read;
  }

  private boolean isUnreadable(RowSource.Row row) {
    RowSource.RowFault fault = row.fault();
    if (fault == null) {
      return false;
    }
    find(row, fault.field(), fault.value(), fault.fatal(), fault.kind(), fault.message(), fault.remedy());
    return fault.fatal();
  }

  /** Something that no single row has brought about. */
  void findOfAll(@Nullable String field, @Nullable String value, String kind, String message, String remedy) {
    report.add(new Finding(name(), Finding.WHOLE_FILE, field, value, Finding.Outcome.FLAGGED, kind, message, remedy));
  }

  /** @param fatal whether the row stays out for it */
  void find(RowSource.Row row, @Nullable String field, @Nullable String value, boolean fatal, String kind, String message,
      String remedy) {
    report.add(new Finding(name(), row.number(), field, value,
        fatal ? Finding.Outcome.REJECTED : Finding.Outcome.FLAGGED, kind, message, remedy));
  }
}

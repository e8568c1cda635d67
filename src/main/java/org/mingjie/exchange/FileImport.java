package org.mingjie.exchange;

import java.nio.file.Path;
import java.util.UUID;
import org.postgresql.PGConnection;

/** One file on its way in: all that its import needs, within one transaction. */
record FileImport(UUID run, ImportService.Request request, Path file, RowSource source, Report report, Stopper stopper,
    PGConnection database) {

  Profile profile() {
    return request.profile();
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  UUID author() {
    return request.author();
  }
}

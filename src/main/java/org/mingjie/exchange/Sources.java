package org.mingjie.exchange;

import java.sql.Date;
import java.util.UUID;
import org.mingjie.division.DivisionLedger;
import org.mingjie.document.FileStore;
import org.mingjie.time.Uuid7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Registers an imported file as a source, with its original in the file store. */
@Component
class Sources {

  private static final String INSERT = """
      INSERT INTO source (id, kind, title, origin, licence, rank, state_date, complete_codes, complete_levels, profile,
        file_sha256, author_id)
      VALUES (:id, :kind, :title, :origin, :licence, :rank, :day, :codes, :levels, :profile, :file, :author)
      """;

  private final JdbcClient jdbc;
  private final FileStore files;

  Sources(JdbcClient jdbc, FileStore files) {
    this.jdbc = jdbc;
    this.files = files;
  }

  /** @param cover what the file names every unit of */
  UUID register(FileImport step, DivisionLedger.Cover cover) {
    Profile profile = step.profile();
    byte[] hash = files.keep(step.file(), step.name(), "application/octet-stream");
    UUID id = Uuid7.next();
    jdbc.sql(INSERT).param("id", id).param("kind", profile.source().kind()).param("title", profile.title())
        .param("origin", text(profile.source().origin())).param("licence", text(profile.source().licence()))
        .param("rank", profile.source().rank()).param("day", Date.valueOf(profile.source().stateDate()))
        .param("codes", cover.codes().toArray(String[]::new)).param("levels", cover.levels().toArray(Short[]::new)).param("profile", profile.name()).param("file", hash)
        .param("author", step.author()).update();
    return id;
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}

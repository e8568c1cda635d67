package org.mingjie.launch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first member of a backup: what it holds, so that a restore can prove that nothing is missing.
 *
 * @param product always {@link #PRODUCT}
 * @param format {@link #FORMAT} or an older one
 * @param schema the last migration of the database, {@code 41}
 * @param server major version of the PostgreSQL that wrote the dump
 * @param rows of each table at the one point in time
 * @param files SHA-256 of the originals that the database names then, 64 hexadecimal digits each
 * @param members SHA-256 of the other members
 * @param audit where the chain of the audit stood; null while there was none
 */
record BackupManifest(String product, int format, Instant madeAt, String schema, int server, Map<String, Long> rows, List<String> files,
    Map<String, String> members, @Nullable String audit) {

  static final String PRODUCT = "mingjie-backup";
  static final int FORMAT = 1;

  static final String NAME = "manifest.json";
  static final String DUMP = "database.dump";
  static final String FILES = "files/";
  static final String SECRETS = "secret/";

  /** The last member, the SHA-256 of the manifest: an archive without it was cut off. */
  static final String END = "end";
}

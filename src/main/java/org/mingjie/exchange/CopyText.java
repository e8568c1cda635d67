package org.mingjie.exchange;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Writes rows to a table by COPY in text format: tabs between values, \N for null. */
final class CopyText implements Closeable {

  private static final int CHUNK = 1 << 16;

  private final PGCopyOutputStream out;
  private final StringBuilder line = new StringBuilder(CHUNK + 4096);
  private boolean first = true;

  CopyText(PGConnection connection, String table, String columns) throws SQLException {
    out = new PGCopyOutputStream(connection, "COPY " + table + " (" + columns + ") FROM STDIN", CHUNK);
  }

  CopyText add(@Nullable String value) {
    separate();
    if (value == null) {
      line.append("\\N");
      return this;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '\t' -> line.append("\\t");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        default -> line.append(c);
      }
    }
    return this;
  }

  CopyText add(long value) {
    separate();
    line.append(value);
    return this;
  }

  CopyText add(boolean value) {
    separate();
    line.append(value ? 't' : 'f');
    return this;
  }

  /** NaN is written as null. */
  CopyText add(double value) {
    separate();
    if (Double.isNaN(value)) {
      line.append("\\N");
    } else {
      line.append(value);
    }
    return this;
  }

  void endRow() {
    line.append('\n');
    first = true;
    if (line.length() >= CHUNK) {
      flush();
    }
  }

  private void separate() {
    if (!first) {
      line.append('\t');
    }
    first = false;
  }

  private void flush() {
    try {
      out.write(line.toString().getBytes(StandardCharsets.UTF_8));
      line.setLength(0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() throws IOException {
    flush();
    out.close();
  }
}

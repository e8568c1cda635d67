package org.mingjie.exchange;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Writes rows to a table by COPY in text format: tabs between values, \N for null. The rows go to the database on a
 * thread of their own while the next ones are made; until {@link #close} nobody else may use the connection.
 */
final class CopyText implements Closeable {

  private static final int CHUNK = 1 << 16;
  private static final int WAITING_CHUNKS = 8;
  private static final String END = "";

  private final PGCopyOutputStream out;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING_CHUNKS);
  private final Thread writer = new Thread(this::write, "import-copy");
  private volatile @Nullable IOException failure;
  private char[] chunk = new char[CHUNK + 4096];
  private int size;
  private boolean first = true;

  CopyText(PGConnection connection, String table, String columns) throws SQLException {
    out = new PGCopyOutputStream(connection, "COPY " + table + " (" + columns + ") FROM STDIN", CHUNK);
    writer.setDaemon(true);
    writer.start();
  }

  CopyText add(@Nullable String value) {
    separate();
    if (value == null) {
      return plain("\\N");
    }
    int start = size;
    plain(value);
    for (int i = start; i < size; i++) {
      char c = chunk[i];
      if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
        size = start;
        return plain(escaped(value));
      }
    }
    return this;
  }

  CopyText add(long value) {
    separate();
    return plain(Long.toString(value));
  }

  CopyText add(boolean value) {
    separate();
    return plain(value ? "t" : "f");
  }

  /** NaN is written as null. */
  CopyText add(double value) {
    separate();
    return plain(Double.isNaN(value) ? "\\N" : Double.toString(value));
  }

  void endRow() {
    put('\n');
    first = true;
    if (size >= CHUNK) {
      hand(new String(chunk, 0, size));
      size = 0;
    }
  }

  private void separate() {
    if (!first) {
      put('\t');
    }
    first = false;
  }

  private CopyText plain(String text) {
    int length = text.length();
    reserve(length);
    text.getChars(0, length, chunk, size);
    size += length;
    return this;
  }

  private void put(char c) {
    reserve(1);
    chunk[size++] = c;
  }

  private void reserve(int chars) {
    if (size + chars > chunk.length) {
      chunk = Arrays.copyOf(chunk, Math.max(2 * chunk.length, size + chars));
    }
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
  }

  private void hand(String rows) {
    try {
      while (!waiting.offer(rows, 1, TimeUnit.SECONDS)) {
        check();
      }
      check();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted while waiting for the database"));
    }
  }

  private void check() {
    IOException failed = failure;
    if (failed != null) {
      throw new UncheckedIOException(failed);
    }
  }

  private void write() {
    try {
      for (String rows = waiting.take(); !rows.equals(END); rows = waiting.take()) {
        out.write(rows.getBytes(StandardCharsets.UTF_8));
      }
      out.close();
    } catch (IOException failed) {
      failure = failed;
    } catch (InterruptedException | RuntimeException | Error failed) {
      failure = new IOException(failed);   // whatever it is: those who wait must learn of it
    }
  }

  @Override
  public void close() throws IOException {
    if (size > 0 && failure == null) {
      hand(new String(chunk, 0, size));
    }
    if (failure == null) {
      hand(END);
    }
    try {
      writer.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the database");
    }
    if (failure != null) {
      throw failure;
    }
  }
}

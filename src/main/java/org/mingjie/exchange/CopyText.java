package org.mingjie.exchange;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
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
  private static final byte[] END = {};

  private final PGCopyOutputStream out;
  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING_CHUNKS);
  private final Thread writer = new Thread(this::write, "import-copy");
  private volatile @Nullable IOException failure;
  private byte[] chunk = new byte[CHUNK + 4096];
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
      return nothing();
    }
    reserve(3 * value.length());   // the longest that one char of UTF-16 becomes; escapes make room of their own
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (c < 0x800) {
        put(0xC0 | c >> 6);
        put(0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c) && i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))) {
        int whole = Character.toCodePoint(c, value.charAt(++i));
        put(0xF0 | whole >> 18);
        put(0x80 | whole >> 12 & 0x3F);
        put(0x80 | whole >> 6 & 0x3F);
        put(0x80 | whole & 0x3F);
      } else {
        char whole = Character.isSurrogate(c) ? '\uFFFD' : c;
        put(0xE0 | whole >> 12);
        put(0x80 | whole >> 6 & 0x3F);
        put(0x80 | whole & 0x3F);
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
    put(value ? 't' : 'f');
    return this;
  }

  /** NaN is written as null. */
  CopyText add(double value) {
    separate();
    return Double.isNaN(value) ? nothing() : plain(Double.toString(value));
  }

  void endRow() {
    put('\n');
    first = true;
    if (size >= CHUNK) {
      hand(Arrays.copyOf(chunk, size));
      size = 0;
    }
  }

  private void separate() {
    reserve(1);
    if (!first) {
      put('\t');
    }
    first = false;
  }

  private CopyText nothing() {
    put('\\');
    put('N');
    return this;
  }

  private CopyText plain(String digits) {
    reserve(digits.length());
    for (int i = 0; i < digits.length(); i++) {
      put(digits.charAt(i));
    }
    return this;
  }

  private void ascii(char c) {
    char escaped = switch (c) {
      case '\\' -> '\\';
      case '\t' -> 't';
      case '\n' -> 'n';
      case '\r' -> 'r';
      default -> 0;
    };
    if (escaped == 0) {
      put(c);
    } else {
      put('\\');
      put(escaped);
    }
  }

  private void put(int b) {
    chunk[size++] = (byte) b;
  }

  /** Makes room for so many bytes and the few that may stand around them. */
  private void reserve(int bytes) {
    if (size + bytes + 16 > chunk.length) {
      chunk = Arrays.copyOf(chunk, Math.max(2 * chunk.length, size + bytes + 16));
    }
  }

  private void hand(byte[] bytes) {
    try {
      while (!waiting.offer(bytes, 1, TimeUnit.SECONDS)) {
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
      for (byte[] bytes = waiting.take(); bytes != END; bytes = waiting.take()) {
        if (failure == null) {
          out.write(bytes);
        }
      }
      if (failure == null) {
        out.close();
      }
    } catch (IOException failed) {
      failure = failed;
    } catch (InterruptedException stopped) {
      failure = new InterruptedIOException("stopped");
    }
  }

  @Override
  public void close() throws IOException {
    if (size > 0) {
      hand(Arrays.copyOf(chunk, size));
      size = 0;
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

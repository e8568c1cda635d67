package org.mingjie.exchange;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a file, unpacked if it is gzipped, counted, and cut off where a compressed file is a bomb. */
class CountingInput extends FilterInputStream {

  private static final long HARMLESS_BYTES = 64L << 20;
  private static final long MOST_BYTES = 16L << 30;
  private static final int MOST_RATIO = 200;

  private volatile long count;   // one thread reads, another tells how far it is

  private CountingInput(InputStream in) {
    super(in);
  }

  static CountingInput raw(Path file) throws IOException {
    return new CountingInput(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  /** Plain bytes of a file that may be gzipped; {@code raw} counts the bytes of the file itself. */
  static InputStream plain(CountingInput raw, String name) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(raw, 1 << 16);
    buffered.mark(2);
    boolean gzipped = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    if (!gzipped) {
      return buffered;
    }
    return new CountingInput(new GZIPInputStream(buffered, 1 << 16)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
          return super.read(buffer, offset, length);
        } catch (EOFException | ZipException broken) {
          throw new FileRefused(name, "gzip 压缩包不完整或坏了，展开 %d 字节后断了".formatted(position()), "重新下载，或重新压缩");
        }
      }

      @Override
      void counted() {
        long out = position();
        if (out > MOST_BYTES || (out > HARMLESS_BYTES && out > raw.position() * MOST_RATIO)) {
          throw new FileRefused(name, "压缩包展开后大得不正常（已达 %d MB）".formatted(out >> 20),
              "这像是压缩炸弹；确实要导入就先解压再给出");
        }
      }
    };
  }

  long position() {
    return count;
  }

  void counted() {}

  @Override
  public int read() throws IOException {
    int b = in.read();
    if (b >= 0) {
      count++;
      counted();
    }
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    if (n > 0) {
      count += n;
      counted();
    }
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}

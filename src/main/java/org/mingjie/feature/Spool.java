package org.mingjie.feature;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer before it is sent: in memory up to {@value #IN_MEMORY} bytes, beyond on disk. So it is whole or is not sent,
 * its length and hash stand in its headers, and a slow client holds up nothing but itself.
 */
final class Spool extends OutputStream {

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final int IN_MEMORY = 1 << 20;

  private final MessageDigest digest;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable Path file;
  private @Nullable OutputStream disk;
  private boolean hashed = true;
  private long length;

  Spool() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (hashed) {
      digest.update(bytes, from, count);
    }
    length += count;
    if (disk == null && memory.size() + count > IN_MEMORY) {
      file = Files.createTempFile("mingjie-answer-", "");
      disk = Files.newOutputStream(file);
      memory.writeTo(disk);
      memory.reset();
    }
    if (disk == null) {
      memory.write(bytes, from, count);
    } else {
      disk.write(bytes, from, count);
    }
  }

  /** What is written from now on counts to the hash, or does not: the time of the answer. */
  void hashed(boolean now) {
    this.hashed = now;
  }

  /** Weak: the time of the answer is left out, and the server may compress on its way. */
  String tag() {
    return "W/\"" + HexFormat.of().formatHex(digest.digest(), 0, 16) + "\"";
  }

  long length() {
    return length;
  }

  /** Once, when all is written; the file goes when the stream is closed. */
  InputStream open() throws IOException {
    if (file == null || disk == null) {
      return new ByteArrayInputStream(memory.toByteArray());
    }
    disk.close();
    return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** For answers that are not sent. */
  void discard() {
    if (file == null || disk == null) {
      return;
    }
    try {
      disk.close();
      Files.deleteIfExists(file);
    } catch (IOException left) {
      LOG.warn("a temporary file was left behind: {}", left.getMessage());
    }
  }
}

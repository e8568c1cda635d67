package org.mingjie.tile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A tile as it is kept: compressed once, with a tag that depends on nothing but its bytes. */
final class Tile {

  private final long revision;
  private final byte[] zipped;
  private final int rawBytes;
  private final String tag;
  private volatile long term = RevisionLease.NONE;

  Tile(long revision, byte[] raw) {
    this.revision = revision;
    this.rawBytes = raw.length;
    this.zipped = raw.length == 0 ? raw : zip(raw);
    this.tag = tagOf(raw);
  }

  long revision() {
    return revision;
  }

  /** @param term as of {@link RevisionLease#term}, asked before the look at the revision */
  void foundFreshIn(long term) {
    this.term = term;
  }

  boolean isFreshIn(long term) {
    return term != RevisionLease.NONE && this.term == term;
  }

  boolean isEmpty() {
    return rawBytes == 0;
  }

  int rawBytes() {
    return rawBytes;
  }

  int zippedBytes() {
    return zipped.length;
  }

  String tag() {
    return tag;
  }

  byte[] zipped() {
    return zipped;
  }

  byte[] raw() {
    if (rawBytes == 0) {
      return zipped;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return in.readNBytes(rawBytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static byte[] zip(byte[] raw) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length / 2);
    try (GZIPOutputStream zip = new QuickZip(out)) {
      zip.write(raw);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /** A hundredth more bytes than by default in a fifth less time. */
  private static final class QuickZip extends GZIPOutputStream {

    private static final int LEVEL = 4;

    QuickZip(OutputStream out) throws IOException {
      super(out, 4096);
      def.setLevel(LEVEL);
    }
  }

  /** Weak: the same for the compressed and the plain form. */
  static String tagOf(byte[] bytes) {
    try {
      return "W/\"" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12) + "\"";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

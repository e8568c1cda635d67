package org.mingjie.exchange;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * In which encoding a shapefile's table is written, where the file itself is silent (no .cpg, language byte 0):
 * UTF-8 if all bytes are, else GBK, with a remark.
 *
 * @param name for GDAL's ENCODING; null to let GDAL follow what the file says
 */
record ShapeEncoding(@Nullable String name, RowSource.@Nullable RowFault note) {

  private static final int LANGUAGE_BYTE = 29;
  private static final int MOST_BYTES = 1 << 22;
  private static final Charset GBK = Charset.forName("GB18030");

  static ShapeEncoding of(Path input, @Nullable String given) throws IOException {
    if (given != null) {
      return new ShapeEncoding(given, null);
    }
    String file = input.getFileName().toString();
    if (!file.toLowerCase(java.util.Locale.ROOT).endsWith(".shp")) {
      return new ShapeEncoding(null, null);
    }
    Path dbf = input.resolveSibling(file.replaceAll("(?i)\\.shp$", ".dbf"));
    Path cpg = input.resolveSibling(file.replaceAll("(?i)\\.shp$", ".cpg"));
    byte[] bytes = head(dbf);
    if (Files.exists(cpg) || bytes.length <= LANGUAGE_BYTE || bytes[LANGUAGE_BYTE] != 0) {
      return new ShapeEncoding(null, null);
    }
    byte[] body = java.util.Arrays.copyOfRange(bytes, Math.min(32, bytes.length), bytes.length);
    if (decodes(body, StandardCharsets.UTF_8)) {
      return new ShapeEncoding("UTF-8", null);
    }
    String guess = decodes(body, GBK) ? "GBK" : "ISO-8859-1";
    return new ShapeEncoding(guess, new RowSource.RowFault("dbf", null, "encoding-guessed",
        "属性表没有说明编码，按 %s 读".formatted(guess), "附上 .cpg 文件，或用 --encoding 说明", false));
  }

  private static byte[] head(Path dbf) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(dbf.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(file.length(), MOST_BYTES)];
      file.readFully(bytes);
      return bytes;
    }
  }

  /** A cut at the end may break the last character. */
  private static boolean decodes(byte[] bytes, Charset charset) {
    for (int cut = 0; cut < 4 && cut <= bytes.length; cut++) {
      try {
        charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, bytes.length - cut));
        return true;
      } catch (CharacterCodingException wrong) {
        if (bytes.length < MOST_BYTES) {
          return false;
        }
      }
    }
    return false;
  }
}

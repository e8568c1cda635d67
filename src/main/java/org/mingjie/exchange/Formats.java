package org.mingjie.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens a file by what its first bytes say; the name is only a hint where the bytes leave a choice. */
final class Formats {

  private Formats() {}

  /** @throws FileRefused if the format is not supported or the file contradicts its name */
  static RowSource open(Path file, Profile profile) {
    String name = String.valueOf(file.getFileName());
    try {
      if (!Files.isRegularFile(file)) {
        throw new FileRefused(file.toString(), "没有这个文件", "检查路径");
      }
      if (Files.size(file) == 0) {
        throw new FileRefused(name, "文件是空的", "给出有内容的文件");
      }
      byte[] head = head(file, name);
      String lower = name.toLowerCase(Locale.ROOT);
      if (startsWith(head, 'P', 'K', 3, 4) && !lower.endsWith(".zip")) {
        return new XlsxRows(file, name, profile.layer());
      }
      if (startsWith(head, 'P', 'K', 3, 4) || isVector(head, lower)) {
        return OgrRows.open(file, name, profile);
      }
      char first = firstCharacter(head);
      if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) {
        throw new FileRefused(name, "不支持老格式的 Office 文件（.xls、.doc）", "用 Excel 打开，另存为 .xlsx");
      }
      if (first == '{') {
        return new GeoJsonRows(file, name);
      }
      if (lower.matches(".*\\.(geojson|geojsonl|ndjson|json)(\\.gz)?")) {
        throw new FileRefused(name, "文件名说是 GeoJSON，内容却不是", "给出真正的 GeoJSON；不接受改名的其他格式");
      }
      if (first == '<') {
        throw new FileRefused(name, "不支持这种 XML 文件", "支持 CSV、XLSX、GeoJSON、Shapefile、GeoPackage、KML");
      }
      Charset encoding = isUtf16(head) ? StandardCharsets.UTF_16 : charset(name, profile.encoding(), StandardCharsets.UTF_8);
      if (hasNulInFirstLine(head) && !encoding.name().matches("UTF-(16|32).*")) {
        throw new FileRefused(name, "不是 CSV、工作簿或压缩包：第 1 行里有空字节（NUL）",
            "文件可能没有下载完整，重新下载；别的格式另存为 UTF-8 的 CSV 或 .xlsx");
      }
      return new CsvRows(file, name, encoding);
    } catch (IOException unreadable) {
      throw new FileRefused(name, "文件读不出来", "检查路径和权限，压缩文件是否完整", unreadable);
    }
  }

  /** A byte-order mark of UTF-16, which Excel writes as "Unicode text": it says more than any profile. */
  private static boolean isUtf16(byte[] head) {
    return startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff);
  }

  static Charset charset(String name, @Nullable String given, Charset otherwise) {
    if (given == null) {
      return otherwise;
    }
    try {
      return Charset.forName(given);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw new FileRefused(name, "编码“" + given + "”不认识", "写 UTF-8、GBK 或 GB18030");
    }
  }

  private static byte[] head(Path file, String name) throws IOException {
    try (InputStream in = CountingInput.plain(CountingInput.raw(file), name)) {
      return in.readNBytes(512);
    }
  }

  private static boolean isVector(byte[] head, String name) {
    return startsWith(head, 0, 0, 0x27, 0x0a)
        || startsWith(head, 'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' ', '3')
        || startsWith(head, 'f', 'g', 'b', 3)
        || new String(head, StandardCharsets.ISO_8859_1).contains("<kml")
        || (name.endsWith(".mif") && new String(head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT).startsWith("version"))
        || name.endsWith(".shp");
  }

  private static boolean startsWith(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Old tables pad values with NUL, but no header has one. */
  private static boolean hasNulInFirstLine(byte[] head) {
    for (byte b : head) {
      if (b == 0 || b == '\n' || b == '\r') {
        return b == 0;
      }
    }
    return false;
  }

  private static char firstCharacter(byte[] head) {
    String text = new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").stripLeading();
    return text.isEmpty() ? ' ' : text.charAt(0);
  }
}

package org.mingjie.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Lays a vector file into a scratch folder of its own, under a name that says its true format, so that GDAL sees
 * nothing else: the members of a shapefile, or what a zip archive holds, unpacked with limits.
 */
final class VectorFile {

  private static final int MOST_ENTRIES = 500;
  private static final long MOST_BYTES = 4L << 30;
  private static final int MOST_RATIO = 200;
  private static final long HARMLESS_BYTES = 16L << 20;
  private static final List<String> SHAPE_MEMBERS = List.of("shp", "shx", "dbf", "prj", "cpg", "cst", "mid", "mif");
  private static final Set<String> WANTED = Set.of("shp", "shx", "dbf", "prj", "cpg", "cst", "mid", "mif", "gpkg", "kml");
  private static final int SHAPE_HEADER = 100;
  private static final byte[] SHAPE_MAGIC = {0, 0, 0x27, 0x0a};

  private VectorFile() {}

  static Path prepare(Path file, String name, Path scratch) throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("input"));
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".zip")) {
      unzip(file, name, folder);
    } else if (lower.endsWith(".shp") || lower.endsWith(".mif")) {
      copyMembers(file, name, folder);
    } else {
      String extension = lower.endsWith(".kml") ? "kml" : lower.endsWith(".fgb") ? "fgb" : "gpkg";
      Files.copy(file, folder.resolve("input." + extension));
    }
    Path found = theOne(folder, name);
    if (found.toString().toLowerCase(Locale.ROOT).endsWith(".shp")) {
      String stem = found.toString().replaceAll("(?i)shp$", "");
      requireMembers(Stream.of("shp", "shx", "dbf").filter(m -> Files.exists(Path.of(stem + m))).collect(Collectors.toSet()), name);
      requireWhole(stem, name);
    }
    return found;
  }

  private static void copyMembers(Path file, String name, Path folder) throws IOException {
    String stem = name.substring(0, name.lastIndexOf('.')).toLowerCase(Locale.ROOT);
    Path parent = file.toAbsolutePath().getParent();
    Map<String, Path> members = new HashMap<>();
    try (Stream<Path> beside = Files.list(parent)) {
      for (Path member : beside.toList()) {
        String candidate = member.getFileName().toString().toLowerCase(Locale.ROOT);
        int dot = candidate.lastIndexOf('.');
        if (dot > 0 && candidate.substring(0, dot).equals(stem) && SHAPE_MEMBERS.contains(candidate.substring(dot + 1))) {
          members.put(candidate.substring(dot + 1), member);
        }
      }
    }
    requireMembers(members.keySet(), name);
    for (Map.Entry<String, Path> member : members.entrySet()) {
      try (InputStream in = Files.newInputStream(member.getValue())) {
        requireShape(in, member.getKey(), name);
      }
      Files.copy(member.getValue(), folder.resolve("input." + member.getKey()));
    }
  }

  private static void unzip(Path file, String name, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      if (zip.size() > MOST_ENTRIES) {
        throw bomb(name, "压缩包里有 %d 个文件".formatted(zip.size()));
      }
      List<ZipEntry> wanted = new ArrayList<>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        requireInside(entry, name);
        if (!entry.isDirectory() && WANTED.contains(extension(entry))) {
          wanted.add(entry);
        }
      }
      requireMembers(wanted.stream().map(VectorFile::extension).collect(Collectors.toSet()), name);
      long budget = MOST_BYTES;
      for (ZipEntry entry : wanted) {
        String member = entry.getName().toLowerCase(Locale.ROOT);
        String extension = extension(entry);
        String stem = Integer.toHexString(member.substring(0, member.length() - extension.length()).hashCode());
        try (InputStream in = zip.getInputStream(entry)) {
          requireShape(in, extension, name);
        }
        budget -= unpack(zip, entry, folder.resolve(stem + "." + extension), budget, name);
      }
    } catch (ZipException broken) {
      throw new FileRefused(name, "压缩包坏了，或没有拷贝完整", "重新压缩，文件名用 UTF-8", broken);
    }
  }

  private static long unpack(ZipFile zip, ZipEntry entry, Path target, long budget, String name) throws IOException {
    long written = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = zip.getInputStream(entry); OutputStream out = Files.newOutputStream(target)) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        written += n;
        long packed = Math.max(1, entry.getCompressedSize());
        if (written > budget || (written > HARMLESS_BYTES && written > packed * MOST_RATIO)) {
          throw bomb(name, "“%s”展开后大得不正常".formatted(entry.getName()));
        }
        out.write(buffer, 0, n);
      }
    }
    return written;
  }

  private static FileRefused bomb(String name, String what) {
    return new FileRefused(name, what + "，像是压缩炸弹", "确实要导入就先解压，再给出里面的文件");
  }

  private static Path theOne(Path folder, String name) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(p -> p.toString().matches("(?i).*\\.(shp|gpkg|kml|mif|fgb)")).forEach(found::add);
    }
    if (found.size() != 1) {
      throw new FileRefused(name, found.isEmpty() ? "里面没有能导入的文件" : "里面有 " + found.size() + " 个图形文件，不知道用哪一个",
          "压缩包里只放一个 Shapefile、GeoPackage 或 KML");
    }
    return found.get(0);
  }

  /** Names in archives are never used as paths, but an archive that tries to reach outside is no honest one. */
  private static void requireInside(ZipEntry entry, String name) {
    String path = entry.getName().replace('\\', '/');
    if (path.startsWith("/") || path.matches("[A-Za-z]:.*") || List.of(path.split("/")).contains("..")) {
      throw new FileRefused(name, "压缩包里的“%s”指向压缩包之外".formatted(entry.getName()), "重新压缩，只放 Shapefile、GeoPackage 或 KML 本身");
    }
  }

  private static String extension(ZipEntry entry) {
    String member = entry.getName().toLowerCase(Locale.ROOT);
    return member.substring(member.lastIndexOf('.') + 1);
  }

  private static void requireMembers(Set<String> extensions, String name) {
    List<String> missing = Stream.of("shx", "dbf").filter(m -> extensions.contains("shp") && !extensions.contains(m))
        .map(m -> "." + m).toList();
    if (!missing.isEmpty()) {
      throw new FileRefused(name, "Shapefile 缺少成员 " + String.join("、", missing), "把同名的 .shp、.shx、.dbf（以及 .prj、.cpg）放在一起，或打成一个 zip");
    }
  }

  /**
   * The headers say how long the files are and how many rows there are (ESRI Shapefile Technical Description, 1998; dBASE III):
   * a file that was cut off must not go in in part.
   */
  private static void requireWhole(String stem, String name) throws IOException {
    for (String member : List.of("shp", "shx")) {
      Path file = Path.of(stem + member);
      ByteBuffer header = header(file, name, member);
      long told = 2L * header.getInt(24);
      if (Files.size(file) < told) {
        throw cut(name, member, told, Files.size(file));
      }
    }
    Path table = Path.of(stem + "dbf");
    ByteBuffer header = header(table, name, "dbf").order(ByteOrder.LITTLE_ENDIAN);
    long rows = header.getInt(4);
    long told = (header.getShort(8) & 0xffff) + rows * (header.getShort(10) & 0xffff);
    if (Files.size(table) < told) {
      throw cut(name, "dbf", told, Files.size(table));
    }
    long shapes = (Files.size(Path.of(stem + "shx")) - SHAPE_HEADER) / 8;
    if (shapes != rows) {
      throw new FileRefused(name, ".shp 有 %d 个图形，.dbf 却有 %d 行".formatted(shapes, rows), "三个成员不是同一次导出的，或没有下载完整；重新导出");
    }
  }

  private static ByteBuffer header(Path file, String name, String member) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(SHAPE_HEADER);
      if (bytes.length < (member.equals("dbf") ? 32 : SHAPE_HEADER)) {
        throw cut(name, member, SHAPE_HEADER, bytes.length);
      }
      return ByteBuffer.wrap(bytes);
    }
  }

  private static FileRefused cut(String name, String member, long told, long there) {
    return new FileRefused(name, "文件不完整：.%s 应有 %d 字节，只有 %d 字节".formatted(member, told, there), "重新下载或重新导出");
  }

  /** Looks at the first bytes of .shp and .shx before gigabytes are copied. */
  private static void requireShape(InputStream in, String extension, String name) throws IOException {
    if (extension.matches("shp|shx") && !Arrays.equals(in.readNBytes(4), SHAPE_MAGIC)) {
      throw new FileRefused(name, "里面的 .%s 不是 Shapefile 的内容".formatted(extension), "文件可能没有下载完整，重新下载或重新导出");
    }
  }
}

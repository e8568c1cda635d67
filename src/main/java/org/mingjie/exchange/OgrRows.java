package org.mingjie.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Foreign vector formats by way of GDAL's {@code ogr2ogr}, run in a fence (see {@link OgrProcess}): it turns the
 * file into GeoJSON text in the file's own coordinates, which {@link GeoJsonRows} reads with all its checks.
 */
final class OgrRows implements RowSource {

  private static final long MOST_PRJ_BYTES = 1 << 16;

  private final Path scratch;
  private final OgrProcess process;
  private final GeoJsonRows rows;
  private final @Nullable String crs;
  private final @Nullable RowFault note;
  private boolean first = true;

  private OgrRows(Path scratch, OgrProcess process, GeoJsonRows rows, @Nullable String crs, @Nullable RowFault note) {
    this.scratch = scratch;
    this.process = process;
    this.rows = rows;
    this.crs = crs;
    this.note = note;
  }

  static RowSource open(Path file, String name, Profile profile) throws IOException {
    OgrProcess.requireInstalled(name);
    Path scratch = Files.createTempDirectory("import-");
    try {
      Path input = VectorFile.prepare(file, name, scratch);
      ShapeEncoding encoding = ShapeEncoding.of(input, profile.encoding());
      String crs = declaredCrs(input, name);
      OgrProcess process = OgrProcess.toGeoJson(input, name, profile.layer(), encoding.name(), scratch);
      GeoJsonRows rows = new GeoJsonRows(process.output(), name);
      return new OgrRows(scratch, process, rows, crs, encoding.note());
    } catch (IOException | RuntimeException failed) {
      delete(scratch);
      throw failed;
    }
  }

  /** The text of the .prj beside a shapefile, else what GDAL reads from the file; null where there is none. */
  private static @Nullable String declaredCrs(Path input, String name) throws IOException {
    String lower = input.getFileName().toString().toLowerCase(Locale.ROOT);
    if (lower.endsWith(".kml")) {
      return "EPSG:4326";
    }
    if (lower.endsWith(".shp")) {
      Path prj = input.resolveSibling(input.getFileName().toString().replaceAll("(?i)\\.shp$", ".prj"));
      if (Files.exists(prj) && Files.size(prj) > MOST_PRJ_BYTES) {
        throw new FileRefused(name, "坐标系文件 .prj 有 %d KB，不是坐标系的写法".formatted(Files.size(prj) >> 10), "换成真正的 .prj，或去掉它并用 --crs 说明");
      }
      return Files.exists(prj) ? Files.readString(prj, StandardCharsets.ISO_8859_1) : null;
    }
    return OgrProcess.crs(input, name);
  }

  @Override
  public List<String> columns() {
    return rows.columns();
  }

  @Override
  public @Nullable Row next() throws IOException {
    Row row = rows.next();
    if (row != null && first && note != null && row.fault() == null) {
      first = false;
      return new Row(row.number(), row.values(), row.geometry(), note);
    }
    return row;
  }

  @Override
  public @Nullable String declaredCrs() {
    return crs;
  }

  @Override
  public long position() {
    return rows.position();
  }

  @Override
  public void close() throws IOException {
    rows.close();
    process.close();
    delete(scratch);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** How long a conversion may take. */
  static final long LIMIT_MINUTES = TimeUnit.HOURS.toMinutes(1);
}

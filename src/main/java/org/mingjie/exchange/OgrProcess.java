package org.mingjie.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GDAL in a fence: an empty environment, no new privileges, limits on memory, time and output, no network where
 * the kernel allows it, and only harmless drivers. It sees one scratch folder's files and no credentials.
 */
final class OgrProcess implements AutoCloseable {

  /** Drivers that read other files, databases or the network; a file may pretend to be theirs. */
  private static final String SKIPPED = "OGR_VRT,VRT,HTTP,WFS,OAPIF,OGCAPI,CSW,PostgreSQL,MySQL,ODBC,GMLAS,"
      + "SQLite,MongoDBv3,Elasticsearch,PGDUMP,MSSQLSpatial,OCI,AmigoCloud,Carto,NGW,EEDA,PLSCENES,GPSBabel,Memory";

  private static final long MOST_MEMORY_BYTES = 4L << 30;
  private static final long MOST_OUTPUT_BYTES = 8L << 30;
  private static final int MOST_CPU_SECONDS = 1800;
  private static final Pattern AUTHORITY = Pattern.compile("EPSG:([0-9]{4,6})");

  private final Path output;

  private OgrProcess(Path output) {
    this.output = output;
  }

  static void requireInstalled(String file) {
    if (!Files.isExecutable(Path.of("/usr/bin/ogr2ogr"))) {
      throw new FileRefused(file, "读这种格式需要 GDAL，这台机器上没有",
          "apt-get install --no-install-recommends gdal-bin；或先转成 GeoJSON");
    }
  }

  /**
   * Converts a layer to newline-delimited GeoJSON in the coordinates of the file.
   *
   * @param layer null for the only one
   * @param encoding of a shapefile's table; null to let GDAL decide
   */
  static OgrProcess toGeoJson(Path input, String name, @Nullable String layer, @Nullable String encoding, Path scratch)
      throws IOException {
    String chosen = layer(input, name, layer, scratch);
    Path output = scratch.resolve("features.geojsonl");
    List<String> command = new ArrayList<>(List.of("/usr/bin/ogr2ogr", "-f", "GeoJSONSeq", output.toString(),
        input.toString(), "-lco", "COORDINATE_PRECISION=9", "-lco", "RS=NO", "-a_srs", "EPSG:4326", "-dim", "XY"));
    if (encoding != null) {
      command.addAll(List.of("-oo", "ENCODING=" + encoding));
    }
    if (chosen != null) {
      command.add(chosen);
    }
    String said = run(command, name, scratch);
    if (!Files.exists(output) || Files.size(output) == 0) {
      throw new FileRefused(name, "里面没有要素" + (said.isBlank() ? "" : "：" + shorten(said)), "检查文件是否完整");
    }
    return new OgrProcess(output);
  }

  /** EPSG code or WKT that the file declares; null if none. */
  static @Nullable String crs(Path input, String name) throws IOException {
    String epsg = run(List.of("/usr/bin/gdalsrsinfo", "-o", "epsg", input.toString()), name, input.getParent());
    Matcher code = AUTHORITY.matcher(epsg);
    if (code.find()) {
      return "EPSG:" + code.group(1);
    }
    String wkt = run(List.of("/usr/bin/gdalsrsinfo", "-o", "wkt1", "--single-line", input.toString()), name, input.getParent()).strip();
    return wkt.contains("CS[") ? wkt : null;
  }

  /** A file with several layers needs to be told which; the message names them. */
  private static @Nullable String layer(Path input, String name, @Nullable String wanted, Path scratch) throws IOException {
    String listing = run(List.of("/usr/bin/ogrinfo", "-ro", "-q", input.toString()), name, scratch);
    List<String> layers = listing.lines().map(l -> l.replaceAll("^\\d+: (.*?)( \\([^()]*\\))?$", "$1"))
        .filter(l -> !l.isBlank()).toList();
    if (wanted != null) {
      if (!layers.contains(wanted)) {
        throw new FileRefused(name, "没有图层“" + wanted + "”，现有：" + String.join("、", layers), "用 --layer 给出其中一个");
      }
      return wanted;
    }
    if (layers.size() > 1) {
      throw new FileRefused(name, "有 " + layers.size() + " 个图层：" + String.join("、", layers), "用 --layer 图层名 说明用哪一个");
    }
    return null;
  }

  private static String run(List<String> command, String name, Path folder) throws IOException {
    List<String> fenced = new ArrayList<>(fence());
    fenced.addAll(command);
    Path answer = Files.createTempFile(folder, "gdal-", ".out");
    Path complaints = Files.createTempFile(folder, "gdal-", ".err");
    ProcessBuilder builder = new ProcessBuilder(fenced).redirectOutput(answer.toFile())
        .redirectError(complaints.toFile()).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8", "HOME", folder.toString(),
        "GDAL_SKIP", SKIPPED, "GDAL_DISABLE_READDIR_ON_OPEN", "FALSE", "SHAPE_RESTORE_SHX", "NO",
        "CPL_TMPDIR", folder.toString(), "OGR_SQLITE_PRAGMA", "trusted_schema=0", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS", "none"));
    Process process = builder.start();
    try {
      if (!process.waitFor(OgrRows.LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new FileRefused(name, "转换超过 " + OgrRows.LIMIT_MINUTES + " 分钟，已停止", "把文件拆小");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw Cancelled.ofImport();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String said = Files.readString(complaints, StandardCharsets.UTF_8).lines()
        .filter(l -> !l.contains("GDAL_SKIP")).collect(java.util.stream.Collectors.joining("\n"));
    String told = Files.readString(answer, StandardCharsets.UTF_8);
    Files.delete(complaints);
    Files.delete(answer);
    if (process.exitValue() != 0) {
      throw new FileRefused(name, "GDAL 读不了这个文件：" + shorten(said), "用桌面地理信息软件打开检查，再另存一份");
    }
    return told;
  }

  private static List<String> fence() {
    List<String> fence = new ArrayList<>();
    if (NetworkFence.AVAILABLE) {
      fence.addAll(List.of("unshare", "--user", "--map-current-user", "--net"));
    }
    fence.addAll(List.of("setpriv", "--no-new-privs", "prlimit", "--as=" + MOST_MEMORY_BYTES,
        "--cpu=" + MOST_CPU_SECONDS, "--fsize=" + MOST_OUTPUT_BYTES, "--nproc=2000", "--"));
    return fence;
  }

  /** GDAL's own words, without our folders. */
  private static String shorten(String text) {
    String line = text.strip().lines().filter(l -> !l.isBlank()).findFirst().orElse("没有说明原因")
        .replaceAll("(?:/[^\\s/'\"]+)+/", "").replaceAll("ERROR [0-9]+: ", "");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  Path output() {
    return output;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(output);
  }

  /** Whether the kernel lets us start a process without network. */
  private static final class NetworkFence {

    static final boolean AVAILABLE = works();

    private static boolean works() {
      try {
        return new ProcessBuilder("unshare", "--user", "--map-current-user", "--net", "true")
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
      } catch (IOException missing) {
        return false;
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}

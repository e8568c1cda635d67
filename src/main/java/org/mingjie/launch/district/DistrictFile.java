package org.mingjie.launch.district;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * The district as files: {@code district.geojsonl.gz}, one GeoJSON feature a line, coordinates longitude before latitude
 * (EPSG:4490), and {@code relief.png} with {@code relief.json}. The same district gives the same lines and heights; the
 * packed bytes also depend on the zlib of the machine.
 */
public final class DistrictFile {

  private DistrictFile() {}

  /** Makes the delivered files anew; the folder may be given, else {@code gis-data/sample}. */
  public static void main(String[] arguments) throws IOException {
    write(DistrictGenerator.generate(DistrictGenerator.SEED), Path.of(arguments.length > 0 ? arguments[0] : "gis-data/sample"));
  }

  /**
   * @param folder made if absent; files of the same names are replaced
   * @throws IOException if the folder cannot be written
   */
  public static void write(District district, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("district.geojsonl.gz"), packed(lines(district)));
    Files.write(folder.resolve("relief.png"), ReliefFile.png(district.relief()));
    Files.writeString(folder.resolve("relief.json"), ReliefFile.json(district.relief()));
  }

  /** The features, one a line: units, parents first, then boundaries, then places. */
  public static String lines(District district) {
    StringBuilder lines = new StringBuilder(16 << 20);
    for (SampleUnit u : district.units()) FeatureLine.unit(u, lines);
    for (SampleBoundary b : district.boundaries()) FeatureLine.boundary(b, lines);
    for (SamplePlace p : district.places()) FeatureLine.place(p, lines);
    return lines.toString();
  }

  /** Java's gzip stream writes no time and no name, so equal lines give equal bytes. */
  private static byte[] packed(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes) {
      {
        def.setLevel(9);
      }
    }) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

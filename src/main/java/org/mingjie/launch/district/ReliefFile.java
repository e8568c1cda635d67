package org.mingjie.launch.district;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Heights as a grey picture of 16 bits (PNG, ISO/IEC 15948) and a note saying where it lies and what a step means. */
final class ReliefFile {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int GREY = 0;
  private static final int PAETH = 4;

  private ReliefFile() {}

  static String json(ReliefModel r) {
    return """
        {
          "image": "relief.png",
          "crs": "EPSG:4490",
          "bounds": [%s, %s, %s, %s],
          "width": %d,
          "height": %d,
          "metresPerStep": %s,
          "offsetMetres": 0,
          "cell": "centre",
          "note": "fictional heights of the sample district; fade to 0 beyond the prefecture"
        }
        """.formatted(r.west(), r.south(), r.east(), r.north(), r.width(), r.height(), 1.0 / ReliefModel.STEPS_PER_METRE);
  }

  static byte[] png(ReliefModel r) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      DataOutputStream h = new DataOutputStream(header);
      h.writeInt(r.width());
      h.writeInt(r.height());
      h.write(new byte[] {16, GREY, 0, 0, 0});
      chunk(out, "IHDR", header.toByteArray());
      chunk(out, "IDAT", packed(r));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] packed(ReliefModel r) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(9))) {
      int row = 2 * r.width();
      byte[] above = new byte[row];
      for (int y = 0; y < r.height(); y++) {
        byte[] line = new byte[row];
        for (int x = 0; x < r.width(); x++) {
          line[2 * x] = (byte) (r.values()[y * r.width() + x] >> 8);
          line[2 * x + 1] = (byte) r.values()[y * r.width() + x];
        }
        out.write(PAETH);
        for (int i = 0; i < row; i++) {
          int left = i < 2 ? 0 : line[i - 2] & 255;
          int corner = i < 2 ? 0 : above[i - 2] & 255;
          out.write(line[i] - nearest(left, above[i] & 255, corner));
        }
        above = line;
      }
    }
    return bytes.toByteArray();
  }

  /** The Paeth predictor, ISO/IEC 15948 9.4. */
  private static int nearest(int left, int above, int corner) {
    int guess = left + above - corner;
    int a = Math.abs(guess - left);
    int b = Math.abs(guess - above);
    int c = Math.abs(guess - corner);
    return a <= b && a <= c ? left : b <= c ? above : corner;
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) check.getValue());
  }
}

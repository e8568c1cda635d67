package org.mingjie.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Files of two gigabytes and more, larger than the heap of the tests: refused within seconds, with nothing written. */
class BigFilesTest extends RegistryTest {

  private static final long TWO_GIGABYTES = 2L << 30;
  private static final int SOLID = 40 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String FEATURE = "{\"type\":\"Feature\",\"properties\":{\"adcode\":\"430281\",\"name\":\"醴陵市\"},\"geometry\":null}\n";

  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  private Importing importing;
  private Path file;

  @BeforeEach
  void prepare() {
    importing = new Importing(imports, profiles);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    Files.deleteIfExists(file);
    assertThat(database().sql("SELECT (SELECT count(*) FROM place) + (SELECT count(*) FROM attestation) + (SELECT count(*) FROM source)")
        .query(Long.class).single()).isZero();
  }

  private void refused(String what, String profile) {
    Instant begin = Instant.now();
    assertThatThrownBy(() -> importing.run(profile, file)).isInstanceOfSatisfying(FileRefused.class, refused -> {
      assertThat(refused.getMessage()).contains(what).as("in Chinese alone").doesNotContainPattern("[A-Za-z]{4,} [a-z]{2,}");
      assertThat(refused.file()).isEqualTo(file.getFileName().toString());
      assertThat(refused.remedy()).isNotBlank();
    });
    assertThat(Duration.between(begin, Instant.now())).isLessThan(LIMIT);
    assertThat(database().sql("SELECT state FROM import_run").query(String.class).single()).isEqualTo("refused");
  }

  /** The beginning, then 40 MB of the pattern, then holes that read as NUL bytes up to two gigabytes. */
  private void sparse(String name, String begin, String pattern) throws IOException {
    file = importing.file(name, begin);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      byte[] block = pattern.repeat(pattern.isEmpty() ? 0 : (1 << 16) / pattern.length()).getBytes(StandardCharsets.UTF_8);
      for (int written = 0; !pattern.isEmpty() && written < SOLID; written += block.length) {
        out.write(block);
      }
    }
    try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
      grown.setLength(TWO_GIGABYTES);
    }
  }

  // --- text -----------------------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
    "a;第 1 行之后有一行长得不正常", "a,;第 1 行之后有一行长得不正常", "\"\"\"\";第 1 行之后有一行长得不正常"})
  void anEndlessLineIsRefusedWithItsPlace(String pattern, String what) throws IOException {
    sparse("endless.csv", Importing.VILLAGES, pattern);
    refused(what, "villages-2016");
  }

  @Test
  void anEndlessHeaderIsRefused() throws IOException {
    sparse("header.csv", "code,", "name,");
    refused("第 1 行之后有一行长得不正常", "villages-2016");
  }

  @ParameterizedTest
  @CsvSource({"list.csv", "list.txt", "book.xlsx", "book.xls", "shape.zip"})
  void nulBytesAreNoList(String name) throws IOException {
    sparse(name, "", "");
    refused("第 1 行里有空字节（NUL）", "villages-2016");
  }

  @Test
  void aDownloadThatBrokeOffAndWasFilledWithNulBytesIsRefusedWithItsPlace() throws IOException {
    sparse("torn.csv", Importing.VILLAGES + "430281000000,,醴陵市,county,f,f,,\n", "");
    refused("第 2 行之后有一行长得不正常", "villages-2016");
  }

  @Test
  void aGzipThatUnfoldsToGigabytesOfRepeatedRowsIsABomb() throws IOException {
    String row = "430281000000,430200000000," + "醴陵市".repeat(100) + ",county,f,f,,\n";
    byte[] rows = gzipped(row.repeat((32 << 20) / row.length()));
    file = importing.file("bomb.csv.gz", gzipped(Importing.VILLAGES));
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      for (int i = 0; i < 65; i++) {   // gzip members may follow each other
        out.write(rows);
      }
    }
    refused("压缩包展开后大得不正常", "villages-2016");
  }

  // --- GeoJSON --------------------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "area.geojson|{\"type\":\"FeatureCollection\",\"features\":[||不是合规的 JSON",
    "area.geojson|{\"type\":\"|a|列的值长得不正常，或括号套得太深",
    "area.geojson|{\"junk\":[|1,|第 0 个要素之后的内容超过 32 MB",
    "area.geojson|{\"type\":\"FeatureCollection\",\"features\":[{\"geometry\":{\"type\":\"LineString\",\"coordinates\":[|[113.1,27.8],|第 0 个要素之后的内容超过 32 MB",
    "area.geojson|{\"a\":|{\"a\":|列的值长得不正常，或括号套得太深"})
  void anEndlessValueInGeoJsonIsRefusedWithItsPlace(String name, String begin, String pattern, String what) throws IOException {
    sparse(name, begin, pattern == null ? "" : pattern);
    refused(what, "areas-amap-2018");
  }

  @Test
  void linesOfGeoJsonThatEndInNulBytesAreRefusedWithTheirPlace() throws IOException {
    sparse("areas.geojsonl", FEATURE.repeat(3), "");
    refused("第 4 行第 2 列不是合规的 JSON", "areas-amap-2018");
  }

  @Test
  void anEndlessLineOfGeoJsonIsRefusedWithItsPlace() throws IOException {
    sparse("areas.ndjson", FEATURE.repeat(2) + "{\"type\":\"Feature\",\"properties\":{\"list\":[", "1,");
    refused("第 2 个要素之后的内容超过 32 MB", "areas-amap-2018");
  }

  // --- workbooks and archives -----------------------------------------------------------------------------------

  @Test
  void aWorkbookThatIsOnlyTheBeginningOfAZipIsRefused() throws IOException {
    stored("book.xlsx", false, "xl/worksheets/sheet1.xml");
    refused("不是 Excel 工作簿", "villages-2016");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "xl/sharedStrings.xml|<sst><si><t>|株洲|“/xl/sharedStrings.xml”有",
    "xl/styles.xml|<styleSheet>|<fonts/>|“/xl/styles.xml”有",
    "xl/worksheets/sheet1.xml|<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>|<row><c><v>1</v></c></row>|像是压缩炸弹"})
  void aWorkbookThatUnfoldsToMoreThanMemoryHoldsIsRefused(String part, String begin, String pattern, String what) throws IOException {
    workbook(part, out -> {
      out.write(begin.getBytes(StandardCharsets.UTF_8));
      byte[] block = pattern.repeat((1 << 16) / pattern.length()).getBytes(StandardCharsets.UTF_8);
      for (long written = 0; written < 160 << 20; written += block.length) {
        out.write(block);
      }
    });
    refused(what, "villages-2016");
  }

  @Test
  void aCellBeyondTheLastColumnIsRefused() throws IOException {
    workbook("xl/worksheets/sheet1.xml", out -> out.write(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row></sheetData></worksheet>".getBytes(StandardCharsets.UTF_8)));
    refused("单元格 XFE1 超出 Excel 的 16384 列", "villages-2016");
  }

  @Test
  void aCellOfMillionsOfCharactersIsRefused() throws IOException {
    Random random = new Random(7);
    workbook("xl/worksheets/sheet1.xml", out -> {
      out.write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 4 << 20; i++) {
        out.write('a' + random.nextInt(26));
      }
    });
    refused("有一个单元格超过", "villages-2016");
  }

  @Test
  void aShapefileWithoutItsMembersIsRefusedBeforeGigabytesAreUnpacked() throws IOException {
    stored("shape.zip", true, "area.shp");
    refused("缺少成员 .shx、.dbf", "zhuzhou-areas");
  }

  @Test
  void aShapefileOfNulBytesIsRefusedBeforeGigabytesAreUnpacked() throws IOException {
    stored("shape.zip", true, "area.shp", "area.shx", "area.dbf");
    refused("里面的 .shp 不是 Shapefile 的内容", "zhuzhou-areas");
  }

  @Test
  void aZipWithoutItsDirectoryIsRefused() throws IOException {
    stored("shape.zip", false, "area.shp");
    refused("压缩包坏了", "zhuzhou-areas");
  }

  private static byte[] gzipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** A small workbook, one of its parts written anew. */
  private void workbook(String part, Writing content) throws IOException {
    ByteArrayOutputStream sound = new ByteArrayOutputStream();
    try (XSSFWorkbook book = new XSSFWorkbook()) {
      book.createSheet("名单").createRow(0).createCell(0).setCellValue("code");
      book.write(sound);
    }
    file = importing.file("book.xlsx", new byte[0]);
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(sound.toByteArray()));
        ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        if (entry.getName().equals(part)) {
          content.to(out);
        } else {
          in.transferTo(out);
        }
      }
    }
  }

  /** A zip archive, written by hand: the first entry is two gigabytes of holes, stored; the others are empty. */
  private void stored(String name, boolean directory, String... entries) throws IOException {
    file = importing.file(name, new byte[0]);
    try (RandomAccessFile zip = new RandomAccessFile(file.toFile(), "rw")) {
      ByteArrayOutputStream central = new ByteArrayOutputStream();
      for (int i = 0; i < entries.length; i++) {
        int size = i == 0 ? Integer.MAX_VALUE - 4096 : 0;
        int at = (int) zip.getFilePointer();
        byte[] path = entries[i].getBytes(StandardCharsets.UTF_8);
        zip.write(header(0x04034b50, 30, size, path.length, at).array());
        zip.write(path);
        zip.seek(zip.getFilePointer() + size);
        central.write(header(0x02014b50, 46, size, path.length, at).array());
        central.write(path);
      }
      int at = (int) zip.getFilePointer();
      zip.setLength(at);
      if (directory) {
        zip.write(central.toByteArray());
        zip.write(ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).putInt(0x06054b50).putInt(0)
            .putShort((short) entries.length).putShort((short) entries.length).putInt(central.size()).putInt(at).array());
      }
    }
  }

  /** Local header of an entry (30 bytes) or the one in the directory (46); APPNOTE.TXT 4.3.7 and 4.3.12. */
  private static ByteBuffer header(int signature, int length, int size, int pathLength, int at) {
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(signature);
    int more = length == 46 ? 2 : 0;
    header.putShort(more + 4, (short) 20).putInt(more + 18, size).putInt(more + 22, size).putShort(more + 26, (short) pathLength);
    return length == 46 ? header.putInt(42, at) : header;
  }
}

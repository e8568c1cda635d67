package org.mingjie.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Wrong, broken and hostile files: a clear message in Chinese, and nothing half-written. */
class BadFilesTest extends RegistryTest {

  private static final Charset GBK = Charset.forName("GBK");
  private static final String LIST = Importing.VILLAGES + """
      430200000000,,株洲市,city,f,f,,
      430281000000,430200000000,醴陵市,county,f,f,,
      430281102000,430281000000,王仙镇,town,f,f,,
      """;

  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  private Importing importing;

  @BeforeEach
  void prepare() {
    importing = new Importing(imports, profiles);
  }

  @AfterEach
  void nothingIsHalfWritten() {
    assertThat(database().sql("""
        SELECT count(*) FROM place p WHERE NOT EXISTS (SELECT 1 FROM name n WHERE n.place_id = p.id)
          OR NOT EXISTS (SELECT 1 FROM place_search s WHERE s.place_id = p.id)""").query(Long.class).single()).isZero();
  }

  private long places() {
    return database().sql("SELECT count(*) FROM place").query(Long.class).single();
  }

  private void refused(String what, String profile, Path file) {
    assertThatThrownBy(() -> importing.run(profile, file)).isInstanceOfSatisfying(FileRefused.class, refused -> {
      assertThat(refused.getMessage()).contains(what).as("in Chinese alone").doesNotContainPattern("[A-Za-z]{4,} [a-z]{2,}");
      assertThat(refused.remedy()).isNotBlank();
    });
    assertThat(places()).isZero();
  }

  // --- text -----------------------------------------------------------------------------------------------------

  @Test
  void gbkReadAsUtf8IsRefusedWithTheOptionThatMendsIt() {
    Path file = importing.file("gbk.csv", LIST, GBK);
    refused("不是 UTF-8 编码", "villages-2016", file);
    assertThat(importing.runIn("villages-2016", null, null, "GBK", file).accepted()).isEqualTo(3);
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstColumn() {
    assertThat(importing.run("villages-2016", importing.file("bom.csv", "\uFEFF" + LIST)).accepted()).isEqualTo(3);
  }

  @Test
  void anUnknownEncodingIsRefused() {
    Path file = importing.file("a.csv", LIST);
    assertThatThrownBy(() -> importing.runIn("villages-2016", null, null, "KLINGON", file))
        .isInstanceOf(FileRefused.class).hasMessageContaining("KLINGON");
  }

  @Test
  void anEmptyFileAndAMissingOneAreRefused() {
    refused("文件是空的", "villages-2016", importing.file("empty.csv", ""));
    refused("没有这个文件", "villages-2016", importing.folder.resolve("none.csv"));
  }

  @Test
  void aFileWithoutTheNeededColumnsIsRefused() {
    refused("没有“code”这一列", "villages-2016", importing.file("wrong.csv", "a,b\n1,2\n"));
  }

  @Test
  void aRowWithTooFewOrTooManyColumnsIsRejected() {
    ImportResult result = importing.run("villages-2016", importing.file("ragged.csv", LIST + "430281103000,430281000000\n"));
    assertThat(result.rejected()).isEqualTo(1);
    assertThat(importing.reportText()).contains("wrong-columns", "这一行有 2 列，表头有 8 列");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "43028110|bad-code", "43O281103000|bad-code", "430281102000|duplicate-code", "|missing-value", "99999999999999|bad-code"})
  void aRowWithAnUnusableCodeIsRejected(String code, String kind) {
    ImportResult result = importing.run("villages-2016",
        importing.file("codes.csv", LIST + (code == null ? "" : code) + ",430281000000,某镇,town,f,f,,\n"));
    assertThat(result).isEqualTo(new ImportResult(3, 0, 1, 0, 0));
    assertThat(importing.reportText()).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"000000000000", "100000000000", "990", "00", "430000", "x43028110200"})
  void aCodeOfNoProvinceOrOfAnotherLevelIsRejected(String code) {
    importing.run("villages-2016", importing.file("codes.csv", LIST + code + ",430281000000,某镇,town,f,f,,\n"));
    assertThat(importing.reportText()).contains("bad-code", "前两位是省级代码");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"<script>alert(1)</script>|symbol", "=1+1|symbol", "王\u202E仙镇|invisible-character", "王\u200B仙镇|invisible-character"})
  void aNameThatWouldHarmOrDeceiveIsRejected(String name, String kind) {
    ImportResult result = importing.run("villages-2016", importing.file("names.csv", LIST + "430281103000,430281000000," + name + ",town,f,f,,\n"));
    assertThat(result.rejected()).isEqualTo(1);
    assertThat(importing.reportText()).contains(kind);
  }

  @Test
  void aQuoteThatIsNeverClosedRefusesTheListWithItsLine() {
    String rows = LIST + "430281103000,430281000000,\"板杉镇,town,f,f,,\n430281104000,430281000000,泗汾镇,town,f,f,,\n430281105000,430281000000,沈潭镇,town,f,f,,\n";
    refused("第 5 行的双引号没有配对，一直读到了第 8 行", "villages-2016", importing.file("quote.csv", rows));
    refused("第 4 行之后有一行长得不正常：双引号不配对", "villages-2016", importing.file("closed.csv", rows + "430281106000,430281000000,孙家湾镇,\"town\",f,f,,\n"));
  }

  @Test
  void bytesOfAnotherEncodingAreToldWithTheirLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write((LIST + "x,x,x,x,f,f,,\n".repeat(500)).getBytes(StandardCharsets.UTF_8));
    bytes.write("430281103000,430281000000,板杉镇,town,f,f,,\n".getBytes(GBK));
    refused("第 505 行有不是 UTF-8 编码的字节", "villages-2016", importing.file("mixed.csv", bytes.toByteArray()));
  }

  @Test
  void unicodeTextOfASpreadsheetIsReadByItsByteOrderMark() {
    assertThat(importing.run("villages-2016", importing.file("utf16.csv", LIST, StandardCharsets.UTF_16)).accepted()).isEqualTo(3);
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    refused("表头里有两列都叫“code”", "villages-2016", importing.file("twice.csv", LIST.replace("longitude", "code")));
  }

  @Test
  void aParentThatIsNotAboveIsLeftOutWithARemark() {
    importing.run("villages-2016", importing.file("round.csv", Importing.VILLAGES
        + "430281000000,430281102000,醴陵市,county,f,f,,\n430281102000,430281000000,王仙镇,town,f,f,,\n"));
    assertThat(importing.reportText()).contains("parent-not-above", "上级 430281102000 不比它高");
    assertThat(database().sql("SELECT code FROM division WHERE parent_id IS NULL").query(String.class).list()).containsExactly("430281");
  }

  @Test
  void anUnknownLevelIsRejected() {
    importing.run("villages-2016", importing.file("level.csv", LIST + "430281103000,430281000000,某镇,galaxy,f,f,,\n"));
    assertThat(importing.reportText()).contains("级别“galaxy”不认识");
  }

  @Test
  void aRowWhoseParentIsNotOnFileIsTakenWithARemark() {
    ImportResult result = importing.run("villages-2016",
        importing.file("orphan.csv", Importing.VILLAGES + "430281102000,430281000000,王仙镇,town,f,f,,\n"));
    assertThat(result).isEqualTo(new ImportResult(0, 1, 0, 0, 0));
    assertThat(importing.reportText()).contains("no-parent", "上级 430281 不在册");
  }

  @Test
  void aUnitThatIsItsOwnParentIsTakenAtTheTopWithARemark() {
    importing.run("villages-2016", importing.file("loop.csv", Importing.VILLAGES + "430281102000,430281102000,王仙镇,town,f,f,,\n"));
    assertThat(importing.reportText()).contains("own-parent");
  }

  @ParameterizedTest
  @CsvSource({
    "高\uE170社区居委会,private-use-character", "青??村村民委员会,lost-character", "东于（瞿阝）村委会,bracket",
    "3队村委会,digit", "e家村委会,letter"})
  void doubtfulNamesGoInAsTheyAreWithARemark(String name, String kind) {
    ImportResult result = importing.run("villages-2016",
        importing.file("odd.csv", LIST + "430281102205,430281102000," + name + ",village,f,f,,\n"));
    assertThat(result.flagged()).isEqualTo(1);
    assertThat(importing.reportText()).contains(kind);
    assertThat(database().sql("SELECT given FROM attestation WHERE level = 5").query(String.class).single()).isEqualTo(name);
  }

  @Test
  void charactersBeyondTheBasicPlaneAreStoredAndFound() {
    importing.run("villages-2016", importing.file("rare.csv", LIST + "430281102206,430281102000,𠮷㳇村村委会,village,f,f,,\n"));
    assertThat(database().sql("SELECT text FROM name WHERE text LIKE '%㳇%'").query(String.class).single()).isEqualTo("𠮷㳇村");
    assertThat(database().sql("SELECT name FROM place_search WHERE left(name, 1) = '𠮷'").query(String.class).single()).isEqualTo("𠮷㳇村");
  }

  @Test
  void aNameWithAControlCharacterIsRejected() {
    importing.run("villages-2016", importing.file("control.csv", LIST + "430281102207,430281102000,\"王\u0007家村\",village,f,f,,\n"));
    assertThat(importing.reportText()).contains("control-character", "U+0007");
  }

  @Test
  void nulPaddingOfOldTablesIsNoPartOfAName() {
    importing.run("villages-2016", importing.file("nul.csv", LIST + "430281102208,430281102000,\"王家村\u0000\u0000\",village,f,f,,\n"));
    assertThat(database().sql("SELECT count(*) FROM name WHERE text = '王家村'").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void valuesThatLookLikeFormulasAreDefusedInTheReport() {
    importing.run("villages-2016", importing.file("inject.csv", LIST + "=cmd(),430281000000,某镇,town,f,f,,\n"));
    assertThat(importing.reportText()).contains("'=cmd()").doesNotContain(",=cmd()");
  }

  @ParameterizedTest
  @CsvSource({"113.5;NaN,not-a-number", "27.7;113.5,swapped-axes", "0;0,outside-china", "abc;27.7,not-a-number", "397637;3069000,outside-china"})
  void aPositionThatCannotBeIsLeftOutWithARemark(String position, String kind) {
    String[] xy = position.split(";");
    importing.run("villages-2016", importing.file("point.csv",
        LIST + "430281102209,430281102000,张家村委会,village,f,f," + xy[0] + "," + xy[1] + "\n"));
    assertThat(importing.reportText()).contains(kind);
    assertThat(database().sql("SELECT count(*) FROM place_geometry").query(Long.class).single()).isZero();
    assertThat(places()).isEqualTo(4);
  }

  // --- archives -------------------------------------------------------------------------------------------------

  @Test
  void aGzipBombIsRefused() throws IOException {
    Path bomb = importing.folder.resolve("bomb.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write("code,name,level,parent\n".getBytes(StandardCharsets.UTF_8));
      byte[] line = ("\"" + " ".repeat(1 << 16) + "\"\n").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 2000; i++) {
        out.write(line);
      }
    }
    refused("展开后大得不正常", "villages-2016", bomb);
  }

  @Test
  void aZipBombIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("bomb.kml"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    refused("压缩炸弹", "zhuzhou-areas", importing.file("bomb.zip", bytes.toByteArray()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../../escaped.kml", "a/../../escaped.kml", "/tmp/escaped.kml", "..\\..\\escaped.kml", "C:\\escaped.kml"})
  void aZipCannotWriteOutsideItsFolder(String path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(path));
      zip.write("<kml/>".getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    refused("“%s”指向压缩包之外".formatted(path), "zhuzhou-areas", importing.file("slip.zip", bytes.toByteArray()));
    assertThat(Path.of(System.getProperty("java.io.tmpdir"), "escaped.kml")).doesNotExist();
  }

  @Test
  void aTornGzipIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(LIST.repeat(50).getBytes(StandardCharsets.UTF_8));
    }
    byte[] torn = java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() - 20);
    refused("gzip 压缩包不完整或坏了", "villages-2016", importing.file("torn.csv.gz", torn));
    byte[] wrongSum = bytes.toByteArray();
    wrongSum[wrongSum.length - 8] ^= 1;
    refused("gzip 压缩包不完整或坏了", "villages-2016", importing.file("sum.csv.gz", wrongSum));
  }

  // --- geometry -------------------------------------------------------------------------------------------------

  private String collection(String geometry) {
    importing.run("villages-2016", importing.file("list.csv", LIST));
    return "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"adcode\":\"430281\",\"name\":\"醴陵市\"},\"geometry\":"
        + geometry + "}]}";
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{\"type\":\"Polygon\",\"coordinates\":[[[113,27],[114,28],[114,27],[113,28],[113,27]]]}|invalid-geometry",
    "{\"type\":\"Polygon\",\"coordinates\":[[[113,27],[114,27],[114,28],[113,28]]]}|broken-geometry",
    "{\"type\":\"Polygon\",\"coordinates\":[]}|broken-geometry",
    "{\"type\":\"Polygon\",\"coordinates\":[[[\"a\",27],[114,27],[114,28],[\"a\",27]]]}|broken-geometry",
    "{\"type\":\"Polygon\",\"coordinates\":[[[27,113],[27,114],[28,114],[27,113]]]}|swapped-axes",
    "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[2,2],[2,3],[1,2]]]}|outside-china",
    "{\"type\":\"LineString\",\"coordinates\":[[113,27],[114,28]]}|not-a-polygon",
    "{\"type\":\"Circle\",\"coordinates\":[113,27]}|broken-geometry",
    "null|empty-geometry"})
  void aBrokenPolygonIsRejectedWithItsReason(String geometry, String kind) {
    String content = collection(geometry);
    ImportResult result = importing.run("areas-amap-2018", importing.file("area.geojson", content));
    assertThat(result).isEqualTo(new ImportResult(0, 0, 1, 0, 0));
    assertThat(importing.reportText()).contains(kind);
    assertThat(database().sql("SELECT count(*) FROM division_geometry").query(Long.class).single()).isZero();
  }

  @Test
  void aPolygonOfAnUnknownCodeIsRejected() {
    String content = collection("{\"type\":\"Polygon\",\"coordinates\":[[[113,27],[114,27],[114,28],[113,27]]]}").replace("430281", "430299");
    assertThat(importing.run("areas-amap-2018", importing.file("area.geojson", content)).rejected()).isEqualTo(1);
    assertThat(importing.reportText()).contains("没有代码为 430299 的区划");
  }

  private static String area(String code, double west, double south) {
    return "{\"type\":\"Feature\",\"properties\":{\"adcode\":\"%s\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[%2$f,%3$f],[%4$f,%3$f],[%4$f,%5$f],[%2$f,%5$f],[%2$f,%3$f]]]}}"
        .formatted(code, west, south, west + .1, south + .1);
  }

  private static String areas(String... areas) {
    return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", areas) + "]}";
  }

  @Test
  void partsOfOneUnitInSeveralRowsAreJoinedAndOverlappingOnesRejected() {
    importing.run("villages-2016", importing.file("list.csv", LIST));
    ImportResult parts = importing.run("areas-amap-2018", importing.file("parts.geojson", areas(area("430281", 113, 27), area("430281", 114, 27), area("430200", 113, 28))));
    assertThat(parts).isEqualTo(new ImportResult(2, 1, 0, 0, 0));
    assertThat(importing.reportText()).contains("joined-part", "与第 1 行合成一个行政区域");
    assertThat(database().sql("SELECT st_numgeometries(g.geom) FROM division_geometry g JOIN division d ON d.id = g.division_id WHERE d.code = '430281'")
        .query(Integer.class).single()).isEqualTo(2);
    assertThat(importing.run("areas-amap-2018", importing.file("parts.geojson", areas(area("430281", 113, 27), area("430281", 114, 27), area("430200", 113, 28)))))
        .isEqualTo(new ImportResult(0, 1, 0, 2, 0));

    ImportResult twice = importing.run("areas-amap-2018", importing.file("twice.geojson", areas(area("430281", 113, 27), area("430281", 113.05, 27.05))));
    assertThat(twice.rejected()).isEqualTo(1);
    assertThat(importing.reportText()).contains("duplicate-code", "代码 430281 在第 1 行已有界线");
  }

  @Test
  void areasFarFromTheirUnitsAreToldAndAFileOfThemIsRefused() {
    importing.run("villages-2016", importing.file("list.csv", Importing.VILLAGES + "430200000000,,株洲市,city,f,f,113.1,27.8\n"
        + "430281000000,430200000000,醴陵市,county,f,f,113.5,27.6\n430223000000,430200000000,攸县,county,f,f,113.3,27.0\n"));
    assertThat(importing.run("areas-amap-2018", importing.file("one.geojson", areas(area("430281", 116, 27), area("430223", 113.25, 26.95)))).flagged()).isEqualTo(1);
    assertThat(importing.reportText()).contains("far-from-its-point", "430281 的界线离它自己的位置有");
    Path shifted = importing.file("all.geojson", areas(area("430281", 119.45, 27.55), area("430223", 119.25, 26.95), area("430200", 119, 27.7)));
    assertThatThrownBy(() -> importing.run("areas-amap-2018", shifted)).isInstanceOf(FileRefused.class)
        .hasMessageContaining("3 个界线里有 3 个离自己单位的位置 5 千米以上");
    assertThat(importing.run("areas-amap-2018", importing.file("back.geojson", areas(area("430281", 113.45, 27.55)))).flagged()).isEqualTo(1);
    assertThat(importing.reportText()).contains("apart-from-before");
  }

  @Test
  void areasThatAllMovedLikeAShiftAreRemarkedOn() {
    importing.run("villages-2016", importing.file("list.csv", Importing.VILLAGES + "430200000000,,株洲市,city,f,f,,\n"
        + "430281000000,430200000000,醴陵市,county,f,f,,\n430223000000,430200000000,攸县,county,f,f,,\n"));
    Path file = importing.file("all.geojson", areas(area("430281", 113.45, 27.55), area("430223", 113.25, 26.95), area("430200", 113, 27.7)));
    importing.runIn("zhuzhou-areas", "EPSG:4490", null, null, importing.file("here.geojson", importing.text(file).replace("adcode", "代码")));

    importing.runIn("zhuzhou-areas", "EPSG:4490", "gcj02", null, importing.folder.resolve("here.geojson"));

    assertThat(importing.reportText()).contains("moved-together", "3 个界线一起离开在册的界线约");
  }

  @Test
  void tornJsonIsRefusedWithItsPlace() {
    importing.run("villages-2016", importing.file("list.csv", LIST));
    Path torn = importing.file("torn.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\n\"prop");
    assertThatThrownBy(() -> importing.run("areas-amap-2018", torn)).isInstanceOf(FileRefused.class)
        .hasMessageContaining("第 2 行");
  }

  @Test
  void aVirtualDatasetDisguisedAsGeoJsonIsRefusedAndReadsNothing() {
    Path vrt = importing.file("map.geojson", "<OGRVRTDataSource><OGRVRTLayer name=\"passwd\"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>");
    refused("内容却不是", "areas-amap-2018", vrt);
    refused("不支持这种 XML", "areas-amap-2018", importing.file("map.vrt", "<OGRVRTDataSource/>"));
  }

  @Test
  void aShapefileWithMissingMembersIsRefusedByTheirNames() {
    byte[] shp = new byte[100];
    shp[2] = 0x27;
    shp[3] = 0x0a;
    refused("缺少成员 .shx、.dbf", "zhuzhou-areas", importing.file("lonely.shp", shp));
  }

  @Test
  void coordinatesWithoutASystemAreRefused() {
    Path file = importing.file("silent.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"代码\":\"430281\"},\"geometry\":null}]}");
    refused("不知道坐标系", "zhuzhou-areas", file);
  }

  // --- workbooks ------------------------------------------------------------------------------------------------

  private Path workbook(String name, java.util.function.Consumer<XSSFSheet> more) throws IOException {
    try (XSSFWorkbook book = new XSSFWorkbook(); ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      XSSFSheet sheet = book.createSheet("名单");
      sheet.createRow(0).createCell(0).setCellValue("株洲市行政区划名单");
      String[] lines = LIST.strip().split("\n");
      for (int i = 0; i < lines.length; i++) {
        XSSFRow row = sheet.createRow(i + 1);
        String[] cells = lines[i].split(",");
        for (int c = 0; c < cells.length; c++) {
          if (i > 0 && c == 0) {
            row.createCell(c).setCellValue(Double.parseDouble(cells[c]));
          } else {
            row.createCell(c).setCellValue(cells[c]);
          }
        }
      }
      more.accept(sheet);
      book.write(out);
      return importing.file(name, out.toByteArray());
    }
  }

  @Test
  void aWorkbookWithATitleLineAndNumbersAsCodesIsTaken() throws IOException {
    assertThat(importing.run("villages-2016", workbook("list.xlsx", sheet -> {})).accepted()).isEqualTo(3);
  }

  @Test
  void aFormulaGivesItsLastValueWithARemark() throws IOException {
    Path file = workbook("formula.xlsx", sheet -> {
      sheet.getRow(4).getCell(2).setCellFormula("\"王仙\"&\"镇\"");
      sheet.getWorkbook().getCreationHelper().createFormulaEvaluator().evaluateAll();
    });
    ImportResult result = importing.run("villages-2016", file);
    assertThat(result).isEqualTo(new ImportResult(2, 1, 0, 0, 0));
    assertThat(importing.reportText()).contains("单元格 C5 是公式");
    assertThat(database().sql("SELECT count(*) FROM name WHERE text = '王仙镇'").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void anErrorValueIsRejectedWithItsCell() throws IOException {
    Path file = workbook("error.xlsx", sheet -> sheet.getRow(4).getCell(2).setCellErrorValue(org.apache.poi.ss.usermodel.FormulaError.REF.getCode()));
    assertThat(importing.run("villages-2016", file)).isEqualTo(new ImportResult(2, 0, 1, 0, 0));
    assertThat(importing.reportText()).contains("error-value", "单元格 C5 是错误值 #REF!");
  }

  @Test
  void oneOfSeveralSheetsMustBeNamedAndEmptyOnesDoNotCount() throws IOException {
    Path spare = workbook("spare.xlsx", sheet -> sheet.getWorkbook().createSheet("Sheet2"));
    assertThat(importing.run("villages-2016", true, Progress.NONE, spare).accepted()).isEqualTo(3);
    Path two = workbook("two.xlsx", sheet -> sheet.getWorkbook().createSheet("旧名单").createRow(0).createCell(0).setCellValue("x"));
    refused("有 2 张有内容的工作表：名单、旧名单", "villages-2016", two);
    assertThat(importing.runLayer("villages-2016", "名单", two).accepted()).isEqualTo(3);
  }

  @Test
  void mergedCellsAmongTheDataAreRefused() throws IOException {
    refused("合并单元格：B3:B4", "villages-2016", workbook("merged.xlsx", sheet -> sheet.addMergedRegion(new CellRangeAddress(2, 3, 1, 1))));
  }

  @Test
  void aMergedTitleAboveTheHeaderIsNoFault() throws IOException {
    Path file = workbook("title.xlsx", sheet -> sheet.addMergedRegion(new CellRangeAddress(0, 0, 0, 6)));
    assertThat(importing.run("villages-2016", file).accepted()).isEqualTo(3);
  }

  @Test
  void aZipThatIsNoWorkbookIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("hello.txt"));
      zip.closeEntry();
    }
    refused("不是 Excel 工作簿", "villages-2016", importing.file("fake.xlsx", bytes.toByteArray()));
  }

  // --- stopping -------------------------------------------------------------------------------------------------

  @Test
  void aCancelledImportWritesNothingAndSaysSo() {
    AtomicBoolean stop = new AtomicBoolean();
    Progress progress = new Progress() {
      @Override
      public void at(String stage, long done, long total) {
        stop.set(stage.equals("写入地名"));
      }

      @Override
      public boolean cancelled() {
        return stop.get();
      }
    };
    assertThatThrownBy(() -> importing.run("villages-2016", false, progress, importing.file("a.csv", LIST)))
        .isInstanceOf(Cancelled.class).hasMessageContaining("没有写入任何内容");
    assertThat(places()).isZero();
    assertThat(database().sql("SELECT state FROM import_run").query(String.class).single()).isEqualTo("cancelled");
  }

  @Test
  void aRefusedFileDoesNotUndoTheFilesBeforeIt() {
    Path good = importing.file("good.csv", LIST);
    Path bad = importing.file("bad.csv", "a,b\n1,2\n");
    assertThatThrownBy(() -> importing.run("villages-2016", good, bad)).isInstanceOf(FileRefused.class);
    assertThat(places()).isEqualTo(3);
  }

  @Test
  void aProfileWithAMisspeltMeaningOrKeyIsRefusedAndSaysWhichThereAre() {
    Path profile = importing.listOf("misspelt", "2020-01-01", "");
    String text = importing.text(profile);
    importing.file("misspelt.yaml", text.replace("lon: [longitude]", "longitud: [longitude]"));
    refused("columns 里没有“longitud”这个含义", profile.toString(), importing.file("a.csv", Importing.VILLAGES));
    importing.file("misspelt.yaml", text.replace("columns:", "colums:"));
    refused("没有“colums”这一项", profile.toString(), importing.file("a.csv", Importing.VILLAGES));
    importing.file("misspelt.yaml", text.replace("target: units", "target: unitz"));
    refused("“unitz”不能用在这里", profile.toString(), importing.file("a.csv", Importing.VILLAGES));
  }

  @Test
  void filesBeforeARefusedOneStayAndAreCounted() {
    Path good = importing.file("good.csv", Importing.VILLAGES + "430000000000,,湖南省,province,f,f,,\n");
    Path empty = importing.file("empty.csv", "");

    assertThatThrownBy(() -> importing.run("villages-2016", good, empty)).isInstanceOfSatisfying(FileRefused.class,
        refused -> assertThat(refused.before().accepted()).isEqualTo(1));
    assertThat(database().sql("SELECT count(*) FROM division").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void aListOfWhichNoPositionCanStandIsRefused() {
    Path file = importing.file("degrees.csv", Importing.VILLAGES + """
        430000000000,,湖南省,province,f,f,112.9,28.1
        430200000000,430000000000,株洲市,city,f,f,113.1,27.8
        430281000000,430200000000,醴陵市,county,f,f,113.4,27.6
        """);
    assertThatThrownBy(() -> importing.runIn("villages-2016", "EPSG:4547", null, null, file))
        .isInstanceOf(FileRefused.class).hasMessageContaining("3 个位置没有一个在中国范围内").hasMessageContaining("EPSG:4547");
    assertThat(places()).isZero();
  }
}

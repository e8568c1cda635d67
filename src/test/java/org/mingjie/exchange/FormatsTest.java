package org.mingjie.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.RegistryTest;
import org.mingjie.geometry.UnknownCoordinateSystem;
import org.springframework.beans.factory.annotation.Autowired;

/** One polygon in every format and coordinate system that bureaus exchange; it must land where it is. */
class FormatsTest extends RegistryTest {

  private static final String POLYGON = "POLYGON((113.4 27.5,113.7 27.5,113.75 27.8,113.45 27.85,113.4 27.5))";
  private static final String GEOJSON = """
      {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"代码":"430281","地名":"醴陵市"},
      "geometry":{"type":"Polygon","coordinates":[[[113.4,27.5],[113.7,27.5],[113.75,27.8],[113.45,27.85],[113.4,27.5]]]}}]}
      """;

  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  private Importing importing;
  private Path original;

  @BeforeEach
  void aCountyOnFile() {
    importing = new Importing(imports, profiles);
    importing.run("villages-2016", importing.file("list.csv", Importing.VILLAGES
        + "430200000000,,株洲市,city,f,f,,\n430281000000,430200000000,醴陵市,county,f,f,,\n430281102000,430281000000,王仙镇,town,f,f,,\n"));
    original = importing.file("original.geojson", GEOJSON);
  }

  private Path convert(String target, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ogr2ogr", "-a_srs", "EPSG:4490", importing.folder.resolve(target).toString(), original.toString()));
    if (Arrays.asList(options).contains("-t_srs")) {
      command.removeAll(List.of("-a_srs", "EPSG:4490"));
      command.addAll(List.of("-s_srs", "EPSG:4490"));
    }
    command.addAll(Arrays.asList(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return importing.folder.resolve(target);
  }

  private void landsWithinAMetre() {
    Double metres = database().sql("SELECT st_hausdorffdistance(st_transform(geom, 4547), st_transform(st_geomfromtext('" + POLYGON
        + "', 4490), 4547)) FROM division_geometry").query(Double.class).single();
    assertThat(metres).isLessThan(1.0);
  }

  @Test
  void geoJsonGzippedAndLineByLine() throws IOException {
    Path lines = importing.folder.resolve("lines.geojsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(lines))) {
      String feature = GEOJSON.strip().replaceAll("(?s)^.*\"features\":\\[", "").replaceAll("]}$", "").replace("\n", "");
      out.write((feature + "\n").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(importing.runIn("zhuzhou-areas", "EPSG:4490", null, null, lines).accepted()).isEqualTo(1);
    landsWithinAMetre();
  }

  @ParameterizedTest
  @CsvSource({"EPSG:4526", "EPSG:4547", "EPSG:4508", "EPSG:4497", "EPSG:4490", "EPSG:4326", "EPSG:3857"})
  void shapefilesInEveryLawfulSystemDeclareItByTheirPrj(String crs) throws Exception {
    Path shp = convert("county.shp", "-t_srs", crs, "-lco", "ENCODING=GBK");
    ImportResult result = importing.run("zhuzhou-areas", shp);
    assertThat(result.accepted() + result.flagged()).isEqualTo(1);
    landsWithinAMetre();
  }

  @Test
  void aSilentGbkTableIsReadWithARemark() throws Exception {
    Path shp = convert("silent.shp", "-lco", "ENCODING=GBK");
    Files.delete(importing.folder.resolve("silent.cpg"));
    byte[] dbf = Files.readAllBytes(importing.folder.resolve("silent.dbf"));
    dbf[29] = 0;
    Files.write(importing.folder.resolve("silent.dbf"), dbf);

    ImportResult result = importing.run("zhuzhou-areas", shp);

    assertThat(result).isEqualTo(new ImportResult(0, 1, 0, 0, 0));
    assertThat(importing.reportText()).contains("encoding-guessed", "按 GBK 读");
    landsWithinAMetre();
  }

  @Test
  void aShapefileWithoutPrjNeedsToBeTold() throws Exception {
    Path shp = convert("noprj.shp", "-t_srs", "EPSG:4547", "-lco", "ENCODING=UTF-8");
    Files.delete(importing.folder.resolve("noprj.prj"));
    assertThatThrownBy(() -> importing.run("zhuzhou-areas", shp)).isInstanceOf(FileRefused.class)
        .hasMessageContaining("不知道坐标系");
    assertThat(importing.runIn("zhuzhou-areas", "EPSG:4547", null, null, shp).accepted()).isEqualTo(1);
    landsWithinAMetre();
  }

  @Test
  void aSystemThatContradictsTheFilesOwnIsRefused() throws Exception {
    Path shp = convert("own.shp", "-t_srs", "EPSG:4547", "-lco", "ENCODING=UTF-8");
    assertThatThrownBy(() -> importing.runIn("zhuzhou-areas", "EPSG:4549", null, null, shp)).isInstanceOf(FileRefused.class)
        .hasMessageContaining("文件自己说明的坐标系与给出的不一致");
    assertThat(importing.runIn("zhuzhou-areas", "EPSG:4547", null, null, shp).accepted()).isEqualTo(1);
    landsWithinAMetre();
  }

  @Test
  void theSystemOfAGeoJsonCountsBeforeAndBehindItsFeatures() {
    String member = "\"crs\": {\"type\": \"name\", \"properties\": {\"name\": \"urn:ogc:def:crs:EPSG::4490\"}}";
    for (String text : List.of(GEOJSON.replace("\"features\"", member + ", \"features\""), GEOJSON.strip().replaceAll("\\}$", ", " + member + "}"))) {
      Path declared = importing.file("declared.geojson", text);
      assertThat(importing.run("zhuzhou-areas", declared).rejected()).isZero();
      landsWithinAMetre();
      assertThatThrownBy(() -> importing.runIn("zhuzhou-areas", "EPSG:4547", null, null, declared)).isInstanceOf(FileRefused.class)
          .hasMessageContaining("不一致");
    }
  }

  @Test
  void aShiftOfAFileThatSaysItHasNoneIsRemarkedOn() throws Exception {
    Path shp = convert("cgcs.shp", "-lco", "ENCODING=UTF-8");
    importing.runIn("zhuzhou-areas", null, "gcj02", null, shp);
    assertThat(importing.reportText()).contains("shift-doubtful", "文件说自己是 CGCS2000，导入方案却说坐标有 GCJ-02 偏移");
  }

  @Test
  void aShapefileThatWasCutOffIsRefused() throws Exception {
    for (String member : List.of("shp", "shx", "dbf")) {
      Path shp = convert("cut-" + member + ".shp", "-lco", "ENCODING=UTF-8");
      Path cut = importing.folder.resolve("cut-" + member + "." + member);
      byte[] whole = Files.readAllBytes(cut);
      Files.write(cut, Arrays.copyOf(whole, whole.length - 20));
      assertThatThrownBy(() -> importing.run("zhuzhou-areas", shp)).as(member).isInstanceOf(FileRefused.class)
          .hasMessageContaining("文件不完整：." + member);
    }
    assertThat(database().sql("SELECT count(*) FROM division_geometry").query(Long.class).single()).isZero();
  }

  @Test
  void aZippedShapefileIsTaken() throws Exception {
    convert("county.shp", "-lco", "ENCODING=UTF-8");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes); Stream<Path> members = Files.list(importing.folder)) {
      for (Path member : members.filter(m -> m.getFileName().toString().startsWith("county.")).toList()) {
        zip.putNextEntry(new ZipEntry("界线/" + member.getFileName()));
        zip.write(Files.readAllBytes(member));
      }
    }
    assertThat(importing.run("zhuzhou-areas", importing.file("county.zip", bytes.toByteArray())).accepted()).isEqualTo(1);
    landsWithinAMetre();
  }

  @Test
  void aGeoPackageIsTaken() throws Exception {
    assertThat(importing.run("zhuzhou-areas", convert("county.gpkg", "-f", "GPKG", "-nln", "县级政区")).accepted()).isEqualTo(1);
    landsWithinAMetre();
  }

  @Test
  void aGeoPackageWithTwoLayersAsksForOne() throws Exception {
    convert("two.gpkg", "-f", "GPKG", "-nln", "县级政区");
    Path gpkg = convert("two.gpkg", "-f", "GPKG", "-update", "-nln", "其他");
    assertThatThrownBy(() -> importing.run("zhuzhou-areas", gpkg)).isInstanceOf(FileRefused.class)
        .hasMessageContaining("有 2 个图层").hasMessageContaining("县级政区");
    assertThat(importing.runLayer("zhuzhou-areas", "县级政区", gpkg).accepted()).isEqualTo(1);
  }

  @Test
  void kmlIsTaken() throws Exception {
    assertThat(importing.run("zhuzhou-areas", convert("county.kml", "-f", "KML", "-t_srs", "EPSG:4326")).accepted()).isEqualTo(1);
    landsWithinAMetre();
  }

  @Test
  void gcj02IsTurnedBack() {
    importing.runIn("zhuzhou-areas", "EPSG:4490", "gcj02", null, original);
    Double metres = database().sql("SELECT st_distance(st_startpoint(st_exteriorring(st_geometryn(geom, 1)))::geography, "
        + "st_setsrid(st_makepoint(113.4, 27.5), 4490)::geography) FROM division_geometry").query(Double.class).single();
    assertThat(metres).isBetween(300.0, 800.0);
  }

  @ParameterizedTest
  @CsvSource({"EPSG:4214", "EPSG:2435", "EPSG:4610", "EPSG:2362"})
  void positionsInBeijing54AndXian80AreKeptAsGivenAndNeverDrawn(String crs) {
    ImportResult result = importing.runIn("zhuzhou-areas", crs, null, null, original);
    assertThat(result).isEqualTo(new ImportResult(0, 1, 0, 0, 0));
    assertThat(importing.reportText()).contains("unplaced", "七参数");
    assertThat(database().sql("SELECT count(*) FROM division_geometry").query(Long.class).single()).isZero();
    assertThat(database().sql("SELECT st_astext(st_geomfromwkb(wkb)) || ' ' || datum_original FROM unplaced_geometry")
        .query(String.class).single()).isEqualTo(POLYGON + " " + crs);
  }

  @Test
  void positionsOfAListInAnOldDatumAreKeptAsGiven() {
    importing.run(importing.listOf("old-datum", "2015-07-31", "").toString(), importing.file("o.csv", Importing.VILLAGES
        + "430281103000,430281000000,浦口镇,town,f,f,113.4,27.7\n"));
    importing.runIn("villages-2016", "EPSG:4610", null, null, importing.file("x.csv", Importing.VILLAGES
        + "430281104000,430281000000,白兔潭镇,town,f,f,113.61,27.71\n"));
    assertThat(database().sql("SELECT unplaced FROM attestation WHERE unplaced IS NOT NULL").query(String.class).list())
        .containsExactly("113.61 27.71 EPSG:4610");
    assertThat(database().sql("SELECT count(*) FROM place_geometry g JOIN name n ON n.place_id = g.place_id WHERE n.text = '白兔潭镇'")
        .query(Long.class).single()).isZero();
  }

  @Test
  void anUnknownSystemIsRefused() {
    assertThatThrownBy(() -> importing.runIn("zhuzhou-areas", "EPSG:99999", null, null, original)).isInstanceOf(UnknownCoordinateSystem.class);
    assertThatThrownBy(() -> importing.runIn("zhuzhou-areas", "EPSG:4267", null, null, original)).isInstanceOf(UnknownCoordinateSystem.class);
  }

  @Test
  void anOlderPolygonNeverReplacesANewerOne() {
    Path newer = importing.file("newer.yaml", areaProfile("newer", "2020-06-03"));
    Path older = importing.file("older.yaml", areaProfile("older", "2018-02-01"));
    Path other = importing.file("other.geojson", GEOJSON.replace("113.75,27.8", "113.76,27.81"));
    importing.run(older, original);
    importing.run(newer, other);
    String forwards = shape();
    database().sql("DELETE FROM division_geometry").update();
    importing.run(newer, other);
    importing.run(older, original);
    assertThat(shape()).isEqualTo(forwards).contains("113.76");
  }

  private static String areaProfile(String name, String day) {
    return """
        name: %s
        title: 界线 %s
        target: areas
        crs: EPSG:4490
        source: {kind: list, rank: 20, stateDate: %s}
        columns: {code: [代码], name: [地名]}
        """.formatted(name, name, day);
  }

  private String shape() {
    return database().sql("SELECT st_astext(geom) FROM division_geometry").query(String.class).single();
  }

  @Test
  void placesOfAnyClassAreTakenWithPointLineAndArea() {
    Path profile = importing.file("places.yaml", """
        name: places
        title: 地名点
        target: places
        crs: EPSG:4490
        source: {kind: list, rank: 20, stateDate: 2020-01-01}
        columns: {id: [id], name: [name], class: [class]}
        """);
    String point = "{\"type\":\"Feature\",\"properties\":{\"id\":\"1\",\"name\":\"石桥\",\"class\":\"22200\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[113.5,27.6]}}\n";
    String line = "{\"type\":\"Feature\",\"properties\":{\"id\":\"2\",\"name\":\"渌江\",\"class\":\"12100\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[113.5,27.6],[113.6,27.7]]}}\n";
    String wrong = "{\"type\":\"Feature\",\"properties\":{\"id\":\"3\",\"name\":\"某地\",\"class\":\"22209\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[113.5,27.6]}}\n";
    importing.runIn("zhuzhou-areas", "EPSG:4490", null, null, original);
    ImportResult result = importing.run(profile, importing.file("places.geojsonl", point + line + wrong));

    assertThat(result).isEqualTo(new ImportResult(2, 0, 1, 0, 0));
    assertThat(importing.reportText()).contains("unknown-class", "最近的上级类是 22200");
    assertThat(database().sql("SELECT n.text || ' ' || g.role || ' ' || d.code FROM name n JOIN place_geometry g ON g.place_id = n.place_id "
        + "JOIN place_in_division pd ON pd.place_id = n.place_id AND pd.main JOIN division d ON d.id = pd.division_id ORDER BY 1").query(String.class).list())
        .containsExactly("渌江 line 430281", "石桥 point 430281");
    assertThat(importing.run(profile, importing.file("places.geojsonl", point + line + wrong))).isEqualTo(new ImportResult(0, 0, 1, 2, 0));
  }

  @Test
  void codesOfPlacesAreInTheOrderOfTheirRows() {
    Path profile = importing.file("points.yaml", """
        name: points
        title: 地名点
        target: places
        crs: EPSG:4490
        source: {kind: list, rank: 20, stateDate: 2020-01-01}
        columns: {id: [id], name: [name], class: [class]}
        """);
    String rows = IntStream.range(0, 200).mapToObj(i -> ("{\"type\":\"Feature\",\"properties\":{\"id\":\"%d\",\"name\":\"石桥\",\"class\":\"22200\"},"
        + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[113.%d,27.6]}}\n").formatted(i * 7 % 200, 100 + i)).collect(Collectors.joining());
    importing.run(profile, importing.file("points.geojsonl", rows));
    assertThat(database().sql("SELECT source_row FROM place WHERE class_code = '22200' ORDER BY code").query(Integer.class).list()).hasSize(200).isSorted();
  }

  @Test
  void rowsOfOneNameAreStretchesOfOneRoad() {
    String road = "{\"type\":\"Feature\",\"properties\":{\"name\":\"%s\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[%s],[%s]]}}\n";
    importing.runIn("roads-nanjing", "EPSG:4490", null, null, importing.file("roads.geojsonl",
        road.formatted("中山路", "113.5,27.6", "113.51,27.6") + road.formatted("中山路", "113.51,27.6", "113.52,27.6")
            + road.formatted("解放路", "113.5,27.61", "113.5,27.62")));
    assertThat(database().sql("SELECT n.text || ' ' || geometrytype(g.geom) FROM name n JOIN place_geometry g ON g.place_id = n.place_id ORDER BY 1")
        .query(String.class).list()).containsExactly("中山路 MULTILINESTRING", "解放路 LINESTRING");
  }
}

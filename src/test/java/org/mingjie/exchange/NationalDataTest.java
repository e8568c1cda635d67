package org.mingjie.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.mingjie.RegistryTest;
import org.mingjie.romanization.Readings;
import org.mingjie.search.Relevance;
import org.mingjie.search.SearchHit;
import org.mingjie.search.SearchService;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real national lists and polygons, one after the other into one registry; {@code ./mingjie test --national}. */
@Tag("national")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NationalDataTest extends RegistryTest {

  /** What the search reached when the set was last looked at; it may not fall. */
  private static final double LEAST_RECALL = 0.98;
  private static final double LEAST_RANK = 0.93;

  private static boolean emptied;

  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  @Autowired private SearchService search;
  @Autowired private Readings readings;
  private final Path data = Path.of(System.getenv().getOrDefault("MINGJIE_REFERENCE_DATA", "."));
  private Importing importing;
  private JdbcClient database;

  @Override
  @BeforeEach
  protected void emptyTheRegistry() throws java.sql.SQLException {
    if (!emptied) {
      super.emptyTheRegistry();
      emptied = true;
    }
    importing = new Importing(imports, profiles);
    database = database();
  }

  private ImportResult take(String profile, String file) {
    long start = System.nanoTime();
    ImportResult result = importing.run(profile, data.resolve(file));
    System.out.printf("%-18s %-60s %s, proposals %d, %.1f s%n", profile, file, result.line(), result.proposals(), (System.nanoTime() - start) / 1e9);
    return result;
  }

  private long count(String query) {
    return database.sql(query).query(Long.class).single();
  }

  private List<String> found(String typed) {
    return search.search(typed, 10).stream().map(SearchHit::name).toList();
  }

  @Test
  @Order(1)
  void theFiveLevelsOf2016GoInWhole() {
    ImportResult result = take("villages-2016", "admin-villages-2016/adcode-2016-except33.csv.gz");
    assertThat(result.accepted() + result.flagged()).isEqualTo(679_405);
    assertThat(result.rejected()).isZero();
    assertThat(count("SELECT count(*) FROM division WHERE level = 5")).isEqualTo(634_525 - 1_753);
    assertThat(count("SELECT count(*) FROM place_geometry g JOIN division d ON d.place_id = g.place_id WHERE d.level >= 4")).isEqualTo(90_153);
    assertThat(count("SELECT count(*) FROM name WHERE status <> 'unverified'")).isZero();
    assertThat(count("SELECT count(*) FROM division WHERE parent_id IS NULL AND level > 1")).isZero();
  }

  @Test
  @Order(2)
  void itsNamesAreFoundByCharactersPinyinAndInitials() {
    assertThat(found("王仙")).contains("王仙镇");
    assertThat(found("wangxian")).contains("王仙镇");
    assertThat(found("醴陵市")).first().isEqualTo("醴陵市");
    assertThat(found("株洲")).first().isEqualTo("株洲市");
    assertThat(found("zhuzhou")).first().isEqualTo("株洲市");
    assertThat(found("lls")).contains("醴陵市");
  }

  @Test
  @Order(3)
  void theSameListAgainChangesNothing() {
    ImportResult again = take("villages-2016", "admin-villages-2016/adcode-2016-except33.csv.gz");
    assertThat(again.accepted()).isZero();
    assertThat(again.unchanged() + again.flagged()).isEqualTo(679_405);
    assertThat(count("SELECT count(*) FROM name_history")).isZero();
  }

  @Test
  @Order(4)
  void countyPolygonsAreMatchedByCodeAndTheirPointsLieInside() {
    ImportResult result = take("areas-amap-2018", "polygons-amap-2018/county-except33.geojsonl.gz");
    assertThat(result.accepted() + result.flagged()).isEqualTo(2_738);
    assertThat(result.rejected()).isEqualTo(36);
    assertThat(importing.reportText()).contains("unknown-code");
    long inside = count("""
        SELECT count(*) FROM place_geometry p JOIN division t ON t.place_id = p.place_id AND t.level = 4
        JOIN division c ON c.code = left(t.code, 6) AND c.level = 3 JOIN division_geometry g ON g.division_id = c.id
        WHERE left(t.code, 4) = '4302' AND st_covers(g.geom, p.geom)""");
    long all = count("SELECT count(*) FROM place_geometry p JOIN division t ON t.place_id = p.place_id AND t.level = 4 WHERE left(t.code, 4) = '4302'");
    assertThat(all).isGreaterThan(80);
    assertThat(inside).isEqualTo(all);
    assertThat(count("SELECT count(*) FROM tile_boundary")).isGreaterThan(5_000);
  }

  @Test
  @Order(5)
  void citiesAndProvincesFollowAndTheInvalidOneIsRejected() {
    ImportResult cities = take("areas-amap-2018", "polygons-amap-2018/city-9provinces.geojsonl.gz");
    assertThat(cities.rejected()).as("one invalid ring and the virtual cities of directly administered counties").isEqualTo(4);
    assertThat(importing.reportText()).contains("invalid-geometry");
    ImportResult provinces = take("areas-amap-2018", "polygons-amap-2018/province-except33.geojsonl.gz");
    assertThat(provinces.accepted() + provinces.flagged()).isGreaterThan(30);
  }

  @Test
  @Order(6)
  void theFourLevelsOf2023AndTheCodeHistoryJoinIn() {
    ImportResult townships = take("townships-2023", "admin-township-pinyin-2023/ok_data_level4.csv.gz");
    assertThat(townships.accepted() + townships.flagged() + townships.unchanged()).isEqualTo(43_118);
    ImportResult history = take("code-history", "admin-code-history/result.csv");
    assertThat(history.accepted() + history.flagged() + history.rejected() + history.unchanged()).isEqualTo(6_823);
    assertThat(database.sql("SELECT valid::text FROM division WHERE code = '430221'").query(String.class).list())
        .isNotEmpty();
    assertThat(count("SELECT count(*) FROM division_lineage l JOIN division p ON p.id = l.predecessor_id JOIN division s ON s.id = l.successor_id "
        + "WHERE p.code = '430221' AND s.code = '430212'")).isEqualTo(1);
    assertThat(found("株洲县")).contains("株洲县");
    assertThat(found("渌口区")).first().isEqualTo("渌口区");
  }

  @Test
  @Order(7)
  void queriesOfEveryKindFindThePlaceThatIsMeant() {
    Relevance.Result result = Relevance.of(search, "relevance-national.csv");
    System.out.println(result.table());
    assertThat(result.recall()).isGreaterThanOrEqualTo(LEAST_RECALL);
    assertThat(result.meanReciprocalRank()).isGreaterThanOrEqualTo(LEAST_RANK);
  }

  @Test
  @Order(8)
  void initialsWithinACountyAndMixedTypingFindThePlaceThatIsMeant() {
    Relevance.Result result = Relevance.ofTyped(search, database, readings, 1_000);
    System.out.println(result.table());
    assertThat(result.queries()).isEqualTo(1_000);
    assertThat(result.recall()).as(result.table()).isGreaterThanOrEqualTo(LEAST_RECALL);
  }

  @Test
  @Order(9)
  void formatsOfTheTradeLandWithinAMetreOfTheGeoJson() throws Exception {
    super.emptyTheRegistry();
    take("villages-2016", "admin-villages-2016/zhuzhou-4302.csv");
    Map<String, Double> reference = shapes("converted-formats/zhuzhou-county-cgcs2000.geojson", "EPSG:4490");
    assertThat(reference).hasSize(9);
    for (String file : List.of("converted-formats/shp-gk3-zone38-gbk/株洲县级政区.shp", "converted-formats/shp-gk3-cm114-gbk/株洲县级政区.shp",
        "converted-formats/zhuzhou-county.kml", "converted-formats/zhuzhou-county.mif")) {
      Map<String, Double> distances = shapes(file, null);
      assertThat(distances).as(file).hasSize(9);
      assertThat(distances.values()).as(file).allSatisfy(metres -> assertThat(metres).isLessThan(1.0));
    }
    assertThat(take("zhuzhou-places", "converted-formats/zhuzhou.gpkg").rejected()).isZero();
  }

  /** Imports the nine counties and tells how far each lies from the first import's. */
  private Map<String, Double> shapes(String file, String crs) {
    database.sql("CREATE TABLE IF NOT EXISTS reference_shape (code text, geom geometry)").update();
    boolean first = count("SELECT count(*) FROM reference_shape") == 0;
    database.sql("DELETE FROM division_geometry").update();
    importing.runIn("zhuzhou-areas", crs, null, null, data.resolve(file));
    if (first) {
      database.sql("INSERT INTO reference_shape SELECT d.code, g.geom FROM division_geometry g JOIN division d ON d.id = g.division_id").update();
    }
    return database.sql("SELECT d.code, st_hausdorffdistance(st_transform(g.geom, 4547), st_transform(r.geom, 4547)) AS metres "
            + "FROM division_geometry g JOIN division d ON d.id = g.division_id JOIN reference_shape r ON r.code = d.code")
        .query((row, n) -> Map.entry(row.getString("code"), row.getDouble("metres"))).list().stream()
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Test
  @Order(10)
  void otherShapefilesAreTakenOrRefusedForTheirReason() throws Exception {
    super.emptyTheRegistry();
    take("villages-2016", "admin-villages-2016/hunan-43.csv.gz");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> take("areas-amap-2020", "shp-amap-2020/湖南省.shp"))
        .isInstanceOf(FileRefused.class).hasMessageContaining("不知道坐标系");
    ImportResult hunan = importing.runIn("areas-amap-2020", "EPSG:4490", null, null, data.resolve("shp-amap-2020/湖南省.shp"));
    assertThat(hunan.accepted() + hunan.flagged() + hunan.rejected()).isEqualTo(122);
    assertThat(hunan.accepted() + hunan.flagged()).isGreaterThan(115);
    ImportResult roads = take("roads-nanjing", "converted-formats/shp-nanjing-roads-gk3-cm120-gbk/南京道路.shp");
    assertThat(count("SELECT count(*) FROM place WHERE class_code = '23510'")).isEqualTo(117);
    assertThat(roads.rejected() + roads.accepted() + roads.flagged()).isEqualTo(383);
  }

  @Test
  @Order(11)
  void theGbkShapefileOfShanghaiIsReadByItsLanguageByte() throws Exception {
    super.emptyTheRegistry();
    take("code-history", "admin-code-history/result.csv");
    ImportResult shanghai = take("areas-shanghai", "shp-gbk-districts/shanghai/区县界_area.shp");
    assertThat(shanghai.accepted() + shanghai.flagged()).isEqualTo(17);
    assertThat(count("SELECT count(*) FROM division_geometry g JOIN division d ON d.id = g.division_id WHERE d.code = '310108'")).isEqualTo(1);
  }
}

package org.mingjie.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class UnitImportTest extends RegistryTest {

  /** Everything that lists have brought about, without ids, codes of our own and recorded times. */
  private static final String STATE = """
      SELECT 'division ' || concat_ws('|', d.code, d.level, p.code, d.valid, d.begin_after, d.end_after)
      FROM division d LEFT JOIN division p ON p.id = d.parent_id
      UNION ALL
      SELECT 'name ' || concat_ws('|', (SELECT string_agg(d.code, '+' ORDER BY lower(d.valid), d.code) FROM division d WHERE d.place_id = n.place_id),
        n.kind, n.status, n.text, n.unit_wording, n.valid, n.begin_after, n.end_after, s.title, n.source_row)
      FROM name n JOIN source s ON s.id = n.source_id
      UNION ALL
      SELECT 'reading ' || concat_ws('|', n.text, r.syllables) FROM reading r JOIN name n ON n.id = r.name_id
      UNION ALL
      SELECT 'point ' || concat_ws('|', n.text, st_astext(g.geom), g.valid) FROM place_geometry g
      JOIN name n ON n.place_id = g.place_id AND upper_inf(n.valid) AND n.kind = 'name'
      UNION ALL
      SELECT 'place ' || concat_ws('|', n.text, p.class_code, p.status) FROM place p JOIN name n ON n.place_id = p.id
      WHERE p.status NOT IN ('retired', 'merged')
      UNION ALL
      SELECT 'search ' || concat_ws('|', name, name_status, py, ini, div) FROM place_search
      ORDER BY 1
      """;

  private static final String OLD = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430201000000,430200000000,市辖区,county,t,f,,
      430221000000,430200000000,株洲县,county,f,f,113.14,27.70
      430221100000,430221000000,渌口镇,town,f,f,113.15,27.69
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430281102000,430281000000,王仙镇,town,f,f,113.59,27.73
      430281102001,430281102000,王仙居委会,village,f,f,,
      430281102200,430281102000,石桥村委会,village,f,f,113.60,27.74
      430281102201,430281102000,司徒村村民委员会,village,f,f,,
      430281001000,430281000000,来龙门街道办事处,town,f,f,113.50,27.65
      430281102498,430281102000,王仙虚拟社区,village,f,t,,
      """;

  private static final String NEW = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.83
      430212000000,430200000000,渌口区,county,f,f,113.14,27.70
      430212100000,430212000000,渌口镇,town,f,f,113.15,27.69
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430281102000,430281000000,仙霞镇,town,f,f,113.59,27.73
      430281102001,430281102000,王仙社区,village,f,f,,
      430281102200,430281102000,石桥,village,f,f,113.61,27.75
      430281102201,430281102000,司徒村,village,f,f,,
      430281001000,430281000000,来龙门街道,town,f,f,113.50,27.65
      """;

  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  private Importing importing;
  private JdbcClient database;

  @BeforeEach
  void prepare() {
    importing = new Importing(imports, profiles);
    database = database();
  }

  private List<String> state() {
    return database.sql(STATE).query(String.class).list();
  }

  private List<String> rows(String query) {
    return database.sql(query).query(String.class).list();
  }

  private ImportResult old() {
    return importing.run(importing.listOf("old", "2016-07-31", ""), importing.file("old.csv", OLD));
  }

  private ImportResult newer() {
    return importing.run(importing.listOf("new", "2022-10-31", ""), importing.file("new.csv", NEW));
  }

  @Test
  void theSameListGivesTheSameCodes() throws Exception {
    String codes = "SELECT d.code || ' ' || p.code FROM division d JOIN place p ON p.id = d.place_id ORDER BY 1";
    old();
    List<String> first = rows(codes);
    assertThat(first).hasSizeGreaterThan(8).isSortedAccordingTo(Comparator.comparing((String line) -> line.split(" ")[1]));
    emptyTheRegistry();
    old();
    assertThat(rows(codes)).isEqualTo(first);
  }

  @Test
  void takesUnitsWithTheirHierarchyAndPassesVirtualRowsOver() {
    ImportResult result = old();

    assertThat(result).isEqualTo(new ImportResult(10, 2, 0, 0, 0));
    assertThat(rows("SELECT d.code || ' < ' || p.code FROM division d JOIN division p ON p.id = d.parent_id ORDER BY 1"))
        .contains("430221 < 430200", "430281102 < 430281", "430281102200 < 430281102");
    assertThat(rows("SELECT text FROM name")).doesNotContain("市辖区", "王仙虚拟社区");
    assertThat(importing.reportText()).contains("old.csv,4,name,市辖区,需核对,no-unit");
  }

  @Test
  void listsProveNoStandardName() {
    old();
    assertThat(rows("SELECT DISTINCT status FROM name")).containsExactly("unverified");
  }

  @Test
  void theWordingOfTheCommitteeIsKeptApartFromTheName() {
    old();
    assertThat(rows("SELECT text || '/' || unit_wording FROM name WHERE unit_wording IS NOT NULL ORDER BY 1"))
        .containsExactly("司徒村/村民委员会", "王仙/居委会", "石桥村/村委会");
  }

  @Test
  void theSameImportTwiceChangesNothing() {
    old();
    List<String> before = state();
    long sources = database.sql("SELECT count(*) FROM source").query(Long.class).single();

    ImportResult again = old();

    assertThat(again).isEqualTo(new ImportResult(0, 2, 0, 10, 0));
    assertThat(state()).isEqualTo(before);
    assertThat(database.sql("SELECT count(*) FROM source").query(Long.class).single()).isEqualTo(sources);
    assertThat(rows("SELECT text FROM name_history")).isEmpty();
  }

  @Test
  void aListThatComesAgainCorrectedSpeaksForItsEarlierVersion() {
    importing.run("villages-2016", importing.file("list.csv", OLD));
    importing.run("villages-2016", importing.file("moved.csv", OLD.replace("113.59,27.73", "113.58,27.72")));
    importing.run("villages-2016", importing.file("renamed.csv", OLD.replace("113.59,27.73", "113.57,27.71").replace("王仙镇", "望仙镇")));

    assertThat(database.sql("SELECT n.text || ' ' || n.kind FROM name n JOIN division d ON d.place_id = n.place_id "
        + "WHERE d.code = '430281102'").query(String.class).list()).containsExactly("望仙镇 name");
    assertThat(database.sql("SELECT round(st_x(geom)::numeric, 2)::text FROM place_geometry g JOIN division d ON d.place_id = g.place_id "
        + "WHERE d.code = '430281102'").query(String.class).single()).startsWith("113.56");
    assertThat(database.sql("SELECT count(*) FROM place_search WHERE name = '王仙镇'").query(Long.class).single()).isZero();
  }

  @Test
  void aListGivenAgainInItsFirstFormTakesBackItsCorrection() {
    importing.run("villages-2016", importing.file("list.csv", OLD));
    List<String> before = state();
    importing.run("villages-2016", importing.file("renamed.csv", OLD.replace("王仙镇", "望仙镇")));
    assertThat(state()).isNotEqualTo(before);

    ImportResult again = importing.run("villages-2016", importing.file("list.csv", OLD));

    assertThat(again).isEqualTo(new ImportResult(1, 2, 0, 9, 0));
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void aUnitThatACorrectedCompleteListLeavesOutIsNoLongerToldOf() {
    old();
    newer();
    String without = NEW.replaceAll("(?m)^430281102200.*\\n", "");

    ImportResult result = importing.run(importing.listOf("new", "2022-10-31", ""), importing.file("new.csv", without));

    assertThat(result).isEqualTo(new ImportResult(0, 0, 0, 9, 0));
    assertThat(rows("SELECT valid || ' ' || end_after FROM division WHERE code = '430281102200'"))
        .containsExactly("[2016-07-31,2022-10-31) 2016-07-31");
    assertThat(importing.reportText()).contains("left-out", "“石桥”在这份名单的前一版里，这一版没有", "ended-between");
    importing.run(importing.listOf("new", "2022-10-31", ""), importing.file("new.csv", NEW));
    assertThat(rows("SELECT valid::text FROM division WHERE code = '430281102200'")).containsExactly("[2016-07-31,)");
  }

  @Test
  void aUnitToldOfOnlyByTheRowThatIsTakenBackIsRetiredAndItsRowsStayOnFile() {
    importing.run("villages-2016", importing.file("list.csv", OLD));
    String place = rows("SELECT p.code FROM place p JOIN division d ON d.place_id = p.id WHERE d.code = '430281102201'").get(0);

    importing.run("villages-2016", importing.file("shorter.csv", OLD.replaceAll("(?m)^430281102201.*\\n", "")));

    assertThat(rows("SELECT status FROM place WHERE code = '" + place + "'")).containsExactly("retired");
    assertThat(rows("SELECT code FROM division WHERE code = '430281102201'")).isEmpty();
    assertThat(rows("SELECT given FROM attestation WHERE list_code = '430281102201' AND superseded_by IS NOT NULL")).containsExactly("司徒村村民委员会");
  }

  @Test
  void unitsWhoseTownshipIsLeftOutGoToTheCountyAndTheReportSaysSo() {
    importing.run("villages-2016", importing.file("list.csv", OLD));

    importing.run("villages-2016", importing.file("shorter.csv", OLD.replaceAll("(?m)^430281102000.*\\n", "")));

    assertThat(rows("SELECT p.code FROM division d JOIN division p ON p.id = d.parent_id WHERE d.code = '430281102200'")).containsExactly("430281");
    assertThat(importing.reportText()).contains("no-parent", "430281102200 的上级 430281102 不在册，先归到再上一级".replace("在册", "在这份名单里了"));
    importing.run("villages-2016", importing.file("list.csv", OLD));
    assertThat(rows("SELECT p.code FROM division d JOIN division p ON p.id = d.parent_id WHERE d.code = '430281102200'")).containsExactly("430281102");
  }

  @Test
  void aRowThatCannotBeTakenEndsNoUnit() {
    old();
    String broken = NEW.replace("430281102200,430281102000,石桥,", "430281102200,430281102000,,");

    ImportResult result = importing.run(importing.listOf("new", "2022-10-31", ""), importing.file("new.csv", broken));

    assertThat(result.rejected()).isEqualTo(1);
    assertThat(rows("SELECT valid::text FROM division WHERE code = '430281102200'")).containsExactly("[2016-07-31,)");
    assertThat(rows("SELECT valid::text FROM division WHERE code = '430221'")).containsExactly("[2016-07-31,2022-10-31)");
  }

  @Test
  void aListWithARowOfWhichNobodyCanTellTheUnitIsNotComplete() {
    old();
    String broken = NEW.replace("430281102200,430281102000,石桥,", "43028110220O,430281102000,石桥,");

    ImportResult result = importing.run(importing.listOf("new", "2022-10-31", ""), importing.file("new.csv", broken));

    assertThat(result.rejected()).isEqualTo(1);
    assertThat(rows("SELECT code FROM division WHERE NOT upper_inf(valid)")).isEmpty();
    assertThat(importing.reportText()).contains("not-complete", "有 1 行看不出说的是哪个单位，这份名单不当作完整名单");
  }

  @Test
  void aDryRunReportsAllAndChangesNothing() throws Exception {
    Path profile = importing.listOf("old", "2016-07-31", "");
    ImportResult result = importing.run(profile.toString(), true, Progress.NONE, importing.file("old.csv", OLD));

    assertThat(result).isEqualTo(new ImportResult(10, 2, 0, 0, 0));
    assertThat(state()).isEmpty();
    assertThat(rows("SELECT title FROM source")).isEmpty();
    assertThat(rows("SELECT state FROM import_run")).isEmpty();
    assertThat(Files.readString(importing.report.resolve("report.json"))).contains("\"no-unit\"");
  }

  @Test
  void theOrderOfListsDoesNotMatter() throws Exception {
    old();
    newer();
    List<String> forwards = state();
    emptyTheRegistry();

    newer();
    old();

    assertThat(state()).containsExactlyInAnyOrderElementsOf(forwards);
    assertThat(forwards).anyMatch(row -> row.startsWith("name 430281102|name|unverified|仙霞镇|[2022-10-31,)|2016-07-31"));
  }

  @Test
  void aUnitThatANewerCompleteListLacksEndsBetweenTheTwoDays() {
    old();
    newer();
    assertThat(rows("SELECT valid || ' ' || end_after FROM division WHERE code = '430221'"))
        .containsExactly("[2016-07-31,2022-10-31) 2016-07-31");
    assertThat(rows("SELECT valid || ' ' || begin_after FROM division WHERE code = '430212'"))
        .containsExactly("[2022-10-31,) 2016-07-31");
    assertThat(importing.reportText()).contains("ended-between", "“株洲县”不在这份完整名单里，记为 2016-07-31 至 2022-10-31 之间撤销");
    assertThat(rows("SELECT p.status FROM place p JOIN division d ON d.place_id = p.id WHERE d.code = '430221'")).containsExactly("historical");
  }

  @Test
  void aListOfOneCountyEndsNothingElsewhere() {
    old();
    importing.run(importing.listOf("county", "2022-10-31", ""), importing.file("county.csv", Importing.VILLAGES
        + "430281000000,430200000000,醴陵市,county,f,f,,\n430281102000,430281000000,王仙镇,town,f,f,,\n"));
    assertThat(rows("SELECT code FROM division WHERE NOT upper_inf(valid) ORDER BY 1"))
        .containsExactly("430281001");
  }

  @Test
  void wordingsOfOneNameAreAliasesAndNoRenaming() {
    old();
    newer();
    assertThat(rows("SELECT kind || ' ' || text || ' ' || n.valid FROM name n JOIN division d ON d.place_id = n.place_id WHERE d.code = '430281102200' ORDER BY 1"))
        .containsExactly("alias 石桥 [2016-07-31,)", "name 石桥村 [2016-07-31,)");
    assertThat(rows("SELECT kind || ' ' || text FROM name n JOIN division d ON d.place_id = n.place_id WHERE d.code = '430281001'"))
        .containsExactly("name 来龙门街道");
    assertThat(rows("SELECT kind || ' ' || text FROM name n JOIN division d ON d.place_id = n.place_id WHERE d.code = '430281102201'"))
        .containsExactly("name 司徒村");
  }

  @Test
  void aRealRenamingKeepsBothNamesWithTheirDays() {
    old();
    newer();
    assertThat(rows("SELECT text || ' ' || n.valid || ' ' || coalesce(n.end_after::text, '-') FROM name n JOIN division d ON d.place_id = n.place_id WHERE d.code = '430281102' ORDER BY lower(n.valid)"))
        .containsExactly("王仙镇 [2016-07-31,2022-10-31) 2016-07-31", "仙霞镇 [2022-10-31,) -");
    assertThat(importing.reportText()).contains("名称由“王仙镇”变为“仙霞镇”，发生在两份名单之间");
  }

  @Test
  void parentsAreThoseOfTheRowsOwnDay() {
    newer();
    old();
    assertThat(rows("SELECT d.code || ' < ' || p.code FROM division d JOIN division p ON p.id = d.parent_id WHERE d.code IN ('430221100', '430212100') ORDER BY 1"))
        .containsExactly("430212100 < 430212", "430221100 < 430221");
  }

  @Test
  void anApprovedNameIsNeverChangedButProposed() {
    old();
    database.sql("UPDATE name SET status = 'standard' WHERE text IN ('王仙镇', '株洲县')").update();

    ImportResult result = newer();

    assertThat(result.proposals()).isEqualTo(2);
    assertThat(rows("SELECT action || ' ' || current_text || ' ' || coalesce(proposed_text, '-') FROM import_proposal ORDER BY 1"))
        .containsExactly("end 株洲县 -", "rename 王仙镇 仙霞镇");
    assertThat(rows("SELECT text || ' ' || status FROM name n JOIN division d ON d.place_id = n.place_id WHERE d.code = '430281102' AND upper_inf(n.valid)"))
        .containsExactly("王仙镇 standard");
  }

  @Test
  void positionsInGcj02ComeBackToCgcs2000() {
    importing.run(importing.listOf("gcj", "2016-07-31", "datum: gcj02"), importing.file("gcj.csv", OLD));
    List<String> point = rows("SELECT round(st_distance(geom::geography, st_setsrid(st_makepoint(113.59, 27.73), 4490)::geography)) || ' ' || datum_original "
        + "FROM place_geometry g JOIN name n ON n.place_id = g.place_id WHERE n.text = '王仙镇'");
    assertThat(point).hasSize(1);
    assertThat(point.get(0)).matches("[5-7][0-9]{2} gcj02");
  }

  @Test
  void unitsOfAListNumberedInItsOwnWayAreKnownByTheirNames() {
    old();
    importing.run("townships-2023", importing.file("own.csv", """
        id,pid,deep,name,pinyin_prefix,pinyin,ext_id,ext_name
        43,0,0,"湖南","h","hu nan","430000000000","湖南省"
        4302,43,1,"株洲","z","zhu zhou","430200000000","株洲市"
        430281,4302,2,"醴陵","l","li ling","430281000000","醴陵市"
        430281001,430281,3,"王仙","w","wang xian","430281001000","王仙镇"
        430281002,430281,3,"阳三石","y","yang san shi","430281002000","阳三石街道"
        """));
    assertThat(rows("SELECT a.list_code || ' ' || coalesce(a.code, '-') FROM attestation a WHERE by_name ORDER BY 1"))
        .containsExactly("430281001 430281102", "430281002 430281002");
    assertThat(rows("SELECT syllables FROM reading r JOIN name n ON n.id = r.name_id WHERE n.text = '醴陵市'")).containsExactly("li ling shi");
    assertThat(rows("SELECT py FROM place_search WHERE name = '醴陵市'")).containsExactly("lilingshi");
    assertThat(importing.reportText()).contains("renumbered");
  }

  @Test
  void theCodeHistoryGivesYearsAndSuccessorsInEitherOrder() throws Exception {
    String history = """
        代码,一级行政区,二级行政区,名称,级别,状态,启用时间,变更/弃用时间,新代码
        430000,湖南省,,湖南省,省级,在用,1981,,
        430200,湖南省,株洲市,株洲市,地级,在用,1981,,
        430219,湖南省,株洲市,醴陵县,县级,弃用,1983,1985,439001
        439001,湖南省,直辖,醴陵市,县级,弃用,1985,1986,430281
        430221,湖南省,株洲市,株洲县,县级,弃用,1983,2018,430211[1984];430212
        430212,湖南省,株洲市,渌口区,县级,在用,2018,,
        430281,湖南省,株洲市,醴陵市,县级,在用,1986,,
        """;
    importing.run("code-history", importing.file("history.csv", history));
    old();
    newer();
    List<String> forwards = state();
    assertThat(rows("SELECT valid::text FROM division WHERE code = '430221'")).containsExactly("[1983-12-31,2018-12-31)");
    assertThat(rows("SELECT p.code || ' > ' || s.code FROM division_lineage l JOIN division p ON p.id = l.predecessor_id JOIN division s ON s.id = l.successor_id ORDER BY 1"))
        .contains("430221 > 430212", "439001 > 430281");
    assertThat(rows("SELECT count(DISTINCT place_id)::text FROM division WHERE code IN ('439001', '430281')")).containsExactly("1");

    emptyTheRegistry();
    newer();
    old();
    importing.run("code-history", importing.file("history.csv", history));
    assertThat(state()).containsExactlyInAnyOrderElementsOf(forwards);
  }
}

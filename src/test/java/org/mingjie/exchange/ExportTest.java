package org.mingjie.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;

class ExportTest extends RegistryTest {

  @Autowired private ImportService imports;
  @Autowired private ExportService exports;
  @Autowired private Profiles profiles;
  private Importing importing;

  @BeforeEach
  void prepare() {
    importing = new Importing(imports, profiles);
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", Importing.VILLAGES
        + "430281000000,,醴陵市,county,f,f,113.49,27.64\n430281102000,430281000000,王仙镇,town,f,f,113.59,27.73\n430202000000,,荷塘区,county,f,f,,\n"));
  }

  @Test
  void placesOfADivisionAreWrittenAsFeaturesWithTheirSource() throws Exception {
    Path file = importing.folder.resolve("out.geojsonl");
    assertThat(exports.export(file, "430281", Progress.NONE)).isEqualTo(2);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2).anySatisfy(line -> assertThat(line)
        .contains("\"name\":\"王仙镇\"", "\"officialCode\":\"430281102\"", "\"nameStatus\":\"unverified\"", "\"source\":\"试验名单 2016-07-31\"")
        .contains("\"coordinates\":[113.59,27.73]"));
  }

  @Test
  void theFirstFeatureTellsWhoAnswersForTheFile() throws Exception {
    Path file = importing.folder.resolve("out.geojsonl");
    exports.export(file, "", Progress.NONE);
    assertThat(Files.readAllLines(file)).hasSize(3).first().asString()
        .contains("\"credits\":\"资料截至2016年7月31日 · 界线仅供参考，以法定界线详图为准\"");
    assertThat(Files.readString(file)).containsOnlyOnce("credits");
  }

  @Test
  void whatIsExportedCanBeImportedAgain() throws Exception {
    Path file = importing.folder.resolve("out.geojsonl.gz");
    assertThat(exports.export(file, "", Progress.NONE)).isEqualTo(3);
    Path profile = importing.file("back.yaml", """
        name: back
        title: 导回
        target: places
        crs: EPSG:4490
        source: {kind: list, rank: 20, stateDate: 2017-01-01}
        columns: {unitCode: [officialCode], name: [name]}
        """);
    ImportResult result = importing.run(profile, file);
    assertThat(result).isEqualTo(new ImportResult(0, 0, 1, 2, 0));
  }

  @Test
  void aDivisionThatIsNoCodeIsRefused() {
    assertThatThrownBy(() -> exports.export(importing.folder.resolve("x"), "' OR 1=1 --", Progress.NONE)).isInstanceOf(FileRefused.class);
  }

  @Test
  void aDivisionThatThereIsNotIsRefusedAndNoFileIsMade() {
    Path file = importing.folder.resolve("none.geojsonl");
    assertThatThrownBy(() -> exports.export(file, "999999", Progress.NONE)).isInstanceOf(FileRefused.class).hasMessageContaining("没有代码以此开头的区划");
    assertThat(file).doesNotExist();
    assertThat(importing.folder.resolve("none.geojsonl.part")).doesNotExist();
  }

  @Test
  void aStoppedExportLeavesTheEarlierFileAsItWas() throws Exception {
    Path file = Files.writeString(importing.folder.resolve("kept.geojsonl"), "earlier");
    Progress stopped = new Progress() {
      @Override
      public void at(String stage, long done, long total) {}

      @Override
      public boolean cancelled() {
        return true;
      }
    };
    assertThatThrownBy(() -> exports.export(file, "", stopped)).isInstanceOf(Cancelled.class).hasMessage("导出已取消，没有留下文件");
    assertThat(file).hasContent("earlier");
    assertThat(importing.folder.resolve("kept.geojsonl.part")).doesNotExist();
  }
}

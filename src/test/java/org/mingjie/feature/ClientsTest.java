package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** GDAL, a client of others, reads every collection to its end and gets what the database holds. */
class ClientsTest extends RegistryTest {

  private static final int PLACES = 2_300;
  private static final Pattern FEATURE = Pattern.compile("^OGRFeature\\(", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("code \\(String\\) = (P[0-9]{12})");

  @LocalServerPort
  private int port;

  private RegistryRows rows;

  @BeforeEach
  void fill() {
    rows = new RegistryRows(database());
    RegistryRows.Row city = rows.unit("云州市", "990100", 2, "[1950-01-01,)", null);
    rows.area(city, "MULTIPOLYGON(((113 27,114 27,114 28,113 28,113 27)))");
    for (int i = 1; i < 40; i++) {
      RegistryRows.Row county = rows.unit("县" + i, "9901%02d".formatted(i), 3, "[1950-01-01,)", city);
      if (i % 2 == 0) {
        rows.area(county, "MULTIPOLYGON(((113 27,114 27,114 28,113 28,113 27)))");
      }
    }
    for (int i = 0; i < PLACES; i++) {
      RegistryRows.Row place = rows.place("村" + i, i % 10 == 0 ? "23212" : "22200");
      if (i % 10 == 0) {
        rows.shape(place, "line", "LINESTRING(113.1 27.1,113.2 27.2)");
      } else if (i % 7 > 0) {
        rows.shape(place, "point", "POINT(%f 27.5)".formatted(113 + i / 4000.0));
      }
    }
  }

  @Test
  void gdalReadsEveryCollectionToItsEnd() throws Exception {
    check("places", "SELECT code FROM app.place WHERE status = 'current'");
    check("divisions", "SELECT p.code FROM app.place p JOIN app.division d ON d.place_id = p.id WHERE p.status = 'current' AND d.valid @> current_date");
    check("roads", "SELECT p.code FROM app.place p WHERE p.class_code = '23212'");
  }

  private void check(String collection, String sql) throws Exception {
    List<String> expected = database().sql(sql).query(String.class).list();
    String told = ogrinfo("-al", "-geom=NO", "OAPIF:http://127.0.0.1:" + port + "/ogc", collection);
    assertThat(FEATURE.matcher(told).results().count()).as(collection).isEqualTo(expected.size());
    assertThat(CODE.matcher(told).results().map(found -> found.group(1)).collect(Collectors.toSet())).hasSameElementsAs(expected);
    String paged = ogrinfo("-al", "-geom=NO", "-oo", "PAGE_SIZE=10000", "OAPIF:http://127.0.0.1:" + port + "/ogc", collection);
    assertThat(FEATURE.matcher(paged).results().count()).as(collection).isEqualTo(expected.size());
  }

  @Test
  void gdalFindsWhatLiesInABox() throws Exception {
    List<String> expected = database().sql("""
        SELECT p.code FROM app.place p JOIN app.place_geometry g ON g.place_id = p.id
        WHERE p.class_code = '22200' AND st_intersects(g.geom, st_makeenvelope(113.1, 27.4, 113.2, 27.6, 4490))
        """).query(String.class).list();
    String told = ogrinfo("-al", "-geom=NO", "-spat", "113.1", "27.4", "113.2", "27.6", "-where", "class = '22200'",
        "OAPIF:http://127.0.0.1:" + port + "/ogc", "places");
    assertThat(CODE.matcher(told).results().map(found -> found.group(1)).toList()).containsAll(expected);
    String layers = ogrinfo("-so", "-al", "OAPIF:http://127.0.0.1:" + port + "/ogc");
    assertThat(layers).contains("Layer name: divisions", "Layer name: places", "Layer name: roads", "Geometry: Multi Polygon", "name: String");
  }

  private static String ogrinfo(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ogrinfo", "-ro"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    assertThat(told).doesNotContain("ERROR");
    return told;
  }
}

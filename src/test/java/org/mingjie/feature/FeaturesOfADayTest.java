package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RegistryTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** With {@code datetime}, features are those of the day: places, names, divisions and geometry that were valid then. */
class FeaturesOfADayTest extends RegistryTest {

  /** What the map of a day shows: current places and past ones with a name and a geometry of that day. */
  private static final String ON_THE_MAP = """
      SELECT DISTINCT p.code FROM app.place p
      JOIN app.name n ON n.place_id = p.id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected' AND n.valid @> CAST(:day AS date)
      LEFT JOIN app.place_geometry g ON g.place_id = p.id AND g.valid @> CAST(:day AS date)
      LEFT JOIN app.division d ON d.place_id = p.id AND d.valid @> CAST(:day AS date)
      LEFT JOIN app.division_geometry dg ON dg.division_id = d.id AND dg.valid @> CAST(:day AS date)
      WHERE (p.status = 'current' OR p.status = 'historical' AND CAST(:day AS date) < current_date) AND (g.id IS NOT NULL OR dg.id IS NOT NULL)
      """;

  @LocalServerPort
  private int port;

  private Ogc ogc;
  private RegistryRows.Row oldCounty;
  private RegistryRows.Row newCounty;
  private RegistryRows.Row village;
  private RegistryRows.Row ferry;

  @BeforeEach
  void fill() {
    ogc = new Ogc(port);
    RegistryRows rows = new RegistryRows(database());
    RegistryRows.Row city = rows.unit("云州市", "990100", 2, "[1950-01-01,)", null);
    oldCounty = rows.unit("平阳县", "990121", 3, "[1950-01-01,1990-01-01)", city);
    newCounty = rows.unit("安平县", "990122", 3, "[1990-01-01,)", city);
    rows.area(oldCounty, "MULTIPOLYGON(((113 27,113.5 27,113.5 27.5,113 27.5,113 27)))")
        .area(newCounty, "MULTIPOLYGON(((113 27,114 27,114 28,113 28,113 27)))");
    database().sql("UPDATE app.name SET valid = '[1950-01-01,1990-01-01)' WHERE place_id = ?").param(oldCounty.place()).update();
    database().sql("UPDATE app.name SET valid = '[1990-01-01,)' WHERE place_id = ?").param(newCounty.place()).update();
    // a village that was renamed in 1980 and moved in 1995
    village = rows.place("新华村", "22200", "standard", "[1980-01-01,)", "{}");
    rows.name(village, "红旗村", "unverified", "[1966-01-01,1980-01-01)");
    shape(village, "POINT(113.2 27.2)", "[1966-01-01,1995-01-01)");
    shape(village, "POINT(113.3 27.3)", "[1995-01-01,)");
    database().sql("INSERT INTO app.place_in_division SELECT ?, ?, true, '[1990-01-01,)', source_id FROM app.place LIMIT 1")
        .params(village.place(), newCounty.division()).update();
    database().sql("INSERT INTO app.place_in_division SELECT ?, ?, false, '[1966-01-01,1990-01-01)', source_id FROM app.place LIMIT 1")
        .params(village.place(), oldCounty.division()).update();
    ferry = rows.place("老渡口", "23150", "standard", "[1900-01-01,1985-06-01)", "{}");
    shape(ferry, "POINT(113.4 27.4)", "[1900-01-01,1985-06-01)");
    database().sql("UPDATE app.place SET status = 'historical' WHERE id = ?").param(ferry.place()).update();
    RegistryRows.Row mistaken = rows.place("误录", "22200");
    rows.shape(mistaken, "point", "POINT(113.4 27.4)");
    database().sql("UPDATE app.place SET status = 'retired' WHERE id = ?").param(mistaken.place()).update();
    rows.shape(rows.place("青江", "12100"), "line", "LINESTRING(113.1 27.1,113.9 27.9)"); // no period is known
  }

  private void shape(RegistryRows.Row place, String wkt, String valid) {
    database().sql("""
        INSERT INTO app.place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id)
        SELECT app.uuid7(), id, 'point', st_geomfromtext(?, 4490), 'CGCS2000', CAST(? AS daterange), source_id, author_id FROM app.place WHERE id = ?
        """).params(wkt, valid, place.place()).update();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1899-12-31", "1900-01-01", "1950-01-01", "1970-07-01", "1979-12-31", "1980-01-01", "1985-05-31", "1985-06-01", "1989-12-31", "1990-01-01", "1995-01-01", "2020-01-01"})
  void whatHasGeometryThatDayIsWhatTheMapOfTheDayShows(String day) {
    List<String> shown = database().sql(ON_THE_MAP).param("day", day).query(String.class).list();
    List<String> told = ogc.json("/collections/places/items?limit=100&datetime=" + day).get("features").valueStream()
        .filter(f -> !f.get("geometry").isNull()).map(f -> f.get("id").asString()).toList();
    assertThat(told).containsExactlyInAnyOrderElementsOf(shown);
  }

  @Test
  void namesDivisionsAndGeometryAreThoseOfTheDay() {
    JsonNode then = only("/collections/places/items?datetime=1970-01-01&name=" + Ogc.word("红旗村"));
    assertThat(then.at("/properties/name").asString()).isEqualTo("红旗村");
    assertThat(then.at("/properties/nameStatus").asString()).isEqualTo("unverified");
    assertThat(then.at("/properties/divisionPath").toString()).isEqualTo("[\"云州市\",\"平阳县\"]");
    assertThat(then.at("/geometry/coordinates").toString()).isEqualTo("[113.2,27.2]");
    JsonNode between = only("/collections/places/items?datetime=1992-01-01&name=" + Ogc.word("新华村"));
    assertThat(between.at("/properties/divisionPath").toString()).isEqualTo("[\"云州市\",\"安平县\"]");
    assertThat(between.at("/geometry/coordinates").toString()).isEqualTo("[113.2,27.2]");
    assertThat(ogc.json("/collections/places/items/" + village.code() + "?datetime=1970-01-01").get("properties")).isEqualTo(then.get("properties"));
    assertThat(ogc.json("/collections/places/items/" + village.code()).at("/geometry/coordinates").toString()).isEqualTo("[113.3,27.3]");
    assertThat(ogc.all("/collections/places/items?datetime=1970-01-01&name=" + Ogc.word("新华村"))).isEmpty();
  }

  @Test
  void boxesMeetTheGeometryOfTheDay() {
    String there = "&class=22200&bbox=113.19,27.19,113.21,27.21";
    assertThat(ogc.all("/collections/places/items?datetime=1994-12-31" + there)).containsExactly(village.code());
    assertThat(ogc.all("/collections/places/items?datetime=1995-01-01" + there)).isEmpty();
    assertThat(ogc.all("/collections/places/items?limit=5" + there)).isEmpty();
  }

  @Test
  void divisionsAreTheUnitsOfTheDay() {
    JsonNode then = ogc.json("/collections/divisions/items?level=3&datetime=1989-12-31");
    assertThat(Ogc.ids(then)).containsExactly(oldCounty.code());
    assertThat(then.at("/features/0/properties/officialCode").asString()).isEqualTo("990121");
    assertThat(then.at("/features/0/properties/nameStatus").asString()).isEqualTo("unverified");
    assertThat(then.at("/features/0/geometry/coordinates/0/0/1").toString()).isEqualTo("[113.5,27]");
    assertThat(Ogc.ids(ogc.json("/collections/divisions/items?level=3&datetime=1990-01-01"))).containsExactly(newCounty.code());
    assertThat(ogc.get("/collections/divisions/items/" + oldCounty.code()).statusCode()).isEqualTo(410);
    assertThat(ogc.json("/collections/divisions/items/" + oldCounty.code() + "?datetime=1989-12-31").at("/properties/name").asString()).isEqualTo("平阳县");
  }

  @Test
  void aFeatureOfOtherDaysIsToldSoAndNotThatItsCodeIsWrong() {
    for (String address : List.of("/collections/places/items/" + village.code() + "?datetime=1900-01-01", "/collections/places/items/" + ferry.code() + "?datetime=1985-06-01",
        "/collections/divisions/items/" + newCounty.code() + "?datetime=1989-12-31", "/collections/divisions/items/" + oldCounty.code() + "?datetime=1990-01-01/..")) {
      HttpResponse<String> answer = ogc.get(address);
      assertThat(answer.statusCode()).as(address).isEqualTo(404);
      assertThat(answer.body()).contains("那时没有这个要素", address.replaceFirst(".*=", "")).doesNotContain("核对永久地名代码");
    }
    for (String address : List.of("/collections/roads/items/" + village.code() + "?datetime=2000-01-01", "/collections/places/items/P000000000000?datetime=2000-01-01")) {
      assertThat(ogc.get(address).body()).as(address).contains("核对永久地名代码");
    }
  }

  /** A period takes all that were there in it, each as it was on its last day of the period. */
  @Test
  void periodsTakeWhatWasThereAsItWasLast() {
    assertThat(ogc.all("/collections/divisions/items?level=3&datetime=1980-01-01/1990-01-01")).containsExactlyInAnyOrder(oldCounty.code(), newCounty.code());
    JsonNode old = only("/collections/places/items?class=23150&datetime=1980-01-01/..");
    assertThat(old.at("/properties/name").asString()).isEqualTo("老渡口");
    assertThat(old.at("/properties/nameStatus").asString()).isEqualTo("standard");
    assertThat(old.at("/geometry/coordinates").toString()).isEqualTo("[113.4,27.4]");
    assertThat(ogc.all("/collections/places/items?class=23150&datetime=1985-06-01/..")).isEmpty();
    assertThat(only("/collections/places/items?class=22200&datetime=../1979-12-31").at("/properties/name").asString()).isEqualTo("红旗村");
    assertThat(only("/collections/places/items?class=22200&datetime=../1980-01-01").at("/properties/name").asString()).isEqualTo("新华村");
  }

  @Test
  void todayIsTheSameWithAndWithoutItsDate() {
    String today = LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")).toString();
    for (String collection : List.of("places", "divisions", "roads")) {
      assertThat(ogc.json("/collections/" + collection + "/items?limit=100&datetime=" + today).get("features"))
          .isEqualTo(ogc.json("/collections/" + collection + "/items?limit=100").get("features"));
    }
    assertThat(ogc.all("/collections/places/items?limit=100")).doesNotContain(ferry.code(), oldCounty.code());
  }

  private JsonNode only(String address) {
    JsonNode features = ogc.json(address).get("features");
    assertThat(features.size()).isEqualTo(1);
    return features.get(0);
  }
}

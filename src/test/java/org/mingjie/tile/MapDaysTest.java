package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.mingjie.tile.MapDays.MapDay;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Days of the past on which the map looks otherwise. */
class MapDaysTest extends RegistryTest {

  private static final String TOP = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,113.0,28.2
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      """;

  @LocalServerPort private int port;
  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;

  private String days() throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/map-days")).build(), BodyHandlers.ofString()).body();
  }

  @Test
  void aMapThatHasAlwaysBeenAsItIsHasNoDays() throws Exception {
    assertThat(days()).isEqualTo("{\"days\":[]}");
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("old", "1990-12-31", ""), importing.file("old.csv", TOP + "430281102000,430281000000,王仙乡,town,f,f,113.59,27.73\n"));
    assertThat(days()).isEqualTo("{\"days\":[]}");
  }

  @Test
  void theFirstDayAndTheDaysOfChangeAreTold() throws Exception {
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("old", "1990-12-31", ""), importing.file("old.csv", TOP + "430281102000,430281000000,王仙乡,town,f,f,113.59,27.73\n"));
    importing.run(importing.listOf("new", "2016-07-31", ""), importing.file("new.csv", TOP + "430281102000,430281000000,王仙镇,town,f,f,113.59,27.73\n"));
    assertThat(days()).contains("\"day\":\"1990-12-31\"", "\"day\":\"2016-07-31\"");
  }

  /** As the days were read before they were counted: from the rows themselves. */
  private static final String FROM_THE_ROWS = """
      SELECT string_agg(day || ' ' || changes, ', ' ORDER BY day) FROM (SELECT day, count(*) AS changes FROM (
        SELECT lower(valid) AS day FROM tile_feature UNION ALL SELECT upper(valid) FROM tile_feature
        UNION ALL SELECT lower(valid) FROM tile_division UNION ALL SELECT upper(valid) FROM tile_division
        UNION ALL SELECT lower(valid) FROM tile_boundary UNION ALL SELECT upper(valid) FROM tile_boundary) c
      WHERE day IS NOT NULL GROUP BY day) d
      """;

  private static final String COUNTED = """
      SELECT string_agg(day || ' ' || changes, ', ' ORDER BY day)
      FROM (SELECT day, sum(changes) AS changes FROM tile_day_change GROUP BY day HAVING sum(changes) <> 0) d
      """;

  private static String read(String statement) {
    return database().sql(statement).query((row, n) -> String.valueOf(row.getString(1))).single();
  }

  static void assertCounted(String when) {
    assertThat(read(COUNTED)).as(when).isEqualTo(read(FROM_THE_ROWS));
  }

  @Test
  void whatIsCountedIsWhatTheRowsTellAfterEveryChange() throws Exception {
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("old", "1990-12-31", ""), importing.file("old.csv", TOP + "430281102000,430281000000,王仙乡,town,f,f,113.59,27.73\n"));
    importing.run(importing.listOf("new", "2016-07-31", ""), importing.file("new.csv", TOP + "430281102000,430281000000,王仙镇,town,f,f,113.59,27.73\n"));
    assertThat(read(FROM_THE_ROWS)).contains("1990-12-31", "2016-07-31");
    assertCounted("after two lists");
    assertThat(database().sql("SELECT count(*) > count(DISTINCT day) FROM tile_day_change").query(Boolean.class).single()).isTrue();
    database().sql(DayChanges.DRAW_SUMS).update();
    assertThat(database().sql("SELECT count(*) = count(DISTINCT day) FROM tile_day_change").query(Boolean.class).single()).isTrue();
    assertCounted("after the sums have been drawn");
  }

  @Test
  void ofManyDaysThoseWithTheMostChangesAreChosenAndNoneTooNearToAnother() {
    List<MapDay> all = IntStream.range(0, 40).mapToObj(i -> new MapDay(LocalDate.of(1950 + i, 1, 1), i == 20 ? 100 : i + 1)).toList();
    List<MapDay> chosen = MapDays.chosen(all);
    assertThat(chosen).hasSize(10).isSortedAccordingTo((a, b) -> a.day().compareTo(b.day()));
    assertThat(chosen).extracting(MapDay::day).contains(LocalDate.of(1950, 1, 1), LocalDate.of(1970, 1, 1), LocalDate.of(1989, 1, 1));
    assertThat(MapDays.chosen(List.of(new MapDay(LocalDate.of(2000, 1, 1), 5), new MapDay(LocalDate.of(2000, 3, 1), 9), new MapDay(LocalDate.of(2002, 1, 1), 1))))
        .extracting(MapDay::day).containsExactly(LocalDate.of(2000, 1, 1), LocalDate.of(2002, 1, 1));
  }
}

package org.mingjie.tile;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/map-days}: on which days of the past the map looks otherwise. */
@RestController
@Tag(name = "瓦片")
class MapDays {

  /** @param changes how many things on the map came or went */
  record MapDay(LocalDate day, long changes) {}

  /** @param days the oldest first; empty where the map has always been as it is */
  record Days(List<MapDay> days) {}

  private static final int MOST = 10;
  private static final int LEAST_APART_DAYS = 300;

  private static final String CHANGES = """
      SELECT day, sum(changes) AS changes FROM tile_day_change WHERE day <= CAST(:today AS date) GROUP BY day HAVING sum(changes) > 0
      """;

  private final JdbcClient jdbc;

  MapDays(@Qualifier("read") JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Operation(summary = "地图在过去哪些日子变样", operationId = "mapDays")
  @ApiResponse(responseCode = "200", description = "变化最多的几天，从早到晚；没有沿革资料的话是空的")
  @GetMapping("/api/map-days")
  ResponseEntity<Days> days() {
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(new Days(chosen(read(LegalDay.today(Clock.systemUTC())))));
  }

  private List<MapDay> read(LocalDate today) {
    return jdbc.sql(CHANGES).param("today", today).query((row, n) -> new MapDay(row.getObject("day", LocalDate.class), row.getLong("changes"))).list();
  }

  /**
   * The first day of which there is a map, and of those after it the ones with the most changes; of days that lie close together
   * the one that has more. The day of the last change is as today, so it is told only where there are others.
   */
  static List<MapDay> chosen(List<MapDay> all) {
    List<MapDay> byDay = all.stream().sorted(Comparator.comparing(MapDay::day)).toList();
    if (byDay.size() < 2) {
      return List.of();
    }
    List<MapDay> chosen = new ArrayList<>(List.of(byDay.get(0)));
    for (MapDay day : byDay.stream().sorted(Comparator.comparingLong(MapDay::changes).reversed().thenComparing(MapDay::day)).toList()) {
      if (chosen.size() < MOST && chosen.stream().noneMatch(c -> Math.abs(c.day().toEpochDay() - day.day().toEpochDay()) < LEAST_APART_DAYS)) {
        chosen.add(day);
      }
    }
    return chosen.stream().sorted(Comparator.comparing(MapDay::day)).toList();
  }
}

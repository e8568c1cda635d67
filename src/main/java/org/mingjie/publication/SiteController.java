package org.mingjie.publication;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mingjie.cartography.Relief;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/site}: title, producer, data date, extent and what the map may draw. */
@RestController
@Tag(name = "站点")
@EnableConfigurationProperties(SiteSettings.class)
class SiteController {

  /** @param bounds west, south, east, north in degrees */
  record ReliefLayer(String template, int minzoom, int maxzoom, double[] bounds) {}

  /**
   * @param fictional whether all that is on file is the sample district
   * @param bounds west, south, east, north in degrees; the country while nothing is on file
   */
  record Site(String title, @Nullable String producer, @Nullable LocalDate dataDate, @Nullable String reviewNumber,
      boolean fictional, String notice, double[] bounds, @Nullable ReliefLayer relief) {}

  private record Holding(@Nullable String top, boolean fictional, boolean sample, @Nullable LocalDate day) {

    String title() {
      return top == null ? "名界" : top + (fictional ? "标准地名" : "地名");   // lists prove no standard name
    }
  }

  /**
   * The focus is the real data where there are any, else the sample. Its name is that of the one unit under which all others
   * lie: of a lower level as long as there is only one, and the country's where there are several provinces.
   */
  private static final String HOLDING = """
      SELECT (SELECT CASE WHEN one.provinces > 1 THEN '全国' ELSE
                (SELECT min(n.text) FROM name n WHERE n.place_id = one.place_id AND n.kind = 'name' AND n.valid @> current_date) END
              FROM (SELECT count(*) FILTER (WHERE d.level = 1) AS provinces,
                      CASE WHEN count(*) FILTER (WHERE d.level = 2) = 1 THEN min(d.place_id::text) FILTER (WHERE d.level = 2)
                           WHEN count(*) FILTER (WHERE d.level = 1) = 1 THEN min(d.place_id::text) FILTER (WHERE d.level = 1)
                           WHEN count(*) FILTER (WHERE d.level = 3) = 1 THEN min(d.place_id::text) FILTER (WHERE d.level = 3) END::uuid AS place_id
                    FROM division d WHERE upper_inf(d.valid) AND d.level <= 3 AND (d.province <> '99' OR NOT r.real)) one) AS top,
        r.sample AND NOT r.real AS fictional, r.sample,
        (SELECT max(s.state_date) FROM source s WHERE (s.kind = 'sample') = NOT r.real) AS day
      FROM (SELECT EXISTS (SELECT 1 FROM source WHERE kind <> 'sample') AS real,
                   EXISTS (SELECT 1 FROM source WHERE kind = 'sample') AS sample) r
      """;

  private static final String BOUNDS = """
      SELECT st_xmin(e) AS w, st_ymin(e) AS s, st_xmax(e) AS e, st_ymax(e) AS n FROM (
        SELECT st_transform(st_setsrid(st_extent(st_expand(t.label, t.radius * 1.6))::geometry, 3857), 4490) AS e
        FROM tile_division t JOIN division d ON d.id = t.division_id
        WHERE (d.province = '99') = :fictional) x
      WHERE e IS NOT NULL
      """;

  private static final double[] COUNTRY = {73.5, 17.5, 135.1, 53.6};

  private final JdbcClient jdbc;
  private final SiteSettings settings;
  private final Relief relief;

  SiteController(@Qualifier("read") JdbcClient jdbc, SiteSettings settings, Relief relief) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.relief = relief;
  }

  @Operation(summary = "站点的标题、数据日期、范围和底图", operationId = "site")
  @ApiResponse(responseCode = "200", description = "地图页面开头要知道的")
  @GetMapping("/api/site")
  ResponseEntity<Site> site() {
    Holding holding = jdbc.sql(HOLDING).query((row, n) -> new Holding(row.getString("top"), row.getBoolean("fictional"),
        row.getBoolean("sample"), row.getObject("day", LocalDate.class))).single();
    Optional<double[]> bounds = jdbc.sql(BOUNDS).param("fictional", holding.fictional())
        .query((row, n) -> new double[] {row.getDouble("w"), row.getDouble("s"), row.getDouble("e"), row.getDouble("n")})
        .optional();
    String title = settings.title() != null ? settings.title() : holding.title();
    String producer = settings.producer() != null ? settings.producer() : holding.fictional() ? "云州市民政局（示例）" : null;
    ReliefLayer layer = holding.sample()
        ? new ReliefLayer("/tiles/relief/{z}/{x}/{y}.png", Relief.MIN_ZOOM, Relief.MAX_ZOOM, relief.bounds()) : null;
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(new Site(title, producer, holding.day(),
        settings.reviewNumber(), holding.fictional(), settings.notice(), bounds.orElse(COUNTRY), layer));
  }
}

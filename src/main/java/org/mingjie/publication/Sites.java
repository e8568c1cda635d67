package org.mingjie.publication;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mingjie.cartography.Relief;
import org.mingjie.place.PlaceCorrections;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What the site says of itself, from what is set and from what is on file. */
@Service
class Sites {

  private record Holding(@Nullable String top, boolean fictional, boolean sample, @Nullable LocalDate day) {

    String title() {
      return top == null ? "名界" : top + (fictional ? "标准地名" : "地名");   // lists prove no standard name
    }

    /** Real data beside the sample, which nothing takes out again. */
    boolean mixed() {
      return sample && !fictional;
    }

    @Nullable String producer() {
      return fictional ? "云州市民政局（示例）" : null;
    }
  }

  /** What the data say where nobody has set anything. */
  @Schema(name = "SiteFromData")
  record FromData(String title, @Nullable String producer, @Nullable LocalDate dataDate, boolean fictional, boolean mixed) {}

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
        (SELECT max(s.state_date) FROM source s WHERE (s.kind = 'sample') = NOT r.real AND s.origin <> :correction) AS day
      FROM (SELECT EXISTS (SELECT 1 FROM source WHERE kind <> 'sample' AND origin <> :correction) AS real,
                   EXISTS (SELECT 1 FROM source WHERE kind = 'sample') AS sample) r
      """;

  private static final String BOUNDS = """
      SELECT st_xmin(e) AS w, st_ymin(e) AS s, st_xmax(e) AS e, st_ymax(e) AS n FROM (
        SELECT st_transform(st_setsrid(st_extent(st_expand(t.label, t.radius * 1.6))::geometry, 3857), 4490) AS e
        FROM tile_division t JOIN division d ON d.id = t.division_id
        WHERE (d.province = '99') = :fictional) x
      WHERE e IS NOT NULL
      """;

  /** Real units without areas: where some thousands of them lie. */
  private static final String POINTS = """
      SELECT st_xmin(e) AS w, st_ymin(e) AS s, st_xmax(e) AS e, st_ymax(e) AS n FROM (
        SELECT st_transform(st_setsrid(st_extent(st_expand(u.g3857, 20000))::geometry, 3857), 4490) AS e
        FROM (SELECT g.g3857 FROM division d JOIN place_geometry g ON g.place_id = d.place_id AND g.role = 'point' AND upper_inf(g.valid)
              WHERE upper_inf(d.valid) AND d.province <> '99' LIMIT 5000) u) x
      WHERE e IS NOT NULL
      """;

  private static final double[] COUNTRY = {73.5, 17.5, 135.1, 53.6};

  private final JdbcClient jdbc;
  private final SiteValues values;
  private final Relief relief;
  private final MapBases bases;

  Sites(@Qualifier("read") JdbcClient jdbc, SiteValues values, Relief relief, MapBases bases) {
    this.jdbc = jdbc;
    this.values = values;
    this.relief = relief;
    this.bases = bases;
  }

  /** As it is now. */
  Site get() {
    Holding holding = holding();
    Optional<double[]> bounds = box(jdbc.sql(BOUNDS).param("fictional", holding.fictional())).or(() -> box(jdbc.sql(POINTS)));
    return site(holding, bounds.orElse(COUNTRY));
  }

  private static Optional<double[]> box(JdbcClient.StatementSpec statement) {
    return statement.query((row, n) -> new double[] {row.getDouble("w"), row.getDouble("s"), row.getDouble("e"), row.getDouble("n")}).optional();
  }

  /** For pages that draw no map of all: the extent, which takes looking at every division, is that of the country. */
  Site withoutExtent() {
    return site(holding(), COUNTRY);
  }

  FromData fromData() {
    Holding holding = holding();
    return new FromData(holding.title(), holding.producer(), holding.day(), holding.fictional(), holding.mixed());
  }

  private Holding holding() {
    return jdbc.sql(HOLDING).param("correction", PlaceCorrections.ORIGIN).query((row, n) -> new Holding(row.getString("top"), row.getBoolean("fictional"),
        row.getBoolean("sample"), row.getObject("day", LocalDate.class))).single();
  }

  private Site site(Holding holding, double[] bounds) {
    SiteChosen said = values.standing();
    String title = said.title() != null ? said.title() : holding.title();
    String producer = said.producer() != null ? said.producer() : holding.producer();
    LocalDate day = said.dataDate() != null && holding.day() != null ? said.dataDate() : holding.day();
    String notice = Objects.requireNonNullElse(said.notice(), "");
    Site.ReliefLayer layer = holding.sample()
        ? new Site.ReliefLayer("/tiles/relief/{z}/{x}/{y}.png", Relief.MIN_ZOOM, Relief.MAX_ZOOM, relief.bounds()) : null;
    return new Site(title, producer, day, said.reviewNumber(), holding.fictional(), holding.mixed(), notice, bounds, layer, bases.forAnybody());
  }
}

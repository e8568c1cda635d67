package org.mingjie.place;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The public card of a place. */
@Service
public class PlaceCards {

  private static final String IDS = """
      SELECT p.id, p.status, q.code AS successor, p.attributes ->> 'heritage' AS heritage FROM place p
      LEFT JOIN place q ON q.id = p.successor_id WHERE p.code = :code
      """;

  private static final String NAMES = """
      SELECT n.text, n.kind, n.status, n.specific, n.generic, n.unit_wording, n.meaning, n.origin, n.note, n.document,
        lower(n.valid) AS since, upper(n.valid) AS until, nullif(n.begin_after, '-infinity') AS begin_after, n.end_after,
        n.begin_after = '-infinity' AS begin_unknown, n.valid @> current_date AS today, p.text AS spelling,
        s.title, s.kind AS source_kind, s.state_date, s.origin AS source_origin, s.licence
      FROM name n JOIN source s ON s.id = n.source_id
      LEFT JOIN LATERAL (SELECT text FROM spelling x WHERE x.name_id = n.id AND x.script = 'Latn' AND x.status <> 'rejected' LIMIT 1) p ON true
      WHERE n.place_id = :id AND n.status <> 'rejected' AND n.language = 'zh'
      ORDER BY n.kind = 'name' DESC, n.valid @> current_date DESC, upper(n.valid) DESC NULLS FIRST, n.status = 'standard' DESC,
        s.rank DESC, s.state_date DESC, n.text
      """;

  private static final String CODES = """
      SELECT code, lower(valid) AS since, upper(valid) AS until FROM division WHERE place_id = :id
      ORDER BY upper(valid) DESC NULLS FIRST
      """;

  /** Units that took over from this place's, and those it took over from. */
  private static final String LINEAGE = """
      SELECT o.forwards, p.code, n.text AS name, max(upper(o.at)) - 1 AS by_day FROM (
        SELECT true AS forwards, l.at, s.place_id FROM division d JOIN division_lineage l ON l.predecessor_id = d.id
        JOIN division s ON s.id = l.successor_id WHERE d.place_id = :id
        UNION ALL
        SELECT false, l.at, s.place_id FROM division d JOIN division_lineage l ON l.successor_id = d.id
        JOIN division s ON s.id = l.predecessor_id WHERE d.place_id = :id) o
      JOIN place p ON p.id = o.place_id AND p.id <> :id
      JOIN LATERAL (SELECT text FROM name m WHERE m.place_id = p.id AND m.kind = 'name' AND m.status <> 'rejected'
                    ORDER BY m.valid @> current_date DESC, upper(m.valid) DESC NULLS FIRST LIMIT 1) n ON true
      GROUP BY o.forwards, p.code, n.text ORDER BY 4, 2
      """;

  private static final String AREA = """
      SELECT st_area(g.geom::geography) / 1e6 FROM division d JOIN division_geometry g ON g.division_id = d.id AND upper_inf(g.valid)
      WHERE d.place_id = :id ORDER BY upper_inf(d.valid) DESC LIMIT 1
      """;

  /** Of what is not the wording of a name. What has been struck out has a source too, but says nothing. */
  private static final String SOURCES_BESIDES = """
      SELECT DISTINCT s.title, s.kind AS source_kind, s.state_date, s.origin AS source_origin, s.licence, NULL::text AS document
      FROM source s WHERE s.id IN (
        SELECT source_id FROM place_geometry WHERE place_id = :id AND upper_inf(valid)
        UNION SELECT n.meaning_source_id FROM name n WHERE n.place_id = :id AND n.status <> 'rejected' AND n.meaning IS NOT NULL
        UNION SELECT n.origin_source_id FROM name n WHERE n.place_id = :id AND n.status <> 'rejected' AND n.origin IS NOT NULL
        UNION SELECT x.source_id FROM spelling x JOIN name n ON n.id = x.name_id WHERE n.place_id = :id AND n.status <> 'rejected' AND x.status <> 'rejected'
        UNION SELECT g.source_id FROM division_geometry g JOIN division d ON d.id = g.division_id WHERE d.place_id = :id AND upper_inf(g.valid))
      ORDER BY s.state_date DESC
      """;

  /** What became of the code that was asked for. */
  public sealed interface Answer permits Found, Moved, Gone {}

  public record Found(PlaceCard card) implements Answer {}

  /** The place was merged into another. */
  public record Moved(String code) implements Answer {}

  /** The code is retired; with its successor where there is one. */
  public record Gone(@Nullable String successor) implements Answer {}

  private record Id(UUID id, String status, @Nullable String successor, @Nullable String heritage) {}

  private record Kin(boolean forwards, PlaceCard.Relative relative) {}

  private record Told(PlaceCard.NameOfPlace name, boolean current, String kind, @Nullable String specific, @Nullable String generic,
      @Nullable String unitWording, @Nullable String meaning, @Nullable String origin) {}

  private final JdbcClient jdbc;
  private final PlaceSummaries summaries;

  PlaceCards(@Qualifier("read") JdbcClient jdbc, PlaceSummaries summaries) {
    this.jdbc = jdbc;
    this.summaries = summaries;
  }

  /** @return empty if the code was never issued */
  public Optional<Answer> find(String code) {
    return jdbc.sql(IDS).param("code", code).query((row, n) -> new Id(row.getObject("id", UUID.class),
        row.getString("status"), row.getString("successor"), row.getString("heritage"))).optional().flatMap(this::answer);
  }

  private Optional<Answer> answer(Id id) {
    if (id.status().equals("merged")) {
      return Optional.of(new Moved(String.valueOf(id.successor())));
    }
    PlaceSummary summary = summaries.of(List.of(id.id())).get(id.id());
    if (id.status().equals("retired") || summary == null) {
      return Optional.of(new Gone(id.successor()));
    }
    return Optional.of(new Found(card(id, summary)));
  }

  private PlaceCard card(Id id, PlaceSummary summary) {
    List<Told> told = jdbc.sql(NAMES).param("id", id.id()).query((row, n) -> told(row)).list();
    Told shown = told.get(0);
    List<PlaceCard.Division> path = new ArrayList<>();
    for (int i = 0; i < summary.divisionPath().size(); i++) {
      path.add(new PlaceCard.Division(summary.divisionCodes().get(i), summary.divisionPath().get(i)));
    }
    List<PlaceCard.OfficialCode> codes = jdbc.sql(CODES).param("id", id.id()).query((row, n) -> new PlaceCard.OfficialCode(
        scheme(row.getString("code")), row.getString("code"), day(row, "since"), day(row, "until"))).list();
    Double area = jdbc.sql(AREA).param("id", id.id()).query(Double.class).optional().orElse(null);
    List<Kin> kin = jdbc.sql(LINEAGE).param("id", id.id()).query((row, n) -> new Kin(row.getBoolean("forwards"),
        new PlaceCard.Relative(row.getString("code"), row.getString("name"), day(row, "by_day")))).list();
    return new PlaceCard(summary.code(), summary.name(), summary.nameStatus(), shown.specific(), shown.generic(),
        summary.spelling(), summary.spellingStatus(), shown.unitWording(), summary.classCode(), summary.className(), summary.classNameEn(), path,
        codes, summary.point(), summary.bbox(), summary.positionGrid(), area, shown.meaning(), shown.origin(),
        told.stream().map(Told::name).toList(), sources(id, told), id.heritage(), summary.ended(),
        kin.stream().filter(Kin::forwards).map(Kin::relative).toList(), kin.stream().filter(k -> !k.forwards()).map(Kin::relative).toList());
  }

  private List<PlaceCard.SourceOfPlace> sources(Id id, List<Told> told) {
    Set<PlaceCard.SourceOfPlace> all = new LinkedHashSet<>();
    told.forEach(t -> all.add(new PlaceCard.SourceOfPlace(t.name().source().title(), t.name().source().kind(),
        t.name().source().stateDate(), t.name().source().origin(), t.name().source().licence(), null)));
    all.addAll(jdbc.sql(SOURCES_BESIDES).param("id", id.id()).query((row, n) -> source(row)).list());
    return List.copyOf(all);
  }

  private static Told told(ResultSet row) throws SQLException {
    boolean today = row.getBoolean("today");
    String kind = row.getString("kind");
    String status = !today ? "former" : !kind.equals("name") ? "alias" : row.getString("status");
    return new Told(new PlaceCard.NameOfPlace(row.getString("text"), status, row.getString("spelling"), day(row, "since"),
        day(row, "until"), PeriodText.begin(day(row, "since"), day(row, "begin_after"), row.getBoolean("begin_unknown")),
        PeriodText.end(day(row, "until"), day(row, "end_after")), row.getString("note"), source(row)), today, kind,
        row.getString("specific"), row.getString("generic"), row.getString("unit_wording"), row.getString("meaning"),
        row.getString("origin"));
  }

  private static PlaceCard.SourceOfPlace source(ResultSet row) throws SQLException {
    return new PlaceCard.SourceOfPlace(row.getString("title"), row.getString("source_kind"),
        row.getObject("state_date", LocalDate.class), row.getString("source_origin"), row.getString("licence"),
        row.getString("document"));
  }

  private static @Nullable LocalDate day(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  private static String scheme(String code) {
    return switch (code.length()) {
      case 6 -> "GB/T 2260";
      case 9 -> "GB/T 10114";
      default -> "统计用区划代码";
    };
  }
}

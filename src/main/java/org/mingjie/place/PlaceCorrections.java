package org.mingjie.place;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Audit;
import org.mingjie.access.CorrectionTrail;
import org.mingjie.access.Mandate;
import org.mingjie.romanization.Readings;
import org.mingjie.time.LegalDay;
import org.mingjie.time.Uuid7;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Corrections of the registry: we were wrong, the world has not changed. What was held before stays in the history with the time
 * until which it was held; the new statement has its own source and author. A standard name itself changes by a case only.
 */
@Service
public class PlaceCorrections {

  /** What can be corrected. */
  public enum What {
    NAME, SPELLING, MEANING, ORIGIN, POSITION;

    /** As it stands in JSON and in the audit. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is held of a place now.
   *
   * @param unit code of the unit that the place is, else of the one it lies in
   * @param isUnit whether it is that unit
   * @param version rises with each correction
   * @param status of the name: standard, unverified or nonstandard
   * @param x degrees CGCS2000; null where it has no point
   */
  public record Held(UUID id, String code, String unit, boolean isUnit, int version, UUID name, String text, @Nullable String generic, String status, @Nullable String spelling,
      @Nullable String meaning, @Nullable String origin, @Nullable Double x, @Nullable Double y) {}

  /**
   * @param text null for a position, and where a meaning or an origin is struck out with nothing to put in its place
   * @param source the paper that proves it
   */
  public record Wanted(What what, @Nullable String text, double @Nullable [] position, String reason, String source) {

    boolean isStruckOut() {
      return text == null && position == null;
    }
  }

  /**
   * A correction of before.
   *
   * @param onBehalfOf who was away, where somebody acted for him
   * @param before text, or longitude and latitude; null where nothing was held
   * @param after likewise; null where the statement was struck out
   */
  public record Past(Instant at, String by, @Nullable String onBehalfOf, String what, @Nullable Object before, @Nullable Object after, String reason,
      String source) {}

  private static final String DEED = "place.";

  /** Of sources that prove one statement each: they tell nothing of what else is on file. */
  public static final String ORIGIN = "更正";

  /** Higher than any list: somebody has looked at this one place. */
  private static final int RANK = 70;

  private static final String HELD = """
      SELECT p.id, p.code, p.version, n.id AS name_id, n.text, n.generic, n.status, n.meaning, n.origin, s.text AS spelling, st_x(coalesce(e.geom, g.geom)) AS x, st_y(coalesce(e.geom, g.geom)) AS y,
        coalesce((SELECT d.code FROM division d WHERE d.place_id = p.id ORDER BY upper_inf(d.valid) DESC, lower(d.valid) DESC LIMIT 1),
                 (SELECT d.code FROM place_in_division pd JOIN division d ON d.id = pd.division_id WHERE pd.place_id = p.id
                  ORDER BY pd.main DESC, upper_inf(pd.valid) DESC, d.level DESC LIMIT 1), '') AS unit,
        EXISTS (SELECT 1 FROM division d WHERE d.place_id = p.id) AS is_unit
      FROM place p
      JOIN LATERAL (
        SELECT n.* FROM name n JOIN source s ON s.id = n.source_id
        WHERE n.place_id = p.id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
        ORDER BY n.valid @> current_date DESC, upper(n.valid) DESC NULLS FIRST, n.status = 'standard' DESC, s.rank DESC, s.state_date DESC
        LIMIT 1) n ON true
      LEFT JOIN spelling s ON s.name_id = n.id AND s.script = 'Latn' AND s.status <> 'rejected' AND upper_inf(s.valid)
      LEFT JOIN place_geometry g ON g.place_id = p.id AND g.role = 'point' AND upper_inf(g.valid)
      LEFT JOIN place_geometry_exact e ON e.id = g.id
      WHERE p.code = :code AND p.status IN ('current', 'historical')
      """;

  private static final String NEXT_VERSION = "UPDATE place SET version = version + 1 WHERE id = :id AND version = :version";

  private static final String SOURCE = """
      INSERT INTO source (id, kind, title, origin, rank, state_date, author_id)
      VALUES (:id, 'document', :title, '%s', :rank, :day, :author)
      """.formatted(ORIGIN);

  private static final String NAME = """
      UPDATE name SET text = :text, specific = NULL, generic = NULL, source_id = :source, source_row = NULL, author_id = :author WHERE id = :id
      """;

  /** How the name is written keeps the source that it has. */
  private static final String WORDS = "UPDATE name SET %1$s = :text, %1$s_source_id = :source, author_id = :author WHERE id = :id";

  private static final String SPELLING = """
      UPDATE spelling SET text = :text, source_id = :source, source_row = NULL, author_id = :author
      WHERE name_id = :name AND script = 'Latn' AND status <> 'rejected' AND upper_inf(valid)
      """;

  private static final String NEW_SPELLING = """
      INSERT INTO spelling (id, name_id, text, scheme, status, valid, source_id, author_id)
      SELECT :id, n.id, :text, 'pinyin', 'unverified', n.valid, :source, :author FROM name n WHERE n.id = :name
      """;

  private static final String POSITION = """
      UPDATE place_geometry SET geom = st_setsrid(st_makepoint(:x, :y), 4490), method = '更正', datum_original = 'CGCS2000', accuracy_metres = NULL,
        source_id = :source, source_row = NULL, author_id = :author
      WHERE place_id = :place AND role = 'point' AND upper_inf(valid)
      """;

  private static final String NEW_POSITION = """
      INSERT INTO place_geometry (id, place_id, role, geom, method, datum_original, valid, source_id, author_id)
      VALUES (:id, :place, 'point', st_setsrid(st_makepoint(:x, :y), 4490), '更正', 'CGCS2000', daterange(:day, NULL), :source, :author)
      """;

  /** Of the county that the code begins with; empty where it has no outline. */
  private static final String LEFT = """
      SELECT coalesce((SELECT n.text FROM name n WHERE n.place_id = d.place_id AND n.kind = 'name' AND n.status <> 'rejected' AND n.valid @> current_date LIMIT 1), '')
        || '，代码 ' || d.code
      FROM division d JOIN division_geometry g ON g.division_id = d.id AND upper_inf(g.valid)
      WHERE d.code IN (left(:unit, 6), left(:unit, 9), CASE WHEN :own THEN :unit END) AND d.level BETWEEN 3 AND 5 AND upper_inf(d.valid)
        AND NOT st_covers(g.geom, st_setsrid(st_makepoint(:x, :y), 4490))
      ORDER BY d.level LIMIT 1
      """;

  private final JdbcClient jdbc;
  private final Readings readings;
  private final Audit audit;
  private final CorrectionTrail trail;
  private final ApplicationEventPublisher events;
  private final Clock clock = Clock.systemUTC();

  PlaceCorrections(JdbcClient jdbc, Readings readings, Audit audit, CorrectionTrail trail, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.readings = readings;
    this.audit = audit;
    this.trail = trail;
    this.events = events;
  }

  /** Empty for a code that was never issued, or no longer stands for a place. */
  public Optional<Held> find(String code) {
    return jdbc.sql(HELD).param("code", code).query((row, n) -> held(row)).optional();
  }

  /** Why this cannot be so; empty if it can. */
  public Optional<String> fault(Held held, Wanted wanted) {
    if (isHeld(held, wanted)) {
      return Optional.of(wanted.isStruckOut() ? "现在没有登记，没有可删去的" : "和现在登记的一样，没有要更正的");
    }
    return Optional.ofNullable(switch (wanted.what()) {
      case NAME -> held.status().equals("standard") ? "“%s”是标准地名，改名要走更名程序，不能更正".formatted(held.text())
          : NameText.notToBeWritten(String.valueOf(wanted.text())).map(odd -> odd.message() + "；" + odd.remedy()).orElse(null);
      case SPELLING -> SpellingText.fault(held.text(), held.generic(), String.valueOf(wanted.text()), readings).orElse(null);
      case POSITION -> outside(held, Objects.requireNonNull(wanted.position()));
      default -> null;
    });
  }

  private static boolean isHeld(Held held, Wanted wanted) {
    Object value = value(held, wanted.what());
    return wanted.position() == null ? Objects.equals(value, wanted.text()) : value instanceof double[] position && Arrays.equals(position, wanted.position());
  }

  /** Which divisions a place lies in stays as it is: a position beyond them would contradict it. */
  private @Nullable String outside(Held held, double[] position) {
    return left(held, position[0], position[1]).map(unit -> "新位置不在它所属的区划（%s）之内；%s".formatted(unit,
        left(held, position[1], position[0]).isEmpty() ? "看来经度和纬度写反了，对调后在它之内" : "核对经纬度；隶属也记错了的，连同隶属重新导入")).orElse(null);
  }

  /** The largest of its units with a polygon that the position lies beyond: county, township, and the unit that it is itself. */
  private Optional<String> left(Held held, double x, double y) {
    return held.unit().length() < 6 ? Optional.empty() : jdbc.sql(LEFT).param("x", x).param("y", y).param("unit", held.unit())
        .param("own", held.isUnit()).query(String.class).optional();
  }

  /**
   * Puts the right statement in the place of the wrong one; search and map follow before the commit.
   *
   * @return what is held then; empty if the place has been corrected by somebody else since it was read
   */
  @Transactional
  public Optional<Held> correct(Held held, Wanted wanted, Mandate by) {
    if (jdbc.sql(NEXT_VERSION).param("id", held.id()).param("version", held.version()).update() == 0) {
      return Optional.empty();
    }
    UUID source = Uuid7.next();
    jdbc.sql(SOURCE).param("id", source).param("title", wanted.source()).param("rank", RANK).param("day", LegalDay.today(clock))
        .param("author", by.by().id()).update();
    write(held, wanted, source, by.by().id());
    jdbc.sql(PlacesChanged.CREATE_TABLE).update();
    jdbc.sql("INSERT INTO changed_place VALUES (:id) ON CONFLICT DO NOTHING").param("id", held.id()).update();
    Map<String, Object> before = new LinkedHashMap<>();
    before.put(wanted.what().word(), value(held, wanted.what()));
    Map<String, Object> after = new LinkedHashMap<>();
    after.put(wanted.what().word(), wanted.position() == null ? wanted.text() : wanted.position());
    after.put("source", wanted.source());
    audit.record(by, Audit.Kind.CORRECTION, DEED + wanted.what().word(), object(held), wanted.reason(), before, after);
    events.publishEvent(new PlacesChanged(1));
    return find(held.code());
  }

  /** The newest first. */
  public List<Past> history(Held held) {
    return trail.list(object(held)).stream().map(past -> {
      String what = past.action().substring(DEED.length());
      return new Past(past.at(), past.by(), past.onBehalfOf(), what, past.before().get(what), past.after().get(what), past.reason(),
          String.valueOf(past.after().get("source")));
    }).toList();
  }

  private static String object(Held held) {
    return "place:" + held.code();
  }

  private void write(Held held, Wanted wanted, UUID source, UUID author) {
    switch (wanted.what()) {
      case NAME -> jdbc.sql(NAME).param("text", wanted.text()).param("source", source).param("author", author).param("id", held.name()).update();
      case MEANING, ORIGIN -> jdbc.sql(WORDS.formatted(wanted.what().word())).param("text", wanted.text()).param("source", source)
          .param("author", author).param("id", held.name()).update();
      case SPELLING -> {
        if (jdbc.sql(SPELLING).param("text", wanted.text()).param("source", source).param("author", author).param("name", held.name()).update() == 0) {
          jdbc.sql(NEW_SPELLING).param("id", Uuid7.next()).param("text", wanted.text()).param("source", source).param("author", author)
              .param("name", held.name()).update();
        }
      }
      case POSITION -> {
        double[] at = Objects.requireNonNull(wanted.position());
        if (jdbc.sql(POSITION).param("x", at[0]).param("y", at[1]).param("source", source).param("author", author).param("place", held.id()).update() == 0) {
          jdbc.sql(NEW_POSITION).param("id", Uuid7.next()).param("x", at[0]).param("y", at[1]).param("day", LegalDay.today(clock)).param("source", source)
              .param("author", author).param("place", held.id()).update();
        }
      }
    }
  }

  private static @Nullable Object value(Held held, What what) {
    return switch (what) {
      case NAME -> held.text();
      case SPELLING -> held.spelling();
      case MEANING -> held.meaning();
      case ORIGIN -> held.origin();
      case POSITION -> held.x() == null || held.y() == null ? null : new double[] {held.x(), held.y()};
    };
  }

  private static Held held(ResultSet row) throws SQLException {
    return new Held(row.getObject("id", UUID.class), row.getString("code"), row.getString("unit"), row.getBoolean("is_unit"), row.getInt("version"),
        row.getObject("name_id", UUID.class), row.getString("text"), row.getString("generic"), row.getString("status"), row.getString("spelling"), row.getString("meaning"),
        row.getString("origin"), row.getObject("x", Double.class), row.getObject("y", Double.class));
  }
}

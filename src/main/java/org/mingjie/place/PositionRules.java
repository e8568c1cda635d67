package org.mingjie.place;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.mingjie.access.Mandate;
import org.mingjie.access.Refused;
import org.mingjie.access.Role;
import org.mingjie.access.SettingLedger;
import org.mingjie.access.SignedIn;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Which classes of places have positions that are not for everybody. The database keeps the exact ones apart for whoever writes
 * (V51), so that a change of the rules is all there is to do here.
 */
@Service
class PositionRules {

  static final String SUBJECT = "positions";

  /** Of one change, so that it ends while somebody waits for it: it goes through in one transaction or not at all. */
  static final int MOST_PLACES = 50_000;

  private static final int LISTED = 50;

  /**
   * @param prefix beginning of class codes (GB/T 18521); the longest counts
   * @param gridMetres side of the cells to whose middle points are moved; 0: no position is published
   */
  @Schema(name = "PositionRule")
  record Rule(String prefix, int gridMetres) {}

  /** @param places on file */
  @Schema(name = "PositionClass")
  record Kind(String code, String name, String nameEn, long places) {}

  private static final String RULES = "SELECT prefix, grid_metres FROM position_rule ORDER BY prefix COLLATE \"C\"";

  /** One class after the other, by the index alone: to count all in one pass reads the table. */
  private static final String CLASSES = """
      SELECT c.code, c.name, c.name_en, (SELECT count(*) FROM place p WHERE p.class_code = c.code) AS places
      FROM place_class c WHERE c.code NOT LIKE '21%' ORDER BY c.code COLLATE "C"
      """;

  /** Places of classes for which something else would count. */
  private static final String REACH = """
      SELECT count(*) FROM place p WHERE p.class_code = ANY (ARRAY(
        SELECT c.code FROM place_class c WHERE position_grid(c.code) IS DISTINCT FROM (
          SELECT n.grid FROM unnest(CAST(:prefixes AS text[]), CAST(:grids AS integer[])) n (prefix, grid)
          WHERE starts_with(c.code, n.prefix) ORDER BY length(n.prefix) DESC LIMIT 1)))
      """;

  /** Who writes places for longer, as an import does, is not waited for. */
  private static final String NOT_FOR_LONG = "SET LOCAL lock_timeout = '5s'";

  private static final String APPLY = """
      INSERT INTO changed_place SELECT * FROM set_position_rules(:prefixes, :grids) ON CONFLICT DO NOTHING
      """;

  private final JdbcClient jdbc;
  private final SettingLedger ledger;
  private final ApplicationEventPublisher events;

  PositionRules(JdbcClient jdbc, SettingLedger ledger, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.ledger = ledger;
    this.events = events;
  }

  /** @throws Refused where he does not keep the whole registry */
  Mandate mandate(SignedIn who) {
    return who.find(Role.SECURITY_ADMINISTRATOR, "").orElseThrow(() -> new Refused("位置公开到什么程度对所有人一样，由管辖全部区划的安全管理员来看和改"));
  }

  List<Rule> list() {
    return jdbc.sql(RULES).query((row, n) -> new Rule(row.getString("prefix"), row.getInt("grid_metres"))).list();
  }

  /** All that may have a rule: units have none, since their seats are public. */
  List<Kind> classes() {
    return jdbc.sql(CLASSES).query((row, n) -> new Kind(row.getString("code"), row.getString("name"), row.getString("name_en"), row.getLong("places"))).list();
  }

  int version() {
    return ledger.fresh(SUBJECT).version();
  }

  List<SettingLedger.Change> changes() {
    return ledger.list(SUBJECT, LISTED);
  }

  /** How many places something else would count for. */
  long reach(List<Rule> rules) {
    return jdbc.sql(REACH).param("prefixes", prefixes(rules)).param("grids", grids(rules)).query(Long.class).single();
  }

  /**
   * For all positions on file and all to come; search, map and features follow before the commit.
   *
   * @return false where somebody has changed them since that version
   * @throws org.springframework.dao.DataAccessException of a lock while somebody else writes places
   */
  boolean change(SignedIn who, int version, List<Rule> rules, String reason) {
    return ledger.change(mandate(who), new SettingLedger.Wanted(SUBJECT, "positions.change", version, Map.of("rules", rules), reason), () -> {
      jdbc.sql(NOT_FOR_LONG).update();
      jdbc.sql(PlacesChanged.CREATE_TABLE).update();
      int places = jdbc.sql(APPLY).param("prefixes", prefixes(rules)).param("grids", grids(rules)).update();
      events.publishEvent(new PlacesChanged(places));
    });
  }

  private static String[] prefixes(List<Rule> rules) {
    return rules.stream().map(Rule::prefix).toArray(String[]::new);
  }

  private static Integer[] grids(List<Rule> rules) {
    return rules.stream().map(Rule::gridMetres).toArray(Integer[]::new);
  }
}

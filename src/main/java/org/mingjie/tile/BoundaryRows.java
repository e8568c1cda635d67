package org.mingjie.tile;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a chain parts, day by day: the level of the highest units that lie on its two sides and differ. Every level whose
 * polygons have the chain in their rings has its say, the highest wins; a side that no polygon fills parts what the unit
 * on the other side is.
 */
@Component
class BoundaryRows {

  private static final int AT_ONCE = 5_000;
  private static final LocalDate EVER = LocalDate.of(1, 1, 1);
  private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

  /** @param to exclusive */
  private record Unit(UUID division, int level, String code, LocalDate from, LocalDate to, List<@Nullable UUID> ancestors) {

    boolean isOn(LocalDate day) {
      return !day.isBefore(from) && day.isBefore(to);
    }
  }

  private record Parting(int level, UUID left, @Nullable UUID right) {}

  private record Row(long chain, LocalDate from, LocalDate to, Parting parting) {}

  private static final String CHAINS = "SELECT id, owners FROM tile_chain WHERE id = ANY (:ids)";

  private static final String UNITS = """
      SELECT geometry_id, division_id, level, code, ancestors, coalesce(lower(valid), '0001-01-01') AS since,
        coalesce(upper(valid), '9999-12-31') AS until
      FROM tile_polygon WHERE geometry_id IN (SELECT unnest(owners) FROM tile_chain WHERE id = ANY (:ids))
      """;

  /** First zoom of a tile that draws lines of level 1 to 5; to zoom 8 those of the net of counties, then those of the other. */
  private static final String TOUCH = """
      INSERT INTO tile_touched (layer, low, high, g3857)
      SELECT 'boundary', greatest((ARRAY[0, 5, 7, 9, 12])[level], CASE net WHEN 3 THEN 0 ELSE 9 END), CASE net WHEN 3 THEN 8 ELSE 16 END,
        st_envelope(g3857)
      FROM tile_boundary WHERE chain_id = ANY (:ids)
      """;

  private static final String WITHDRAW = "WITH gone AS (DELETE FROM tile_boundary WHERE chain_id = ANY (:ids) RETURNING valid) " + DayChanges.gone("gone");

  private static final String NOTE_DAYS = DayChanges.come("(SELECT valid FROM tile_boundary WHERE chain_id = ANY (:ids))");

  private static final String INSERT = """
      INSERT INTO tile_boundary (chain_id, net, valid, level, left_id, right_id, band4, band6, band8, g3857)
      SELECT id, net, daterange(CAST(? AS date), CAST(? AS date)), ?, ?, ?, band4, band6, band8, g3857 FROM tile_chain WHERE id = ?
      """;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  BoundaryRows(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /** @param chains whose rows are made anew, or go where the chain is no longer there */
  void write(Collection<Long> chains) {
    List<Long> all = List.copyOf(chains);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      Long[] ids = all.subList(from, Math.min(all.size(), from + AT_ONCE)).toArray(Long[]::new);
      jdbc.sql(TOUCH).param("ids", ids).update();
      jdbc.sql(WITHDRAW).param("ids", ids).update();
      batches.batchUpdate(INSERT, rows(ids), 500, (statement, row) -> {
        statement.setDate(1, row.from().equals(EVER) ? null : Date.valueOf(row.from()));
        statement.setDate(2, row.to().equals(NEVER) ? null : Date.valueOf(row.to()));
        statement.setInt(3, row.parting().level());
        statement.setObject(4, row.parting().left());
        statement.setObject(5, row.parting().right());
        statement.setLong(6, row.chain());
      });
      jdbc.sql(NOTE_DAYS).param("ids", ids).update();
      jdbc.sql(TOUCH).param("ids", ids).update();
    }
  }

  private List<Row> rows(Long[] ids) {
    Map<UUID, Unit> units = new HashMap<>();
    jdbc.sql(UNITS).param("ids", ids).query(row -> {
      units.put(row.getObject("geometry_id", UUID.class), unit(row));
    });
    List<Row> rows = new ArrayList<>();
    jdbc.sql(CHAINS).param("ids", ids).query(row -> {
      List<Unit> owners = Stream.of((Object[]) row.getArray("owners").getArray()).map(units::get).filter(Objects::nonNull)
          .sorted(Comparator.comparing(Unit::level).thenComparing(Unit::code).thenComparing(Unit::division)).toList();
      rows.addAll(periods(row.getLong("id"), owners));
    });
    return rows;
  }

  /** Days on which nothing changes are one row. */
  private static List<Row> periods(long chain, List<Unit> owners) {
    TreeSet<LocalDate> turns = new TreeSet<>();
    owners.forEach(o -> turns.addAll(List.of(o.from(), o.to())));
    List<Row> rows = new ArrayList<>();
    LocalDate from = null;
    for (LocalDate to : turns) {
      if (from != null) {
        LocalDate day = from;
        Parting parting = parted(owners.stream().filter(o -> o.isOn(day)).toList());
        Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        if (parting != null && last != null && last.to().equals(day) && last.parting().equals(parting)) {
          rows.set(rows.size() - 1, new Row(chain, last.from(), to, parting));
        } else if (parting != null) {
          rows.add(new Row(chain, day, to, parting));
        }
      }
      from = to;
    }
    return rows;
  }

  /** @param owners by level and code */
  private static @Nullable Parting parted(List<Unit> owners) {
    Parting highest = null;
    for (int i = 0; i < owners.size(); i++) {
      Unit left = owners.get(i);
      boolean first = i == 0 || owners.get(i - 1).level() < left.level();
      if (first) {
        Unit right = i + 1 < owners.size() && owners.get(i + 1).level() == left.level() ? owners.get(i + 1) : null;
        Parting parting = parted(left, right);
        highest = highest == null || parting.level() < highest.level() ? parting : highest;
      }
    }
    return highest;
  }

  /** Level of the highest units that differ on the two sides. */
  private static Parting parted(Unit left, @Nullable Unit right) {
    if (right == null) {
      return new Parting(left.level(), left.division(), null);
    }
    for (int level = 1; level < left.level(); level++) {
      UUID a = left.ancestors().get(level - 1);
      UUID b = right.ancestors().get(level - 1);
      if (a != null && b != null && !a.equals(b)) {
        return new Parting(level, left.division(), right.division());
      }
    }
    return new Parting(left.level(), left.division(), right.division());
  }

  private static Unit unit(ResultSet row) throws SQLException {
    List<@Nullable UUID> ancestors = new ArrayList<>();
    for (Object ancestor : (Object[]) row.getArray("ancestors").getArray()) {
      ancestors.add((UUID) ancestor);
    }
    return new Unit(row.getObject("division_id", UUID.class), row.getInt("level"), row.getString("code"),
        row.getObject("since", LocalDate.class), row.getObject("until", LocalDate.class), ancestors);
  }
}

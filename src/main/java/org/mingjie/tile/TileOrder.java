package org.mingjie.tile;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Whether the tables of the map show what the registry has. */
@Service
public class TileOrder {

  /**
   * @param made false while the tables wait to be made from the registry
   * @param day whose map they hold; null while there is none
   */
  public record State(boolean made, @Nullable LocalDate day) {}

  private static final String STATE = """
      SELECT NOT EXISTS (SELECT 1 FROM tile_day WHERE day = '-infinity') AS made,
        (SELECT max(day) FROM tile_day WHERE isfinite(day)) AS day
      """;

  private final JdbcClient jdbc;

  TileOrder(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public State state() {
    return jdbc.sql(STATE).query((row, n) -> new State(row.getBoolean("made"), row.getObject("day", LocalDate.class))).single();
  }
}

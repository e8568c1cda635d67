package org.mingjie.tile;

import jakarta.annotation.PreDestroy;
import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.mingjie.place.PlacesChanged;
import org.mingjie.time.LegalDay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What changes on the map without an edit: after a migration the tables are made from nothing, and when a day has come on
 * which something begins or ends, the places concerned are worked out again.
 */
@Component
class TileUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(TileUpkeep.class);

  private static final List<String> TABLES = List.of(
      "tile_feature", "tile_polygon", "tile_chain", "tile_boundary", "tile_area", "tile_division", "tile_day", "tile_day_change");

  private static final String NEVER_MADE = "SELECT EXISTS (SELECT 1 FROM tile_day WHERE day = '-infinity')";

  private static final String LAST_DAY = "SELECT day FROM tile_day WHERE day < :today AND day > '-infinity'";

  /** Places of which something begins or ends between two days. */
  private static final String TURNING = """
      INSERT INTO changed_place
      SELECT place_id FROM name WHERE turns(valid, :last, :today)
      UNION SELECT place_id FROM place_geometry WHERE turns(valid, :last, :today)
      UNION SELECT place_id FROM division WHERE turns(valid, :last, :today)
      UNION SELECT d.place_id FROM division_geometry g JOIN division d ON d.id = g.division_id WHERE turns(g.valid, :last, :today)
      ON CONFLICT DO NOTHING
      """.replaceAll("turns\\(([a-z.]+), :last, :today\\)",
      "(lower($1) > CAST(:last AS date) AND lower($1) <= CAST(:today AS date) OR upper($1) > CAST(:last AS date) AND upper($1) <= CAST(:today AS date))");

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final TileIndexer indexer;
  private final Clock clock;
  private final ScheduledExecutorService minutes = Executors.newSingleThreadScheduledExecutor(work -> {
    Thread thread = new Thread(work, "tile-upkeep");
    thread.setDaemon(true);
    return thread;
  });

  TileUpkeep(JdbcClient jdbc, TransactionOperations transactions, TileIndexer indexer, ObjectProvider<Clock> clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.indexer = indexer;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    if (jdbc.sql(NEVER_MADE).query(Boolean.class).single()) {
      LOG.info("map tables are made anew");
      rebuild();
    }
    minutes.scheduleWithFixedDelay(this::turnQuietly, 0, 1, TimeUnit.MINUTES);
  }

  @PreDestroy
  void stop() {
    minutes.shutdownNow();
  }

  /** Makes all tables of tiles from nothing but the registry. */
  void rebuild() {
    transactions.executeWithoutResult(status -> {
      TABLES.forEach(table -> jdbc.sql("DELETE FROM " + table).update());
      jdbc.sql(PlacesChanged.CREATE_TABLE).update();
      jdbc.sql("INSERT INTO changed_place SELECT id FROM place ON CONFLICT DO NOTHING").update();
      indexer.on(new PlacesChanged(jdbc.sql("SELECT count(*) FROM changed_place").query(Long.class).single()));
    });
  }

  /** Brings the tables to the day that it is now. */
  void turn() {
    LocalDate today = LegalDay.today(clock);
    transactions.executeWithoutResult(status -> jdbc.sql(LAST_DAY).param("today", Date.valueOf(today)).query(LocalDate.class).optional()
        .ifPresent(last -> {
          jdbc.sql(PlacesChanged.CREATE_TABLE).update();
          long turning = jdbc.sql(TURNING).param("last", Date.valueOf(last)).param("today", Date.valueOf(today)).update();
          indexer.on(new PlacesChanged(turning));
          jdbc.sql(DayChanges.DRAW_SUMS).update();
        }));
  }

  private void turnQuietly() {
    try {
      turn();
    } catch (DataAccessException later) {
      LOG.warn("the map has not been brought to the new day, tried again in a minute: {}", later.getMostSpecificCause().getMessage());
    }
  }
}

package org.mingjie.tile;

import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import org.mingjie.place.PlacesChanged;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the tables that tiles are made from in step with the registry, within the transaction that changes it. */
@Component
class TileIndexer {

  /** Writers take turns, so that there is one row at most. Tables that have still to be made stay so. */
  private static final String MARK_DAY = """
      WITH other AS (DELETE FROM tile_day WHERE day <> :day AND day > '-infinity')
      INSERT INTO tile_day SELECT :day WHERE NOT EXISTS (SELECT 1 FROM tile_day WHERE day IN (:day, '-infinity'))
      """;

  private final JdbcClient jdbc;
  private final FeatureRows features;
  private final Divisions divisions;
  private final Revisions revisions;
  private final Clock clock;

  TileIndexer(JdbcClient jdbc, FeatureRows features, Divisions divisions, Revisions revisions, ObjectProvider<Clock> clock) {
    this.jdbc = jdbc;
    this.features = features;
    this.divisions = divisions;
    this.revisions = revisions;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  @EventListener
  void on(PlacesChanged changed) {
    LocalDate day = LegalDay.today(clock);
    revisions.begin();
    jdbc.sql("ANALYZE changed_place").update();
    features.follow(day);
    divisions.follow(changed.count());
    revisions.bump();
    jdbc.sql(MARK_DAY).param("day", Date.valueOf(day)).update();
  }
}

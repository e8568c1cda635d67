package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;

class BelievedEmptyTest extends RegistryTest {

  /** What nobody reads in the background, as other tables are. */
  private static final String REGISTRY =
      "'place', 'name', 'spelling', 'reading', 'place_geometry', 'division', 'division_geometry', 'place_concordance', 'place_in_division'";

  private static final String BELIEVE_EMPTY = """
      UPDATE pg_class SET reltuples = 0, relpages = 1
      WHERE relnamespace = 'app'::regnamespace AND relname IN (%s)
      """.formatted(REGISTRY);

  @Autowired private SampleDistrict sample;
  @Autowired private DataSource pool;

  /** As after an import that was taken back, when the database has counted its tables before it gave the pages free. */
  @Test
  void anImportReadsNoWholeTableForEachRowWhereTheDatabaseBelievesTablesEmpty() throws Exception {
    database().sql(BELIEVE_EMPTY).update();
    long before = rowsReadOneAfterAnother();

    sample.load();

    long places = database().sql("SELECT count(*) FROM place").query(Long.class).single();
    assertThat(places).isGreaterThan(8_000);
    assertThat(rowsReadOneAfterAnother() - before).as("rows read without an index").isBetween(places, places * 2_000);
  }

  /** Sessions tell what they have read when they end: until nothing more is told. */
  private long rowsReadOneAfterAnother() throws Exception {
    pool.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
    long told = -1;
    for (long now = told(); now != told; now = told()) {
      told = now;
      Thread.sleep(2_000);
    }
    return told;
  }

  private static long told() {
    return database().sql("SELECT coalesce(sum(seq_tup_read), 0)::bigint FROM pg_stat_user_tables WHERE schemaname = 'app' AND relname IN (" + REGISTRY + ")")
        .query(Long.class).single();
  }
}

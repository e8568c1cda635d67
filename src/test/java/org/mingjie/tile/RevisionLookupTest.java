package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Look-ups of revisions that wait for each other. */
class RevisionLookupTest extends RegistryTest {

  private static final int ASKERS = 24;

  @Autowired @Qualifier("tile") private DataSource pool;
  @Autowired private JdbcClient jdbc;

  private final ExecutorService askers = Executors.newFixedThreadPool(ASKERS);
  private RevisionLookup lookup;

  @BeforeEach
  void start() {
    lookup = new RevisionLookup(pool);
    jdbc.sql("DELETE FROM tile_revision").update();
    jdbc.sql("""
        INSERT INTO tile_revision (layer, z, x, y, rev)
        SELECT l, 8, x, y, 1000 * x + 10 * y + length(l) FROM generate_series(200, 215) x, generate_series(100, 115) y, unnest(ARRAY['road', 'place', 'water']) l
        """).update();
  }

  @AfterEach
  void stop() {
    askers.shutdownNow();
  }

  @Test
  void manyWhoAskAtOnceEachGetTheNumberOfTheirOwnCell() throws Exception {
    Set<TileLayer> some = EnumSet.of(TileLayer.ROAD, TileLayer.BOUNDARY);
    List<Future<Integer>> answers = new ArrayList<>();
    for (int asker = 0; asker < ASKERS; asker++) {
      Random dice = new Random(asker);
      answers.add(askers.submit(() -> {
        int zoomedIn = 0;
        for (int i = 0; i < 200; i++) {
          int x = 198 + dice.nextInt(20);
          int y = 98 + dice.nextInt(20);
          int deeper = dice.nextInt(3);
          boolean all = dice.nextInt(10) > 0;
          boolean inside = x >= 200 && x <= 215 && y >= 100 && y <= 115;
          TileAddress address = new TileAddress(8 + deeper, (x << deeper) + deeper, y << deeper, all ? TileLayer.ALL : some, LocalDate.EPOCH);
          assertThat(lookup.revision(address)).as(address.toString()).isEqualTo(inside ? 1000L * x + 10L * y + (all ? 5 : 4) : 0);
          zoomedIn += deeper;
        }
        return zoomedIn;
      }));
    }
    for (Future<Integer> answer : answers) {
      assertThat(answer.get()).isPositive();
    }
  }

  @Test
  void aNumberOfTheWholeLayerCountsForEveryCellOnceItIsTheLatest() throws Exception {
    jdbc.sql("INSERT INTO tile_revision (layer, z, x, y, rev) VALUES ('ground', -1, 0, 0, 205000)").update();
    assertThat(lookup.revision(at(200, 100))).isEqualTo(205_000);
    assertThat(lookup.revision(at(214, 100))).isEqualTo(215_005);
    assertThat(lookup.revision(new TileAddress(8, 200, 100, EnumSet.of(TileLayer.ROAD), LocalDate.EPOCH))).isEqualTo(201_004);
  }

  @Test
  void whoAsksAfterACommitGetsItsNumberHoweverManyAsk() throws Exception {
    Map<Integer, AtomicLong> committed = new ConcurrentHashMap<>();
    for (int x = 200; x < 208; x++) {
      committed.put(x, new AtomicLong(1000L * x + 1005));
    }
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Long>> answers = new ArrayList<>();
    for (int asker = 0; asker < ASKERS - 1; asker++) {
      Random dice = new Random(asker);
      answers.add(askers.submit(() -> {
        long asked = 0;
        for (; !over.get(); asked++) {
          int x = 200 + dice.nextInt(8);
          long before = committed.get(x).get();
          assertThat(lookup.revision(at(x, 100))).isGreaterThanOrEqualTo(before);
        }
        return asked;
      }));
    }
    for (long rev = 300_000; rev < 300_400; rev++) {
      int x = 200 + (int) (rev % 8);
      jdbc.sql("UPDATE tile_revision SET rev = :rev WHERE z = 8 AND x = :x AND y = 100 AND layer = 'place'").param("rev", rev).param("x", x).update();
      committed.get(x).set(rev);
    }
    over.set(true);
    for (Future<Long> answer : answers) {
      assertThat(answer.get()).isPositive();
    }
  }

  @Test
  void whereTheDatabaseFailsEveryoneWhoWaitsIsToldAndTheNextIsAnsweredAgain() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    lookup = new RevisionLookup(new DelegatingDataSource(pool) {
      @Override
      public Connection getConnection() throws SQLException {
        if (down.get()) {
          throw new SQLException("no connection", "08006");
        }
        return super.getConnection();
      }
    });
    List<Future<Long>> answers = new ArrayList<>();
    for (int asker = 0; asker < ASKERS; asker++) {
      answers.add(askers.submit(() -> lookup.revision(at(200, 100))));
    }
    for (Future<Long> answer : answers) {
      assertThatThrownBy(answer::get).rootCause().isInstanceOf(SQLException.class).hasMessage("no connection");
    }
    down.set(false);
    assertThat(lookup.revision(at(200, 100))).isEqualTo(201_005);
  }

  private static TileAddress at(int x, int y) {
    return new TileAddress(8, x, y, TileLayer.ALL, LocalDate.EPOCH);
  }
}

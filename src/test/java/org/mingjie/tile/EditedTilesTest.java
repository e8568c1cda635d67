package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.mingjie.launch.SampleDistrict;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** After whatever edits the tiles are those that are made from nothing, each taken from memory only while it is right. */
class EditedTilesTest extends RegistryTest {

  private static final int ROUNDS = 2;
  private static final int EDITS_IN_A_ROUND = 12;
  private static final int DEEPEST_WHOLE = 12;
  private static final int DEEPEST_AT_EACH_EDIT = 9;

  @Autowired private SampleDistrict sample;
  @Autowired private TileService tiles;
  @Autowired private TileUpkeep upkeep;
  @Autowired private TileExtent extent;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionOperations transactions;
  @Autowired private ApplicationEventPublisher events;

  @Test
  void everyTileAfterRandomEditsIsTheOneMadeFromNothing() {
    long seed = Long.getLong("tile.seed", System.nanoTime());
    System.out.println("seed of the edits: " + seed);
    Random random = new Random(seed);
    sample.load();
    Edits edits = new Edits(jdbc, transactions, events);
    List<TileAddress> addresses = addresses(random);
    Map<TileAddress, byte[]> before = served(addresses);
    List<TileAddress> few = addresses.stream().filter(a -> a.z() >= 5 && a.z() <= DEEPEST_AT_EACH_EDIT).toList();
    for (int round = 0; round < ROUNDS; round++) {
      List<String> done = new ArrayList<>();
      for (int i = 0; i < EDITS_IN_A_ROUND; i++) {
        edits.commit(() -> done.add(edits.random(random)));
        Map<TileAddress, byte[]> served = served(few);
        tiles.forgetAll();
        assertSame("seed %d, round %d, from memory after %s".formatted(seed, round, done.get(i)), served, served(few));
        MapDaysTest.assertCounted("seed %d, round %d, days after %s".formatted(seed, round, done.get(i)));
      }
      Map<TileAddress, byte[]> served = served(addresses);
      upkeep.rebuild();
      MapDaysTest.assertCounted("from nothing");
      tiles.forgetAll();
      Map<TileAddress, byte[]> fresh = served(addresses);
      assertSame("seed %d, round %d, after %s".formatted(seed, round, done), served, fresh);
      assertThat(addresses.stream().filter(a -> !Arrays.equals(before.get(a), fresh.get(a)))).as("tiles that edits have changed").isNotEmpty();
    }
  }

  private static void assertSame(String what, Map<TileAddress, byte[]> served, Map<TileAddress, byte[]> fresh) {
    assertThat(served.keySet().stream().filter(a -> !Arrays.equals(served.get(a), fresh.get(a)))
        .map(a -> a.z() + "/" + a.x() + "/" + a.y() + " " + difference(served.get(a), fresh.get(a)))).as(what).isEmpty();
  }

  private static String difference(byte[] a, byte[] b) {
    MvtTile served = MvtTile.read(a);
    MvtTile fresh = MvtTile.read(b);
    List<String> layers = new ArrayList<>();
    for (String layer : TileLayer.ids()) {
      List<String> one = text(served, layer);
      List<String> other = text(fresh, layer);
      if (!one.equals(other)) {
        List<String> tooMuch = new ArrayList<>(one);
        tooMuch.removeAll(other);
        List<String> missing = new ArrayList<>(other);
        missing.removeAll(one);
        layers.add("%s: too much %s, missing %s".formatted(layer, shortened(tooMuch), shortened(missing)));
      }
    }
    return layers.toString();
  }

  private static List<String> shortened(List<String> all) {
    return all.stream().limit(3).map(s -> s.substring(0, Math.min(200, s.length()))).toList();
  }

  private static List<String> text(MvtTile tile, String layer) {
    return tile.features(layer).stream().map(f -> f.id() + " " + f.properties() + " "
        + f.parts().stream().map(p -> p.stream().map(Arrays::toString).toList().toString()).toList()).toList();
  }

  /** All to a zoom, then some. */
  private List<TileAddress> addresses(Random random) {
    LocalDate today = LegalDay.today(Clock.systemUTC());
    TileExtent.Box box = extent.of(TileLayer.ALL);
    List<TileAddress> addresses = new ArrayList<>();
    for (int z = 0; z <= TileAddress.MAX_ZOOM; z++) {
      int[] cells = box.cells(z);
      for (int x = cells[0]; x <= cells[1]; x++) {
        for (int y = cells[2]; y <= cells[3]; y++) {
          if (z <= DEEPEST_WHOLE || random.nextInt(1 << 2 * (z - DEEPEST_WHOLE)) == 0) {
            addresses.add(new TileAddress(z, x, y, TileLayer.ALL, today));
            if (z == DEEPEST_AT_EACH_EDIT) {
              addresses.add(new TileAddress(z, x, y, TileLayer.ALL, LocalDate.of(2026, 1, 2)));
            }
          }
        }
      }
    }
    return addresses;
  }

  private Map<TileAddress, byte[]> served(List<TileAddress> addresses) {
    Map<TileAddress, byte[]> served = new LinkedHashMap<>();
    addresses.forEach(a -> served.put(a, tiles.get(a, "test").join().raw()));
    return served;
  }
}

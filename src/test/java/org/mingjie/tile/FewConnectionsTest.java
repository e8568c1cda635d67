package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** However few connections an administrator allows, those that make tiles leave some to the look-ups of revisions. */
@TestPropertySource(properties = "mingjie.pool-size=2")
class FewConnectionsTest extends RegistryTest {

  @LocalServerPort private int port;

  @Test
  void tilesAreMadeAndFoundAgainByManyAtOnce() {
    ExecutorService clients = Executors.newFixedThreadPool(16);
    try {
      for (int round = 0; round < 3; round++) {
        List<CompletableFuture<Integer>> asked = IntStream.range(0, 64)
            .mapToObj(x -> CompletableFuture.supplyAsync(() -> new TileClient(port).get("/tiles/base/8/" + (180 + x) + "/100.mvt").statusCode(), clients)).toList();
        assertThat(asked).extracting(CompletableFuture::join).containsOnly(204);
      }
    } finally {
      clients.shutdownNow();
    }
  }
}

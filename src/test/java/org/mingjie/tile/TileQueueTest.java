package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a worker when many want one. */
class TileQueueTest {

  private final TileQueue queue = new TileQueue();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private final List<String> givenUp = Collections.synchronizedList(new ArrayList<>());

  /** Holds its worker until the end of the test. */
  private final class Long implements TileQueue.Work {
    private final String name;
    private final CountDownLatch running = new CountDownLatch(1);

    Long(String name) {
      this.name = name;
    }

    @Override
    public void run() {
      begun.add(name);
      running.countDown();
      try {
        end.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void giveUp() {
      givenUp.add(name);
    }
  }

  @AfterEach
  void close() {
    end.countDown();
    queue.close();
  }

  @Test
  void aClientThatAsksForTooMuchLeavesAWorkerToOthers() throws InterruptedException {
    int taken = 0;
    while (queue.offer("greedy", new Long("greedy"))) {
      taken++;
    }
    Long modest = new Long("modest");
    assertThat(queue.offer("modest", modest)).isTrue();
    assertThat(modest.running.await(5, TimeUnit.SECONDS)).as("the modest one is served while the greedy one holds all it may").isTrue();
    assertThat(taken).isBetween(TileQueue.WAITING_OF_ONE_CLIENT, TileQueue.WAITING_OF_ONE_CLIENT + TileQueue.WORKERS);
    assertThat(begun.stream().filter("greedy"::equals)).hasSizeLessThan(TileQueue.WORKERS);
  }

  @Test
  void whoWorksHimselfCountsAsAWorkerOfHis() throws InterruptedException {
    int greedy = 0;
    while (queue.begin("greedy")) {
      greedy++;
    }
    assertThat(greedy).isEqualTo(TileQueue.WORKERS - 1);
    assertThat(queue.begin("modest")).isTrue();
    assertThat(queue.begin("third")).as("all places are taken").isFalse();
    Long waits = new Long("third");
    assertThat(queue.offer("third", waits)).isTrue();
    assertThat(waits.running.await(200, TimeUnit.MILLISECONDS)).isFalse();
    queue.end("greedy");
    assertThat(waits.running.await(5, TimeUnit.SECONDS)).isTrue();
    queue.end("modest");
    assertThat(queue.begin("modest")).isTrue();
  }

  @Test
  void nobodyWorksHimselfBeforeThoseWhoWait() {
    while (queue.offer("greedy", new Long("greedy"))) {
      assertThat(begun).hasSizeLessThan(TileQueue.WORKERS);
    }
    assertThat(queue.begin("late")).isFalse();
  }

  @Test
  void theQueueIsBoundedForAllTogether() {
    int taken = 0;
    for (int client = 0; client < 40; client++) {
      for (int i = 0; i < 40; i++) {
        taken += queue.offer("client " + client, new Long("x")) ? 1 : 0;
      }
    }
    assertThat(taken).isBetween(TileQueue.WAITING_AT_MOST, TileQueue.WAITING_AT_MOST + TileQueue.WORKERS);
  }

  @Test
  void clientsTakeTurns() throws InterruptedException {
    List<Long> first = new ArrayList<>();
    for (int i = 0; i < TileQueue.WORKERS - 1; i++) {
      first.add(new Long("early"));
      queue.offer("early", first.get(i));
    }
    first.add(new Long("other"));
    queue.offer("other", first.get(first.size() - 1));
    for (Long one : first) {
      assertThat(one.running.await(5, TimeUnit.SECONDS)).isTrue();
    }
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(20);
    for (String client : List.of("a", "b")) {
      for (int i = 0; i < 10; i++) {
        queue.offer(client, new TileQueue.Work() {
          @Override
          public void run() {
            order.add(client);
            all.countDown();
          }

          @Override
          public void giveUp() {
            all.countDown();
          }
        });
      }
    }
    end.countDown();
    assertThat(all.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(order.subList(0, 12)).as("b does not wait for all of a").contains("b");
  }

  @Test
  void whatStillWaitsWhenTheServerStopsIsToldSo() {
    while (queue.offer("client", new Long("x"))) {
      assertThat(begun).hasSizeLessThanOrEqualTo(TileQueue.WORKERS);
    }
    queue.close();
    assertThat(givenUp).isNotEmpty();
    assertThat(queue.offer("client", new Long("late"))).isFalse();
  }
}

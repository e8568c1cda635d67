package org.mingjie.tile;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tiles waiting to be made. Clients take turns, each has a bounded place in the queue, and none may hold all of the
 * workers: whoever asks for ten thousand tiles at once waits behind himself. Where nobody waits, whoever asks works himself.
 */
@Component
class TileQueue {

  /** More than there are processors: a small tile need not wait until the large ones before it are done. */
  static final int WORKERS = 8;
  static final int WAITING_AT_MOST = 512;
  static final int WAITING_OF_ONE_CLIENT = 128;
  private static final int RUNNING_OF_ONE_CLIENT = WORKERS - 1;
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  /** Work that is done once, or told that it has waited too long. */
  interface Work extends Runnable {

    void giveUp();
  }

  private record Waiting(String client, Work work, long until) {}

  private final Map<String, ArrayDeque<Waiting>> lanes = new LinkedHashMap<>();
  private final Map<String, Integer> running = new HashMap<>();
  private int waiting;
  private int busy;
  private boolean closed;

  TileQueue() {
    for (int i = 0; i < WORKERS; i++) {
      Thread worker = new Thread(this::serve, "tile-" + i);
      worker.setDaemon(true);
      worker.start();
    }
  }

  synchronized int waiting() {
    return waiting;
  }

  /** @return false where the queue, or the client's part of it, is full */
  synchronized boolean offer(String client, Work work) {
    ArrayDeque<Waiting> lane = lanes.get(client);
    if (closed || waiting >= WAITING_AT_MOST || lane != null && lane.size() >= WAITING_OF_ONE_CLIENT) {
      return false;
    }
    lanes.computeIfAbsent(client, c -> new ArrayDeque<>()).add(new Waiting(client, work, System.nanoTime() + PATIENCE.toNanos()));
    waiting++;
    notifyAll();
    return true;
  }

  /**
   * Takes the place of a worker, to be given back by {@link #end}, for work done at once by whoever asks for it.
   *
   * @return false where others wait, all places are taken, or the client has all that it may
   */
  synchronized boolean begin(String client) {
    if (closed || waiting > 0 || !mayRun(client)) {
      return false;
    }
    count(client);
    return true;
  }

  synchronized void end(String client) {
    running.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1);
    busy--;
    notifyAll();
  }

  private boolean mayRun(String client) {
    return busy < WORKERS && running.getOrDefault(client, 0) < RUNNING_OF_ONE_CLIENT;
  }

  private void count(String client) {
    running.merge(client, 1, Integer::sum);
    busy++;
  }

  @PreDestroy
  synchronized void close() {
    closed = true;
    lanes.values().forEach(lane -> lane.forEach(w -> w.work().giveUp()));
    lanes.clear();
    notifyAll();
  }

  private void serve() {
    while (true) {
      Waiting next = take();
      if (next == null) {
        return;
      }
      try {
        if (System.nanoTime() > next.until()) {
          next.work().giveUp();
        } else {
          next.work().run();
        }
      } finally {
        end(next.client());
      }
    }
  }

  /** The work of the client whose turn it is; null when the queue is closed. */
  private synchronized @Nullable Waiting take() {
    while (!closed) {
      for (Map.Entry<String, ArrayDeque<Waiting>> turn : lanes.entrySet()) {
        String client = turn.getKey();
        if (mayRun(client)) {
          ArrayDeque<Waiting> lane = turn.getValue();
          Waiting next = lane.remove();
          waiting--;
          count(client);
          lanes.remove(client);
          if (!lane.isEmpty()) {
            lanes.put(client, lane); // behind the others
          }
          return next;
        }
      }
      try {
        wait();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
    return null;
  }
}

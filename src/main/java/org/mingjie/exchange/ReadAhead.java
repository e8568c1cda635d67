package org.mingjie.exchange;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads items on a thread of its own, a little ahead of the one that takes them, in the same order. */
final class ReadAhead<T> implements Closeable {

  private static final int BATCH = 512;
  private static final int WAITING_BATCHES = 8;

  /** @param failure what ended the reading after the items; null if nothing did */
  private record Batch<T>(List<T> items, boolean last, @Nullable Throwable failure) {}

  private final BlockingQueue<Batch<T>> waiting = new ArrayBlockingQueue<>(WAITING_BATCHES);
  private final Thread reader;
  private Batch<T> current = new Batch<>(List.of(), false, null);
  private int taken;

  /** @param source gives null at the end; called on the other thread only */
  ReadAhead(Supplier<@Nullable T> source) {
    reader = new Thread(() -> read(source), "import-reader");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * @return null at the end
   * @throws RuntimeException or error: what the source threw, once the items before it are taken
   */
  @Nullable T next() {
    while (taken == current.items().size()) {
      if (current.failure() instanceof RuntimeException failed) {
        throw failed;
      }
      if (current.failure() instanceof Error failed) {
        throw failed;
      }
      if (current.last()) {
        return null;
      }
      try {
        current = waiting.take();
        taken = 0;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw Cancelled.ofImport();
      }
    }
    return current.items().get(taken++);
  }

  private void read(Supplier<@Nullable T> source) {
    try {
      boolean more = true;
      while (more) {
        Batch<T> batch = batch(source);
        more = !batch.last();
        waiting.put(batch);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> Batch<T> batch(Supplier<@Nullable T> source) {
    List<T> items = new ArrayList<>(BATCH);
    try {
      while (items.size() < BATCH) {
        T item = source.get();
        if (item == null) {
          return new Batch<>(items, true, null);
        }
        items.add(item);
      }
      return new Batch<>(items, false, null);
    } catch (RuntimeException | Error failed) {
      return new Batch<>(items, true, failed);
    }
  }

  /** Stops reading; afterwards the source belongs to the caller again. */
  @Override
  public void close() {
    reader.interrupt();
    try {
      reader.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

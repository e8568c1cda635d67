package org.mingjie.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * How many passwords are compared: a hash is made slow on purpose, and whoever tries many would have the processors to himself.
 * An address that has sent many wrong ones waits; at any moment no more than one is compared for two processors.
 */
@Component
class SignInBrake {

  static final int WRONG_OF_AN_ADDRESS = 30;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int ADDRESSES = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Cache<String, AtomicInteger> wrong = Caffeine.newBuilder().maximumSize(ADDRESSES).expireAfterWrite(WINDOW).build();
  private final Semaphore turns = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

  /** @throws TooManySignIns where the address has to wait or the turn does not come */
  void begin(String address) {
    AtomicInteger sent = wrong.getIfPresent(address);
    if (sent != null && sent.get() >= WRONG_OF_AN_ADDRESS) {
      throw new TooManySignIns();
    }
    try {
      if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TooManySignIns();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new TooManySignIns();
    }
  }

  void end() {
    turns.release();
  }

  void noteWrong(String address) {
    wrong.get(address, a -> new AtomicInteger()).incrementAndGet();
  }
}

package org.mingjie.time;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Time-ordered identifiers (RFC 9562, version 7), so that rows written together lie together in their indexes.
 * Within a millisecond the 12 bits after the version count up, so ids of one process never go back.
 */
public final class Uuid7 {

  private static final RandomGenerator RANDOM = new SecureRandom();
  private static final Object LOCK = new Object();
  private static long lastStamp;

  private Uuid7() {}

  public static UUID next() {
    long stamp;
    synchronized (LOCK) {
      long now = System.currentTimeMillis() << 12;
      stamp = lastStamp = Math.max(now, lastStamp + 1);
    }
    long high = (stamp >>> 12) << 16 | 0x7000L | (stamp & 0xFFF);
    long low = RANDOM.nextLong() >>> 2 | 0x8000000000000000L;
    return new UUID(high, low);
  }
}

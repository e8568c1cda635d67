package org.mingjie.launch.district;

import java.util.List;

/** Random numbers of our own (SplitMix64), so that a seed gives the same district on every Java machine. */
final class Dice {

  private long state;

  Dice(long seed) {
    state = seed;
  }

  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  long next() {
    return mix(state += 0x9e3779b97f4a7c15L);
  }

  /** At least 0, below 1. */
  double share() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  int below(int bound) {
    return (int) ((next() >>> 33) % bound);
  }

  boolean happens(double probability) {
    return share() < probability;
  }

  /** Near the normal distribution, mean 0, deviation 1, within ±3.5. */
  double bell() {
    double sum = 0;
    for (int i = 0; i < 12; i++) sum += share();
    return sum - 6;
  }

  <T> T of(List<T> list) {
    return list.get(below(list.size()));
  }

  <T> void shuffle(List<T> list) {
    for (int i = list.size() - 1; i > 0; i--) list.set(i, list.set(below(i + 1), list.get(i)));
  }
}

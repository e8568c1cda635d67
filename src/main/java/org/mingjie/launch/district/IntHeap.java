package org.mingjie.launch.district;

import java.util.Arrays;

/** Smallest key first, cell numbers as values; the loop of flooding, growth and routing without boxing. */
final class IntHeap {

  private double[] keys = new double[1024];
  private int[] values = new int[1024];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  double leastKey() {
    return keys[0];
  }

  void push(double key, int value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    int at = size++;
    while (at > 0 && key < keys[(at - 1) >> 1]) {
      int up = (at - 1) >> 1;
      keys[at] = keys[up];
      values[at] = values[up];
      at = up;
    }
    keys[at] = key;
    values[at] = value;
  }

  int pop() {
    int least = values[0];
    double key = keys[--size];
    int value = values[size];
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && keys[child + 1] < keys[child]) child++;
      if (keys[child] >= key) break;
      keys[at] = keys[child];
      values[at] = values[child];
      at = child;
    }
    keys[at] = key;
    values[at] = value;
    return least;
  }
}

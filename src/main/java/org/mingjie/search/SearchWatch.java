package org.mingjie.search;

/** Told of questions to which the whole registry has no answer. Keystrokes ({@code /api/suggest}) are none. */
public interface SearchWatch {

  /**
   * Must not wait: the answer does.
   *
   * @param typed as it came
   * @param client address of who asked
   */
  void nothingFound(String typed, String client);
}

package org.mingjie.exchange;

/** Watches a long command and may stop it. */
public interface Progress {

  Progress NONE = (stage, done, total) -> {};

  /**
   * @param stage what is being done, in Chinese
   * @param done bytes or steps done; total 0 where it cannot be told
   */
  void at(String stage, long done, long total);

  /** Asked often; once true the command ends without having changed anything. */
  default boolean cancelled() {
    return false;
  }
}

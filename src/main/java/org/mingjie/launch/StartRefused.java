package org.mingjie.launch;

/** The program cannot start: one message that says what is wrong and the act that mends it. */
public final class StartRefused extends RuntimeException {

  private final String remedy;

  StartRefused(String what, String remedy) {
    super(what);
    this.remedy = remedy;
  }

  /** The act that mends it, usually a command to type. */
  public String remedy() {
    return remedy;
  }
}

package org.mingjie.geometry;

/** The coordinates cannot be brought to CGCS2000; the message says how to mend it, in Chinese. */
public class UnknownCoordinateSystem extends RuntimeException {

  private final String system;

  UnknownCoordinateSystem(String system, String advice) {
    super(advice);
    this.system = system;
  }

  public String system() {
    return system;
  }
}

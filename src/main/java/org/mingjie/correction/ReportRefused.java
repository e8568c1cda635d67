package org.mingjie.correction;

import java.util.List;

/** A report that is not taken. */
public final class ReportRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Something is wrong with what was filled in; {@link ReportRefused#faults} tells what. */
    FAULTY,
    /** The address has sent too many lately. */
    TOO_MANY,
    /** The key of the request was used for another report. */
    KEY_REUSED
  }

  private final Reason reason;
  private final transient List<Draft.Fault> faults;

  ReportRefused(Reason reason, List<Draft.Fault> faults) {
    super(reason + " " + faults);
    this.reason = reason;
    this.faults = List.copyOf(faults);
  }

  public Reason reason() {
    return reason;
  }

  public List<Draft.Fault> faults() {
    return faults;
  }
}

package org.mingjie.launch.district;

/** Names of rivers: generic term after a stroke where it is more than the last character. */
final class RiverName {
  private RiverName() {}

  static Name of(String written) {
    int stroke = written.indexOf('/');
    if (stroke >= 0) return Name.of(written.substring(0, stroke), written.substring(stroke + 1));
    Term whole = Term.of(written);
    return new Name(java.util.List.of(whole.butLast(1)), whole.last(1), false);
  }
}

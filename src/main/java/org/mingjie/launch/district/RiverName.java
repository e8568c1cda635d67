package org.mingjie.launch.district;

import java.util.List;

/** Names of rivers and mountains as the lexicon writes them. */
final class RiverName {

  private RiverName() {}

  /** The generic term stands behind a stroke, 罗/江, or is the last character, 柳溪. */
  static Name of(String written) {
    int stroke = written.indexOf('/');
    if (stroke >= 0) return Name.of(written.substring(0, stroke), written.substring(stroke + 1));
    Term whole = Term.of(written);
    return new Name(List.of(whole.butLast(1)), whole.last(1), false);
  }
}

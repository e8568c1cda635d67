package org.mingjie.launch.district;

/**
 * A place name of specific term 专名 and generic term 通名.
 *
 * @param generic may be empty
 * @param oneWord spelled in one word, as names of natural villages are
 */
record Name(Term specific, Term generic, boolean oneWord) {

  static Name of(String specific, String generic) {
    return new Name(Term.of(specific), Term.of(generic), false);
  }

  String text() {
    return specific.text() + generic.text();
  }

  /** Hanyu Pinyin with tone marks. */
  String spelling() {
    if (generic.isEmpty()) return Spelling.word(specific);
    if (oneWord) return Spelling.word(specific.with(generic));
    return specific.isEmpty() ? Spelling.word(generic) : Spelling.word(specific) + " " + Spelling.word(generic);
  }
}

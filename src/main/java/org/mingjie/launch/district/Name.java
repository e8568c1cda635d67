package org.mingjie.launch.district;

import java.util.List;

/**
 * A place name of specific term 专名 and generic term 通名.
 *
 * @param words   the specific term, word by word as it is spelled
 * @param generic may be empty
 * @param oneWord spelled in one word, as names of natural villages are
 */
record Name(List<Term> words, Term generic, boolean oneWord) {

  Name {
    words = List.copyOf(words);
  }

  static Name of(String specific, String generic) {
    return of(Term.of(specific), generic);
  }

  static Name of(Term specific, String generic) {
    return new Name(List.of(specific), Term.of(generic), false);
  }

  /** Specific term of a town as a modifier before a facility: 浒溪镇 · 中心 · 小学. */
  static Name under(Term place, String second, String generic) {
    return new Name(second.isEmpty() ? List.of(place) : List.of(place, Term.of(second)), Term.of(generic), false);
  }

  Term specific() {
    Term all = Term.NONE;
    for (Term w : words) all = all.with(w);
    return all;
  }

  Term whole() {
    return specific().with(generic);
  }

  String text() {
    return whole().text();
  }

  /** Hanyu Pinyin with tone marks. */
  String spelling() {
    if (oneWord) return Spelling.word(whole());
    StringBuilder spelling = new StringBuilder();
    for (Term w : words) spelling.append(spelling.length() == 0 ? "" : " ").append(Spelling.word(w));
    if (!generic.isEmpty()) spelling.append(spelling.length() == 0 ? "" : " ").append(Spelling.word(generic));
    return spelling.toString();
  }
}

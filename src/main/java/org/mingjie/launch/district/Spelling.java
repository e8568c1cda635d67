package org.mingjie.launch.district;

import java.util.Locale;

/** Writes syllables together as the rules of 1984 for Chinese place names want (中国地名汉语拼音字母拼写规则). */
final class Spelling {

  private static final String APART = "aoeāáǎàōóǒòēéěè";

  private Spelling() {}

  /** One word with a capital; an apostrophe before a later syllable that begins with a, o or e (Xī'ān). */
  static String word(Term term) {
    StringBuilder word = new StringBuilder();
    for (String syllable : term.readings()) {
      if (word.length() == 0) {
        word.append(syllable.substring(0, 1).toUpperCase(Locale.ROOT)).append(syllable.substring(1));
      } else {
        if (APART.indexOf(syllable.charAt(0)) >= 0) word.append('\'');
        word.append(syllable);
      }
    }
    return word.toString();
  }
}

package org.mingjie.romanization;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One way a name may be read: a toneless syllable for each character that has one.
 *
 * @param syllables lower-case letters with ü; a figure or letter of the name stands for itself
 */
public record Reading(List<String> syllables) {

  public Reading {
    syllables = List.copyOf(syllables);
  }

  /** The syllables as they are searched for: ü is u, whether typed as ü, u or v. */
  public List<String> letters() {
    return syllables.stream().map(s -> s.replace('ü', 'u')).toList();
  }

  /** All letters in one word: {@code wangxian}. */
  public String joined() {
    return String.join("", letters());
  }

  /** First letters: {@code wx}. */
  public String initials() {
    return letters().stream().map(s -> s.substring(0, 1)).collect(Collectors.joining());
  }

  /** Parted by blanks: {@code wang xian}. */
  public String spaced() {
    return String.join(" ", syllables);
  }
}

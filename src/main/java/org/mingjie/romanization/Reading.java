package org.mingjie.romanization;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One way a name may be read: a toneless syllable for each character that has one, for searching only.
 *
 * @param syllables lower-case letters, ü written u as people type it; a figure or letter of the name stands for itself
 */
public record Reading(List<String> syllables) {

  public Reading {
    syllables = List.copyOf(syllables);
  }

  /** All syllables in one word: {@code wangxian}. */
  public String joined() {
    return String.join("", syllables);
  }

  /** First letters: {@code wx}. */
  public String initials() {
    return syllables.stream().map(s -> s.substring(0, 1)).collect(Collectors.joining());
  }

  /** Parted by blanks: {@code wang xian}. */
  public String spaced() {
    return String.join(" ", syllables);
  }
}

package org.mingjie.search;

import java.util.List;

/**
 * Whether characters and letters that a user mixed fit a name: 株zhou, zhuz市. A character stands for itself; letters
 * stand for whole syllables or their beginnings, one after the other.
 */
final class Alignment {

  private final List<String> elements;
  private final List<String> characters;
  private final List<String> syllables;
  private final boolean abbreviated;

  /** @param abbreviated whether letters may be the beginning of a syllable; else only of the last one */
  private Alignment(List<String> elements, SearchMatch match, boolean abbreviated) {
    this.elements = elements;
    this.characters = Tokens.characters(match.name());
    this.syllables = match.syllables();
    this.abbreviated = abbreviated;
  }

  /** @return position of the first character that fits; -1 if the elements fit nowhere */
  static int find(List<String> elements, SearchMatch match, boolean abbreviated) {
    Alignment alignment = new Alignment(elements, match, abbreviated);
    if (alignment.characters.size() != alignment.syllables.size()) {
      return -1;
    }
    for (int start = 0; start < alignment.characters.size(); start++) {
      if (alignment.fits(0, start)) {
        return start;
      }
    }
    return -1;
  }

  private boolean fits(int element, int position) {
    if (element == elements.size()) {
      return true;
    }
    if (position == characters.size()) {
      return false;
    }
    String wanted = elements.get(element);
    return Typed.isLetters(wanted) ? spelt(element, wanted, position)
        : wanted.equals(characters.get(position)) && fits(element + 1, position + 1);
  }

  private boolean spelt(int element, String rest, int position) {
    if (rest.isEmpty()) {
      return fits(element + 1, position);
    }
    if (position == characters.size()) {
      return false;
    }
    String syllable = syllables.get(position);
    if (rest.startsWith(syllable) && spelt(element, rest.substring(syllable.length()), position + 1)) {
      return true;
    }
    for (int length = Math.min(rest.length(), syllable.length() - 1); length > 0; length--) {
      boolean last = length == rest.length() && element == elements.size() - 1;
      if ((abbreviated || last) && syllable.startsWith(rest.substring(0, length)) && spelt(element, rest.substring(length), position + 1)) {
        return true;
      }
    }
    return false;
  }
}

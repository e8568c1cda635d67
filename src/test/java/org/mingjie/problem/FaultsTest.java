package org.mingjie.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

  @ParameterizedTest
  @ValueSource(ints = {0x7, '\n', 0x200B, 0x202E, 0xFEFF, 0x2028, 0xD800, 0xDC00, 0xE001, 0x100000})
  void whatNobodySeesIsRefusedInAnyLine(int character) {
    Faults faults = new Faults();
    faults.words("text", "前" + (Character.isBmpCodePoint(character) ? String.valueOf((char) character) : Character.toString(character)) + "后", 10);
    assertThat(faults.isEmpty()).isFalse();
  }

  @Test
  void severalLinesMayHaveBreaksAndRareCharactersAreNoFault() {
    Faults faults = new Faults();
    assertThat(faults.lines("text", " 一\r\n\t二𠮷〇 ", 10)).isEqualTo("一\n\t二𠮷〇");
    assertThat(faults.isEmpty()).isTrue();
    faults.lines("text", "一\u200B二", 10);
    assertThat(faults.isEmpty()).isFalse();
  }
}

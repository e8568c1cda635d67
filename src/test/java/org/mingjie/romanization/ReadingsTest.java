package org.mingjie.romanization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingsTest {

  private final Readings readings = new Readings();

  @ParameterizedTest
  @CsvSource({"吕梁市, 市, Lüliang Shi", "女织寨镇, 镇, Nüzhizhai Zhen", "略阳县, 县, Lüeyang Xian", "绿水镇, 镇, Lüshui Zhen", "徐州市, 市, Xuzhou Shi",
      "六安市, 市, Lu'an Shi", "陆良县, 县, Luliang Xian", "西安市, 市, Xi'an Shi"})
  void aSuggestedSpellingKeepsTheUmlautAndPartsTheGenericTerm(String name, String generic, String spelling) {
    assertThat(readings.suggestion(name, generic)).isEqualTo(spelling);
  }

  @ParameterizedTest
  @CsvSource({"lv liang", "lü liang", "lǚ liáng", "LV LIANG", "lu: liang"})
  void aListWritesTheUmlautInManyWays(String given) {
    assertThat(readings.of("吕梁市", List.of(given.split(" "))).spaced()).isEqualTo("lü liang shi");
  }

  @Test
  void theUmlautIsSearchedForAsUHoweverItIsTyped() {
    assertThat(readings.of("吕梁").joined()).isEqualTo("luliang");
    assertThat(List.of(Readings.plain("lvliang"), Readings.plain("lüliang"), Readings.plain("Lǚliáng"), Readings.plain("luliang")))
        .containsOnly("luliang");
  }
}

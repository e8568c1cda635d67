package org.mingjie.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The spelling of a name above its characters. */
class NameSignTest {

  @ParameterizedTest
  @CsvSource({"浒溪镇,镇,Xǔxī Zhèn,Xǔ xī Zhèn", "西安市,市,Xī’ān Shì,Xī ān Shì", "先,,Xiān,Xiān", "吕梁,,Lǚliáng,Lǚ liáng",
    "东安庙,庙,Dōng'ān Miào,Dōng ān Miào", "二龙山,山,Èrlóng Shān,Èr lóng Shān", "女山,山,Nǚ Shān,Nǚ Shān"})
  void eachCharacterHasItsSyllable(String name, String generic, String spelling, String expected) {
    NameSign sign = NameSign.of(name, generic, spelling);
    assertThat(sign.whole()).isNull();
    assertThat(sign.marks().stream().map(NameSign.Mark::reading).filter(Objects::nonNull).collect(Collectors.joining(" "))).isEqualTo(expected);
  }

  @Test
  void aSpellingThatDoesNotFitStandsInOnePiece() {
    assertThat(NameSign.of("G417高速", null, "G417 Gāosù").whole()).isEqualTo("G417 Gāosù");
    assertThat(NameSign.of("浒溪镇", "镇", "Xǔxī").whole()).isEqualTo("Xǔxī");
    assertThat(NameSign.of("浒溪镇", "镇", null).marks()).allMatch(m -> m.reading() == null);
  }

  @Test
  void theGenericTermIsMarkedAndLongNamesAreSmaller() {
    NameSign sign = NameSign.of("浒溪镇", "镇", "Xǔxī Zhèn");
    assertThat(sign.marks()).extracting(NameSign.Mark::generic).containsExactly(false, false, true);
    assertThat(sign.size()).isEmpty();
    assertThat(NameSign.of("恩施土家族苗族自治州", "自治州", null).size()).isEqualTo("longest");
    assertThat(NameSign.of("镇", "镇", null).marks()).noneMatch(NameSign.Mark::generic);
  }
}

package org.mingjie.launch.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.houbb.pinyin.util.PinyinHelper;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpellingTest {

  @Test
  void writesSpecificAndGenericApart() {
    assertThat(Name.of("浒溪", "镇").spelling()).isEqualTo("Xǔxī Zhèn");
    assertThat(Name.under(Term.of("浒溪镇"), "中心", "小学").spelling()).isEqualTo("Xǔxīzhèn Zhōngxīn Xiǎoxué");
  }

  @Test
  void writesNaturalVillagesInOneWord() {
    Name village = VillageNames.split(Term.of("王家湾"));
    assertThat(village.spelling()).isEqualTo("Wángjiāwān");
    assertThat(village.specific().text()).isEqualTo("王家");
    assertThat(village.generic().text()).isEqualTo("湾");
  }

  @Test
  void putsAnApostropheBeforeVowels() {
    assertThat(Name.of("西安", "镇").spelling()).isEqualTo("Xī'ān Zhèn");
    assertThat(Name.of("牛轭", "岭").spelling()).isEqualTo("Niú'è Lǐng");
  }

  @Test
  void takesTheReadingWrittenBehindACharacter() {
    assertThat(Name.of("十里堡pù", "").spelling()).isEqualTo("Shílǐpù");
    assertThat(Name.of("大黄堡", "").spelling()).isEqualTo("Dàhuángbǎo");
    assertThat(Name.of("𠮷水", "").text().codePointCount(0, 3)).isEqualTo(2);
  }

  @Test
  void refusesCharactersWithoutReading() {
    assertThatThrownBy(() -> Term.of("龘")).hasMessageContaining("龘");
  }

  /** Every reading is one a dictionary knows, except neutral tones and characters it lacks. */
  @Test
  void readingsStandInTheDictionary() {
    Stream<String> words = Stream.of(Lexicon.SURNAMES, Lexicon.SPOTS, Lexicon.HOMESTEADS, Lexicon.BASES, Lexicon.HOPES, Lexicon.OLD_STREETS, Lexicon.NEW_WORDS, Lexicon.PREFIXES).flatMap(List::stream);
    words.map(Term::of).forEach(term -> {
      int[] characters = term.text().codePoints().toArray();
      for (int i = 0; i < characters.length; i++) {
        if (!Character.isBmpCodePoint(characters[i]) || characters[i] < 0x4e00 || characters[i] == '子') continue;
        List<String> known = PinyinHelper.toPinyinList((char) characters[i]);
        assertThat(known).as(term.text()).contains(term.readings().get(i));
      }
    });
  }
}

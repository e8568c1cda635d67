package org.mingjie.place;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mingjie.romanization.Readings;

/**
 * How the spelling of a place name in Hanyu Pinyin is written (中国地名汉语拼音字母拼写规则(汉语地名部分), GB/T 16159): a syllable with its tone
 * for each character, specific and generic term apart, each word with a capital. Neutral syllables have no mark.
 */
final class SpellingText {

  private static final Pattern WORDS = Pattern.compile("[\\p{Lu}\\d][\\p{Ll}\\d'’-]*(?: [\\p{Lu}\\d][\\p{Ll}\\d'’-]*)*");
  private static final Pattern TONE = Pattern.compile("[\\u0300\\u0301\\u0304\\u030C]");
  private static final String EXAMPLE = "，例如 Xǔxī Zhèn";

  private SpellingText() {}

  /**
   * @param generic generic term of the name; null where none is known
   * @return what is wrong and how it should be
   */
  static Optional<String> fault(String name, @Nullable String generic, String spelling, Readings readings) {
    if (readings.fit(name, spelling).isEmpty()) {
      return Optional.of("和“%s”的字对不上：每个汉字一个音节，标声调，专名和通名分写".formatted(name) + EXAMPLE);
    }
    if (!WORDS.matcher(Normalizer.normalize(spelling, Normalizer.Form.NFC)).matches()) {
      return Optional.of("每个词首字母大写，其余小写，词与词之间一个空格" + EXAMPLE);
    }
    List<String> words = Arrays.asList(spelling.split(" "));
    long characters = name.codePoints().filter(Character::isIdeographic).count();
    if (words.stream().anyMatch(word -> word.chars().noneMatch(Character::isDigit) && tones(word) == 0) || tones(spelling) < characters - 1) {
      return Optional.of("每个音节都要标声调（轻声除外）" + EXAMPLE);
    }
    if (generic != null && name.endsWith(generic) && name.length() > generic.length() && readings.fit(generic, words.get(words.size() - 1)).isEmpty()) {
      return Optional.of("专名和通名“%s”要分写".formatted(generic) + EXAMPLE);
    }
    return Optional.empty();
  }

  private static long tones(String text) {
    return TONE.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).results().count();
  }
}

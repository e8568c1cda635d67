package org.mingjie.unfound;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mingjie.problem.Faults;

/**
 * A query as it is kept: one writing for all who mean the same. What can be no name is not kept, above all not what may tell of a
 * person: more than a few numerals, in whatever writing (telephones, identity cards), plates, rooms, addresses of mail and of
 * pages (个人信息保护法 art. 6, least necessary).
 */
final class UnfoundText {

  private static final int SHORTEST = 2;
  private static final int LONGEST = 40;
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
  private static final int LONGEST_NUMBER = 5;
  private static final Pattern NUMERAL = Pattern.compile("[\\p{Nd}〇○零一二三四五六七八九十两壹贰叁肆伍陆柒捌玖拾]");
  private static final Pattern NO_NAME = Pattern.compile("[^\\p{L}\\p{M}\\p{N} '’·()-]");
  private static final Pattern PERSONAL = Pattern.compile("身份证|手机|电话|邮箱|微信|qq|www|护照|车牌|[a-z]\\d{5}|\\d+(?:号楼?|栋|幢|单元)?\\d+室|(?:^| )at .*(?:dot|com)|\\(at\\)");

  private UnfoundText() {}

  static Optional<String> of(String typed) {
    String text = SPACES.matcher(Normalizer.normalize(typed, Normalizer.Form.NFKC)).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    int length = text.codePointCount(0, text.length());
    boolean named = text.codePoints().anyMatch(Character::isLetter);
    boolean personal = PERSONAL.matcher(text).find() || NUMERAL.matcher(text).results().count() > LONGEST_NUMBER;
    return length < SHORTEST || length > LONGEST || !named || personal || NO_NAME.matcher(text).find() || text.codePoints().anyMatch(Faults::isHidden)
        ? Optional.empty() : Optional.of(text);
  }
}

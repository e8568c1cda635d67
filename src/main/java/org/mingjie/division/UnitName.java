package org.mingjie.division;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name of a divisional unit as a list gives it, taken apart.
 *
 * <p>村委会 and 居委会 name the committee, not the place (地名管理条例 (2022) art. 3 item 3 speaks of the seat of
 * the committee): they are kept apart as {@code unitWording}. 街道办事处 is the office of a 街道.
 *
 * @param name the place name: 东安村, 水竹社区, 月塘街道
 * @param key what the wordings of one name have in common; equal keys are one name in two wordings
 * @param specific 专名, null where no generic term ends the name
 * @param generic 通名
 * @param unitWording wording of the body, no part of the name: 村委会, 居民委员会
 */
public record UnitName(
    String name, String key, @Nullable String specific, @Nullable String generic, @Nullable String unitWording) {

  private static final List<String> COMMITTEES = List.of("村民委员会", "居民委员会", "村委会", "居委会", "家委会");
  private static final List<String> VILLAGE_GENERICS = List.of("社区", "嘎查", "村");
  private static final List<String> TOWNSHIP_GENERICS =
      List.of("民族苏木", "民族乡", "街道", "苏木", "镇", "乡", "地区", "农场", "林场", "牧场", "渔场", "开发区", "工业园区", "园区");
  private static final List<String> UPPER_GENERICS = List.of(
      "特别行政区", "自治区", "自治州", "自治县", "自治旗", "矿区", "林区", "特区", "新区", "地区", "省", "市", "盟", "县", "旗", "区");

  /**
   * @param given as written, already without outer blanks and control characters
   * @param level 1 province to 5 village
   */
  public static UnitName parse(String given, int level) {
    return switch (level) {
      case 5 -> village(given);
      case 4 -> split(office(given), TOWNSHIP_GENERICS, null);
      default -> split(given, UPPER_GENERICS, null);
    };
  }

  private static UnitName village(String given) {
    for (String committee : COMMITTEES) {
      if (given.endsWith(committee) && given.length() > committee.length()) {
        String stem = given.substring(0, given.length() - committee.length());
        boolean villagers = committee.startsWith("村");
        return split(villagers && !endsInGeneric(stem) ? stem + "村" : stem, VILLAGE_GENERICS, committee);
      }
    }
    return split(given, VILLAGE_GENERICS, null);
  }

  private static boolean endsInGeneric(String stem) {
    for (String generic : VILLAGE_GENERICS) {
      if (stem.endsWith(generic) && stem.length() > generic.length()) {
        return true;
      }
    }
    return false;
  }

  private static String office(String given) {
    if (given.endsWith("街道办事处") && given.length() > 5) {
      return given.substring(0, given.length() - 3);
    }
    if (given.endsWith("街道办") && given.length() > 3) {
      return given.substring(0, given.length() - 1);
    }
    if (given.endsWith("办事处") && given.length() > 3) {
      String stem = given.substring(0, given.length() - 3);
      return stem.endsWith("地区") ? stem : given;
    }
    return given;
  }

  private static UnitName split(String name, List<String> generics, @Nullable String wording) {
    for (String generic : generics) {
      if (name.endsWith(generic) && name.length() > generic.length()) {
        String specific = name.substring(0, name.length() - generic.length());
        boolean village = generics == VILLAGE_GENERICS;
        return new UnitName(name, fold(village ? specific : name), specific, generic, wording);
      }
    }
    return new UnitName(name, fold(name), null, null, wording);
  }

  /** Figures, brackets and blanks in one form: ０ 〇 零 are 0, （ is (. */
  static String fold(String text) {
    if (isFolded(text)) {
      return text;
    }
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '！' && c <= '～') {
        c -= 0xFEE0;
      }
      if (c == '〇' || c == '零' || c == '○') {
        c = '0';
      }
      if (!Character.isWhitespace(c) && c != '　') {
        folded.append(Character.toLowerCase(c));
      }
    }
    return folded.toString();
  }

  /** Ideographs of the first block, the common case, stay as they are; 零 alone becomes 0. */
  private static boolean isFolded(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x4E00 || c > 0x9FFF || c == '零') {
        return false;
      }
    }
    return true;
  }
}

package org.mingjie.place;

import java.util.Optional;

/** What is odd about the characters of a name. */
public final class NameText {

  /** @param kind stable name for programs */
  public record Oddity(String kind, String message, String remedy) {}

  private static final String NEVER_IN_A_NAME = "<>={}|\\^~\"`";

  private NameText() {}

  /** Outer blanks, NUL padding of old tables and the byte-order mark are no part of a value. */
  public static String clean(String value) {
    int end = value.length();
    while (end > 0 && (value.charAt(end - 1) <= ' ' || value.charAt(end - 1) == '　')) {
      end--;
    }
    int start = 0;
    while (start < end && (value.charAt(start) <= ' ' || value.charAt(start) == '　' || value.charAt(start) == '\uFEFF')) {
      start++;
    }
    return value.substring(start, end);
  }

  /** Nothing but ideographs of the first block, and not too many: the common case, with nothing to find. */
  public static boolean isHarmless(String name) {
    int length = name.length();
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      if (c < 0x4E00 || c > 0x9FFF) {
        return false;
      }
    }
    return length <= 100;
  }

  /** Faults that make a name no name at all. */
  public static Optional<Oddity> fatal(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c)) {
        return Optional.of(new Oddity("control-character", "名称里有控制字符 U+%04X".formatted((int) c), "删去控制字符"));
      }
      if (Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.LINE_SEPARATOR) {
        return Optional.of(new Oddity("invisible-character", "名称里有看不见的字符 U+%04X，会使文字反向或隐去".formatted((int) c), "删去它，或重新录入名称"));
      }
      if (NEVER_IN_A_NAME.indexOf(c) >= 0) {
        return Optional.of(new Oddity("symbol", "名称里有符号“%c”，地名里没有这种符号".formatted(c), "改为地名本身"));
      }
      if (isPictogram(name.codePointAt(i))) {
        return Optional.of(new Oddity("symbol", "名称里有图形符号“%s”，地名里没有这种符号".formatted(Character.toString(name.codePointAt(i))), "改为地名本身"));
      }
      boolean lone = Character.isSurrogate(c)
          && !(Character.isHighSurrogate(c) && i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1)))
          && !(Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(name.charAt(i - 1)));
      if (lone) {
        return Optional.of(new Oddity("lone-surrogate", "名称里有不成对的代理字符", "从原始资料重新录入这个字"));
      }
    }
    if (name.codePointCount(0, name.length()) > 100) {
      return Optional.of(new Oddity("name-too-long", "名称超过 100 字", "改为地名本身，说明写到备注"));
    }
    return Optional.empty();
  }

  private static boolean isPictogram(int c) {
    return c >= 0x1F000 && c <= 0x1FAFF;
  }

  /** What nobody may write where he puts a name right, though a list may have it: lost characters, and names without a Chinese character. */
  public static Optional<Oddity> notToBeWritten(String name) {
    Optional<Oddity> fatal = fatal(name);
    if (fatal.isPresent()) {
      return fatal;
    }
    if (name.codePoints().noneMatch(Character::isIdeographic)) {
      return Optional.of(new Oddity("no-character", "名称里没有汉字", "写汉字的地名"));
    }
    return doubtful(name).filter(odd -> odd.kind().equals("private-use-character") || odd.kind().equals("lost-character"));
  }

  /** What a person should look at; the name goes in as it is. */
  public static Optional<Oddity> doubtful(String name) {
    boolean digit = false;
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      i += Character.charCount(c);
      if (c >= 0x4E00 && c <= 0x9FFF) {
        continue;
      }
      if (Character.getType(c) == Character.PRIVATE_USE) {
        return Optional.of(new Oddity("private-use-character", "名称里有造字区的字 U+%X，换一台机器就显示不出".formatted(c),
            "查原始资料，换成有编码的字"));
      }
      if (c == '?' || c == '？' || c == 0xFFFD) {
        return Optional.of(new Oddity("lost-character", "名称里有“%s”，像是丢失的字".formatted(Character.toString(c)),
            "查原始资料补上"));
      }
      if (c == '（' || c == '(') {
        return Optional.of(new Oddity("bracket", "名称里有括号，可能是说明或拼出来的字", "括号里是缺字的拼法就换成真正的字，是说明就移到备注"));
      }
      if (Character.isLetter(c) && !Character.isIdeographic(c)) {
        return Optional.of(new Oddity("letter", "名称里有字母“%s”".formatted(Character.toString(c)), "核对名称"));
      }
      digit |= Character.isDigit(c);
    }
    return digit ? Optional.of(new Oddity("digit", "名称里有阿拉伯数字", "核对是否应写汉字数字")) : Optional.empty();
  }
}

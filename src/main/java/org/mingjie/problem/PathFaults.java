package org.mingjie.problem;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.web.util.UriUtils;

/** Why the container or the firewall refuses a path, and how to write it; they tell no more than that they do. */
final class PathFaults {

  private static final String UNESCAPED = "[^A-Za-z0-9._~!$&'()*+,;=:@/%\\\\-]";

  private static final List<Map.Entry<Pattern, String>> FAULTS = List.of(
      fault("%(?![0-9a-fA-F]{2})", "百分号后面要有两个十六进制数字（百分号编码，如“株”写作 %E6%A0%AA）"),
      fault("//", "有连着的斜杠“//”，只写一个"),
      fault("(?i);|%3b", "有分号；去掉分号和它后面到下一个斜杠为止的字"),
      fault("(?i)(^|/)(\\.|%2e){1,2}(;[^/]*)?(/|$)", "有“.”或“..”这样的一段；写出完整的地址"),
      fault("(?i)\\\\|%5c", "有反斜杠；分段用斜杠“/”"),
      fault("(?i)%2f", "有编码的斜杠“%2F”；分段用“/”，名称里不能有斜杠"),
      fault("%25", "有编码的百分号“%25”；每个字只编码一次，名称里不能有百分号"),
      fault("(?i)%([01][0-9a-f]|7f|c2%[89][0-9a-f]|e2%80%a[89])", "有控制字符（如 %00、%0A 的编码）；去掉它"),
      fault(UNESCAPED, "有不能直接写的字；汉字和 | < > \" { } 等符号要先用百分号编码"));

  private PathFaults() {}

  /** @param path as it came */
  static List<String> of(String path) {
    List<String> faults = new ArrayList<>();
    FAULTS.stream().filter(fault -> fault.getKey().matcher(path).find()).map(Map.Entry::getValue).forEach(faults::add);
    if (faults.isEmpty() && !isUtf8(path)) {
      faults.add("百分号编码不是完整的 UTF-8（如“株”写作 %E6%A0%AA）");
    }
    return faults;
  }

  /** @param escaped with percent signs that each encode a byte */
  static boolean isUtf8(String escaped) {
    try {
      byte[] bytes = UriUtils.decode(escaped, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException broken) {
      return false;
    }
  }

  private static Map.Entry<Pattern, String> fault(String pattern, String words) {
    return Map.entry(Pattern.compile(pattern), words);
  }
}

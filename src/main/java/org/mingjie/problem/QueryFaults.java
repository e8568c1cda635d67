package org.mingjie.problem;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which parameters of a query string cannot be decoded, and why; the connector tells no more than that there is one. */
final class QueryFaults {

  private static final Pattern NO_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
  private static final int MOST_TOLD = 20;

  private QueryFaults() {}

  /**
   * @param query as it came; null if there is none
   * @return what is wrong, by the name of the parameter; a name that cannot be decoded as it came
   */
  static Map<String, String> of(@Nullable String query) {
    Map<String, String> faults = new LinkedHashMap<>();
    for (String part : query == null ? new String[0] : query.split("&")) {
      String fault = fault(part);
      if (fault != null && faults.size() < MOST_TOLD) {
        faults.putIfAbsent(Echo.brief(name(part)), fault);
      }
    }
    return faults;
  }

  private static @Nullable String fault(String part) {
    if (part.startsWith("=")) {
      return "等号前面要有参数名";
    }
    if (NO_ESCAPE.matcher(part).find()) {
      return "百分号编码不完整：百分号后面要有两个十六进制数字（如“株”写作 %E6%A0%AA），百分号本身写作 %25";
    }
    return PathFaults.isUtf8(part) ? null : "百分号编码不是完整的 UTF-8（如“株”写作 %E6%A0%AA）";
  }

  private static String name(String part) {
    String name = part.startsWith("=") ? part : part.replaceFirst("=.*", "");
    return NO_ESCAPE.matcher(name).find() || !PathFaults.isUtf8(name) ? name : URLDecoder.decode(name, StandardCharsets.UTF_8);
  }
}

package org.mingjie.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From what somebody has signed in, so that he knows it again: of what a browser says of itself no more is kept.
 *
 * @param browser its name with the first number of its version, {@code Firefox 140}; null where it is none that is known
 * @param system {@code Windows}, {@code Android}; null where it is none that is known
 */
record Device(@Nullable String browser, @Nullable String system) {

  /** Each says that it is some of those after it as well. */
  private static final Map<String, Pattern> BROWSERS = patterns("WeChat", "MicroMessenger/(\\d+)", "QQ Browser", "QQBrowser/(\\d+)",
      "UC Browser", "UC?Browser/(\\d+)", "360 Browser", "(?:360SE|360EE|QHBrowser)(?:/(\\d+))?", "Huawei Browser", "HuaweiBrowser/(\\d+)",
      "Edge", "Edg(?:e|A|iOS)?/(\\d+)", "Opera", "OPR/(\\d+)", "Firefox", "(?:Firefox|FxiOS)/(\\d+)", "Chrome", "(?:HeadlessChrome|Chrome|CriOS)/(\\d+)",
      "Safari", "Version/(\\d+)[^ ]* (?:Mobile/\\w+ )?Safari/");

  private static final Map<String, Pattern> SYSTEMS = patterns("HarmonyOS", "HarmonyOS|OpenHarmony", "Android", "Android", "iPhone", "iPhone", "iPad", "iPad",
      "Windows", "Windows", "macOS", "Mac OS X|Macintosh", "Linux", "Linux|X11");

  private static Map<String, Pattern> patterns(String... namesAndPatterns) {
    Map<String, Pattern> patterns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndPatterns.length; i += 2) {
      patterns.put(namesAndPatterns[i], Pattern.compile(namesAndPatterns[i + 1]));
    }
    return patterns;
  }

  /** @param agent the header User-Agent; null where there was none */
  static Device of(@Nullable String agent) {
    return agent == null ? new Device(null, null) : new Device(first(BROWSERS, agent), first(SYSTEMS, agent));
  }

  private static @Nullable String first(Map<String, Pattern> known, String agent) {
    for (Map.Entry<String, Pattern> one : known.entrySet()) {
      Matcher found = one.getValue().matcher(agent);
      if (found.find()) {
        return found.groupCount() == 0 || found.group(1) == null ? one.getKey() : one.getKey() + " " + found.group(1);
      }
    }
    return null;
  }
}

package org.mingjie.publication;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Languages of the server's pages: the one asked for by {@code lang=}, else the browser's, else Chinese. */
enum PageLanguage {
  ZH("zh-CN", "zh_CN"),
  EN("en", "en_GB");

  private final String tag;
  private final String openGraph;

  PageLanguage(String tag, String openGraph) {
    this.tag = tag;
    this.openGraph = openGraph;
  }

  /** As in the attribute lang. */
  String tag() {
    return tag;
  }

  /** As in og:locale. */
  String openGraph() {
    return openGraph;
  }

  /** To be put behind an address of this server, so that what it leads to is in the same language. */
  String query() {
    return this == EN ? "?lang=en" : "";
  }

  static PageLanguage of(HttpServletRequest request) {
    PageLanguage wanted = named(request.getParameter("lang"));
    return wanted != null ? wanted : accepted(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
  }

  private static PageLanguage accepted(@Nullable String header) {
    if (header == null) {
      return ZH;
    }
    try {
      List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(header);
      return ranges.stream().filter(r -> r.getWeight() > 0).map(r -> named(r.getRange())).filter(l -> l != null).findFirst().orElse(ZH);
    } catch (IllegalArgumentException unreadable) {
      return ZH;
    }
  }

  private static @Nullable PageLanguage named(@Nullable String range) {
    if (range == null) {
      return null;
    }
    String language = range.toLowerCase(Locale.ROOT);
    return language.equals("en") || language.startsWith("en-") ? EN : language.equals("zh") || language.startsWith("zh-") ? ZH : null;
  }

  /** 2023年11月15日, 15 November 2023. */
  String day(LocalDate day) {
    return this == ZH ? "%d年%d月%d日".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth())
        : DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).format(day);
  }

  String year(LocalDate day) {
    return this == ZH ? day.getYear() + "年" : Integer.toString(day.getYear());
  }
}

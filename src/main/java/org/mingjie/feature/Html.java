package org.mingjie.feature;

import java.util.List;
import java.util.Map;
import org.springframework.web.util.HtmlUtils;

/** A page for people: Chinese, without scripts, every text escaped. */
final class Html {

  private static final String FRAME = """
      <!DOCTYPE html>
      <html lang="zh-CN">
      <head>
      <meta charset="UTF-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%s</title>
      <link rel="stylesheet" href="%s">
      <link rel="alternate" type="%s" href="%s">
      </head>
      <body>
      <header><nav aria-label="位置">%s</nav><a href="%s">JSON</a></header>
      <main>
      """;

  private static final String END = """
      </main>
      </body>
      </html>
      """;

  private Html() {}

  /**
   * The page up to its own content.
   *
   * @param crumbs the way here, each title with its path below the landing page
   */
  static String begin(Ask ask, String title, String jsonType, List<String[]> crumbs) {
    StringBuilder way = new StringBuilder();
    crumbs.forEach(crumb -> way.append(link(ask.address(crumb[1], Representation.HTML), crumb[0])));
    String json = escape(ask.here(Representation.JSON, Map.of()));
    return FRAME.formatted(escape(title), escape(ask.address("/page.css")), escape(jsonType), json, way, json);
  }

  static String end() {
    return END;
  }

  static String link(String href, String text) {
    return "<a href=\"" + escape(href) + "\">" + escape(text) + "</a>";
  }

  /** A row of a table; its cells are HTML already. */
  static String row(String... cells) {
    return "<tr><td>" + String.join("</td><td>", cells) + "</td></tr>\n";
  }

  static String heads(String... titles) {
    StringBuilder row = new StringBuilder("<tr>");
    for (String title : titles) {
      row.append("<th scope=\"col\">").append(escape(title)).append("</th>");
    }
    return row.append("</tr>\n").toString();
  }

  static String fact(String title, String cell) {
    return "<tr><th scope=\"row\">" + escape(title) + "</th><td>" + cell + "</td></tr>\n";
  }

  static String code(String text) {
    return "<code>" + escape(text) + "</code>";
  }

  static String escape(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}

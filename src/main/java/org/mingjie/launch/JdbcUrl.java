package org.mingjie.launch;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The two ways people write a PostgreSQL address. */
final class JdbcUrl {

  private static final String JDBC = "jdbc:postgresql:";

  /** Login up to the last @ before the path, then host and port, path, query; each still percent-encoded. */
  private static final Pattern LIBPQ = Pattern.compile(
      "postgres(?:ql)?://(?:(?<login>[^/?]*)@)?(?<host>[^/?@]*)(?<path>/[^?]*)?(?:\\?(?<query>.*))?");

  private JdbcUrl() {}

  /** JDBC form of either; user and password of the libpq form become parameters. Anything else stays as it is. */
  static String of(String url) {
    Matcher libpq = LIBPQ.matcher(url);
    if (!libpq.matches()) {
      return url;
    }
    String path = libpq.group("path") == null ? "/" : libpq.group("path");
    String query = Stream.of(login(libpq.group("login")), libpq.group("query"))
        .filter(part -> part != null && !part.isEmpty())
        .collect(Collectors.joining("&"));
    return JDBC + "//" + libpq.group("host") + path + (query.isEmpty() ? "" : "?" + query);
  }

  private static String login(@Nullable String login) {
    if (login == null) {
      return "";
    }
    String literal = login.replace("+", "%2B").replace("&", "%26"); // as JDBC parameters they would mean more
    int colon = literal.indexOf(':');
    return colon < 0
        ? "user=" + literal
        : "user=" + literal.substring(0, colon) + "&password=" + literal.substring(colon + 1);
  }

  static String withoutCredentials(String jdbcUrl) {
    int question = jdbcUrl.indexOf('?');
    if (question < 0) {
      return jdbcUrl;
    }
    String kept = Arrays.stream(jdbcUrl.substring(question + 1).split("&"))
        .filter(p -> !p.startsWith("user=") && !p.startsWith("password="))
        .collect(Collectors.joining("&"));
    return jdbcUrl.substring(0, question) + (kept.isEmpty() ? "" : "?" + kept);
  }
}

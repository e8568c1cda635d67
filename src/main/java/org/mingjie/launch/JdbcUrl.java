package org.mingjie.launch;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The two ways people write a PostgreSQL address. */
final class JdbcUrl {

  private static final String JDBC = "jdbc:postgresql:";

  private JdbcUrl() {}

  /** JDBC form of either; user and password of the libpq form become parameters. */
  static String of(String url) {
    if (url.startsWith(JDBC)) {
      return url;
    }
    if (!url.matches("postgres(ql)?://.*")) {
      return url;
    }
    URI parsed = URI.create(url);
    String query = parsed.getRawQuery() == null ? "" : parsed.getRawQuery();
    String login = parsed.getUserInfo();
    if (login != null) {
      int colon = login.indexOf(':');
      String user = colon < 0 ? login : login.substring(0, colon);
      String password = colon < 0 ? "" : "&password=" + encode(login.substring(colon + 1));
      query = "user=" + encode(user) + password + (query.isEmpty() ? "" : "&" + query);
    }
    String port = parsed.getPort() < 0 ? "" : ":" + parsed.getPort();
    return JDBC + "//" + parsed.getHost() + port + parsed.getPath() + (query.isEmpty() ? "" : "?" + query);
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

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

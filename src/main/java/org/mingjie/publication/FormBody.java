package org.mingjie.publication;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Fields of a form that a browser has sent (application/x-www-form-urlencoded). The server reads no bodies of itself
 * ({@code launch.UnreadBodies}); here no more is read than a person fills in.
 *
 * @param tooLarge whether there was more, and nothing was taken of it
 */
record FormBody(Map<String, String> fields, boolean tooLarge) {

  private static final int MOST_BYTES = 32 * 1024;

  static FormBody read(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      return new FormBody(Map.of(), true);
    }
    Map<String, String> fields = new HashMap<>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return new FormBody(fields, false);
  }

  /** Empty where the field was not sent. */
  String get(String name) {
    return fields.getOrDefault(name, "");
  }

  /** What cannot be decoded stays as it was sent. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      return text;
    }
  }
}

package org.mingjie.tile;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mingjie.condition.Preconditions;
import org.mingjie.problem.Problems;
import org.springframework.http.HttpHeaders;

/**
 * A tile for one client.
 *
 * @param wanted on which tag the client wants it
 * @param zip whether it takes gzip
 */
record TileAnswer(Tile tile, Preconditions wanted, boolean zip) {

  private static final Pattern WEIGHT = Pattern.compile(";\\s*[qQ]\\s*=\\s*([01](?:\\.[0-9]*)?)\\s*$");
  private static final int HELD_FOR_A_CLIENT = 8192;
  private static final String MVT = TileAnswers.MVT.toString();

  static TileAnswer of(Tile tile, HttpServletRequest request) {
    return new TileAnswer(tile, Preconditions.of(request), takesGzip(request));
  }

  /** Whether gzip is wanted as much as what is not compressed, at least (RFC 9110, 12.5.3); what is not named is as *. */
  static boolean takesGzip(HttpServletRequest request) {
    double gzip = -1;
    double identity = -1;
    double any = -1;
    for (Enumeration<String> lines = request.getHeaders(HttpHeaders.ACCEPT_ENCODING); lines.hasMoreElements();) {
      for (String coding : lines.nextElement().split(",")) {
        int end = coding.indexOf(';');
        switch ((end < 0 ? coding : coding.substring(0, end)).strip().toLowerCase(Locale.ROOT)) {
          case "gzip" -> gzip = weight(coding, end);
          case "identity" -> identity = weight(coding, end);
          case "*" -> any = weight(coding, end);
          default -> { }
        }
      }
    }
    double plain = identity < 0 ? any : identity;
    return gzip < 0 ? any > plain : gzip > 0 && gzip >= plain;
  }

  /** One where none is given that can be read. */
  private static double weight(String coding, int from) {
    Matcher given = WEIGHT.matcher(coding);
    return from >= 0 && given.find(from) ? Double.parseDouble(given.group(1)) : 1;
  }

  /** Whether to write it may have to wait for the client, as it is more than the server holds for him. */
  boolean isLong() {
    return tile.zippedBytes() > HELD_FOR_A_CLIENT || !zip && tile.rawBytes() > HELD_FOR_A_CLIENT;
  }

  void writeTo(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.ETAG, tile.tag());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    switch (wanted.outcome(tile.tag())) {
      case FAILED -> Problems.write(request, response, Problems.of(HttpServletResponse.SC_PRECONDITION_FAILED));
      case NOT_MODIFIED -> response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      case GIVEN -> give(response);
    }
  }

  private void give(HttpServletResponse response) throws IOException {
    if (tile.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    if (zip) {
      response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    byte[] body = zip ? tile.zipped() : tile.raw();
    response.setContentType(MVT);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}

package org.mingjie.tile;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
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

  private static final Pattern NOUGHT = Pattern.compile(";\\s*[qQ]\\s*=\\s*0(\\.0*)?\\s*$");
  private static final int HELD_FOR_A_CLIENT = 8192;
  private static final String MVT = TileAnswers.MVT.toString();

  static TileAnswer of(Tile tile, HttpServletRequest request) {
    return new TileAnswer(tile, Preconditions.of(request), takesGzip(request));
  }

  static boolean takesGzip(HttpServletRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && Arrays.stream(accepted.split(",")).map(String::strip).anyMatch(TileAnswer::isGzip);
  }

  /** By RFC 9110, section 12.5.3: whatever weight but nought. */
  private static boolean isGzip(String coding) {
    int weight = coding.indexOf(';');
    String name = weight < 0 ? coding : coding.substring(0, weight).strip();
    return name.equalsIgnoreCase("gzip") && !NOUGHT.matcher(coding).find();
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

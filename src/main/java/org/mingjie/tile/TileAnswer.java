package org.mingjie.tile;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A tile for one client.
 *
 * @param known the tags that the client has (If-None-Match); null if none
 * @param zip whether it takes gzip
 */
record TileAnswer(Tile tile, @Nullable String known, boolean zip) {

  private static final String MVT = TileAnswers.MVT.toString();

  static TileAnswer of(Tile tile, HttpServletRequest request) {
    return new TileAnswer(tile, request.getHeader(HttpHeaders.IF_NONE_MATCH), takesGzip(request));
  }

  static boolean takesGzip(HttpServletRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && accepted.contains("gzip");
  }

  void writeTo(HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.ETAG, tile.tag());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (isUnchanged() || tile.isEmpty()) {
      response.setStatus(isUnchanged() ? HttpServletResponse.SC_NOT_MODIFIED : HttpServletResponse.SC_NO_CONTENT);
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

  private boolean isUnchanged() {
    return known != null && (known.strip().equals("*") || known.contains(tile.tag().substring(2)));
  }
}

package org.mingjie.tile;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.mingjie.condition.Preconditions;
import org.mingjie.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Documents about tiles as answers: small, made anew each time, not sent again to whoever has them. */
@Component
class TileDocuments {

  private final JsonMapper json;

  TileDocuments(JsonMapper json) {
    this.json = json;
  }

  void send(Object document, HttpServletRequest request, HttpServletResponse response) throws IOException {
    byte[] body = json.writeValueAsBytes(document);
    String tag = Tile.tagOf(body);
    response.setHeader(HttpHeaders.ETAG, tag);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    switch (Preconditions.of(request).outcome(tag)) {
      case FAILED -> Problems.write(request, response, Problems.of(HttpServletResponse.SC_PRECONDITION_FAILED));
      case NOT_MODIFIED -> response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      case GIVEN -> {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
      }
    }
  }
}

package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.stereotype.Component;

/**
 * From where pages may take what: scripts and styles from files of ours alone, pictures also from the servers of base maps, which an
 * administrator may change at any time.
 */
@Component
class ContentPolicy implements HeaderWriter {

  private static final String HEADER = "Content-Security-Policy";

  private static final String CONTENT = "default-src 'self'; script-src 'self'; style-src 'self'; "
      + "img-src 'self' data: blob:%s; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  private record Made(List<String> origins, String text) {

    static Made of(List<String> origins) {
      return new Made(origins, CONTENT.formatted(origins.stream().map(" "::concat).collect(Collectors.joining())));
    }
  }

  private final List<ImageOrigins> images;
  private volatile Made last = Made.of(List.of());

  ContentPolicy(ObjectProvider<ImageOrigins> images) {
    this.images = images.orderedStream().toList();
  }

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    if (!response.containsHeader(HEADER)) {
      response.setHeader(HEADER, text());
    }
  }

  private String text() {
    List<String> origins = images.stream().flatMap(i -> i.origins().stream()).distinct().toList();
    Made known = last;
    if (!known.origins().equals(origins)) {
      known = Made.of(origins);
      last = known;
    }
    return known.text();
  }
}

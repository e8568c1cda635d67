package org.mingjie.feature;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The two forms of every document. */
enum Representation {
  JSON,
  HTML;

  static final MediaType PAGE = MediaType.parseMediaType("text/html;charset=UTF-8");
  static final MediaType GEOJSON = MediaType.parseMediaType("application/geo+json");
  static final MediaType OPENAPI = MediaType.parseMediaType("application/vnd.oai.openapi+json;version=3.0");

  private static final List<MediaType> JSON_TYPES = List.of(MediaType.APPLICATION_JSON, GEOJSON, OPENAPI);

  /** Value of the parameter {@code f}. */
  String key() {
    return this == JSON ? "json" : "html";
  }

  Representation other() {
    return this == JSON ? HTML : JSON;
  }

  /**
   * The form that a client likes best (RFC 9110, 12.5.1); JSON where it likes both alike.
   *
   * @param accept value of the Accept header; null if absent
   */
  static Representation preferred(@Nullable String accept) {
    if (accept == null || accept.isBlank()) {
      return JSON;
    }
    List<MediaType> ranges;
    try {
      ranges = MediaType.parseMediaTypes(accept);
    } catch (InvalidMediaTypeException unreadable) {
      throw Refusal.notAcceptable(accept);
    }
    double html = quality(ranges, MediaType.TEXT_HTML);
    double json = JSON_TYPES.stream().mapToDouble(type -> quality(ranges, type)).max().orElse(0);
    if (html == 0 && json == 0) {
      throw Refusal.notAcceptable(accept);
    }
    return html > json ? HTML : JSON;
  }

  /** Weight of the most specific range that covers the type; 0 if none does. */
  private static double quality(List<MediaType> ranges, MediaType type) {
    return ranges.stream().filter(range -> range.includes(type))
        .max(Comparator.comparingInt(range -> range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2))
        .map(MediaType::getQualityValue).orElse(0.0);
  }
}

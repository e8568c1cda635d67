package org.mingjie.feature;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The forms of documents: all have the first two, the features of a collection the third too. */
enum Representation {
  JSON("json"),
  HTML("html"),
  /** One feature after the other (RFC 8142), without an end of the page. */
  SEQUENCE("jsonseq");

  static final MediaType PAGE = MediaType.parseMediaType("text/html;charset=UTF-8");
  static final MediaType GEOJSON = MediaType.parseMediaType("application/geo+json");
  static final MediaType GEOJSON_SEQUENCE = MediaType.parseMediaType("application/geo+json-seq");
  static final MediaType OPENAPI = MediaType.parseMediaType("application/vnd.oai.openapi+json;version=3.0");

  static final Set<Representation> DOCUMENT = Set.of(JSON, HTML);
  static final Set<Representation> ITEMS = Set.of(JSON, HTML, SEQUENCE);

  private static final List<MediaType> JSON_TYPES = List.of(MediaType.APPLICATION_JSON, GEOJSON, OPENAPI);

  private final String key;

  Representation(String key) {
    this.key = key;
  }

  /** Value of the parameter {@code f}. */
  String key() {
    return key;
  }

  static Optional<Representation> find(String key, Set<Representation> among) {
    return Stream.of(values()).filter(form -> form.key.equals(key) && among.contains(form)).findFirst();
  }

  /**
   * The form that a client likes best (RFC 9110, 12.5.1); the earlier one where it likes two alike.
   *
   * @param accept value of the Accept header; null if absent
   */
  static Representation preferred(@Nullable String accept, Set<Representation> among) {
    if (accept == null || accept.isBlank()) {
      return JSON;
    }
    List<MediaType> ranges = ranges(accept);
    Representation best = Stream.of(values()).filter(among::contains) // of equals, max gives the first
        .max(Comparator.comparingDouble(form -> form.quality(ranges))).orElse(JSON);
    if (best.quality(ranges) == 0) {
      throw Refusal.notAcceptable(accept, among);
    }
    return best;
  }

  /** What a JSON document is called: its own type, or plain JSON for a client that takes nothing narrower. */
  static MediaType called(MediaType own, @Nullable String accept) {
    if (accept == null || accept.isBlank()) {
      return own;
    }
    List<MediaType> ranges = ranges(accept);
    return quality(ranges, own) == 0 && quality(ranges, MediaType.APPLICATION_JSON) > 0 ? MediaType.APPLICATION_JSON : own;
  }

  private double quality(List<MediaType> ranges) {
    return switch (this) {
      case JSON -> JSON_TYPES.stream().mapToDouble(type -> quality(ranges, type)).max().orElse(0);
      case HTML -> quality(ranges, MediaType.TEXT_HTML);
      case SEQUENCE -> quality(ranges, GEOJSON_SEQUENCE);
    };
  }

  private static List<MediaType> ranges(String accept) {
    try {
      return MediaType.parseMediaTypes(accept);
    } catch (InvalidMediaTypeException unreadable) {
      throw Refusal.notAcceptable(accept, DOCUMENT);
    }
  }

  /** Weight of the most specific range that covers the type; 0 if none does. */
  private static double quality(List<MediaType> ranges, MediaType type) {
    return ranges.stream().filter(range -> range.includes(type))
        .max(Comparator.comparingInt(range -> range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2))
        .map(MediaType::getQualityValue).orElse(0.0);
  }
}

package org.mingjie.publication;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the site says of itself.
 *
 * @param fictional whether all that is on file is the sample district
 * @param mixed whether the sample district is on file beside real data
 * @param bounds west, south, east, north in degrees; the country while nothing is on file
 * @param bases base maps of others that may be chosen, none of them on by itself
 */
record Site(String title, @Nullable String producer, @Nullable LocalDate dataDate, @Nullable String reviewNumber,
    boolean fictional, boolean mixed, String notice, @ArraySchema(minItems = 4, maxItems = 4, schema = @Schema(type = "number", format = "double")) double[] bounds, @Nullable ReliefLayer relief, List<Base> bases) {

  /** @param bounds west, south, east, north in degrees */
  record ReliefLayer(String template, int minzoom, int maxzoom, @ArraySchema(minItems = 4, maxItems = 4, schema = @Schema(type = "number", format = "double")) double[] bounds) {}

  /**
   * @param template address with {z}, {x}, {y} and perhaps {s}
   * @param subdomains what stands for {s}
   * @param attribution to be shown with the map
   */
  record Base(String id, String title, @Nullable String titleEn, String template, List<String> subdomains, int minzoom, int maxzoom, String attribution) {}
}

package org.mingjie.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place that answers a query, and why.
 *
 * @param name the name shown today
 * @param nameStatus standard, unverified or former (the place or its name is of the past)
 * @param spelling published spelling, or the best suggestion where there is none
 * @param spellingStatus standard, unverified or suggested
 * @param matchedBy code, exact, prefix, contained, former, alias, pinyin, initials or fuzzy
 * @param matchedText the name that matched, as it is written
 * @param matchedWithin the part of the query that named a division around it; null if none did
 * @param currentName today's name where a former name or an alias matched; null else
 * @param ended first day on which a unit of the past was no more; null for others
 * @param successors names of the units that took over from it
 * @param divisionPath names of the divisions around it, largest first
 * @param point longitude, latitude in degrees, CGCS2000
 * @param bbox west, south, east, north in degrees
 * @param positionGrid metres: the point is the middle of a cell of this grid and no shape is published; 0: no position is; null: as it is on file
 */
public record SearchHit(
    String code, String name, @Schema(allowableValues = {"standard", "unverified", "nonstandard", "former", "alias"}) String nameStatus, @Nullable String spelling, @Schema(allowableValues = {"standard", "unverified", "suggested"}) @Nullable String spellingStatus,
    @Schema(allowableValues = {"code", "exact", "prefix", "contained", "former", "alias", "pinyin", "initials", "fuzzy"}) String matchedBy, String matchedText, @Nullable String matchedWithin, @Nullable String currentName, @Nullable LocalDate ended,
    List<String> successors, String className, String classNameEn, String classCode,
    List<String> divisionPath, @ArraySchema(minItems = 2, maxItems = 2, schema = @Schema(type = "number", format = "double")) double @Nullable [] point, @ArraySchema(minItems = 4, maxItems = 4, schema = @Schema(type = "number", format = "double")) double @Nullable [] bbox, @Nullable Integer positionGrid) {

  /** The class code under the name that all answers use. */
  @JsonProperty("class")
  @Override
  public String classCode() {
    return classCode;
  }
}

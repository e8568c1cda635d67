package org.mingjie.place;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the public may know of a place.
 *
 * @param unitWording wording of the body that a unit is known by (村委会); no part of the name
 * @param positionGrid metres: the point is the middle of a cell of this grid and no shape is published; 0: no position is; null: as it is on file
 * @param areaKm2 on the ellipsoid; null without an area
 * @param ended first day on which a unit of the past was no more; null for others
 * @param names today's name first, then former names and aliases from new to old
 */
public record PlaceCard(
    String code, String name, @Schema(allowableValues = {"standard", "unverified", "nonstandard", "former", "alias"}) String nameStatus, @Nullable String specific, @Nullable String generic,
    @Nullable String spelling, @Schema(allowableValues = {"standard", "unverified", "suggested"}) @Nullable String spellingStatus, @Nullable String unitWording,
    @JsonProperty("class") String classCode, String className, String classNameEn, List<Division> divisionPath,
    List<OfficialCode> officialCodes, @ArraySchema(minItems = 2, maxItems = 2, schema = @Schema(type = "number", format = "double")) double @Nullable [] point, @ArraySchema(minItems = 4, maxItems = 4, schema = @Schema(type = "number", format = "double")) double @Nullable [] bbox, @Nullable Integer positionGrid, @Nullable Double areaKm2,
    @Nullable String meaning, @Nullable String origin, List<NameOfPlace> names, List<SourceOfPlace> sources,
    @Nullable String heritage, @Nullable LocalDate ended, List<Relative> successors, List<Relative> predecessors) {

  /**
   * A unit that took over, or from which this one took over.
   *
   * @param by the latest day on which it happened
   */
  public record Relative(String code, String name, @Nullable LocalDate by) {}

  public record Division(String code, String name) {}

  /** @param to first day on which it was no longer so; null if it still is */
  public record OfficialCode(String scheme, String code, @Nullable LocalDate from, @Nullable LocalDate to) {}

  /**
   * @param from null where the beginning is not known
   * @param fromText the beginning in words; says “之前” or “之间” where it is not exact
   * @param note why it came or went
   */
  public record NameOfPlace(String name, @Schema(allowableValues = {"standard", "unverified", "nonstandard", "former", "alias"}) String nameStatus, @Nullable String spelling, @Nullable LocalDate from,
      @Nullable LocalDate to, @Nullable String fromText, @Nullable String toText, @Nullable String note,
      SourceOfPlace source) {}

  public record SourceOfPlace(String title, @Schema(allowableValues = {"decision", "document", "survey", "list", "sample"}) String kind, LocalDate stateDate, String origin, String licence,
      @Nullable String document) {}
}

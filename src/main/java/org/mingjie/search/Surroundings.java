package org.mingjie.search;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies around a position on a day.
 *
 * @param point longitude, latitude in degrees, CGCS2000
 * @param date the day asked for
 * @param onBoundary whether the position lies on a boundary, to the tolerance asked for
 * @param boundaryBetween the units on both sides, by code; empty unless {@code onBoundary}
 * @param divisions the chain of divisions, the largest first, one of each level: that of the unit which holds the position; where
 *     several do, as they meet in it, or none does, as it lies within the tolerance of them, that of the lowest code
 * @param boundariesOf the day from which the boundaries used are known, where there are none of the day asked for
 * @param nearest places with a name on that day, the nearest first
 */
public record Surroundings(
    @ArraySchema(minItems = 2, maxItems = 2, schema = @Schema(type = "number", format = "double")) double[] point, LocalDate date, boolean onBoundary, List<Unit> boundaryBetween, List<Unit> divisions,
    @Nullable LocalDate boundariesOf, List<Near> nearest) {

  /**
   * @param code permanent code of the place
   * @param officialCode division code of that day
   * @param level 1 province to 5 village
   */
  public record Unit(String code, String name, String officialCode, int level) {}

  /**
   * @param name the name of that day
   * @param point longitude, latitude in degrees
   * @param distanceMetres on the ellipsoid
   */
  public record Near(String code, String name, @Schema(allowableValues = {"standard", "unverified", "nonstandard", "former", "alias"}) String nameStatus, String classCode, String className, String classNameEn, List<String> divisionPath,
      @ArraySchema(minItems = 2, maxItems = 2, schema = @Schema(type = "number", format = "double")) double[] point, double distanceMetres) {

    /** The class code under the name that all answers use. */
    @com.fasterxml.jackson.annotation.JsonProperty("class")
    @Override
    public String classCode() {
      return classCode;
    }
  }
}

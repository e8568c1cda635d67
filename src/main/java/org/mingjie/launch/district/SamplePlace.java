package org.mingjie.launch.district;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;

/**
 * A named place that is no administrative unit. All geometry in EPSG:4490, longitude before latitude.
 *
 * @param id         stable within the sample
 * @param classCode  GB/T 18521
 * @param grade      of a road: motorway, national, provincial, county, township, village, street
 * @param ref        road number
 * @param importance 0 to 1
 * @param division   official code of the smallest unit that contains {@code point}
 * @param point      where the place is said to be; on the line of a line, inside an area
 * @param geometry   point, line or polygon
 * @param area       built-up land of a settlement, water surface of a river, else null
 */
public record SamplePlace(
    String id, String classCode, @Nullable String grade, @Nullable String ref, String name, String specific, String generic,
    String spelling, double importance, String division, Coordinate point, Geometry geometry, @Nullable Geometry area,
    @Nullable Integer heightMetres, @Nullable Double lengthKm, @Nullable String heritage, @Nullable String meaning,
    List<FormerName> former) {}

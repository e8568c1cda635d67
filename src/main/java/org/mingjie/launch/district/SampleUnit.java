package org.mingjie.launch.district;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;

/**
 * An administrative unit, or the extent of a village or resident committee.
 *
 * @param officialCode 6, 9 or 12 digits
 * @param level        1 province, 2 prefecture, 3 county, 4 township, 5 village
 * @param parent       official code of the unit above, null for the province
 * @param classCode    GB/T 18521
 * @param unitWording  村委会 or 居委会 for villages, else null
 * @param seat         longitude, latitude, EPSG:4490
 * @param extent       polygon, EPSG:4490; neighbours share their vertices bit by bit
 */
public record SampleUnit(
    String officialCode, int level, @Nullable String parent, String classCode, String name, String specific, String generic,
    String spelling, @Nullable String unitWording, Coordinate seat, Geometry extent, @Nullable String meaning,
    @Nullable String origin, List<FormerName> former) {}

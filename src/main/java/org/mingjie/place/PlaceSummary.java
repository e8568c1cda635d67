package org.mingjie.place;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in one line, as lists and cards show it today.
 *
 * @param nameStatus standard, unverified, or former for a place of the past
 * @param spelling published, or suggested by the dictionary where none is
 * @param divisionPath names of the divisions around it, largest first
 * @param ended first day on which a unit of the past was no more; null for others
 * @param successors names of the units that took over from a unit of the past, as far as known
 * @param point longitude, latitude, degrees CGCS2000; null if unplaced
 * @param bbox west, south, east, north of its shape and its point; null if it has no shape
 * @param positionGrid metres: the point is the middle of a cell of this grid and no shape is published; 0: no position is; null: as it is on file
 */
public record PlaceSummary(
    UUID id, String code, String name, String nameStatus, @Nullable String spelling, @Nullable String spellingStatus,
    String classCode, String className, String classNameEn, List<String> divisionPath, List<String> divisionCodes, @Nullable LocalDate ended, List<String> successors,
    double @Nullable [] point, double @Nullable [] bbox, @Nullable Integer positionGrid) {}

package org.mingjie.feature;

import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A feature as its page finds it, without what is read by the chunk: its geometry and the names of the divisions around it.
 *
 * @param division the unit, in the collection of divisions
 * @param day of which it is told
 * @param bytes size of all geometry that it may be shown by, as stored; 0 if it has none on any day
 * @param nameStatus of a name that was not in use on the day: former
 * @param generic generic term of the name
 * @param spelling on file; null if none is
 * @param within the division that it lies in
 * @param own properties that only its collection has
 */
record Found(
    Position at, UUID place, @Nullable UUID division, LocalDate day, long bytes, String classCode, String name, String nameStatus,
    @Nullable String generic, @Nullable String spelling, @Nullable String spellingStatus, @Nullable UUID within, Map<String, @Nullable Object> own) {}

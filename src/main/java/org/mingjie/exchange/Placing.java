package org.mingjie.exchange;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.mingjie.geometry.CoordinateSystem;
import org.mingjie.geometry.Gcj02;
import org.mingjie.geometry.NeedsSevenParameters;

/** Brings geometry of a file to CGCS2000: by the system that the profile names, else by what the file declares. */
final class Placing {

  private final @Nullable CoordinateSystem system;
  private final @Nullable NeedsSevenParameters lacking;
  private final boolean gcj02;

  /** @param declared EPSG code or WKT of the file itself; null if it is silent */
  Placing(Profile profile, @Nullable String declared, String file) {
    String given = profile.crs();
    if (given == null && declared == null) {
      throw new FileRefused(file, "不知道坐标系：文件没有说明，导入方案也没有写", "用 --crs EPSG:代号 说明，例如 --crs EPSG:4490");
    }
    CoordinateSystem found = null;
    NeedsSevenParameters reason = null;
    try {
      found = system(profile, given != null ? given : java.util.Objects.requireNonNull(declared));
    } catch (NeedsSevenParameters unplaceable) {
      reason = unplaceable;
    }
    system = found;
    lacking = reason;
    gcj02 = "gcj02".equals(profile.datum());
  }

  private static CoordinateSystem system(Profile profile, String told) {
    return CoordinateSystem.epsg(told).isPresent() ? CoordinateSystem.of(told, profile.sevenParameters())
        : told.contains("[") ? CoordinateSystem.ofWkt(told, profile.sevenParameters()) : CoordinateSystem.of(told, profile.sevenParameters());
  }

  /** Why the file's positions are kept as given and not drawn; null if they can be brought to CGCS2000. */
  @Nullable NeedsSevenParameters lacking() {
    return lacking;
  }

  Geometry place(Geometry geometry) {
    Geometry placed = java.util.Objects.requireNonNull(system).toCgcs2000(geometry);
    if (gcj02) {
      Gcj02.unshift(placed);
    }
    return placed;
  }
}

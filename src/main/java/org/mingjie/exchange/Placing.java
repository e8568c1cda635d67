package org.mingjie.exchange;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.mingjie.geometry.CoordinateSystem;
import org.mingjie.geometry.Gcj02;
import org.mingjie.geometry.NeedsSevenParameters;
import org.mingjie.geometry.UnknownCoordinateSystem;

/** Brings geometry of a file to CGCS2000: by the system that the profile names, else by what the file declares. */
final class Placing {

  /** About 10 m: CGCS2000 and WGS 84 count as one. */
  private static final double SAME_DEGREES = 1e-4;

  private final @Nullable CoordinateSystem system;
  private final @Nullable NeedsSevenParameters lacking;
  private final boolean gcj02;
  private final @Nullable CoordinateSystem contradicting;
  private final String file;
  private final @Nullable String declared;
  private boolean compared;

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
    this.file = file;
    this.declared = declared;
    contradicting = given == null || declared == null ? null : known(profile, declared);
  }

  /** What the file declares, if that is a system at all; a .prj that nobody can read contradicts nothing. */
  private static @Nullable CoordinateSystem known(Profile profile, String declared) {
    try {
      return system(profile, declared);
    } catch (UnknownCoordinateSystem unreadable) {
      return null;
    }
  }

  private static CoordinateSystem system(Profile profile, String told) {
    return CoordinateSystem.epsg(told).isPresent() ? CoordinateSystem.of(told, profile.sevenParameters())
        : told.contains("[") ? CoordinateSystem.ofWkt(told, profile.sevenParameters()) : CoordinateSystem.of(told, profile.sevenParameters());
  }

  private void compare(Geometry geometry, Geometry placed) {
    if (contradicting == null || compared) {
      return;
    }
    compared = true;
    double apart = contradicting.toCgcs2000(geometry).getCentroid().distance(placed.getCentroid());
    if (!(apart <= SAME_DEGREES)) {
      throw new FileRefused(file, "文件自己说明的坐标系与给出的不一致，同一个图形相差%s".formatted(
          apart < 1000 ? " %.3f 度".formatted(apart) : "很远"), "去掉给出的坐标系，用文件自己的；文件的说明有错，就删去 .prj（或文件里的坐标系）再导入");
    }
  }

  /** Why the file's positions are kept as given and not drawn; null if they can be brought to CGCS2000. */
  @Nullable NeedsSevenParameters lacking() {
    return lacking;
  }

  /** Whether the file says it is CGCS2000 itself while the profile calls its positions shifted. */
  boolean isShiftDoubtful() {
    return gcj02 && declared != null && declared.matches("(?is).*(EPSG:+44(9[0-9]|[0-9]{2})\\b|EPSG:+45[0-5][0-9]|CGCS.?2000|China.?2000|China Geodetic Coordinate System 2000).*");
  }

  /** @throws FileRefused if the file's own coordinate system puts the geometry elsewhere than the one given */
  Geometry place(Geometry geometry) {
    Geometry placed = java.util.Objects.requireNonNull(system).toCgcs2000(geometry);
    compare(geometry, placed);
    if (gcj02) {
      Gcj02.unshift(placed);
    }
    return placed;
  }
}

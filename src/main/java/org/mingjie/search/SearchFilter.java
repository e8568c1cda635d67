package org.mingjie.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where and of what kind the places must be, and near what they should be.
 *
 * @param divisions prefixes of division codes, of which one must fit; empty for everywhere
 * @param classPrefix beginning of the class code; null for all
 * @param box west, south, east, north in degrees, in which the place must lie; west may be greater than east
 * @param near longitude and latitude in degrees; nearer places come first within a tier
 */
record SearchFilter(List<String> divisions, @Nullable String classPrefix, double @Nullable [] box, double @Nullable [] near) {

  static final SearchFilter NONE = new SearchFilter(List.of(), null, null, null);

  private static final int MOST_CELLS = 64;
  private static final double DEGREE_KM = 111.2;
  /** From here on each doubling of the distance weighs against importance; behind the last one all is equally far. */
  private static final double NEAR_KM = 10;
  private static final double DOUBLING = 0.2;
  private static final int MOST_DOUBLINGS = 4;

  SearchFilter within(List<String> codes) {
    return new SearchFilter(codes, classPrefix, box, near);
  }

  /** Whether rows may be turned away, so that the first few of an order are not enough. */
  boolean narrows() {
    return !divisions.isEmpty() || classPrefix != null || box != null;
  }

  /** Whether all lies in counties, townships or villages, so that no word stands in very many rows. */
  boolean isLocal() {
    return !divisions.isEmpty() && divisions.stream().allMatch(code -> code.length() >= Tokens.COUNTY_DIGITS);
  }

  /** A query for names that have all these pairs of characters, where and of what kind they must be. */
  String having(List<String> pairs) {
    String named = divisions.isEmpty() ? Tokens.all(pairs)
        : divisions.stream().map(code -> "(" + Tokens.allWithin(pairs, code)
            + (code.length() > Tokens.COUNTY_DIGITS ? " & " + Tokens.quoted(Tokens.region(code)) : "") + ")")
            .collect(Collectors.joining(" | ", "(", ")"));
    return named + kindAndBox();
  }

  /** A query for rows that have these words, where and of what kind they must be. */
  String with(String tokens) {
    return tokens + (divisions.isEmpty() ? "" : " & " + Tokens.any(divisions.stream().map(Tokens::region).toList())) + kindAndBox();
  }

  /** A query for all rows that are where and of what kind they must be; to be used where that is local. */
  String alone() {
    return Tokens.any(divisions.stream().map(Tokens::region).toList()) + kindAndBox();
  }

  private String kindAndBox() {
    List<String> clauses = new ArrayList<>();
    if (classPrefix != null) {
      clauses.add(Tokens.quoted(Tokens.classified(classPrefix)));
    }
    List<String> cells = box == null ? List.of() : cells(box[0], box[1], box[2], box[3]);
    if (!cells.isEmpty()) {
      clauses.add(Tokens.any(cells));
    }
    return String.join("", clauses.stream().map(c -> " & " + c).toList());
  }

  /** The cell of the near point and its eight neighbours, small or large ones. */
  String nearClause(boolean small) {
    if (near == null) {
      return "";
    }
    int perDegree = small ? Tokens.FINE : 1;
    double step = 1.0 / perDegree;
    return " & " + Tokens.any(grid(near[0] - step, near[1] - step, near[0] + step, near[1] + step, perDegree));
  }

  boolean accepts(SearchMatch match) {
    return (divisions.isEmpty() || divisions.stream().anyMatch(match.division()::startsWith))
        && (classPrefix == null || match.classCode().startsWith(classPrefix))
        && (box == null || lies(match, box));
  }

  /** Importance with nearness, the higher the better. */
  double score(SearchMatch match) {
    double doublings = Math.log1p(kilometres(match) / NEAR_KM) / Math.log(2);
    return match.importance() - DOUBLING * Math.min(MOST_DOUBLINGS, doublings);
  }

  /** From the near point, zero if there is none; what has no position is farther than all. */
  double kilometres(SearchMatch match) {
    if (near == null || Double.isNaN(match.x())) {
      return near == null ? 0 : Double.MAX_VALUE;
    }
    double east = Math.IEEEremainder(match.x() - near[0], 360) * Math.cos(Math.toRadians(near[1])) * DEGREE_KM;
    double north = (match.y() - near[1]) * DEGREE_KM;
    return Math.hypot(east, north);
  }

  private static boolean lies(SearchMatch match, double[] box) {
    boolean between = box[0] <= box[2] ? match.x() >= box[0] && match.x() <= box[2] : match.x() >= box[0] || match.x() <= box[2];
    return between && match.y() >= box[1] && match.y() <= box[3];
  }

  /** Cells that cover a box, fine ones if they are few, else coarse ones; none if those are too many as well. */
  private static List<String> cells(double west, double south, double east, double north) {
    if (west > east) {
      return List.of();
    }
    List<String> fine = grid(west, south, east, north, Tokens.FINE);
    return fine.isEmpty() ? grid(west, south, east, north, 1) : fine;
  }

  private static List<String> grid(double west, double south, double east, double north, int perDegree) {
    long left = (long) Math.floor(west * perDegree);
    long right = (long) Math.floor(east * perDegree);
    long bottom = (long) Math.floor(south * perDegree);
    long top = (long) Math.floor(north * perDegree);
    if ((right - left + 1) * (top - bottom + 1) > MOST_CELLS) {
      return List.of();
    }
    List<String> cells = new ArrayList<>();
    for (long x = left; x <= right; x++) {
      for (long y = bottom; y <= top; y++) {
        cells.add(perDegree == 1 ? Tokens.coarseCell((int) x, (int) y) : Tokens.fineCell((int) x, (int) y));
      }
    }
    return cells;
  }
}

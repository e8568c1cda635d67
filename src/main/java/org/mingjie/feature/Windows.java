package org.mingjie.feature;

/**
 * Which places are looked at, as SQL: so many of a collection, in the order of their permanent codes. How many is a literal, one
 * of a few sizes: a plan that does not know it would expect a tenth of all places, and sort them.
 */
final class Windows {

  static final int NARROWEST = 64;
  static final int WIDEST = 40_960;

  private static final String COLUMNS = "SELECT p.code AS key, p.id AS place_id, p.class_code, p.status, p.attributes FROM place p ";

  // literals, so that the partial indexes match
  private static final String UNIT_CLASS = "AND p.class_code >= '21200' AND p.class_code < '21700' ";
  private static final String ROAD_CLASS = "AND p.class_code >= '23200' AND p.class_code < '23600' ";
  private static final String OF_CLASS = "AND p.class_code = :class ";
  private static final String AMONG_CANDIDATES = "AND p.id = ANY (:candidates) ";

  private Windows() {}

  /** The size nearest to a number, not less than it unless it is more than the widest. */
  static int sizeFor(long rows) {
    long wanted = Math.max(NARROWEST, Math.min(rows, WIDEST));
    int step = Integer.highestOneBit((int) wanted) / 4;
    return (int) ((wanted + step - 1) / step * step);
  }

  static String after(Search search, Phase phase, int size) {
    return COLUMNS + rows(search, phase) + "LIMIT " + size;
  }

  static String one(ItemCollection collection) {
    return COLUMNS + "WHERE p.code = :code " + ofKind(collection);
  }

  /** Gives a row if a window of this size is not enough; reads nothing but an index. */
  static String more(Search search, Phase phase, int size) {
    return "SELECT FROM place p " + rows(search, phase) + "OFFSET " + size + " LIMIT 1";
  }

  private static String rows(Search search, Phase phase) {
    ItemsRequest request = search.request();
    return "WHERE p.code > :after " + ofKind(request.collection()) + (request.classes().size() == 1 ? OF_CLASS : "")
        + (search.candidates(phase) == null ? "" : AMONG_CANDIDATES) + "ORDER BY p.code ";
  }

  private static String ofKind(ItemCollection collection) {
    return switch (collection) {
      case DIVISIONS -> UNIT_CLASS;
      case PLACES -> "";
      case ROADS -> ROAD_CLASS;
    };
  }
}

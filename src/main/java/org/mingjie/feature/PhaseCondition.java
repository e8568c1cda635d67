package org.mingjie.feature;

/**
 * Which features belong to a phase of a request, as SQL on a row w of a place and a row t of the day. On the first page a feature
 * is what it is; on later ones it counts where it was then (see {@link Since}).
 */
final class PhaseCondition {

  private static final String MEETS_BOX = "AND EXISTS (SELECT 1 FROM (%s) shape WHERE st_intersects(shape.geom, (SELECT g FROM box)) OFFSET 0)\n";
  private static final String HAS_NO_SHAPE = "AND NOT EXISTS (SELECT 1 FROM (%s) shape OFFSET 0)\n";

  /** On later pages of a box: what had a geometry on the first one (%2$s: is known from then, %3$s: has been lost since). */
  private static final String HAD_SHAPE = """
      AND CASE WHEN EXISTS (SELECT 1 FROM (%1$s) shape OFFSET 0)
        THEN EXISTS (SELECT 1 FROM (%1$s) shape WHERE st_intersects(shape.geom, (SELECT g FROM box)) OFFSET 0)
          AND (EXISTS (%2$s) OR EXISTS (%3$s))
        ELSE EXISTS (%3$s) END
      """;

  private static final String HAD_NO_SHAPE = """
      AND CASE WHEN EXISTS (SELECT 1 FROM (%1$s) shape OFFSET 0)
        THEN NOT EXISTS (%2$s) AND NOT EXISTS (%3$s)
          AND EXISTS (SELECT 1 FROM (%1$s) shape WHERE st_intersects(shape.geom, (SELECT g FROM box)) OFFSET 0)
        ELSE NOT EXISTS (%3$s) END
      """;

  private PhaseCondition() {}

  static String of(ItemsRequest request, Phase phase) {
    return switch (phase) {
      case ALL -> "";
      case IN_BOX -> told(request, MEETS_BOX, HAD_SHAPE);
      case WITHOUT_GEOMETRY -> told(request, HAS_NO_SHAPE, HAD_NO_SHAPE);
    };
  }

  private static String told(ItemsRequest request, String first, String later) {
    ItemCollection collection = request.collection();
    return request.after() == null || request.after().since() == null ? first.formatted(ItemShapes.of(collection))
        : later.formatted(ItemShapes.of(collection), ItemShapes.known(collection), ItemShapes.lost(collection));
  }
}

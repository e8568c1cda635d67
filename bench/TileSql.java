package org.mingjie.tile;

/**
 * Our statements for tiles as functions of PostgreSQL, one for each zoom: what a server that publishes functions needs to
 * give the same bytes. Settings are those of the pool that our server reads tiles with.
 */
public final class TileSql {

  private static final String FUNCTION = """
      CREATE FUNCTION %1$s.base_%2$d(z integer, x integer, y integer) RETURNS bytea LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
      SET search_path = app, public SET plan_cache_mode = force_generic_plan AS $function$
      #variable_conflict use_column
      DECLARE made bytea;
      BEGIN
        SELECT s.bytes INTO made FROM (
      %3$s) s;
        RETURN made;
      END $function$;
      """;

  private TileSql() {}

  /** Arguments: schema, first and last zoom. */
  public static void main(String[] a) {
    for (int z = Integer.parseInt(a[1]); z <= Integer.parseInt(a[2]); z++) {
      String statement = TileStatements.tile(z, TileLayer.ALL, 0)
          .replaceAll(":day\\b", "(now() AT TIME ZONE 'Asia/Shanghai')")
          .replaceAll(":rz\\b", "least(\\$1, 8)")
          .replaceAll(":r([xy])\\b", "(:$1 >> (\\$1 - least(\\$1, 8)))")
          .replaceAll(":z\\b", "\\$1").replaceAll(":x\\b", "\\$2").replaceAll(":y\\b", "\\$3");
      System.out.println(FUNCTION.formatted(a[0], z, statement));
    }
  }
}

-- What other servers publish: for each zoom and layer a view over our tables of tiles with the rows that our tile of that
-- zoom takes (see TileStatements), as of today; and our statement itself as a function, which comes from TileSql.
-- A view cannot thin out vertices, put pieces of a polygon together or bound a tile by its importance, so it gives raw
-- courses and pieces.
DO $$
DECLARE
  today text := quote_literal((now() AT TIME ZONE 'Asia/Shanghai')::date) || '::date';
  z integer;
  band integer;
  layer text;
BEGIN
  FOR z IN 0..14 LOOP
    band := CASE WHEN z <= 4 THEN 4 WHEN z <= 6 THEN 6 WHEN z <= 8 THEN 8 ELSE 16 END;
    EXECUTE format('CREATE VIEW peer.place_%s AS SELECT tile_id AS id, code, name, class, level, rank, height, heritage,
        g3857
      FROM app.tile_feature WHERE layer = ''place'' AND min_zoom <= %1$s AND valid @> %2$s', z, today);
    FOREACH layer IN ARRAY ARRAY['road', 'water', 'ground'] LOOP
      EXECUTE format('CREATE VIEW peer.%1$s_%2$s AS SELECT tile_id AS id, code, name, class, level, rank, %4$s g3857
        FROM app.tile_feature WHERE layer <> ''place'' AND layer = %1$L AND min_zoom <= %2$s AND valid @> %3$s',
        layer, z, today, CASE layer WHEN 'road' THEN 'ref,' ELSE '' END);
    END LOOP;
    EXECUTE format('CREATE VIEW peer.division_%s AS SELECT t.tile_id AS id, t.code, t.name, t.class, t.level, t.rank, a.g3857
      FROM app.tile_area a JOIN app.tile_division t ON t.geometry_id = a.geometry_id AND t.valid @> %2$s
      WHERE a.band = %3$s AND a.level IN (%4$s)', z, today, band, CASE WHEN z < 6 THEN '1' WHEN z < 8 THEN '1, 2'
      WHEN z < 11 THEN '2, 3' WHEN z < 13 THEN '3, 4' ELSE '3, 4, 5' END);
    EXECUTE format('CREATE VIEW peer.division_label_%s AS SELECT tile_id AS id, code, name, class, level, rank,
        round(radius)::integer AS radius, label AS g3857
      FROM app.tile_division WHERE level IN (%3$s) AND valid @> %2$s', z, today,
      CASE WHEN z < 6 THEN '1' WHEN z < 8 THEN '1, 2' WHEN z < 9 THEN '2, 3' ELSE '3' END);
    EXECUTE format('CREATE VIEW peer.boundary_%s AS SELECT chain_id AS id, ''''::text AS code, ''''::text AS name, ''''::text AS class, level,
        0::real AS rank, %2$s AS g3857 FROM app.tile_boundary WHERE net = %3$s AND %2$s IS NOT NULL AND level <= %4$s AND valid @> %5$s',
      z, CASE WHEN z <= 8 THEN format('band%s', band) ELSE 'g3857' END, CASE WHEN z <= 8 THEN 3 ELSE 5 END,
      CASE WHEN z < 5 THEN 1 WHEN z < 7 THEN 2 WHEN z < 9 THEN 3 WHEN z < 12 THEN 4 ELSE 5 END, today);
  END LOOP;
END $$;

-- As before, but each cell and zoom is looked up in the index by itself, and rows are changed by their place: however many
-- points there are, an edit reads some hundred entries.
CREATE OR REPLACE FUNCTION thin_points(of_today boolean, cells bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = app, public AS $$
DECLARE z integer; shift integer; w record;
BEGIN
  FOR z IN REVERSE 15..0 LOOP
    shift := 2 * (16 - z);
    FOR w IN
      WITH candidate AS MATERIALIZED (
        SELECT t.n, f.at, f.prio, f.min_zoom FROM (SELECT DISTINCT c >> shift AS n FROM unnest(cells) c) t
        CROSS JOIN generate_series(0, z + 1) m
        -- OFFSET 0: one look-up for each, not a join with all points
        CROSS JOIN LATERAL (SELECT x.ctid AS at, x.prio, x.min_zoom FROM tile_feature x WHERE x.layer = 'place' AND x.today = of_today
          AND x.min_zoom = m AND x.cell >= t.n << shift AND x.cell < (t.n + 1) << shift OFFSET 0) f
      )
      SELECT at, min_zoom AS was, first FROM (
        SELECT at, min_zoom, prio = min(prio) OVER (PARTITION BY n) AS leads,
          CASE WHEN prio = min(prio) OVER (PARTITION BY n) THEN z ELSE z + 1 END AS first FROM candidate) c
      WHERE CASE WHEN leads THEN min_zoom > z ELSE min_zoom <= z END
    LOOP
      WITH mended AS (UPDATE tile_feature f SET min_zoom = w.first WHERE f.ctid = w.at RETURNING f.g3857)
      INSERT INTO tile_touched (layer, low, high, g3857)
      SELECT 'place', least(w.was, w.first), greatest(w.was, w.first) - 1, g3857 FROM mended;
    END LOOP;
  END LOOP;
END $$;

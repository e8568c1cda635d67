-- Map tiles for the whole country: what is drawn stands ready by band of zooms, with the days on which it is so.
-- All of it is worked out from the registry and can be made anew at any time.

DROP TABLE tile_feature, tile_boundary, tile_division;

-- Number of the thinning cell at zoom 16 (2^20 cells along each side of the world), x and y interleaved bit by bit:
-- the cell at zoom z is this number shifted right by 2 * (16 - z).
CREATE FUNCTION thinning_cell(g public.geometry) RETURNS bigint LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = public, pg_temp AS $$
DECLARE
  x bigint := least(1048575, greatest(0, floor((st_x(g) + 20037508.342789244) / 40075016.685578488 * 1048576)::bigint));
  y bigint := least(1048575, greatest(0, floor((20037508.342789244 - st_y(g)) / 40075016.685578488 * 1048576)::bigint));
BEGIN
  x := (x | (x << 16)) & x'0000FFFF0000FFFF'::bigint;  y := (y | (y << 16)) & x'0000FFFF0000FFFF'::bigint;
  x := (x | (x << 8)) & x'00FF00FF00FF00FF'::bigint;   y := (y | (y << 8)) & x'00FF00FF00FF00FF'::bigint;
  x := (x | (x << 4)) & x'0F0F0F0F0F0F0F0F'::bigint;   y := (y | (y << 4)) & x'0F0F0F0F0F0F0F0F'::bigint;
  x := (x | (x << 2)) & x'3333333333333333'::bigint;   y := (y | (y << 2)) & x'3333333333333333'::bigint;
  x := (x | (x << 1)) & x'5555555555555555'::bigint;   y := (y | (y << 1)) & x'5555555555555555'::bigint;
  RETURN x | (y << 1);
END $$;

-- Smaller is more important: what the style draws from a lower zoom (tier 0 to 7), then importance, rank, the older place.
CREATE FUNCTION thinning_order(tier integer, importance real, rank real, tile_id bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (tier::bigint << 60) | (((1 - importance) * 2047)::bigint << 49) | (((1 - rank) * 2047)::bigint << 38) | (tile_id & 274877906943)
$$;

CREATE TABLE tile_feature (
  place_id uuid NOT NULL,
  tile_id  bigint NOT NULL,
  layer    text NOT NULL CHECK (layer IN ('place', 'road', 'water', 'ground')),
  valid    daterange NOT NULL,             -- days on which place, name and geometry are so
  today    boolean NOT NULL,               -- on the day it was written: thinned apart from past and future
  code     text NOT NULL,
  name     text NOT NULL,
  class    text NOT NULL,
  level    smallint NOT NULL,
  rank     real NOT NULL,
  ref      text,
  height   integer,
  heritage text,
  cell     bigint,                         -- of points
  prio     bigint NOT NULL,
  min_zoom smallint NOT NULL CHECK (min_zoom BETWEEN 0 AND 16),
  g3857    geometry(Geometry, 3857) NOT NULL
);
COMMENT ON COLUMN tile_feature.min_zoom IS 'First tile zoom: of points the first at which it leads its cell (16 along a tile), of others by class';
CREATE INDEX tile_feature_place ON tile_feature (place_id);
CREATE INDEX tile_feature_cell ON tile_feature (today, min_zoom, cell) WHERE layer = 'place';
CREATE INDEX tile_point_5 ON tile_feature USING gist (g3857) WHERE layer = 'place' AND min_zoom <= 5;
CREATE INDEX tile_point_8 ON tile_feature USING gist (g3857) WHERE layer = 'place' AND min_zoom <= 8;
CREATE INDEX tile_point_11 ON tile_feature USING gist (g3857) WHERE layer = 'place' AND min_zoom <= 11;
CREATE INDEX tile_point_16 ON tile_feature USING gist (g3857) WHERE layer = 'place';
CREATE INDEX tile_shape_8 ON tile_feature USING gist (g3857) WHERE layer <> 'place' AND min_zoom <= 8;
CREATE INDEX tile_shape_11 ON tile_feature USING gist (g3857) WHERE layer <> 'place' AND min_zoom <= 11;
CREATE INDEX tile_shape_16 ON tile_feature USING gist (g3857) WHERE layer <> 'place';

-- The polygons whose lines are drawn, as they were when the lines were made: a difference to the registry is a change.
CREATE TABLE tile_polygon (
  geometry_id uuid PRIMARY KEY,
  division_id uuid NOT NULL,
  place_id    uuid NOT NULL,
  level       smallint NOT NULL,
  code        text NOT NULL,
  province    text NOT NULL,
  valid       daterange NOT NULL,
  ancestors   uuid[] NOT NULL,             -- unit of level 1 to 5 above it, itself included; null where unknown
  digest      text NOT NULL,               -- of its coordinates in 3857
  radius      real NOT NULL,               -- metres of EPSG:3857 of the largest free circle; 0 below the county
  label       geometry(Point, 3857) NOT NULL
);
CREATE INDEX tile_polygon_place ON tile_polygon (place_id);

-- A chain runs from node to node; a node is where the set of polygons changes that the segments belong to. Two nets: that
-- of counties and above for zooms to 8, which no village cuts in pieces, and that of all levels.
-- Bands: the same course for zooms to 4, 6 and 8; null where it is too small to be seen.
CREATE TABLE tile_chain (
  id     bigint NOT NULL,                  -- from its coordinates: the same course has the same number wherever it is made
  net    smallint NOT NULL CHECK (net IN (3, 5)),   -- lowest level of its polygons
  owners uuid[] NOT NULL,                  -- tile_polygon, in order
  ring   boolean NOT NULL,                 -- closed, and no node on it
  g3857  geometry(LineString, 3857) NOT NULL,
  band4  geometry(LineString, 3857),
  band6  geometry(LineString, 3857),
  band8  geometry(LineString, 3857)
);
CREATE INDEX tile_chain_id ON tile_chain (id);
CREATE INDEX tile_chain_owners ON tile_chain USING gin (owners) WITH (fastupdate = off);
CREATE INDEX tile_chain_course_3 ON tile_chain USING gist (g3857) WHERE net = 3;
CREATE INDEX tile_chain_course_5 ON tile_chain USING gist (g3857) WHERE net = 5;

-- What a chain parts, day by day.
CREATE TABLE tile_boundary (
  chain_id bigint NOT NULL,
  net      smallint NOT NULL,
  valid    daterange NOT NULL,
  level    smallint NOT NULL,              -- of the highest units that it parts
  left_id  uuid NOT NULL,
  right_id uuid,
  band4    geometry(LineString, 3857),
  band6    geometry(LineString, 3857),
  band8    geometry(LineString, 3857),
  g3857    geometry(LineString, 3857) NOT NULL
);
CREATE INDEX tile_boundary_chain ON tile_boundary (chain_id);
CREATE INDEX tile_boundary_1 ON tile_boundary USING gist (g3857) WHERE net = 3 AND level <= 1;
CREATE INDEX tile_boundary_2 ON tile_boundary USING gist (g3857) WHERE net = 3 AND level <= 2;
CREATE INDEX tile_boundary_3 ON tile_boundary USING gist (g3857) WHERE net = 3;
CREATE INDEX tile_boundary_5 ON tile_boundary USING gist (g3857) WHERE net = 5;

-- Fills: band 4, 6 and 8 put together from the bands of the chains, band 16 the polygon itself; large ones in pieces.
CREATE TABLE tile_area (
  geometry_id uuid NOT NULL,
  division_id uuid NOT NULL,
  level       smallint NOT NULL,
  band        smallint NOT NULL CHECK (band IN (4, 6, 8, 16)),
  piece       integer NOT NULL,
  g3857       geometry(Geometry, 3857) NOT NULL
);
CREATE INDEX tile_area_geometry ON tile_area (geometry_id);
CREATE INDEX tile_area_4 ON tile_area USING gist (g3857) WHERE band = 4;
CREATE INDEX tile_area_6 ON tile_area USING gist (g3857) WHERE band = 6;
CREATE INDEX tile_area_8 ON tile_area USING gist (g3857) WHERE band = 8;
CREATE INDEX tile_area_16 ON tile_area USING gist (g3857) WHERE band = 16;

-- Names and labels of units that have a polygon.
CREATE TABLE tile_division (
  geometry_id uuid NOT NULL,
  division_id uuid NOT NULL,
  place_id    uuid NOT NULL,
  tile_id     bigint NOT NULL,
  valid       daterange NOT NULL,
  code        text NOT NULL,
  name        text NOT NULL,
  class       text NOT NULL,
  level       smallint NOT NULL,
  rank        real NOT NULL,
  radius      real NOT NULL,               -- metres of EPSG:3857 of the largest free circle
  label       geometry(Point, 3857) NOT NULL
);
CREATE INDEX tile_division_geometry ON tile_division (geometry_id);
CREATE INDEX tile_division_place ON tile_division (place_id);
CREATE INDEX tile_division_label ON tile_division USING gist (label);

-- How fresh a tile is: that of its cell at z 0 to 8, deeper ones have that of their ancestor at z 8. One at z -1 counts for
-- the whole layer. Numbers rise in the order of the commits, since writers of the tables above take turns.
CREATE TABLE tile_revision (
  layer text NOT NULL,
  z     smallint NOT NULL CHECK (z BETWEEN -1 AND 8),
  x     integer NOT NULL,
  y     integer NOT NULL,
  rev   bigint NOT NULL,
  PRIMARY KEY (z, x, y, layer)
) WITH (fillfactor = 70);
CREATE SEQUENCE tile_revision_seq AS bigint;

-- The day for which the tables above were last written; -infinity: they have still to be made from what is on file.
CREATE TABLE tile_day (day date NOT NULL);
INSERT INTO tile_day SELECT '-infinity' WHERE EXISTS (SELECT 1 FROM place);

GRANT SELECT, INSERT, UPDATE, DELETE ON tile_feature, tile_polygon, tile_chain, tile_boundary, tile_area, tile_division, tile_revision,
  tile_day TO mingjie_app;
GRANT SELECT ON tile_feature, tile_polygon, tile_chain, tile_boundary, tile_area, tile_division, tile_revision, tile_day TO mingjie_read;
GRANT USAGE ON SEQUENCE tile_revision_seq TO mingjie_app;

-- Makes the first zoom of points right again after some have come, gone or changed; cells: those of the points concerned,
-- their numbers at zoom 16. Zoom by zoom from below: the leader of a cell is one of the leaders of its four children.
-- What is to be seen otherwise goes into the caller's temporary table tile_touched.
CREATE FUNCTION thin_points(of_today boolean, cells bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = app, public AS $$
DECLARE z integer; shift integer;
BEGIN
  FOR z IN REVERSE 15..0 LOOP
    shift := 2 * (16 - z);
    WITH touched AS MATERIALIZED (
      SELECT DISTINCT c >> shift AS n FROM unnest(cells) c
    ), candidate AS MATERIALIZED (
      SELECT t.n, f.prio, f.min_zoom FROM touched t CROSS JOIN generate_series(0, z + 1) m
      CROSS JOIN LATERAL (SELECT x.prio, x.min_zoom FROM tile_feature x WHERE x.layer = 'place' AND x.today = of_today
        AND x.min_zoom = m AND x.cell >= t.n << shift AND x.cell < (t.n + 1) << shift) f
    ), leader AS (
      SELECT n, min(prio) AS prio FROM candidate GROUP BY n
    ), wrong AS MATERIALIZED (
      SELECT c.n, c.prio, c.min_zoom AS was, CASE WHEN c.prio = l.prio THEN z ELSE z + 1 END AS first
      FROM candidate c JOIN leader l USING (n)
      WHERE CASE WHEN c.prio = l.prio THEN c.min_zoom > z ELSE c.min_zoom <= z END
    ), mended AS (
      UPDATE tile_feature f SET min_zoom = w.first FROM wrong w
      WHERE f.layer = 'place' AND f.today = of_today AND f.min_zoom = w.was
        AND f.cell >= w.n << shift AND f.cell < (w.n + 1) << shift AND f.prio = w.prio
      RETURNING w.was, w.first, f.g3857
    )
    INSERT INTO tile_touched (layer, low, high, g3857)
    SELECT 'place', least(was, first), greatest(was, first) - 1, g3857 FROM mended;
  END LOOP;
END $$;

-- The same for all points at once, those in the caller's temporary table tile_feature_next included.
CREATE FUNCTION thin_all_points(of_today boolean) RETURNS void LANGUAGE plpgsql SET search_path = app, public AS $$
DECLARE z integer;
BEGIN
  CREATE TEMPORARY TABLE thin_leader ON COMMIT DROP AS
    SELECT 15 AS zoom, min(ARRAY[prio, cell]) AS point FROM (
      SELECT prio, cell FROM tile_feature WHERE layer = 'place' AND today = of_today
      UNION ALL SELECT prio, cell FROM tile_feature_next WHERE layer = 'place' AND today = of_today) p
    GROUP BY cell >> 2;
  FOR z IN REVERSE 14..0 LOOP
    INSERT INTO thin_leader SELECT z, min(point) FROM thin_leader WHERE zoom = z + 1 GROUP BY point[2] >> (2 * (16 - z));
  END LOOP;
  CREATE TEMPORARY TABLE thin_first ON COMMIT DROP AS
    SELECT point[1] AS prio, point[2] AS cell, min(zoom) AS zoom FROM thin_leader GROUP BY 1, 2;
  ANALYZE thin_first;
  UPDATE tile_feature_next n SET min_zoom = f.zoom FROM thin_first f
   WHERE n.layer = 'place' AND n.today = of_today AND f.prio = n.prio AND f.cell = n.cell;
  WITH mended AS (
    UPDATE tile_feature t SET min_zoom = r.first FROM (
      SELECT o.ctid AS row, o.min_zoom AS was, coalesce(f.zoom, 16) AS first
      FROM tile_feature o LEFT JOIN thin_first f ON f.prio = o.prio AND f.cell = o.cell
      WHERE o.layer = 'place' AND o.today = of_today AND o.min_zoom <> coalesce(f.zoom, 16)) r
    WHERE t.ctid = r.row RETURNING r.was, r.first, t.g3857)
  INSERT INTO tile_touched (layer, low, high, g3857)
  SELECT 'place', least(was, first), greatest(was, first) - 1, g3857 FROM mended;
  DROP TABLE thin_leader, thin_first;
END $$;

-- Courses of a band are found by themselves: at zooms to 6 a third of the chains have no course left, and were read for each tile.
DROP INDEX tile_boundary_1, tile_boundary_2, tile_boundary_3;
CREATE INDEX tile_boundary_band4 ON tile_boundary USING gist (band4) WHERE net = 3 AND level <= 1 AND band4 IS NOT NULL;
CREATE INDEX tile_boundary_band6 ON tile_boundary USING gist (band6) WHERE net = 3 AND level <= 2 AND band6 IS NOT NULL;
CREATE INDEX tile_boundary_band8 ON tile_boundary USING gist (band8) WHERE net = 3 AND level <= 3 AND band8 IS NOT NULL;

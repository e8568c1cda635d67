-- Today's state, worked out from the registry in the same transaction that changes it.

CREATE TABLE place_search (
  place_id    uuid NOT NULL REFERENCES place,
  name        text NOT NULL,
  name_status text NOT NULL CHECK (name_status IN ('standard', 'unverified', 'alias', 'former')),
  py          text NOT NULL,             -- toneless syllables, joined
  ini         text NOT NULL,             -- first letters of the syllables
  imp         real NOT NULL,
  div         text NOT NULL              -- code of the smallest division around it
);
-- Orders of these indexes are the ranking: one keystroke reads ten entries.
CREATE INDEX place_search_name1 ON place_search (left(name, 1), imp DESC);
CREATE INDEX place_search_name2 ON place_search (left(name, 2), imp DESC);
CREATE INDEX place_search_name ON place_search (name text_pattern_ops, imp DESC);
CREATE INDEX place_search_py1 ON place_search (left(py, 1), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py2 ON place_search (left(py, 2), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py3 ON place_search (left(py, 3), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py ON place_search (py text_pattern_ops, imp DESC);
CREATE INDEX place_search_ini1 ON place_search (left(ini, 1), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_ini2 ON place_search (left(ini, 2), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_ini ON place_search (ini text_pattern_ops, imp DESC);
CREATE INDEX place_search_place ON place_search (place_id);

CREATE TABLE tile_feature (
  place_id uuid NOT NULL REFERENCES place,
  tile_id  bigint NOT NULL,
  layer    text NOT NULL CHECK (layer IN ('place', 'road', 'water', 'ground')),
  code     text NOT NULL,
  name     text NOT NULL,
  class    text NOT NULL,
  level    smallint NOT NULL,
  rank     real NOT NULL,
  ref      text,
  height   integer,
  heritage text,
  min_zoom smallint NOT NULL,
  g3857    geometry(Geometry, 3857) NOT NULL
);
CREATE INDEX tile_feature_place ON tile_feature (place_id);
CREATE INDEX tile_feature_low ON tile_feature USING gist (g3857) WHERE min_zoom <= 8;
CREATE INDEX tile_feature_mid ON tile_feature USING gist (g3857) WHERE min_zoom <= 11;
CREATE INDEX tile_feature_all ON tile_feature USING gist (g3857);

CREATE TABLE tile_boundary (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  level    smallint NOT NULL,             -- of the highest units that it parts
  left_id  uuid REFERENCES division,
  right_id uuid REFERENCES division,
  province text NOT NULL,
  name     text,
  g3857    geometry(LineString, 3857) NOT NULL
);
CREATE INDEX tile_boundary_map ON tile_boundary USING gist (g3857);
CREATE INDEX tile_boundary_high ON tile_boundary USING gist (g3857) WHERE level <= 3;

CREATE TABLE tile_division (
  division_id uuid PRIMARY KEY REFERENCES division,
  place_id    uuid NOT NULL REFERENCES place,
  tile_id     bigint NOT NULL,
  code        text NOT NULL,
  name        text NOT NULL,
  class       text NOT NULL,
  level       smallint NOT NULL,
  rank        real NOT NULL,
  radius      real NOT NULL,              -- metres of the largest free circle
  label       geometry(Point, 3857) NOT NULL
);
CREATE INDEX tile_division_label ON tile_division USING gist (label);

GRANT SELECT, INSERT, UPDATE, DELETE ON place_search, tile_feature, tile_boundary, tile_division TO mingjie_app;
GRANT SELECT ON place_search, tile_feature, tile_boundary, tile_division TO mingjie_read;

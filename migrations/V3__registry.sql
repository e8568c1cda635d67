-- The registry: places, divisions, names, spellings, readings and geometries, each a statement with a source,
-- an author, a valid period (when it is so in law) and a recorded period (when we held it true).
--
-- begin_after / end_after: null where the bound of "valid" is exact; else the bound lies after this day and not
-- later than the bound itself ("between the two dates"); -infinity: nothing earlier is known.

CREATE SEQUENCE place_code_seq AS bigint MINVALUE 1 MAXVALUE 9999999999;

-- Ten digits of a counter, two check digits (ISO/IEC 7064, MOD 97-10), never issued twice.
CREATE FUNCTION issue_place_code() RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT 'P' || lpad(n::text, 10, '0') || lpad((98 - (n * 100) % 97)::text, 2, '0')
  FROM nextval('app.place_code_seq') n
$$;

CREATE FUNCTION is_place_code(code text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN code ~ '^P[0-9]{12}$' AND substr(code, 2)::bigint % 97 = 1;
END $$;

CREATE FUNCTION is_division_code(code text, level smallint) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE level
    WHEN 1 THEN code ~ '^[0-9]{2}0000$'
    WHEN 2 THEN code ~ '^[0-9]{4}00$'
    WHEN 3 THEN code ~ '^[0-9]{6}$'
    WHEN 4 THEN code ~ '^[0-9]{9}([0-9]{3})?$'
    WHEN 5 THEN code ~ '^[0-9]{12}$'
    ELSE false END
$$;

CREATE FUNCTION is_sound_period(valid daterange) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT NOT isempty(valid)
     AND (lower_inf(valid) OR lower(valid) BETWEEN '0001-01-01' AND '9999-12-31')
     AND (upper_inf(valid) OR upper(valid) BETWEEN '0001-01-01' AND '9999-12-31')
$$;

CREATE TABLE place (
  id           uuid PRIMARY KEY,
  tile_id      bigint GENERATED ALWAYS AS IDENTITY,
  code         text NOT NULL UNIQUE DEFAULT issue_place_code() CHECK (is_place_code(code)),
  class_code   text NOT NULL REFERENCES place_class,
  status       text NOT NULL DEFAULT 'current' CHECK (status IN ('current', 'historical', 'merged', 'retired')),
  successor_id uuid REFERENCES place CHECK (successor_id <> id),
  importance   real NOT NULL CHECK (importance >= 0 AND importance <= 1),
  province     text NOT NULL CHECK (province ~ '^[0-9]{2}$'),
  attributes   jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object'),
  source_id    uuid NOT NULL REFERENCES source,
  source_row   integer,
  author_id    uuid NOT NULL REFERENCES account,
  recorded     tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (upper_inf(recorded)),
  version      integer NOT NULL DEFAULT 1 CHECK (version > 0),
  CHECK ((status = 'merged') <= (successor_id IS NOT NULL))
);
CREATE INDEX place_by_class ON place (class_code, code);
CREATE INDEX place_road ON place (code) WHERE class_code >= '23200' AND class_code < '23600';
CREATE UNIQUE INDEX place_tile ON place (tile_id);
COMMENT ON COLUMN place.code IS 'Permanent public code, never reused: counter and ISO/IEC 7064 check digits';
COMMENT ON COLUMN place.attributes IS 'Extras of the class: grade, ref, heightMetres, lengthKm, heritage';

CREATE TABLE division (
  id          uuid PRIMARY KEY,
  place_id    uuid NOT NULL REFERENCES place,
  code        text NOT NULL,
  level       smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
  parent_id   uuid REFERENCES division CHECK (parent_id <> id),
  province    text NOT NULL CHECK (province ~ '^[0-9]{2}$'),
  valid       daterange NOT NULL CHECK (is_sound_period(valid)),
  begin_after date,
  end_after   date,
  source_id   uuid NOT NULL REFERENCES source,
  source_row  integer,
  author_id   uuid NOT NULL REFERENCES account,
  recorded    tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (upper_inf(recorded)),
  CHECK (is_division_code(code, level)),
  CHECK (begin_after IS NULL OR begin_after < lower(valid)),
  CHECK (end_after IS NULL OR end_after < upper(valid)),
  CONSTRAINT division_code_periods EXCLUDE USING gist (code WITH =, valid WITH &&) WHERE (NOT upper_inf(valid))
);
COMMENT ON TABLE division IS 'A constituted unit under one code; the place it shares its names with may have had several';
CREATE UNIQUE INDEX division_code_open ON division (code) WHERE upper_inf(valid);
CREATE INDEX division_code ON division (code text_pattern_ops);
CREATE INDEX division_parent ON division (parent_id);
CREATE INDEX division_place ON division (place_id);

CREATE TABLE division_lineage (
  predecessor_id uuid NOT NULL REFERENCES division,
  successor_id   uuid NOT NULL REFERENCES division CHECK (successor_id <> predecessor_id),
  at             daterange NOT NULL,           -- the day, or the span in which it lies
  source_id      uuid NOT NULL REFERENCES source,
  source_row     integer,
  PRIMARY KEY (predecessor_id, successor_id)
);
CREATE INDEX division_lineage_successor ON division_lineage (successor_id);

CREATE TABLE place_in_division (
  place_id    uuid NOT NULL REFERENCES place,
  division_id uuid NOT NULL REFERENCES division,
  main        boolean NOT NULL,            -- the one that addresses it; others it only reaches into
  valid       daterange NOT NULL CHECK (is_sound_period(valid)),
  source_id   uuid NOT NULL REFERENCES source,
  PRIMARY KEY (place_id, division_id)
);
CREATE UNIQUE INDEX place_in_main_division ON place_in_division (place_id) WHERE main AND upper_inf(valid);

-- The same place in the numbering of others.
CREATE TABLE place_concordance (
  scheme   text NOT NULL CHECK (scheme <> ''),
  id       text NOT NULL CHECK (id <> ''),
  place_id uuid NOT NULL REFERENCES place,
  source_id uuid NOT NULL REFERENCES source,
  PRIMARY KEY (scheme, id)
);
CREATE INDEX place_concordance_place ON place_concordance (place_id);
CREATE INDEX place_in_division_division ON place_in_division (division_id);

CREATE TABLE name (
  id           uuid PRIMARY KEY,
  place_id     uuid NOT NULL REFERENCES place,
  kind         text NOT NULL DEFAULT 'name' CHECK (kind IN ('name', 'alias', 'short')),
  language     text NOT NULL DEFAULT 'zh' CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]+)*$'),
  status       text NOT NULL CHECK (status IN ('standard', 'unverified', 'nonstandard', 'rejected')),
  text         text NOT NULL CHECK (text = btrim(text) AND text <> '' AND char_length(text) <= 100),
  specific     text,
  generic      text,
  unit_wording text,                          -- 村委会, 居委会 ...: wording of the body, no part of the name
  meaning      text,
  origin       text,
  note         text,                          -- why the name came or went
  document     text,                          -- paper that the list or person cites for it
  valid        daterange NOT NULL CHECK (is_sound_period(valid)),
  begin_after  date,
  end_after    date,
  source_id    uuid NOT NULL REFERENCES source,
  source_row   integer,
  author_id    uuid NOT NULL REFERENCES account,
  recorded     tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (upper_inf(recorded)),
  CHECK (specific IS NULL OR text = specific || coalesce(generic, '')),
  CHECK (begin_after IS NULL OR begin_after < lower(valid)),
  CHECK (end_after IS NULL OR end_after < upper(valid)),
  CONSTRAINT one_standard_name_closed EXCLUDE USING gist (place_id WITH =, language WITH =, valid WITH &&)
    WHERE (status = 'standard' AND NOT upper_inf(valid))
);
COMMENT ON TABLE name IS '地名管理条例 (2022) art. 15: a standard name is one approved under the Regulation; lists give unverified ones';
CREATE UNIQUE INDEX one_standard_name_open ON name (place_id, language) WHERE status = 'standard' AND upper_inf(valid);
CREATE UNIQUE INDEX name_text_open ON name (place_id, language, text) WHERE upper_inf(valid);
CREATE INDEX name_place ON name (place_id);

CREATE TABLE spelling (
  id         uuid PRIMARY KEY,
  name_id    uuid NOT NULL REFERENCES name ON DELETE CASCADE,
  script     text NOT NULL DEFAULT 'Latn' CHECK (script ~ '^[A-Z][a-z]{3}$'),
  text       text NOT NULL CHECK (text = btrim(text) AND text <> ''),
  scheme     text NOT NULL CHECK (scheme IN ('pinyin', 'minority', 'established')),
  status     text NOT NULL CHECK (status IN ('standard', 'unverified', 'rejected')),
  valid      daterange NOT NULL CHECK (is_sound_period(valid)),
  source_id  uuid NOT NULL REFERENCES source,
  source_row integer,
  author_id  uuid NOT NULL REFERENCES account,
  recorded   tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (upper_inf(recorded))
);
CREATE UNIQUE INDEX spelling_open ON spelling (name_id, script) WHERE status <> 'rejected' AND upper_inf(valid);

CREATE INDEX spelling_name ON spelling (name_id);

CREATE TABLE reading (
  name_id    uuid NOT NULL REFERENCES name ON DELETE CASCADE,
  syllables  text NOT NULL CHECK (syllables ~ '^[a-zü0-9]+( [a-zü0-9]+)*$'),   -- toneless, parted by blanks
  source_id  uuid NOT NULL REFERENCES source,
  source_row integer,
  PRIMARY KEY (name_id, syllables)
);
COMMENT ON TABLE reading IS 'Readings to search by, as lists give them; never shown as the spelling';

-- Functions of constraints name their schemas: a restore runs with an empty search path.
-- Coordinates lie where EPSG:4490 is used, the South China Sea included; a NaN is not BETWEEN anything.
CREATE FUNCTION is_on_the_map(g public.geometry) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT NOT public.st_isempty(g) AND public.st_ndims(g) = 2
     AND public.st_xmin(g) BETWEEN 73 AND 136 AND public.st_xmax(g) BETWEEN 73 AND 136
     AND public.st_ymin(g) BETWEEN 3 AND 54 AND public.st_ymax(g) BETWEEN 3 AND 54
$$;

CREATE TABLE place_geometry (
  id              uuid PRIMARY KEY,
  place_id        uuid NOT NULL REFERENCES place,
  role            text NOT NULL CHECK (role IN ('point', 'line', 'area')),
  geom            geometry(Geometry, 4490) NOT NULL,
  g3857           geometry(Geometry, 3857) GENERATED ALWAYS AS (st_transform(geom, 3857)) STORED,
  accuracy_metres real CHECK (accuracy_metres >= 0 AND accuracy_metres < 'Infinity'),
  method          text,
  datum_original  text NOT NULL,
  valid           daterange NOT NULL CHECK (is_sound_period(valid)),
  source_id       uuid NOT NULL REFERENCES source,
  source_row      integer,
  author_id       uuid NOT NULL REFERENCES account,
  recorded        tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (upper_inf(recorded)),
  CHECK (CASE role WHEN 'point' THEN geometrytype(geom) = 'POINT'
                   WHEN 'line' THEN geometrytype(geom) IN ('LINESTRING', 'MULTILINESTRING')
                   ELSE geometrytype(geom) IN ('POLYGON', 'MULTIPOLYGON') END),
  CHECK (is_on_the_map(geom)),
  CHECK (role = 'point' OR st_isvalid(geom)),
  EXCLUDE USING gist (place_id WITH =, role WITH =, valid WITH &&) WHERE (NOT upper_inf(valid))
);
CREATE UNIQUE INDEX place_geometry_open ON place_geometry (place_id, role) WHERE upper_inf(valid);
CREATE INDEX place_geometry_place ON place_geometry (place_id);
CREATE INDEX place_geometry_shape ON place_geometry USING gist (geom);

CREATE TABLE division_geometry (
  id              uuid PRIMARY KEY,
  division_id     uuid NOT NULL REFERENCES division,
  geom            geometry(MultiPolygon, 4490) NOT NULL,
  g3857           geometry(MultiPolygon, 3857) GENERATED ALWAYS AS (st_transform(geom, 3857)) STORED,
  accuracy_metres real CHECK (accuracy_metres >= 0 AND accuracy_metres < 'Infinity'),
  method          text,
  datum_original  text NOT NULL,
  valid           daterange NOT NULL CHECK (is_sound_period(valid)),
  source_id       uuid NOT NULL REFERENCES source,
  source_row      integer,
  author_id       uuid NOT NULL REFERENCES account,
  recorded        tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (upper_inf(recorded)),
  CHECK (is_on_the_map(geom)),
  CHECK (st_isvalid(geom)),
  EXCLUDE USING gist (division_id WITH =, valid WITH &&) WHERE (NOT upper_inf(valid))
);
CREATE UNIQUE INDEX division_geometry_open ON division_geometry (division_id) WHERE upper_inf(valid);
CREATE INDEX division_geometry_division ON division_geometry (division_id);
CREATE INDEX division_geometry_shape ON division_geometry USING gist (geom);
CREATE INDEX division_geometry_map ON division_geometry USING gist (g3857);

-- Geometry whose datum cannot be brought to CGCS2000 lawfully: kept as given, never drawn.
CREATE TABLE unplaced_geometry (
  id             uuid PRIMARY KEY,
  place_id       uuid NOT NULL REFERENCES place,
  wkb            bytea NOT NULL,
  datum_original text NOT NULL,
  reason         text NOT NULL,
  source_id      uuid NOT NULL REFERENCES source,
  source_row     integer,
  UNIQUE (place_id, source_id, source_row)
);

-- Open-ended periods are held apart by the unique indexes above, closed ones by the exclusion constraints;
-- open against closed is checked here, under the lock of the places concerned. min() and not LIMIT 1: a limit
-- lures the planner into a nested loop over whole tables when thousands of rows come at once.
CREATE FUNCTION refuse_overlap(what text, key text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: periods overlap for %', what, key USING ERRCODE = 'exclusion_violation';
END $$;

CREATE FUNCTION division_periods() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE clash text;
BEGIN
  PERFORM 1 FROM place p WHERE p.id IN (SELECT place_id FROM changed)
    AND p.xmin::text <> (pg_current_xact_id()::text::bigint & 4294967295)::text FOR NO KEY UPDATE;
  SELECT min(c.code) INTO clash FROM changed c JOIN division d ON d.code = c.code AND d.id <> c.id AND d.valid && c.valid;
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('division code', clash); END IF;
  SELECT min(c.code) INTO clash FROM changed c JOIN division p ON p.id = c.parent_id WHERE p.level >= c.level;
  IF clash IS NOT NULL THEN
    RAISE EXCEPTION 'division %: its parent is of the same or a lower level', clash USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER division_periods_insert AFTER INSERT ON division
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION division_periods();
CREATE TRIGGER division_periods_update AFTER UPDATE ON division
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION division_periods();

CREATE FUNCTION name_periods() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE clash text;
BEGIN
  PERFORM 1 FROM place p WHERE p.id IN (SELECT place_id FROM changed)
    AND p.xmin::text <> (pg_current_xact_id()::text::bigint & 4294967295)::text FOR NO KEY UPDATE;
  SELECT min(c.text) INTO clash FROM changed c
    JOIN name n ON n.place_id = c.place_id AND n.language = c.language AND n.id <> c.id AND n.valid && c.valid
   WHERE n.text = c.text OR (n.status = 'standard' AND c.status = 'standard');
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('name', clash); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER name_periods_insert AFTER INSERT ON name
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION name_periods();
CREATE TRIGGER name_periods_update AFTER UPDATE ON name
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION name_periods();

CREATE FUNCTION place_geometry_periods() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE clash text;
BEGIN
  PERFORM 1 FROM place p WHERE p.id IN (SELECT place_id FROM changed)
    AND p.xmin::text <> (pg_current_xact_id()::text::bigint & 4294967295)::text FOR NO KEY UPDATE;
  SELECT min(c.place_id::text) INTO clash FROM changed c
    JOIN place_geometry g ON g.place_id = c.place_id AND g.role = c.role AND g.id <> c.id AND g.valid && c.valid;
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('place geometry', clash); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER place_geometry_periods_insert AFTER INSERT ON place_geometry
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION place_geometry_periods();
CREATE TRIGGER place_geometry_periods_update AFTER UPDATE ON place_geometry
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION place_geometry_periods();

CREATE FUNCTION division_geometry_periods() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE clash text;
BEGIN
  PERFORM 1 FROM division d WHERE d.id IN (SELECT division_id FROM changed)
    AND d.xmin::text <> (pg_current_xact_id()::text::bigint & 4294967295)::text FOR NO KEY UPDATE;
  SELECT min(c.division_id::text) INTO clash FROM changed c
    JOIN division_geometry g ON g.division_id = c.division_id AND g.id <> c.id AND g.valid && c.valid;
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('division geometry', clash); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER division_geometry_periods_insert AFTER INSERT ON division_geometry
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION division_geometry_periods();
CREATE TRIGGER division_geometry_periods_update AFTER UPDATE ON division_geometry
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION division_geometry_periods();

-- What we no longer hold true goes to the history with its recorded period closed. The functions belong to the
-- owner; the app role can write the history in no other way.
CREATE TABLE place_history (LIKE place);
CREATE TABLE division_history (LIKE division);
CREATE TABLE name_history (LIKE name);
CREATE TABLE spelling_history (LIKE spelling);
CREATE TABLE place_geometry_history (LIKE place_geometry);
CREATE TABLE division_geometry_history (LIKE division_geometry);
CREATE INDEX place_history_id ON place_history (id);
CREATE INDEX division_history_id ON division_history (id);
CREATE INDEX name_history_place ON name_history (place_id);
CREATE INDEX spelling_history_name ON spelling_history (name_id);
CREATE INDEX place_geometry_history_place ON place_geometry_history (place_id);
CREATE INDEX division_geometry_history_division ON division_geometry_history (division_id);

CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public AS $$
DECLARE now_recorded timestamptz := greatest(clock_timestamp(), lower(OLD.recorded) + interval '1 microsecond');
BEGIN
  OLD.recorded := tstzrange(lower(OLD.recorded), now_recorded);
  EXECUTE format('INSERT INTO app.%I SELECT ($1).*', TG_TABLE_NAME || '_history') USING OLD;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  NEW.recorded := tstzrange(now_recorded, NULL);
  RETURN NEW;
END $$;
CREATE TRIGGER place_keeps_history BEFORE UPDATE ON place FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION keep_history();
CREATE TRIGGER division_keeps_history BEFORE UPDATE OR DELETE ON division FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER name_keeps_history BEFORE UPDATE OR DELETE ON name FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER spelling_keeps_history BEFORE UPDATE OR DELETE ON spelling FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER place_geometry_keeps_history BEFORE UPDATE OR DELETE ON place_geometry FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER division_geometry_keeps_history BEFORE UPDATE OR DELETE ON division_geometry FOR EACH ROW EXECUTE FUNCTION keep_history();

-- The app role: places are never deleted and keep their id and code for ever.
GRANT USAGE ON SEQUENCE place_code_seq TO mingjie_app;
GRANT SELECT, INSERT ON place TO mingjie_app;
GRANT UPDATE (class_code, status, successor_id, importance, province, attributes, source_id, source_row, author_id, recorded, version)
  ON place TO mingjie_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON division, name, spelling, place_geometry, division_geometry, reading,
  division_lineage, place_in_division, place_concordance TO mingjie_app;
GRANT SELECT, INSERT ON unplaced_geometry TO mingjie_app;
GRANT SELECT ON place_history, division_history, name_history, spelling_history, place_geometry_history,
  division_geometry_history TO mingjie_app;
GRANT SELECT ON place, division, division_lineage, place_in_division, place_concordance, name, spelling, reading, place_geometry,
  division_geometry, place_history, division_history, name_history, spelling_history, place_geometry_history,
  division_geometry_history TO mingjie_read;

-- Search by every way of typing, at the size of the nation. One row a name and reading of a place; the application makes
-- the words that the inverted index holds:
--   each character, each pair of characters, the name with one character masked (?家村) for names of three to six;
--   each syllable, each pair of syllables (wang_xian), the initials (@wx);
--   the divisions around it (r43, r4302, r430281, r430281102), its class (c2, c21, c216, c21610),
--   the cells it lies in, of one degree (ga113_27) and of an eighth (gb908_221).

DROP TABLE place_search;
CREATE TABLE place_search (
  place_id    uuid NOT NULL,
  name        text NOT NULL,             -- folded: simplified characters, Chinese numerals, no blanks
  written     text,                      -- as it is written, where folding changes it
  name_status text NOT NULL CHECK (name_status IN ('standard', 'unverified', 'alias', 'former')),
  alternative boolean NOT NULL,          -- one more way to read a name that has a row already
  py          text NOT NULL,             -- toneless syllables, joined
  cuts        text NOT NULL,             -- the lengths of the syllables, a figure each
  ini         text NOT NULL,             -- first letters of the syllables
  imp         real NOT NULL,
  div         text NOT NULL,             -- code of the smallest division around it
  class       text NOT NULL,
  x           real,                      -- degrees, EPSG:4490; to about a metre
  y           real,
  fresh       boolean NOT NULL DEFAULT true,   -- came after the table was last put in the order of importance
  tok         tsvector NOT NULL
);

-- Orders of these indexes are the ranking: one keystroke reads ten entries.
CREATE INDEX place_search_name1 ON place_search (left(name, 1), imp DESC) WHERE NOT alternative;
CREATE INDEX place_search_name2 ON place_search (left(name, 2), imp DESC) WHERE NOT alternative;
CREATE INDEX place_search_name3 ON place_search (left(name, 3), imp DESC) WHERE NOT alternative;
CREATE INDEX place_search_name ON place_search (name text_pattern_ops, imp DESC) WHERE NOT alternative;
CREATE INDEX place_search_name_div ON place_search (name text_pattern_ops, div text_pattern_ops) WHERE NOT alternative;
CREATE INDEX place_search_unit ON place_search (name text_pattern_ops) WHERE class >= '21200' AND class <= '21599' AND NOT alternative;
CREATE INDEX place_search_unit_py ON place_search (py text_pattern_ops) WHERE class >= '21200' AND class <= '21599';
CREATE INDEX place_search_py1 ON place_search (left(py, 1), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py2 ON place_search (left(py, 2), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py3 ON place_search (left(py, 3), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py4 ON place_search (left(py, 4), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py5 ON place_search (left(py, 5), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py6 ON place_search (left(py, 6), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py7 ON place_search (left(py, 7), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py8 ON place_search (left(py, 8), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py ON place_search (py text_pattern_ops, imp DESC);
CREATE INDEX place_search_py_div ON place_search (py text_pattern_ops, div text_pattern_ops);
CREATE INDEX place_search_ini1 ON place_search (left(ini, 1), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_ini2 ON place_search (left(ini, 2), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_ini3 ON place_search (left(ini, 3), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_ini ON place_search (ini text_pattern_ops, imp DESC);
CREATE INDEX place_search_place ON place_search (place_id);
-- The table lies in the order of importance, so the first rows that a bitmap gives are the most important ones; the
-- few important rows and those that came since have indexes of their own.
CREATE INDEX place_search_tok ON place_search USING gin (tok) WITH (fastupdate = off);
CREATE INDEX place_search_hot ON place_search USING gin (tok) WITH (fastupdate = off) WHERE imp > 0.32;
CREATE INDEX place_search_fresh ON place_search USING gin (tok) WITH (fastupdate = off) WHERE fresh;

GRANT SELECT, INSERT, UPDATE, DELETE ON place_search TO mingjie_app;
GRANT SELECT ON place_search TO mingjie_read;

-- A rebuild beside the running system: while one is on, whoever changes places notes them here as well.
CREATE TABLE place_search_delta (place_id uuid NOT NULL);
CREATE TABLE search_rebuild (
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  started_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT, INSERT, DELETE ON place_search_delta, search_rebuild TO mingjie_app;
CREATE INDEX place_search_fresh_rows ON place_search (place_id) WHERE fresh;

-- Tables made anew: place_search_next within the transaction of a bulk command, place_search_shadow beside the running system.
DROP FUNCTION begin_search_rebuild();
DROP FUNCTION index_search_rebuild();
DROP FUNCTION swap_search_rebuild();

CREATE FUNCTION is_search_table(name text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT name IN ('place_search_next', 'place_search_shadow')
$$;

CREATE FUNCTION begin_search_table(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
BEGIN
  IF NOT is_search_table(name) THEN RAISE EXCEPTION 'no search table: %', name; END IF;
  LOCK TABLE place_search IN SHARE ROW EXCLUSIVE MODE;   -- other writers wait, readers do not
  EXECUTE format('CREATE TABLE %I (LIKE place_search INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS)', name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO mingjie_app', name);
  EXECUTE format('GRANT SELECT ON %I TO mingjie_read', name);
END $$;

CREATE FUNCTION index_search_table(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
DECLARE i record;
BEGIN
  IF NOT is_search_table(name) THEN RAISE EXCEPTION 'no search table: %', name; END IF;
  FOR i IN SELECT c.relname AS name, pg_get_indexdef(c.oid) AS definition
           FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = 'place_search'::regclass LOOP
    EXECUTE replace(replace(i.definition, ' INDEX ' || i.name || ' ON ', ' INDEX ' || i.name || '_of_' || index_search_table.name || ' ON '),
      ' ON app.place_search ', ' ON app.' || index_search_table.name || ' ');
  END LOOP;
  EXECUTE format('ANALYZE %I', name);
END $$;

-- Does nothing where no new table waits.
CREATE FUNCTION take_search_table(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
DECLARE i record;
BEGIN
  IF NOT is_search_table(name) THEN RAISE EXCEPTION 'no search table: %', name; END IF;
  IF to_regclass('app.' || name) IS NULL THEN RETURN; END IF;
  DROP TABLE place_search;
  EXECUTE format('ALTER TABLE %I RENAME TO place_search', name);
  FOR i IN SELECT c.relname AS name FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
           WHERE x.indrelid = 'place_search'::regclass LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', i.name, regexp_replace(i.name, '_of_place_search_(next|shadow)$', ''));
  END LOOP;
END $$;

CREATE FUNCTION drop_search_table(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
BEGIN
  IF NOT is_search_table(name) THEN RAISE EXCEPTION 'no search table: %', name; END IF;
  EXECUTE format('DROP TABLE IF EXISTS %I', name);
END $$;

-- Waits, but not for long: whoever searches meanwhile must not queue behind it.
CREATE FUNCTION lock_search_table() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
BEGIN
  LOCK TABLE place_search IN ACCESS EXCLUSIVE MODE;
END $$;

REVOKE EXECUTE ON FUNCTION begin_search_table(text), index_search_table(text), take_search_table(text), drop_search_table(text),
  lock_search_table() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_search_table(text), index_search_table(text), take_search_table(text), drop_search_table(text),
  lock_search_table() TO mingjie_app;

-- What a whole list says at once is checked at once. A foreign key looks up its parent row by row: for sources,
-- authors, classes and places that was a third of an import's time.

-- Sources, accounts, classes and places are for ever: nobody deletes them or changes their keys, so that one look at
-- the end of a statement is as good as a foreign key.
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: rows are never removed and keep their key', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
END $$;
CREATE TRIGGER source_is_for_ever BEFORE DELETE OR UPDATE OF id ON source FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER account_is_for_ever BEFORE DELETE OR UPDATE OF id ON account FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER place_class_is_for_ever BEFORE DELETE OR UPDATE OF code ON place_class FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER place_is_for_ever BEFORE DELETE OR UPDATE OF id, code ON place FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER source_is_not_emptied BEFORE TRUNCATE ON source EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER account_is_not_emptied BEFORE TRUNCATE ON account EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER place_class_is_not_emptied BEFORE TRUNCATE ON place_class EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER place_is_not_emptied BEFORE TRUNCATE ON place EXECUTE FUNCTION refuse_removal();

-- pg_temp comes last in the search path of every check: else a temporary table of the same name would be asked instead.
-- Arguments: which of source_id, author_id, class_code and place_id to look up.
CREATE FUNCTION refer_to_known() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE unknown text; reference text; target text; key text;
BEGIN
  FOREACH reference IN ARRAY TG_ARGV LOOP
    target := CASE reference WHEN 'source_id' THEN 'source' WHEN 'author_id' THEN 'account'
                             WHEN 'place_id' THEN 'place' ELSE 'place_class' END;
    key := CASE reference WHEN 'class_code' THEN 'code' ELSE 'id' END;
    -- no DISTINCT over places: it would make the planner think of few rows
    EXECUTE format('SELECT min(c.key::text) FROM (SELECT %s %I AS key FROM changed) c
                    WHERE NOT EXISTS (SELECT 1 FROM app.%I t WHERE t.%I = c.key)',
      CASE WHEN target <> 'place' THEN 'DISTINCT' ELSE '' END, reference, target, key) INTO unknown;
    IF unknown IS NOT NULL THEN
      RAISE EXCEPTION '%.% % is not in %', TG_TABLE_NAME, reference, unknown, target USING ERRCODE = 'foreign_key_violation';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

DO $$
DECLARE t text; reference text; given text;
BEGIN
  FOR t, given IN VALUES ('place', 'source_id, author_id, class_code'), ('division', 'place_id, source_id, author_id'),
      ('name', 'place_id, source_id, author_id'), ('place_geometry', 'place_id, source_id, author_id'),
      ('division_geometry', 'source_id, author_id'), ('place_in_division', 'source_id'), ('reading', 'source_id'),
      ('attestation', 'source_id') LOOP
    FOREACH reference IN ARRAY string_to_array(given, ', ') LOOP
      EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', t, t || '_' || reference || '_fkey');
    END LOOP;
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION refer_to_known(%s)', t || '_known_insert', t, given);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION refer_to_known(%s)', t || '_known_update', t, given);
  END LOOP;
END $$;

-- Read models are worked out from the places themselves.
ALTER TABLE place_search DROP CONSTRAINT place_search_place_id_fkey;
ALTER TABLE tile_feature DROP CONSTRAINT tile_feature_place_id_fkey;

-- STRICT keeps the planner from unfolding these into the constraints that call them; their columns are never null.
CREATE OR REPLACE FUNCTION is_division_code(code text, level smallint) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE level
    WHEN 1 THEN code ~ '^[0-9]{2}0000$'
    WHEN 2 THEN code ~ '^[0-9]{4}00$'
    WHEN 3 THEN code ~ '^[0-9]{6}$'
    WHEN 4 THEN code ~ '^[0-9]{9}([0-9]{3})?$'
    WHEN 5 THEN code ~ '^[0-9]{12}$'
    ELSE false END
$$;

CREATE OR REPLACE FUNCTION is_sound_period(valid daterange) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT NOT isempty(valid)
     AND (lower_inf(valid) OR lower(valid) BETWEEN '0001-01-01' AND '9999-12-31')
     AND (upper_inf(valid) OR upper(valid) BETWEEN '0001-01-01' AND '9999-12-31')
$$;

CREATE OR REPLACE FUNCTION is_on_the_map(g public.geometry) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT NOT public.st_isempty(g) AND public.st_ndims(g) = 2
     AND public.st_xmin(g) BETWEEN 73 AND 136 AND public.st_xmax(g) BETWEEN 73 AND 136
     AND public.st_ymin(g) BETWEEN 3 AND 54 AND public.st_ymax(g) BETWEEN 3 AND 54
$$;

CREATE OR REPLACE FUNCTION is_place_code(code text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN code ~ '^P[0-9]{12}$' THEN substr(code, 2)::bigint % 97 = 1 ELSE false END
$$;

-- The same codes as before, in a language that costs less at each call.
CREATE OR REPLACE FUNCTION issue_place_code() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE n bigint := nextval('app.place_code_seq');
BEGIN
  RETURN 'P' || lpad((n * 100 + 98 - (n * 100) % 97)::text, 12, '0');
END $$;

-- The same locks and comparisons as before, with cheaper marks of what this transaction has written itself.
CREATE OR REPLACE FUNCTION division_periods() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE clash text; own xid := pg_current_xact_id()::xid;
BEGIN
  PERFORM 1 FROM changed c JOIN place p ON p.id = c.place_id WHERE p.xmin <> own FOR NO KEY UPDATE OF p;
  SELECT min(c.code) INTO clash FROM changed c JOIN division d ON d.code = c.code AND d.id <> c.id AND d.valid && c.valid;
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('division code', clash); END IF;
  SELECT min(c.code) INTO clash FROM changed c JOIN division p ON p.id = c.parent_id WHERE p.level >= c.level;
  IF clash IS NOT NULL THEN
    RAISE EXCEPTION 'division %: its parent is of the same or a lower level', clash USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

-- Parents, unlike places, may be deleted (a list that bore them out is contradicted): they are held while a child comes
-- in, each once and not once for each child, and none goes while a child is left.
CREATE FUNCTION division_parents() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE orphan text;
BEGIN
  PERFORM 1 FROM division p WHERE p.id IN (SELECT parent_id FROM changed WHERE parent_id IS NOT NULL) FOR KEY SHARE;
  SELECT min(c.code) INTO orphan FROM changed c
   WHERE c.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM division p WHERE p.id = c.parent_id);
  IF orphan IS NOT NULL THEN
    RAISE EXCEPTION 'division %: its parent is not in division', orphan USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION division_children() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE orphan text;
BEGIN
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN   -- sees no child that has just come
    RAISE EXCEPTION 'division: rows go under READ COMMITTED only' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  SELECT min(c.code) INTO orphan FROM gone g JOIN division c ON c.parent_id = g.id;
  IF orphan IS NOT NULL THEN
    RAISE EXCEPTION 'division %: its parent cannot go before it', orphan USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;

ALTER TABLE division DROP CONSTRAINT division_parent_id_fkey;
CREATE TRIGGER division_parents_insert AFTER INSERT ON division
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION division_parents();
CREATE TRIGGER division_parents_update AFTER UPDATE ON division
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION division_parents();
CREATE TRIGGER division_children_delete AFTER DELETE ON division
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION division_children();
CREATE TRIGGER division_keeps_its_id BEFORE UPDATE OF id ON division FOR EACH ROW EXECUTE FUNCTION refuse_removal();

CREATE OR REPLACE FUNCTION name_periods() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE clash text; own xid := pg_current_xact_id()::xid;
BEGIN
  PERFORM 1 FROM changed c JOIN place p ON p.id = c.place_id WHERE p.xmin <> own FOR NO KEY UPDATE OF p;
  SELECT min(c.text) INTO clash FROM changed c
    JOIN name n ON n.place_id = c.place_id AND n.language = c.language AND n.id <> c.id AND n.valid && c.valid
   WHERE n.text = c.text OR (n.status = 'standard' AND c.status = 'standard');
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('name', clash); END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION place_geometry_periods() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE clash text; own xid := pg_current_xact_id()::xid;
BEGIN
  PERFORM 1 FROM changed c JOIN place p ON p.id = c.place_id WHERE p.xmin <> own FOR NO KEY UPDATE OF p;
  SELECT min(c.place_id::text) INTO clash FROM changed c
    JOIN place_geometry g ON g.place_id = c.place_id AND g.role = c.role AND g.id <> c.id AND g.valid && c.valid;
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('place geometry', clash); END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION division_geometry_periods() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE clash text; own xid := pg_current_xact_id()::xid;
BEGIN
  PERFORM 1 FROM changed c JOIN division d ON d.id = c.division_id WHERE d.xmin <> own FOR NO KEY UPDATE OF d;
  SELECT min(c.division_id::text) INTO clash FROM changed c
    JOIN division_geometry g ON g.division_id = c.division_id AND g.id <> c.id AND g.valid && c.valid;
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('division geometry', clash); END IF;
  RETURN NULL;
END $$;

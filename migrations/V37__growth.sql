-- The planner believes the last count of a table. Where that count met an import that was taken back or not yet
-- committed (pages, but no rows), or where a session has made its plans when there was one page, every row written would
-- read all others: a table to which one statement adds more rows than it was counted to hold is counted anew at once.
-- The name puts this before all other checks of the same statement.
CREATE FUNCTION count_growth() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = app, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM changed OFFSET (SELECT greatest(999, reltuples::bigint) FROM pg_class WHERE oid = TG_RELID)) THEN
    EXECUTE format('ANALYZE app.%I', TG_TABLE_NAME);
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION count_growth() FROM PUBLIC;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY '{place,division,name,spelling,reading,place_geometry,division_geometry,place_in_division,place_concordance,attestation}'::text[] LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION count_growth()', t || '_growth', t);
  END LOOP;
END $$;

-- The same checks as before, planned for each statement: a plan that was made for one row would do for thousands what
-- is good for one.
CREATE OR REPLACE FUNCTION division_periods() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE clash text;
BEGIN
  EXECUTE 'SELECT FROM changed c JOIN place p ON p.id = c.place_id WHERE p.xmin <> $1 FOR NO KEY UPDATE OF p'
    USING pg_current_xact_id()::xid;
  EXECUTE 'SELECT min(c.code) FROM changed c JOIN division d ON d.code = c.code AND d.id <> c.id AND d.valid && c.valid' INTO clash;
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('division code', clash); END IF;
  EXECUTE 'SELECT min(c.code) FROM changed c JOIN division p ON p.id = c.parent_id WHERE p.level >= c.level' INTO clash;
  IF clash IS NOT NULL THEN
    RAISE EXCEPTION 'division %: its parent is of the same or a lower level', clash USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION name_periods() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE clash text;
BEGIN
  EXECUTE 'SELECT FROM changed c JOIN place p ON p.id = c.place_id WHERE p.xmin <> $1 FOR NO KEY UPDATE OF p'
    USING pg_current_xact_id()::xid;
  EXECUTE 'SELECT min(c.text) FROM changed c
      JOIN name n ON n.place_id = c.place_id AND n.language = c.language AND n.id <> c.id AND n.valid && c.valid
     WHERE n.text = c.text OR (n.status = ''standard'' AND c.status = ''standard'')' INTO clash;
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('name', clash); END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION place_geometry_periods() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE clash text;
BEGIN
  EXECUTE 'SELECT FROM changed c JOIN place p ON p.id = c.place_id WHERE p.xmin <> $1 FOR NO KEY UPDATE OF p'
    USING pg_current_xact_id()::xid;
  EXECUTE 'SELECT min(c.place_id::text) FROM changed c
      JOIN place_geometry g ON g.place_id = c.place_id AND g.role = c.role AND g.id <> c.id AND g.valid && c.valid' INTO clash;
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('place geometry', clash); END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION division_geometry_periods() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE clash text;
BEGIN
  EXECUTE 'SELECT FROM changed c JOIN division d ON d.id = c.division_id WHERE d.xmin <> $1 FOR NO KEY UPDATE OF d'
    USING pg_current_xact_id()::xid;
  EXECUTE 'SELECT min(c.division_id::text) FROM changed c
      JOIN division_geometry g ON g.division_id = c.division_id AND g.id <> c.id AND g.valid && c.valid' INTO clash;
  IF clash IS NOT NULL THEN PERFORM refuse_overlap('division geometry', clash); END IF;
  RETURN NULL;
END $$;

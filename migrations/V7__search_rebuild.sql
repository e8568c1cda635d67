-- After a list that tells more places than were known, the search table is made anew beside the old one: rows in the
-- order of importance, indexes built once. Searches go on in the old table until the new one takes its name.

CREATE FUNCTION begin_search_rebuild() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
BEGIN
  LOCK TABLE place_search IN SHARE ROW EXCLUSIVE MODE;   -- other writers wait, readers do not
  CREATE TABLE place_search_next (LIKE place_search INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS);
  GRANT SELECT, INSERT, UPDATE, DELETE ON place_search_next TO mingjie_app;
  GRANT SELECT ON place_search_next TO mingjie_read;
END $$;

CREATE FUNCTION index_search_rebuild() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
DECLARE i record;
BEGIN
  FOR i IN SELECT c.relname AS name, pg_get_indexdef(c.oid) AS definition
           FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = 'place_search'::regclass LOOP
    EXECUTE replace(replace(i.definition, ' INDEX ' || i.name || ' ON ', ' INDEX ' || i.name || '_next ON '),
      ' ON app.place_search ', ' ON app.place_search_next ');
  END LOOP;
  ANALYZE place_search_next;
END $$;

-- Does nothing where no new table waits.
CREATE FUNCTION swap_search_rebuild() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
DECLARE i record;
BEGIN
  IF to_regclass('app.place_search_next') IS NULL THEN RETURN; END IF;
  DROP TABLE place_search;
  ALTER TABLE place_search_next RENAME TO place_search;
  FOR i IN SELECT c.relname AS name FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
           WHERE x.indrelid = 'place_search'::regclass LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', i.name, regexp_replace(i.name, '_next$', ''));
  END LOOP;
END $$;

REVOKE EXECUTE ON FUNCTION begin_search_rebuild(), index_search_rebuild(), swap_search_rebuild() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_search_rebuild(), index_search_rebuild(), swap_search_rebuild() TO mingjie_app;

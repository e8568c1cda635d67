-- The app role writes what it states, never when it was recorded, under what permanent code, or of what other place.

DO $$
DECLARE t text; kept_on_insert text[]; kept_on_update text[];
BEGIN
  FOR t, kept_on_insert, kept_on_update IN VALUES
      ('place', ARRAY['tile_id', 'code', 'recorded'], ARRAY['id', 'tile_id', 'code', 'recorded']),
      ('division', ARRAY['recorded'], ARRAY['id', 'recorded']),
      ('name', ARRAY['recorded'], ARRAY['id', 'place_id', 'recorded']),
      ('spelling', ARRAY['recorded'], ARRAY['id', 'name_id', 'recorded']),
      ('place_geometry', ARRAY['recorded', 'g3857'], ARRAY['id', 'place_id', 'recorded', 'g3857']),
      ('division_geometry', ARRAY['recorded', 'g3857'], ARRAY['id', 'division_id', 'recorded', 'g3857']),
      ('source', ARRAY['recorded_at'], NULL),
      ('audit', ARRAY['at'], NULL),
      ('attestation', ARRAY['superseded_by'], ARRAY(
        SELECT attname::text FROM pg_attribute WHERE attrelid = 'attestation'::regclass AND attnum > 0 AND attname NOT IN ('code', 'superseded_by')))
  LOOP
    EXECUTE format('REVOKE INSERT, UPDATE ON %I FROM mingjie_app', t);
    EXECUTE format('REVOKE INSERT (%2$s), UPDATE (%2$s) ON %1$I FROM mingjie_app', t,
      (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = t::regclass AND attnum > 0 AND NOT attisdropped));
    EXECUTE format('GRANT INSERT (%2$s) ON %1$I TO mingjie_app', t,
      (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
       WHERE attrelid = t::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL (kept_on_insert)));
    IF kept_on_update IS NOT NULL THEN
      EXECUTE format('GRANT UPDATE (%2$s) ON %1$I TO mingjie_app', t,
        (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
         WHERE attrelid = t::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL (kept_on_update)));
    END IF;
  END LOOP;
END $$;

-- 地名管理条例 (2022) art. 15: what is standard is the name itself, not an alias of it; and one for each language, whatever
-- the region or script that a tag adds (zh, not zh-CN).
ALTER TABLE name ADD CONSTRAINT standard_is_the_name CHECK (status <> 'standard' OR kind = 'name');
ALTER TABLE name ADD CONSTRAINT language_without_region CHECK (language ~ '^[a-z]{2,3}$');

-- An approved name ends, by a date, or is found to have been recorded in error (rejected); it does not vanish.
CREATE FUNCTION standard_names_stay() RETURNS trigger LANGUAGE plpgsql SET search_path = app, public, pg_temp AS $$
DECLARE lost text;
BEGIN
  SELECT min(g.text) INTO lost FROM gone g WHERE g.status = 'standard';
  IF lost IS NOT NULL THEN
    RAISE EXCEPTION 'name %: a standard name is ended or rejected, never deleted', lost USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER standard_names_stay AFTER DELETE ON name
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION standard_names_stay();

-- The few units of the upper levels, for what the site says of itself.
CREATE INDEX division_upper_levels ON division (level) WHERE level <= 3 AND upper_inf(valid);

-- A list that comes again (same profile, same state date) speaks for its earlier versions: of every unit that it names,
-- and of every unit that it would have to name. What the earlier version said stays on file and no longer counts.

ALTER TABLE attestation ADD COLUMN superseded_by uuid;   -- the source that speaks instead; null: it counts
COMMENT ON COLUMN attestation.superseded_by IS 'The later version of the same list that speaks instead of this row; null while the row counts';

CREATE VIEW standing_attestation AS SELECT * FROM attestation WHERE superseded_by IS NULL;
GRANT SELECT ON standing_attestation TO mingjie_app;

-- Codes whose row could not be taken: the list does not tell of them, so it does not tell that they are gone either.
CREATE TABLE unread_unit (
  source_id uuid NOT NULL REFERENCES source,
  code      text NOT NULL,
  PRIMARY KEY (source_id, code)
);
GRANT SELECT, INSERT ON unread_unit TO mingjie_app;

CREATE OR REPLACE FUNCTION refer_to_known() RETURNS trigger LANGUAGE plpgsql
SET search_path = app, public, pg_temp AS $$
DECLARE unknown text; reference text; target text; key text;
BEGIN
  FOREACH reference IN ARRAY TG_ARGV LOOP
    target := CASE reference WHEN 'source_id' THEN 'source' WHEN 'superseded_by' THEN 'source' WHEN 'author_id' THEN 'account'
                             WHEN 'place_id' THEN 'place' ELSE 'place_class' END;
    key := CASE reference WHEN 'class_code' THEN 'code' ELSE 'id' END;
    -- no DISTINCT over places: it would make the planner think of few rows
    EXECUTE format('SELECT min(c.key::text) FROM (SELECT %s %I AS key FROM changed) c
                    WHERE c.key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM app.%I t WHERE t.%I = c.key)',
      CASE WHEN target <> 'place' THEN 'DISTINCT' ELSE '' END, reference, target, key) INTO unknown;
    IF unknown IS NOT NULL THEN
      RAISE EXCEPTION '%.% % is not in %', TG_TABLE_NAME, reference, unknown, target USING ERRCODE = 'foreign_key_violation';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

DROP TRIGGER attestation_known_insert ON attestation;
DROP TRIGGER attestation_known_update ON attestation;
CREATE TRIGGER attestation_known_insert AFTER INSERT ON attestation REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION refer_to_known('source_id', 'superseded_by');
CREATE TRIGGER attestation_known_update AFTER UPDATE ON attestation REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION refer_to_known('source_id', 'superseded_by');

-- Until now the latest of several versions was found each time anew; identifiers of sources grow with time.
WITH version AS (
  SELECT a.source_id, a.row_no,
    first_value(a.source_id) OVER (PARTITION BY s.profile, s.state_date, a.list_code, a.attested ORDER BY a.source_id DESC) AS latest
  FROM attestation a JOIN source s ON s.id = a.source_id
)
UPDATE attestation a SET superseded_by = v.latest FROM version v
WHERE v.source_id = a.source_id AND v.row_no = a.row_no AND v.latest <> a.source_id;

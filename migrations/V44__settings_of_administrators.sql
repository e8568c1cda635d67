-- What administrators set while the server runs. The last version of a subject counts, over what the server was started with;
-- a null member leaves it to that.

CREATE TABLE setting_change (
  id         uuid PRIMARY KEY,
  subject    text NOT NULL CHECK (subject IN ('site', 'policies')),
  version    integer NOT NULL CHECK (version > 0),
  account_id uuid NOT NULL REFERENCES account,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  reason     text NOT NULL CHECK (reason = btrim(reason) AND char_length(reason) BETWEEN 1 AND 500),
  before     jsonb CHECK (jsonb_typeof(before) = 'object'),
  after      jsonb NOT NULL CHECK (jsonb_typeof(after) = 'object'),
  CONSTRAINT setting_versions UNIQUE (subject, version),       -- of two who change the same version one comes too late
  CONSTRAINT setting_before CHECK ((version = 1) = (before IS NULL))
);
COMMENT ON TABLE setting_change IS 'Append-only: what administrators have set, who, when and why; the last version of a subject counts';

CREATE FUNCTION setting_changes_stay() RETURNS trigger LANGUAGE plpgsql SET search_path = app, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'setting_change: what was set is never altered or deleted; a new version comes after it' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER setting_changes_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON setting_change
  FOR EACH STATEMENT EXECUTE FUNCTION setting_changes_stay();

CREATE VIEW setting_standing AS
  SELECT DISTINCT ON (subject) subject, version, account_id, at, after AS value FROM setting_change ORDER BY subject, version DESC;
COMMENT ON VIEW setting_standing IS 'What counts of each subject, and who set it when';

GRANT SELECT, INSERT (id, subject, version, account_id, reason, before, after) ON setting_change TO mingjie_app;
GRANT SELECT ON setting_standing TO mingjie_app;

-- The audit tells from where, what was before and after, and whether the world changed or our knowledge was wrong; and it
-- is a chain: each record carries the hash of the one before, so that none can be altered, put in or left out unseen.

ALTER TABLE audit
  ADD COLUMN kind    text NOT NULL DEFAULT 'act' CHECK (kind IN ('act', 'change', 'correction')),
  ADD COLUMN address text,     -- of the client; null: done by the program itself or from the command line
  ADD COLUMN before  jsonb CHECK (jsonb_typeof(before) = 'object'),
  ADD COLUMN after   jsonb CHECK (jsonb_typeof(after) = 'object'),
  ADD CONSTRAINT correction_has_a_reason CHECK (kind <> 'correction' OR reason <> '');
COMMENT ON COLUMN audit.kind IS 'change: the world changed by a decision; correction: we were wrong; act: neither';
GRANT INSERT (kind, address, before, after) ON audit TO mingjie_app;

CREATE INDEX audit_at ON audit (at DESC, id DESC);
CREATE INDEX audit_account ON audit (account_id, at DESC, id DESC);
CREATE INDEX audit_object ON audit (object text_pattern_ops, at DESC, id DESC);
CREATE INDEX audit_action ON audit (action text_pattern_ops, at DESC, id DESC);

CREATE TABLE audit_seal (
  position  bigint PRIMARY KEY CHECK (position > 0),
  audit_id  uuid NOT NULL UNIQUE REFERENCES audit,
  prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
  hash      bytea NOT NULL CHECK (length(hash) = 32),
  sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE audit_seal IS 'The chain over committed audit records: hash = SHA-256 of prev_hash and the record; written by seal_audit() alone';
GRANT SELECT ON audit_seal TO mingjie_app;

CREATE TABLE audit_unsealed (audit_id uuid PRIMARY KEY REFERENCES audit);
COMMENT ON TABLE audit_unsealed IS 'Audit records that wait for their place in the chain; nobody but the triggers and seal_audit() writes here';
GRANT SELECT ON audit_unsealed TO mingjie_app;

INSERT INTO audit_unsealed SELECT id FROM audit;

CREATE FUNCTION audit_waits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
BEGIN
  INSERT INTO audit_unsealed SELECT id FROM fresh;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION audit_waits() FROM PUBLIC;
CREATE TRIGGER audit_waits AFTER INSERT ON audit REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION audit_waits();

-- What of a record the chain holds fast. Never to be altered: old records could no longer be checked.
CREATE FUNCTION audit_hash(prev bytea, one audit) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(prev || convert_to(jsonb_build_array(one.id, to_char(one.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), one.account_id,
    one.kind, one.action, one.object, one.reason, one.address, one.before, one.after, one.detail)::text, 'UTF8'))
$$;

-- Chains records that are committed and not chained yet, the oldest first; one session at a time.
CREATE FUNCTION seal_audit(most integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
DECLARE
  last bigint;
  link bytea;
  one audit;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7881402264017302881) THEN
    RETURN 0;
  END IF;
  SELECT position, hash INTO last, link FROM audit_seal ORDER BY position DESC LIMIT 1;
  last := coalesce(last, 0);
  link := coalesce(link, decode(repeat('00', 32), 'hex'));
  most := least(most, 10000);
  FOR one IN
    WITH waiting AS (SELECT u.audit_id FROM audit_unsealed u JOIN audit a ON a.id = u.audit_id ORDER BY a.at, a.id LIMIT most),
      taken AS (DELETE FROM audit_unsealed u USING waiting w WHERE u.audit_id = w.audit_id RETURNING u.audit_id)
    SELECT a.* FROM taken t JOIN audit a ON a.id = t.audit_id ORDER BY a.at, a.id
  LOOP
    last := last + 1;
    INSERT INTO audit_seal (position, audit_id, prev_hash, hash) VALUES (last, one.id, link, audit_hash(link, one)) RETURNING hash INTO link;
  END LOOP;
  RETURN last;
END $$;
REVOKE EXECUTE ON FUNCTION seal_audit(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seal_audit(integer) TO mingjie_app;

-- What is wrong with the chain, by position; nothing where it is whole. A tail that was cut off leaves a whole chain: it is
-- found by comparing with a position and hash that were noted elsewhere.
CREATE FUNCTION audit_faults() RETURNS TABLE (place bigint, audit_id uuid, fault text) LANGUAGE sql STABLE SET search_path = app, public, pg_temp AS $$
  SELECT s.position, s.audit_id, CASE
      WHEN s.position <> s.earlier + 1 THEN 'gap'
      WHEN s.prev_hash <> s.link THEN 'link'
      WHEN a.id IS NULL THEN 'missing'
      ELSE 'altered' END
  FROM (SELECT *, coalesce(lag(t.position) OVER w, 0) AS earlier, coalesce(lag(t.hash) OVER w, decode(repeat('00', 32), 'hex')) AS link
        FROM audit_seal t WINDOW w AS (ORDER BY t.position)) s
  LEFT JOIN audit a ON a.id = s.audit_id
  WHERE s.position <> s.earlier + 1 OR s.prev_hash <> s.link OR a.id IS NULL OR s.hash <> audit_hash(s.prev_hash, a)
  UNION ALL
  SELECT NULL, a.id, 'unsealed' FROM audit a
  WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.audit_id = a.id) AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.audit_id = a.id)
  ORDER BY 1 NULLS LAST, 2
$$;

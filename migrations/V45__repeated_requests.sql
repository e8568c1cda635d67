-- Requests that name a key (Idempotency-Key) are done once: what was answered is kept for a day and told again.
CREATE TABLE request_once (
  account_id uuid NOT NULL REFERENCES account,
  key        text NOT NULL CHECK (char_length(key) BETWEEN 8 AND 200),
  hash       bytea NOT NULL CHECK (length(hash) = 32),        -- of address and content
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  status     integer,                                         -- null: only in the transaction that is doing it
  location   text,
  etag       text,
  body       text,                                            -- JSON without what is told once
  PRIMARY KEY (account_id, key)
);
CREATE INDEX request_once_created ON request_once (created_at);
COMMENT ON TABLE request_once IS 'Answers to requests with an Idempotency-Key, swept after a day; no password and no key of a program stands here';
GRANT SELECT, INSERT, UPDATE, DELETE ON request_once TO mingjie_app;

-- Contacts of reporters go some time after the answer. The app role may delete none but through this.
CREATE INDEX error_report_answered ON error_report (answered_at) WHERE state <> 'open';

CREATE FUNCTION forget_contacts(days integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
DECLARE
  forgotten bigint;
BEGIN
  IF days < 1 THEN
    RAISE EXCEPTION 'contacts are kept for one day at least, not %', days USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF NOT pg_try_advisory_xact_lock(7881402264017302883) THEN
    RETURN 0; -- another server is at it
  END IF;
  -- the hash of a request covers the contact: who knows the rest of the report could try all telephone numbers
  WITH over AS (
    SELECT r.id FROM error_report r JOIN error_report_contact c ON c.report_id = r.id
    WHERE r.state <> 'open' AND r.answered_at < clock_timestamp() - make_interval(days => days)
  ), gone AS (
    DELETE FROM error_report_contact c USING over o WHERE c.report_id = o.id RETURNING c.report_id
  )
  UPDATE error_report r SET request_key = NULL, request_hash = sha256(''::bytea) FROM gone g WHERE r.id = g.report_id;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION forget_contacts(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_contacts(integer) TO mingjie_app;

-- What somebody has looked at and dealt with of an import that failed or left remarks: it no longer waits on the desk.

CREATE TABLE import_settlement (
  run_id     uuid PRIMARY KEY REFERENCES import_run,
  account_id uuid NOT NULL REFERENCES account,
  reason     text NOT NULL CHECK (reason <> ''),
  at         timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT, INSERT (run_id, account_id, reason) ON import_settlement TO mingjie_app;

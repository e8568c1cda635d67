-- Passwords that were wrong one after the other. A row goes when the right one is given, after the lock has run out.
CREATE TABLE sign_in_failure (
  account_id   uuid PRIMARY KEY REFERENCES account,
  count        integer NOT NULL CHECK (count > 0),
  last_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  locked_until timestamptz
);
COMMENT ON TABLE sign_in_failure IS 'Accounts whose password was given wrong lately, and until when they are locked';
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failure TO mingjie_app;

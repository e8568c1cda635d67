-- Keys of programs, deputies of people who are away, accounts of other systems.

CREATE TABLE api_key (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,      -- the person who made it: it can do no more than he can
  name       text NOT NULL CHECK (name <> ''),
  hint       text NOT NULL,                         -- its first characters, to tell keys apart
  hash       bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
  scopes     text[] NOT NULL CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'import']),
  per_day    integer NOT NULL CHECK (per_day > 0),
  per_minute integer NOT NULL CHECK (per_minute > 0),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX api_key_by_account ON api_key (account_id);
COMMENT ON TABLE api_key IS 'Keys of programs, of which only SHA-256 is kept';
GRANT SELECT, UPDATE (revoked_at) ON api_key TO mingjie_app;
GRANT INSERT (id, account_id, name, hint, hash, scopes, per_day, per_minute, expires_at) ON api_key TO mingjie_app;

CREATE TABLE api_key_use (
  key_id    uuid PRIMARY KEY REFERENCES api_key,
  day       date NOT NULL,
  of_day    integer NOT NULL,
  minute    timestamptz NOT NULL,
  of_minute integer NOT NULL,
  last_at   timestamptz NOT NULL
);
COMMENT ON TABLE api_key_use IS 'How often a key has been used on its last day and in its last minute, and when last';
GRANT SELECT, INSERT, UPDATE ON api_key_use TO mingjie_app;

CREATE TABLE delegation (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,      -- who is away
  deputy_id  uuid NOT NULL REFERENCES account,
  valid      tstzrange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid) AND NOT upper_inf(valid)),
  reason     text NOT NULL CHECK (reason <> ''),
  ended_at   timestamptz,                           -- before its time
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (account_id <> deputy_id)
);
CREATE INDEX delegation_by_deputy ON delegation (deputy_id);
CREATE INDEX delegation_by_account ON delegation (account_id);
COMMENT ON TABLE delegation IS 'Who acts for whom during his absence; ends by itself';
GRANT SELECT, UPDATE (ended_at) ON delegation TO mingjie_app;
GRANT INSERT (id, account_id, deputy_id, valid, reason) ON delegation TO mingjie_app;

CREATE TABLE account_identity (
  issuer     text NOT NULL CHECK (issuer <> ''),
  subject    text NOT NULL CHECK (subject <> ''),
  account_id uuid NOT NULL REFERENCES account,
  PRIMARY KEY (issuer, subject),
  UNIQUE (account_id, issuer)
);
COMMENT ON TABLE account_identity IS 'Accounts of other systems (OpenID Connect) by which people sign in';
GRANT SELECT, INSERT, DELETE ON account_identity TO mingjie_app;

-- Roles of the offices, sign-in that is remembered, second factors.

-- Who works on cases, who keeps the system: the three administrators decide nothing and alter no audit.
ALTER TABLE account DROP CONSTRAINT account_role_check;
UPDATE account SET role = CASE role WHEN 'administrator' THEN 'system_administrator' WHEN 'clerk' THEN 'place_name_clerk' ELSE 'boundary_inspector' END
WHERE role IN ('administrator', 'clerk', 'inspector');
ALTER TABLE account ADD CONSTRAINT account_role_check CHECK (role IN (
  'place_name_clerk', 'township_clerk', 'reviewer', 'approver', 'filing_officer', 'boundary_inspector', 'counterpart_inspector',
  'custodian', 'archivist', 'department', 'expert', 'applicant',
  'system_administrator', 'security_administrator', 'audit_administrator', 'system', 'reader'));

ALTER TABLE account
  ADD COLUMN section text CHECK (section <> ''),                 -- of a boundary line, which a custodian looks after
  ADD COLUMN password_once boolean NOT NULL DEFAULT false,       -- given by an administrator, to be changed at the next sign-in
  ADD COLUMN credentials integer NOT NULL DEFAULT 0,             -- rises when password or second factor changes: older sessions end
  ADD COLUMN version integer NOT NULL DEFAULT 0,                 -- rises with every change that an administrator makes
  ADD CONSTRAINT sections_are_for_custodians CHECK (section IS NULL OR role = 'custodian');

REVOKE UPDATE ON account FROM mingjie_app;
GRANT UPDATE (display_name, password_hash, role, jurisdiction, section, disabled_at, password_once, credentials, version) ON account TO mingjie_app;

-- Sessions, in the form that Spring Session reads.
CREATE TABLE web_session (
  primary_id            char(36) PRIMARY KEY,
  session_id            char(36) NOT NULL UNIQUE,
  creation_time         bigint NOT NULL,
  last_access_time      bigint NOT NULL,
  max_inactive_interval integer NOT NULL,
  expiry_time           bigint NOT NULL,
  principal_name        varchar(100)
);
CREATE INDEX web_session_by_expiry ON web_session (expiry_time);
CREATE INDEX web_session_by_principal ON web_session (principal_name);
CREATE TABLE web_session_attributes (
  session_primary_id char(36) NOT NULL REFERENCES web_session (primary_id) ON DELETE CASCADE,
  attribute_name     varchar(200) NOT NULL,
  attribute_bytes    bytea NOT NULL,
  PRIMARY KEY (session_primary_id, attribute_name)
);
COMMENT ON TABLE web_session IS 'Who has signed in with a browser; ended ones are swept every minute';
GRANT SELECT, INSERT, UPDATE, DELETE ON web_session, web_session_attributes TO mingjie_app;

-- Second factors (RFC 6238).
CREATE TABLE second_factor (
  account_id   uuid PRIMARY KEY REFERENCES account,
  secret       bytea NOT NULL,            -- encrypted; the key lies in the data folder, never here
  confirmed_at timestamptz,               -- null: shown to its owner, who has not proven yet that he has it
  last_step    bigint NOT NULL DEFAULT 0  -- of the last code that was taken: none of it or before it is taken again
);
CREATE TABLE recovery_code (
  account_id uuid NOT NULL REFERENCES second_factor ON DELETE CASCADE,
  hash       bytea NOT NULL CHECK (length(hash) = 32),
  used_at    timestamptz,
  PRIMARY KEY (account_id, hash)
);
COMMENT ON TABLE second_factor IS 'Secrets of one-time codes by which people prove who they are, besides the password';
COMMENT ON TABLE recovery_code IS 'SHA-256 of codes for whoever has lost his device; each is good once';
GRANT SELECT, INSERT, UPDATE, DELETE ON second_factor, recovery_code TO mingjie_app;

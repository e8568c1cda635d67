-- People, what they did, and where every statement comes from.

-- Time-ordered identifiers (RFC 9562, version 7) for commands that write whole sets; single rows get theirs in Java.
CREATE FUNCTION uuid7() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
          || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid
$$;

-- Bulk commands tell the planner what they have just written; only the owner of a table may.
CREATE FUNCTION refresh_statistics(VARIADIC tables text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public AS $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY tables LOOP
    EXECUTE format('ANALYZE app.%I', t);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION refresh_statistics(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_statistics(text[]) TO mingjie_app;

CREATE TABLE account (
  id            uuid PRIMARY KEY,
  login         text NOT NULL UNIQUE CHECK (login ~ '^[a-z][a-z0-9._-]{1,39}$'),
  display_name  text NOT NULL CHECK (display_name <> ''),
  password_hash text,                       -- null: cannot sign in (the system itself)
  role          text NOT NULL CHECK (role IN ('system', 'administrator', 'clerk', 'inspector', 'reader')),
  jurisdiction  text NOT NULL DEFAULT '' CHECK (jurisdiction ~ '^[0-9]{0,12}$'),   -- prefix of division codes
  disabled_at   timestamptz,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE account IS 'Who may sign in; jurisdiction is a prefix of division codes and bounds every change';

CREATE TABLE audit (
  id         uuid PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  account_id uuid NOT NULL REFERENCES account,
  action     text NOT NULL CHECK (action <> ''),
  object     text NOT NULL,
  reason     text,
  detail     jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE audit IS 'Append-only: who did what, when and why; the app role may only insert and read';

CREATE TABLE file (
  sha256     bytea PRIMARY KEY CHECK (length(sha256) = 32),
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  media_type text NOT NULL,
  name       text NOT NULL,
  stored_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE file IS 'Originals in the file store, addressed by the hash of their content';

CREATE TABLE source (
  id             uuid PRIMARY KEY,
  kind           text NOT NULL CHECK (kind IN ('decision', 'document', 'survey', 'list', 'sample')),
  title          text NOT NULL CHECK (title <> ''),
  origin         text NOT NULL DEFAULT '',
  licence        text NOT NULL DEFAULT '',
  rank           smallint NOT NULL CHECK (rank BETWEEN 0 AND 100),   -- higher wins
  state_date     date NOT NULL,                                      -- the day whose state it tells
  complete_codes text[] NOT NULL DEFAULT '{}',                       -- code prefixes for which it lists every unit
  complete_levels smallint[] NOT NULL DEFAULT '{}',
  profile        text,
  file_sha256    bytea REFERENCES file,
  author_id      uuid NOT NULL REFERENCES account,
  recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE source IS 'Where statements come from: decision, document, survey or imported list, with rank and state date';

GRANT SELECT, INSERT, UPDATE ON account TO mingjie_app;
GRANT SELECT, INSERT ON audit, file, source TO mingjie_app;
GRANT SELECT ON source TO mingjie_read;

-- The program itself, author of what no person did.
INSERT INTO account (id, login, display_name, role)
VALUES ('00000000-0000-7000-8000-000000000001', 'system', '名界系统', 'system');

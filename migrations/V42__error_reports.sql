-- What the public says is wrong with a name, its spelling, its position or its history.
CREATE TABLE error_report (
  id           uuid PRIMARY KEY,
  receipt      text NOT NULL UNIQUE CHECK (receipt ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$'),
  place_id     uuid REFERENCES place,
  point        geometry(Point, 4490),
  what         text NOT NULL CHECK (what IN ('name', 'spelling', 'position', 'history', 'other')),
  text         text NOT NULL CHECK (text = btrim(text) AND char_length(text) BETWEEN 1 AND 2000),
  source       text CHECK (char_length(source) BETWEEN 1 AND 500),
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'dismissed')),
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  answer       text CHECK (char_length(answer) BETWEEN 1 AND 2000),
  answered_by  uuid REFERENCES account,
  answered_at  timestamptz,
  request_key  text UNIQUE CHECK (char_length(request_key) BETWEEN 8 AND 200),
  request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
  CONSTRAINT about_a_place_or_a_point CHECK (place_id IS NOT NULL OR point IS NOT NULL),
  CONSTRAINT answered_by_someone CHECK ((state = 'open') = (answer IS NULL AND answered_by IS NULL AND answered_at IS NULL)
    AND (state = 'open' OR (answer IS NOT NULL AND answered_by IS NOT NULL AND answered_at IS NOT NULL)))
);
COMMENT ON TABLE error_report IS 'What the public says is wrong, and what was answered; the receipt is all that the reporter needs to ask';
CREATE INDEX error_report_open ON error_report (created_at) WHERE state = 'open';

-- Apart from what is reported: lists show the masked form, the whole is read one at a time and audited.
CREATE TABLE error_report_contact (
  report_id uuid PRIMARY KEY REFERENCES error_report,
  contact   text NOT NULL CHECK (char_length(contact) BETWEEN 1 AND 100),
  masked    text NOT NULL CHECK (masked <> contact)
);
COMMENT ON TABLE error_report_contact IS 'Personal: how to reach a reporter, given of his own will';

GRANT SELECT, INSERT (id, receipt, place_id, point, what, text, source, request_key, request_hash) ON error_report TO mingjie_app;
GRANT UPDATE (state, answer, answered_by, answered_at) ON error_report TO mingjie_app;
GRANT SELECT, INSERT ON error_report_contact TO mingjie_app;

-- Imported lists, row by row as they were: the state of divisions is worked out from all lists on file,
-- so that the order in which lists arrive cannot matter.

CREATE TABLE attestation (
  source_id    uuid NOT NULL REFERENCES source,
  row_no       integer NOT NULL CHECK (row_no > 0),
  list_code    text NOT NULL,              -- as the list numbers the unit, in the length of its level
  by_name      boolean NOT NULL,           -- the list's numbers are its own: the unit is told by its name
  code         text,                       -- the unit's code, worked out from all lists; null: not known which unit
  level        smallint NOT NULL,
  parent_code  text,
  given        text NOT NULL,              -- the name as the list writes it
  name         text NOT NULL,              -- without the wording of the body
  name_key     text NOT NULL,              -- what two wordings of one name have in common
  specific     text,
  generic      text,
  unit_wording text,
  syllables    text,
  class_code   text NOT NULL,
  point        geometry(Point, 4490),
  unplaced     text,                       -- a position as given, with its system, that cannot be brought to CGCS2000
  is_period    boolean NOT NULL,           -- a row of a code history, with the years of the code's use
  attested     daterange NOT NULL,         -- one day, or the period
  successors   text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (source_id, row_no)
);
CREATE INDEX attestation_code ON attestation (code text_pattern_ops);
CREATE INDEX attestation_told_by_name ON attestation (left(list_code, 6)) WHERE by_name;

CREATE TABLE import_run (
  id          uuid PRIMARY KEY,
  profile     text NOT NULL,
  file_names  text[] NOT NULL,
  author_id   uuid NOT NULL REFERENCES account,
  dry_run     boolean NOT NULL,
  started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at    timestamptz,
  state       text NOT NULL CHECK (state IN ('running', 'done', 'refused', 'cancelled', 'failed')),
  accepted    bigint NOT NULL DEFAULT 0,
  flagged     bigint NOT NULL DEFAULT 0,
  rejected    bigint NOT NULL DEFAULT 0,
  unchanged   bigint NOT NULL DEFAULT 0,
  message     text
);

-- What an import would change in a name that a case has approved: for a person to decide.
CREATE TABLE import_proposal (
  id         uuid PRIMARY KEY,
  run_id     uuid NOT NULL REFERENCES import_run,
  place_id   uuid NOT NULL REFERENCES place,
  action     text NOT NULL CHECK (action IN ('rename', 'end')),
  current_text text NOT NULL,
  proposed_text text,
  source_id  uuid NOT NULL REFERENCES source,
  source_row integer,
  UNIQUE (place_id, action, source_id)
);

GRANT SELECT, INSERT, UPDATE ON attestation, import_run TO mingjie_app;
GRANT SELECT, INSERT ON import_proposal TO mingjie_app;

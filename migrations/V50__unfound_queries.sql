-- What people asked for and the registry does not have: a name it lacks, or another writing of one it has.
CREATE TABLE unfound_query (
  id         uuid PRIMARY KEY,
  text       text NOT NULL UNIQUE CHECK (text = btrim(text) AND char_length(text) BETWEEN 2 AND 40),
  times      bigint NOT NULL CHECK (times > 0),
  first_day  date NOT NULL,
  last_day   date NOT NULL CHECK (last_day >= first_day),
  state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'linked', 'dismissed')),
  place_id   uuid REFERENCES place,
  reason     text CHECK (char_length(reason) BETWEEN 1 AND 500),
  settled_by uuid REFERENCES account,
  settled_at timestamptz,
  CONSTRAINT settled_by_someone CHECK ((state = 'open') = (reason IS NULL AND settled_by IS NULL AND settled_at IS NULL)
    AND (state = 'open' OR (reason IS NOT NULL AND settled_by IS NOT NULL AND settled_at IS NOT NULL))),
  CONSTRAINT linked_to_a_place CHECK ((state = 'linked') = (place_id IS NOT NULL))
);
COMMENT ON TABLE unfound_query IS 'Queries that found nothing, counted once a visitor and day; nothing tells who asked';
CREATE INDEX unfound_query_open ON unfound_query (times DESC, last_day DESC, id) WHERE state = 'open';
CREATE INDEX unfound_query_place ON unfound_query (place_id) WHERE place_id IS NOT NULL;

GRANT SELECT, DELETE, INSERT (id, text, times, first_day, last_day) ON unfound_query TO mingjie_app;
GRANT UPDATE (times, first_day, last_day, state, place_id, reason, settled_by, settled_at) ON unfound_query TO mingjie_app;

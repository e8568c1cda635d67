-- Servers that have found a tile as fresh as its revision need not look again while they hold the shared lock 7701936, for
-- nobody changes a revision without the exclusive one. They give it back when they see that somebody waits, many times a
-- second; the database ends the session of one that has stopped.
CREATE FUNCTION before_revisions_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7701936);
  RETURN NULL;
END $$;

CREATE TRIGGER before_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON tile_revision
  FOR EACH STATEMENT EXECUTE FUNCTION before_revisions_change();
ALTER TABLE tile_revision ENABLE ALWAYS TRIGGER before_change;

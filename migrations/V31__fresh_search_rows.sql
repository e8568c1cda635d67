-- Counts the rows since the last rebuild; of no use to a search, which must not read all of them where many are new.
DROP INDEX place_search_fresh_rows;
CREATE INDEX place_search_fresh_rows ON place_search (place_id) WHERE fresh IS TRUE;

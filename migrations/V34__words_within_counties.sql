-- Which words the rows of place_search hold. 1: besides those told in V9, each pair of characters with the county
-- before it (430281王家), so that a name in a county is found without reading all that are called so in the country.
-- Rows of an earlier version answer until the table has been made anew, but not by a part of a name within a county.
CREATE TABLE search_words (version integer NOT NULL);
INSERT INTO search_words SELECT CASE WHEN EXISTS (SELECT 1 FROM place) THEN 0 ELSE 1 END;
GRANT SELECT, UPDATE ON search_words TO mingjie_app;
GRANT SELECT ON search_words TO mingjie_read;

-- Words of pairs are followed by their county now (王家430281), so that one word also finds all of a prefecture or a
-- province by its beginning (王家43). A table with the words of before is made anew; until then it answers, but not by a
-- part of a name within a division.
UPDATE search_words SET version = CASE WHEN EXISTS (SELECT 1 FROM place) THEN 0 ELSE 2 END;

-- Same name, same sound: answered by the index alone, however many there are.
DROP INDEX place_search_name_div;
DROP INDEX place_search_py_div;
CREATE INDEX place_search_name_div ON place_search (name text_pattern_ops, div text_pattern_ops)
  INCLUDE (place_id, written, name_status, imp) WHERE NOT alternative;
CREATE INDEX place_search_py_div ON place_search (py text_pattern_ops, div text_pattern_ops)
  INCLUDE (place_id, name, written, name_status, imp);

-- Longer beginnings, of which there can be thousands still: the important ones in the order of the ranking.
CREATE INDEX place_search_name4 ON place_search (left(name, 4), imp DESC) WHERE NOT alternative AND imp >= 0.25;
CREATE INDEX place_search_py9 ON place_search (left(py, 9), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py10 ON place_search (left(py, 10), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py11 ON place_search (left(py, 11), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_py12 ON place_search (left(py, 12), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_ini4 ON place_search (left(ini, 4), imp DESC) WHERE imp >= 0.25;
CREATE INDEX place_search_ini5 ON place_search (left(ini, 5), imp DESC) WHERE imp >= 0.25;

-- Important rows that came since the table was put in order; the others of them lie in the order of the ranking.
CREATE INDEX place_search_fresh_hot ON place_search USING gin (tok) WITH (fastupdate = off) WHERE fresh AND imp > 0.32;

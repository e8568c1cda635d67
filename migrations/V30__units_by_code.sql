-- Divisional units in the order of their permanent codes: pages of units go on from the code of the last one, which
-- stays the same when a list makes the rows of a unit anew.
CREATE INDEX place_unit ON place (code) WHERE class_code >= '21200' AND class_code < '21700';

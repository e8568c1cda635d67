-- Pages of a box go on beside writers: which places have lost a geometry since the first page, and which unit a geometry
-- of the past belonged to.
CREATE INDEX place_geometry_history_closed ON place_geometry_history (upper(recorded));
CREATE INDEX division_geometry_history_closed ON division_geometry_history (upper(recorded));
CREATE INDEX division_history_place ON division_history (place_id);

-- On which days how much of the map begins or ends, counted as rows come and go: to read it from the rows takes seconds for a nation.
CREATE TABLE tile_day_change (
  day     date NOT NULL,
  changes bigint NOT NULL
);
COMMENT ON TABLE tile_day_change IS 'What came and went at once adds a row for each day, a negative one for what went; the sum counts, once a day it is drawn';
GRANT SELECT, INSERT, DELETE ON tile_day_change TO mingjie_app;
GRANT SELECT ON tile_day_change TO mingjie_read;

INSERT INTO tile_day_change
SELECT day, count(*) FROM (
  SELECT lower(valid) AS day FROM tile_feature UNION ALL SELECT upper(valid) FROM tile_feature
  UNION ALL SELECT lower(valid) FROM tile_division UNION ALL SELECT upper(valid) FROM tile_division
  UNION ALL SELECT lower(valid) FROM tile_boundary UNION ALL SELECT upper(valid) FROM tile_boundary) c
WHERE day IS NOT NULL GROUP BY day;

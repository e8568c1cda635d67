-- What pg_featureserv publishes: the features of the collection places with the columns that they have at ours, as far as a
-- view can give them. Spellings are those on file: ours suggests one where there is none. The names of the divisions
-- around, which ours looks up on the way, are worked out beforehand.
CREATE TABLE peer.path AS
WITH RECURSIVE unit AS (
  SELECT d.id, d.parent_id, (
    SELECT n.text FROM app.name n WHERE n.place_id = d.place_id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected'
    ORDER BY n.valid @> current_date DESC, upper(n.valid) DESC NULLS FIRST, n.status = 'standard' DESC LIMIT 1) AS text
  FROM app.division d
), down AS (
  SELECT id, ARRAY[text] AS names FROM unit WHERE parent_id IS NULL
  UNION ALL
  SELECT u.id, d.names || u.text FROM down d JOIN unit u ON u.parent_id = d.id
)
SELECT id, names FROM down;
ALTER TABLE peer.path ADD PRIMARY KEY (id);
ANALYZE peer.path;

CREATE VIEW peer.places AS
SELECT p.code, n.text AS name, n.status AS "nameStatus", s.text AS spelling, s.status AS "spellingStatus", p.class_code AS class,
  path.names AS "divisionPath", g.geom
FROM app.place p
JOIN app.name n ON n.place_id = p.id AND n.kind = 'name' AND n.language = 'zh' AND n.status <> 'rejected' AND n.valid @> current_date
LEFT JOIN app.spelling s ON s.name_id = n.id AND s.script = 'Latn' AND s.status <> 'rejected' AND s.valid @> current_date
LEFT JOIN app.division own ON own.place_id = p.id AND own.valid @> current_date
LEFT JOIN app.place_in_division lies ON lies.place_id = p.id AND lies.main AND upper_inf(lies.valid)
LEFT JOIN peer.path ON path.id = coalesce(own.parent_id, lies.division_id)
LEFT JOIN app.place_geometry g ON g.place_id = p.id AND g.valid @> current_date
WHERE p.status = 'current';

-- A synthetic registry: a province, 14 cities, 140 counties, a town for fifty places; villages with a point, every
-- twentieth place a road with a line. Every index and constraint that an index upholds is dropped before and made again
-- after, as the migrations define them, and so is every foreign key that such a constraint is the target of. Names and
-- geometries bear the id of their place: to make one takes longer than the rest of the row.
SET search_path = app, public;
SET session_replication_role = replica;
SET client_min_messages = warning;
SET work_mem = '128MB';
SET maintenance_work_mem = '512MB';
DO $$ BEGIN PERFORM setseed(0.5); END $$;

CREATE TEMPORARY TABLE filled AS SELECT unnest(ARRAY['place', 'division', 'name', 'place_in_division', 'place_geometry'])::regclass AS id;
CREATE TEMPORARY TABLE dropped AS
SELECT row_number() OVER (ORDER BY turn, sort, name) AS n, kind, owner, name, definition FROM (
  SELECT 3 AS turn, 'constraint' AS kind, conrelid::regclass::text AS owner, conname::text AS name, '' AS sort, pg_get_constraintdef(oid) AS definition
  FROM pg_constraint WHERE contype = 'f' AND confrelid IN (SELECT id FROM filled)
  UNION ALL
  SELECT 1, 'constraint', conrelid::regclass::text, conname, CASE contype WHEN 'p' THEN '1' ELSE '2' END, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE contype IN ('p', 'u', 'x') AND conrelid IN (SELECT id FROM filled)
  UNION ALL
  SELECT 2, 'index', i.tablename, i.indexname, i.indexname, i.indexdef FROM pg_indexes i
  WHERE i.schemaname = 'app' AND format('%I.%I', i.schemaname, i.tablename)::regclass IN (SELECT id FROM filled)
    AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = format('%I.%I', i.schemaname, i.indexname)::regclass AND c.contype IN ('p', 'u', 'x'))) d;
DO $$
DECLARE d record;
BEGIN
  FOR d IN SELECT * FROM dropped ORDER BY n DESC LOOP
    IF d.kind = 'constraint' THEN
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', d.owner, d.name);
    ELSE
      EXECUTE format('DROP INDEX app.%I', d.name);
    END IF;
  END LOOP;
END $$;

INSERT INTO source (id, kind, title, rank, state_date, author_id)
VALUES ('00000000-0000-7000-8000-00000000b001', 'sample', 'bench', 50, '2026-01-01', '00000000-0000-7000-8000-000000000001');
CREATE TEMPORARY TABLE unit AS
SELECT uuid7() AS id, uuid7() AS place, n, CASE WHEN n = 0 THEN 1 WHEN n <= 14 THEN 2 WHEN n <= 154 THEN 3 ELSE 4 END::smallint AS level,
  CASE WHEN n = 0 THEN NULL WHEN n <= 14 THEN 0 WHEN n <= 154 THEN (n - 15) / 10 + 1 ELSE 15 + n % 140 END AS parent, NULL AS code
FROM generate_series(0, 154 + least(:count / 50, 100000)) n;
UPDATE unit SET code = CASE level WHEN 1 THEN '430000' WHEN 2 THEN '43' || lpad(n::text, 2, '0') || '00'
  ELSE '43' || lpad(parent::text, 2, '0') || lpad(((n - 15) % 10 + 21)::text, 2, '0') END WHERE level < 4;
UPDATE unit t SET code = c.code || lpad((t.n / 140)::text, 3, '0') FROM unit c WHERE t.level = 4 AND c.n = t.parent;
ANALYZE unit;

\timing on
\echo what the places are made of
CREATE TEMPORARY TABLE made AS
SELECT uuid7() AS id, n, n % 20 = 0 AS road, 109 + random() * 5 AS x, 25 + random() * 5 AS y FROM generate_series(1, :count - (SELECT count(*)::integer FROM unit)) n;
\echo places
INSERT INTO place (id, class_code, importance, province, attributes, source_id, author_id)
SELECT id, class, importance, '43', attributes, '00000000-0000-7000-8000-00000000b001'::uuid, '00000000-0000-7000-8000-000000000001'::uuid FROM (
  SELECT place AS id, (ARRAY['21200', '21300', '21400', '21500'])[level] AS class, 0.7 AS importance, '{}'::jsonb AS attributes FROM unit
  UNION ALL SELECT id, CASE WHEN road THEN '23214' ELSE '22200' END, 0.2, CASE WHEN road THEN '{"ref": "Y017", "grade": "township"}'::jsonb ELSE '{}' END FROM made) p
ORDER BY uuid_hash(id), id;
\echo divisions
INSERT INTO division (id, place_id, code, level, parent_id, province, valid, source_id, author_id)
SELECT u.id, u.place, u.code, u.level, p.id, '43', '[1950-01-01,)'::daterange, '00000000-0000-7000-8000-00000000b001'::uuid, '00000000-0000-7000-8000-000000000001'::uuid
FROM unit u LEFT JOIN unit p ON p.n = u.parent;
\echo names
INSERT INTO name (id, place_id, status, text, valid, source_id, author_id)
SELECT id, id, 'unverified', CASE WHEN road THEN '石桥' || n || '路' ELSE '石桥' || n || '村' END, '(,)'::daterange,
  '00000000-0000-7000-8000-00000000b001'::uuid, '00000000-0000-7000-8000-000000000001'::uuid FROM made
UNION ALL SELECT place, place, 'standard', '单位' || n, '[1950-01-01,)'::daterange, '00000000-0000-7000-8000-00000000b001'::uuid, '00000000-0000-7000-8000-000000000001'::uuid FROM unit;
\echo divisions of the places
INSERT INTO place_in_division (place_id, division_id, main, valid, source_id)
SELECT m.id, u.id, true, '(,)'::daterange, '00000000-0000-7000-8000-00000000b001'::uuid FROM made m JOIN unit u ON u.n = 155 + m.n % least(:count / 50, 100000);
\echo geometry
INSERT INTO place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id)
SELECT id, id, CASE WHEN road THEN 'line' ELSE 'point' END,
  CASE WHEN road THEN (SELECT st_setsrid(st_makeline(array_agg(st_makepoint(x + i * 0.001, y + sin(i) * 0.001))), 4490) FROM generate_series(0, 19) i)
    ELSE st_setsrid(st_makepoint(x, y), 4490) END,
  'CGCS2000', '(,)'::daterange, '00000000-0000-7000-8000-00000000b001'::uuid, '00000000-0000-7000-8000-000000000001'::uuid FROM made;
\echo indexes and constraints
DO $$
DECLARE d record;
BEGIN
  FOR d IN SELECT * FROM dropped ORDER BY n LOOP
    EXECUTE CASE d.kind WHEN 'constraint' THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s', d.owner, d.name, d.definition) ELSE d.definition END;
  END LOOP;
END $$;
\echo vacuum and statistics
VACUUM ANALYZE;

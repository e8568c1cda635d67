-- Positions that are not for everybody. What place_geometry holds is what may be published, so no reader of it, and nothing that is
-- made from it, can tell more. The exact position of a place of a restricted class lies in a table that the read role cannot see.

CREATE TABLE position_rule (
  prefix      text PRIMARY KEY CHECK (prefix ~ '^[1-9][0-9]{1,4}$' AND prefix !~ '^21'),
  grid_metres integer NOT NULL CHECK (grid_metres = 0 OR grid_metres BETWEEN 100 AND 20000)
);
COMMENT ON TABLE position_rule IS 'Classes, by the beginning of their code, whose positions are published only to a grid; 0: not at all. The longest counts. Never divisions: their seats are public';
GRANT SELECT ON position_rule TO mingjie_app, mingjie_read;

-- The rule for a class; null where there is none.
CREATE FUNCTION position_grid(class_code text) RETURNS integer LANGUAGE sql STABLE SET search_path = app, public, pg_temp AS $$
  SELECT grid_metres FROM position_rule r WHERE starts_with($1, r.prefix) ORDER BY length(r.prefix) DESC LIMIT 1
$$;

-- grid_metres: null: geom is as it was stated; else the grid to whose cell the point was moved, and 0 where geom is null because it is
-- not published. Nobody but the owner may write it. -1 is never stored: an update to it works the row out anew.
ALTER TABLE place_geometry ADD COLUMN grid_metres integer, ALTER COLUMN geom DROP NOT NULL,
  ADD CONSTRAINT place_geometry_published CHECK (CASE WHEN grid_metres IS NULL THEN geom IS NOT NULL WHEN grid_metres = 0 THEN geom IS NULL
    ELSE grid_metres > 0 AND geom IS NOT NULL AND role = 'point' END);
ALTER TABLE place_geometry_history ADD COLUMN grid_metres integer, ALTER COLUMN geom DROP NOT NULL,
  ADD CONSTRAINT place_geometry_history_published CHECK (CASE WHEN grid_metres IS NULL THEN geom IS NOT NULL WHEN grid_metres = 0 THEN geom IS NULL
    ELSE grid_metres > 0 AND geom IS NOT NULL AND role = 'point' END);

-- Of each row of place_geometry that has a grid_metres.
CREATE TABLE place_geometry_exact (
  id   uuid PRIMARY KEY,
  geom geometry(Geometry, 4490) NOT NULL
);
COMMENT ON TABLE place_geometry_exact IS 'What place_geometry does not publish: read by officers for the places of their jurisdiction, written by the trigger alone';
GRANT SELECT ON place_geometry_exact TO mingjie_app;

CREATE TABLE place_geometry_exact_history (
  id       uuid NOT NULL,
  recorded tstzrange NOT NULL,
  geom     geometry(Geometry, 4490) NOT NULL,
  PRIMARY KEY (id, recorded)
);
COMMENT ON TABLE place_geometry_exact_history IS 'The same of place_geometry_history; no role of the program reads it';

-- The middle of the cell: rows of equal height, each cut into cells that are as wide as high in its own latitude. The middle of a cell
-- has seven decimals, so that every reader tells the same.
CREATE FUNCTION in_grid(at public.geometry, metres integer) RETURNS public.geometry LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  high float8 := metres / 111320.0;
  lat  float8 := (floor(public.st_y(at) / high) + 0.5) * high;
  wide float8 := high / cos(radians(lat));
  lon  float8 := (floor(public.st_x(at) / wide) + 0.5) * wide;
BEGIN
  RETURN public.st_setsrid(public.st_makepoint(round(least(136, greatest(73, lon))::numeric, 7)::float8, round(least(54, greatest(3, lat))::numeric, 7)::float8), 4490);
END $$;

-- What of a geometry is published under a rule: of lines and areas nothing, for their shape tells where they are.
CREATE FUNCTION published(exact public.geometry, role text, grid integer) RETURNS public.geometry LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN grid IS NULL THEN exact WHEN role = 'point' AND grid > 0 THEN app.in_grid(exact, grid) END
$$;
CREATE FUNCTION published_grid(role text, grid integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN role = 'point' THEN grid ELSE grid * 0 END
$$;

-- Row by row and before it is written: an exact position never comes into the table, not even into a row that nobody sees any more.
-- For whatever names geom in its SET list that is the exact one.
CREATE FUNCTION publish_position() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
DECLARE
  exact geometry := NEW.geom;
  grid integer;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.grid_metres = -1 AND OLD.grid_metres IS NOT NULL THEN
      SELECT e.geom INTO STRICT exact FROM place_geometry_exact e WHERE e.id = NEW.id;
    END IF;
  END IF;
  IF exact IS NULL THEN
    RAISE EXCEPTION 'place_geometry: a position is stated with its geometry' USING ERRCODE = 'not_null_violation';
  END IF;
  SELECT r.grid_metres INTO grid FROM place p JOIN position_rule r ON starts_with(p.class_code, r.prefix)
   WHERE p.id = NEW.place_id ORDER BY length(r.prefix) DESC LIMIT 1;   -- position_grid(), which would be planned anew for each row
  IF grid IS NOT NULL THEN
    -- as V3 has it, whose constraints see only what is published; constraints here would be planned anew for each row
    IF NOT (is_on_the_map(exact) AND CASE NEW.role WHEN 'point' THEN geometrytype(exact) = 'POINT'
        WHEN 'line' THEN geometrytype(exact) IN ('LINESTRING', 'MULTILINESTRING') AND st_isvalid(exact)
        ELSE geometrytype(exact) IN ('POLYGON', 'MULTIPOLYGON') AND st_isvalid(exact) END) THEN
      RAISE EXCEPTION 'place_geometry %: its exact % is no sound shape on the map', NEW.id, NEW.role USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO place_geometry_exact (id, geom) VALUES (NEW.id, exact) ON CONFLICT (id) DO UPDATE SET geom = EXCLUDED.geom;
  ELSIF TG_OP = 'UPDATE' THEN
    IF OLD.grid_metres IS NOT NULL THEN
      DELETE FROM place_geometry_exact WHERE id = NEW.id;
    END IF;
  END IF;
  NEW.geom := published(exact, NEW.role, grid);
  NEW.grid_metres := published_grid(NEW.role, grid);
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION publish_position() FROM PUBLIC;
-- The names put these behind the one that keeps the history, which takes the exact one as it was.
CREATE TRIGGER place_geometry_published BEFORE INSERT OR UPDATE OF geom, grid_metres ON place_geometry
  FOR EACH ROW EXECUTE FUNCTION publish_position();
-- Stands while there are rules (set_position_rules), so that an import pays for them only then.
ALTER TABLE place_geometry DISABLE TRIGGER place_geometry_published;

CREATE FUNCTION forget_exact_positions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
BEGIN
  DELETE FROM place_geometry_exact WHERE id IN (SELECT id FROM gone WHERE grid_metres IS NOT NULL);
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION forget_exact_positions() FROM PUBLIC;
CREATE TRIGGER place_geometry_withdrawn AFTER DELETE ON place_geometry
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_exact_positions();

-- To publish more or less of a statement does not alter it: no history of that.
DROP TRIGGER place_geometry_keeps_history ON place_geometry;
CREATE TRIGGER place_geometry_keeps_history BEFORE UPDATE ON place_geometry FOR EACH ROW
  WHEN (NEW.grid_metres IS DISTINCT FROM -1) EXECUTE FUNCTION keep_history();
CREATE TRIGGER place_geometry_keeps_history_of_removal BEFORE DELETE ON place_geometry FOR EACH ROW EXECUTE FUNCTION keep_history();

CREATE FUNCTION publish_past_position() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
DECLARE
  exact geometry := NEW.geom;
  grid integer;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO place_geometry_exact_history (id, recorded, geom) SELECT e.id, NEW.recorded, e.geom FROM place_geometry_exact e WHERE e.id = NEW.id;
    RETURN NEW;
  END IF;
  IF OLD.grid_metres IS NOT NULL THEN
    DELETE FROM place_geometry_exact_history WHERE id = NEW.id AND recorded = NEW.recorded RETURNING geom INTO STRICT exact;
  END IF;
  SELECT r.grid_metres INTO grid FROM place p JOIN position_rule r ON starts_with(p.class_code, r.prefix)
   WHERE p.id = NEW.place_id ORDER BY length(r.prefix) DESC LIMIT 1;
  IF grid IS NOT NULL THEN
    INSERT INTO place_geometry_exact_history (id, recorded, geom) VALUES (NEW.id, NEW.recorded, exact);
  END IF;
  NEW.geom := published(exact, NEW.role, grid);
  NEW.g3857 := st_transform(NEW.geom, 3857);
  NEW.grid_metres := published_grid(NEW.role, grid);
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION publish_past_position() FROM PUBLIC;
CREATE TRIGGER place_geometry_history_insert BEFORE INSERT ON place_geometry_history
  FOR EACH ROW WHEN (NEW.grid_metres IS NOT NULL) EXECUTE FUNCTION publish_past_position();
CREATE TRIGGER place_geometry_history_published BEFORE UPDATE OF grid_metres ON place_geometry_history
  FOR EACH ROW WHEN (NEW.grid_metres = -1) EXECUTE FUNCTION publish_past_position();

-- Works out anew what of the positions of these places is published, those of the past too.
CREATE FUNCTION publish_positions_anew(places uuid[]) RETURNS void LANGUAGE plpgsql SET search_path = app, public, pg_temp AS $$
BEGIN
  EXECUTE 'UPDATE place_geometry SET grid_metres = -1 WHERE place_id = ANY ($1)' USING places;
  EXECUTE 'UPDATE place_geometry_history SET grid_metres = -1 WHERE place_id = ANY ($1)' USING places;
END $$;
REVOKE EXECUTE ON FUNCTION publish_positions_anew(uuid[]) FROM PUBLIC;

-- A place that comes into another class comes under its rule.
CREATE FUNCTION publish_by_class() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
DECLARE places uuid[];
BEGIN
  IF EXISTS (SELECT FROM position_rule) THEN
    SELECT array_agg(n.id) INTO places FROM new_place n JOIN old_place o ON o.id = n.id
     WHERE o.class_code <> n.class_code AND position_grid(o.class_code) IS DISTINCT FROM position_grid(n.class_code);
    IF places IS NOT NULL THEN
      PERFORM publish_positions_anew(places);
    END IF;
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION publish_by_class() FROM PUBLIC;
CREATE TRIGGER place_published_by_class AFTER UPDATE ON place
  REFERENCING OLD TABLE AS old_place NEW TABLE AS new_place FOR EACH STATEMENT EXECUTE FUNCTION publish_by_class();

-- Puts these rules in the place of all there are, for every position on file. Writers of places and their geometry are waited for and
-- wait: none of them works by the rules of before. Gives the places of which another thing is published now.
CREATE FUNCTION set_position_rules(prefixes text[], grids integer[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, public, pg_temp AS $$
DECLARE
  before jsonb;
  places uuid[];
BEGIN
  LOCK TABLE place, place_geometry IN SHARE ROW EXCLUSIVE MODE;
  SELECT jsonb_object_agg(code, position_grid(code)) INTO before FROM place_class;
  DELETE FROM position_rule;
  INSERT INTO position_rule (prefix, grid_metres) SELECT * FROM unnest(prefixes, grids);
  ALTER TABLE place_geometry ENABLE TRIGGER place_geometry_published;
  SELECT array_agg(p.id) INTO places FROM place p
   WHERE p.class_code = ANY (ARRAY(SELECT code FROM place_class WHERE (before ->> code)::integer IS DISTINCT FROM position_grid(code)))
     AND (EXISTS (SELECT FROM place_geometry g WHERE g.place_id = p.id) OR EXISTS (SELECT FROM place_geometry_history g WHERE g.place_id = p.id));
  PERFORM publish_positions_anew(coalesce(places, '{}'));
  IF NOT EXISTS (SELECT FROM position_rule) THEN
    ALTER TABLE place_geometry DISABLE TRIGGER place_geometry_published;
  END IF;
  RETURN QUERY SELECT unnest(places);
END $$;
REVOKE EXECUTE ON FUNCTION set_position_rules(text[], integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_position_rules(text[], integer[]) TO mingjie_app;

ALTER TABLE setting_change DROP CONSTRAINT setting_change_subject_check,
  ADD CONSTRAINT setting_change_subject_check CHECK (subject IN ('site', 'policies', 'positions'));

-- Who tells what a name means and where it comes from may be another than who tells how it is written. Null: the same.
ALTER TABLE name ADD COLUMN meaning_source_id uuid REFERENCES source, ADD COLUMN origin_source_id uuid REFERENCES source;
ALTER TABLE name_history ADD COLUMN meaning_source_id uuid, ADD COLUMN origin_source_id uuid;
COMMENT ON COLUMN name.meaning_source_id IS 'Source of the meaning where it has been corrected; else that of the name';
COMMENT ON COLUMN name.origin_source_id IS 'Source of the origin where it has been corrected; else that of the name';
GRANT INSERT (meaning_source_id, origin_source_id), UPDATE (meaning_source_id, origin_source_id) ON name TO mingjie_app;

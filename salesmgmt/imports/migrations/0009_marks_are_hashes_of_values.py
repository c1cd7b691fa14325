"""The mark of a row is a hash of its values: that of its text took three times as long, and depended on settings.

They are kept as they are: compressing hashes gains nothing, and took as long as making them.

An import that was made before cannot be undone any more: its rows count as changed.
"""

from django.db import migrations

# Where case is no difference to the type, it is one to whoever changed it. What is generated follows from the others,
# and not all of it can be hashed.
MARK = """
CREATE OR REPLACE FUNCTION imports_mark(relation regclass, named text[], here text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format('hash_record_extended(ROW(%s), 0)', string_agg(
        format(CASE format_type(atttypid, NULL) WHEN 'citext' THEN '%I.%I::text' ELSE '%I.%I' END, here, attname),
        ', ' ORDER BY attnum))
    FROM pg_attribute
    WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname = ANY(named)
$$;
"""
STORAGE = """
ALTER TABLE imports_importchange ALTER COLUMN pks SET STORAGE EXTERNAL, ALTER COLUMN marks SET STORAGE EXTERNAL;
"""
KEEP = """
CREATE OR REPLACE FUNCTION imports_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    importing bigint := current_setting('imports.batch');
    names text[] := (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
                     WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped);
    kept bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('INSERT INTO imports_importchange (batch_id, relation, columns, created, pks, marks)
            SELECT $1, $2, $3, true, array_agg(id), array_agg(%s) FROM now_is HAVING count(*) > 0',
            imports_mark(TG_RELID, names, 'now_is'))
        USING importing, TG_TABLE_NAME, names;
    ELSIF TG_OP = 'UPDATE' THEN
        EXECUTE format('INSERT INTO imports_importchange (batch_id, relation, columns, created, pks, marks)
            SELECT $1, $2, $3, false, array_agg(id), array_agg(%s)
            FROM now_is JOIN was USING (id) WHERE now_is *<> was HAVING count(*) > 0 RETURNING id',
            imports_mark(TG_RELID, names, 'now_is'))
        INTO kept USING importing, TG_TABLE_NAME, names;
        INSERT INTO imports_rowbefore (change_id, row_id, "values")
        SELECT kept, id, to_jsonb(was) FROM was JOIN now_is USING (id) WHERE now_is *<> was;
    ELSE
        INSERT INTO imports_importchange (batch_id, relation, columns, created, pks, marks)
        SELECT importing, TG_TABLE_NAME, names, false, array_agg(id), '{}' FROM was HAVING count(*) > 0
        RETURNING id INTO kept;
        INSERT INTO imports_rowbefore (change_id, row_id, "values") SELECT kept, id, to_jsonb(was) FROM was;
    END IF;
    RETURN NULL;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION imports_keep() SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("imports", "0008_rows_of_a_file_are_taken_together")]

    operations = [migrations.RunSQL(STORAGE + MARK + KEEP, migrations.RunSQL.noop)]

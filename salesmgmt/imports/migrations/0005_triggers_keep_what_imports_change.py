"""Triggers keep what an import does to rows, statement by statement, while `imports.batch` says that one is running."""

from django.db import migrations

# Marks are over the text of rows, which these settings change; elsewhere imports.domain.undoing sets the same.
KEEP = """
CREATE FUNCTION imports_keep() RETURNS trigger LANGUAGE plpgsql
SET timezone = 'UTC' SET datestyle = 'ISO, MDY' SET intervalstyle = 'postgres' SET bytea_output = 'hex'
SET extra_float_digits = 1 AS $$
DECLARE
    importing bigint := current_setting('imports.batch');
    names text[] := (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
                     WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped);
    kept bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO imports_importchange (batch_id, relation, columns, created, pks, marks)
        SELECT importing, TG_TABLE_NAME, names, true, array_agg(id), array_agg(hashtextextended(now_is::text, 0))
        FROM now_is HAVING count(*) > 0;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO imports_importchange (batch_id, relation, columns, created, pks, marks)
        SELECT importing, TG_TABLE_NAME, names, false, array_agg(id), array_agg(hashtextextended(now_is::text, 0))
        FROM now_is JOIN was USING (id) WHERE now_is *<> was HAVING count(*) > 0
        RETURNING id INTO kept;
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

CREATE FUNCTION imports_watch(VARIADIC tables regclass[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    watched regclass;
    running text := 'FOR EACH STATEMENT WHEN (nullif(current_setting(''imports.batch'', true), '''') IS NOT NULL)
                     EXECUTE FUNCTION imports_keep()';
BEGIN
    FOREACH watched IN ARRAY tables LOOP
        EXECUTE format('CREATE TRIGGER imports_keep_created AFTER INSERT ON %s
                        REFERENCING NEW TABLE AS now_is %s', watched, running);
        EXECUTE format('CREATE TRIGGER imports_keep_changed AFTER UPDATE ON %s
                        REFERENCING OLD TABLE AS was NEW TABLE AS now_is %s', watched, running);
        EXECUTE format('CREATE TRIGGER imports_keep_deleted AFTER DELETE ON %s
                        REFERENCING OLD TABLE AS was %s', watched, running);
    END LOOP;
END $$;

CREATE FUNCTION imports_unwatch(VARIADIC tables regclass[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    watched regclass;
BEGIN
    FOREACH watched IN ARRAY tables LOOP
        EXECUTE format('DROP TRIGGER imports_keep_created ON %1$s; DROP TRIGGER imports_keep_changed ON %1$s;
                        DROP TRIGGER imports_keep_deleted ON %1$s', watched);
    END LOOP;
END $$;

DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION imports_keep() SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
"""
TABLES = (
    "'accounts_user', 'people_team', 'people_office', 'people_membership', 'people_rolegrant', 'people_fiscalperiod', "
    "'imports_importedrow'"
)


class Migration(migrations.Migration):
    dependencies = [("imports", "0004_what_imports_changed"), ("people", "0003_nouns_have_names")]

    operations = [
        migrations.RunSQL(
            KEEP, "DROP FUNCTION imports_unwatch(regclass[]), imports_watch(regclass[]), imports_keep();"
        ),
        migrations.RunSQL(f"SELECT imports_watch({TABLES});", f"SELECT imports_unwatch({TABLES});"),
    ]

"""Rows of append-only tables go with the import that made them, and only so."""

from django.db import migrations

# With the owner's rights: the product's role may not delete from these tables. What goes is what the triggers kept that
# this import created, as long as it was not undone.
TAKE_BACK = """
CREATE FUNCTION imports_remove_made(importing bigint, made regclass) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    removed bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = made AND tgname = 'imports_keep_created') THEN
        RAISE EXCEPTION 'what imports add to % is not kept, so none of it is removed', made;
    END IF;
    EXECUTE format(
        'DELETE FROM %s here USING imports_importchange change JOIN imports_importbatch batch ON batch.id = change.batch_id
         WHERE change.batch_id = $1 AND batch.undone_at IS NULL AND change.created
             AND change.relation = $2 AND here.id = ANY(change.pks)', made)
    USING importing, (SELECT relname FROM pg_class WHERE oid = made);
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION imports_remove_made(bigint, regclass) SET search_path = pg_catalog, %I, pg_temp',
                   current_schema());
END $$;
REVOKE EXECUTE ON FUNCTION imports_remove_made(bigint, regclass) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("imports", "0006_staged_rows_change_in_place")]

    operations = [migrations.RunSQL(TAKE_BACK, "DROP FUNCTION imports_remove_made(bigint, regclass);")]

"""Drafts have a version, so that two tabs do not write over each other; what keeps parts says which `version` it means."""

from django.db import migrations, models

SAYS_WHICH = """
CREATE OR REPLACE FUNCTION pipeline_refuse_if_published(version bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    published timestamptz;
BEGIN
    SELECT published_at INTO published FROM pipeline_processversion
        WHERE id = pipeline_refuse_if_published.version FOR SHARE;
    IF published IS NOT NULL THEN
        RAISE EXCEPTION 'process version % is published and what it consists of does not change',
            pipeline_refuse_if_published.version
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'parts_of_a_published_process_version_do_not_change';
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0044_totals_leave_other_currencies_out")]

    operations = [
        migrations.RunSQL(SAYS_WHICH, migrations.RunSQL.noop),
        migrations.AddField("processversion", "version", models.PositiveIntegerField(default=1, db_default=1)),
    ]

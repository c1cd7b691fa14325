"""Drafts have a version, so that two tabs do not write over each other; what keeps items says which `version` it means."""

from django.db import migrations, models

SAYS_WHICH = """
CREATE OR REPLACE FUNCTION onboarding_refuse_if_published(version bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    published timestamptz;
BEGIN
    SELECT published_at INTO published FROM onboarding_planversion
        WHERE id = onboarding_refuse_if_published.version FOR SHARE;
    IF published IS NOT NULL THEN
        RAISE EXCEPTION 'onboarding plan version % is published and its items do not change',
            onboarding_refuse_if_published.version
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'items_of_a_published_onboarding_version_do_not_change';
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("onboarding", "0004_journeys_start_in_profiles_in_use")]

    operations = [
        migrations.RunSQL(SAYS_WHICH, migrations.RunSQL.noop),
        migrations.AddField("planversion", "version", models.PositiveIntegerField(default=1, db_default=1)),
    ]

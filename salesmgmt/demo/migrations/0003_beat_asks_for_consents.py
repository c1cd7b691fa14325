"""What beat writes by itself about consents does not tell that somebody worked with the sample company."""

from django.db import migrations

BEFORE = "relname <> 'onboarding_journeymilestone'"
AFTER = "relname NOT IN ('onboarding_journeymilestone', 'hiring_candidatemail', 'hiring_consentrequest')"
REPLACE = """
DO $do$
BEGIN
    EXECUTE replace(pg_get_functiondef('demo_contents()'::regprocedure), $old${old}$old$, $new${new}$new$);
END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("demo", "0002_only_the_sample_is_removed")]

    operations = [
        migrations.RunSQL(REPLACE.format(old=BEFORE, new=AFTER), REPLACE.format(old=AFTER, new=BEFORE)),
    ]

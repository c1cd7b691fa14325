"""Offices are retired: nobody works in one from then on."""

from django.db import migrations, models

TRIGGER = """
CREATE TRIGGER nobody_works_in_a_retired_office
    BEFORE INSERT OR UPDATE OF office_id, valid ON people_membership FOR EACH ROW
    WHEN (NEW.office_id IS NOT NULL AND (upper_inf(NEW.valid) OR upper(NEW.valid) > people_today()))
    EXECUTE FUNCTION people_refuse_retired('people_office', 'office_id');
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_competencies_are_retired")]

    operations = [
        migrations.AddField(
            model_name="office",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER nobody_works_in_a_retired_office ON people_membership;"),
    ]

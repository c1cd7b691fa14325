"""Competencies are retired: from then on they count for no role profile."""

from django.db import migrations, models

TRIGGER = """
CREATE TRIGGER a_retired_competency_counts_for_no_profile
    BEFORE INSERT OR UPDATE OF competency_id, valid ON people_profilecompetency FOR EACH ROW
    WHEN (upper_inf(NEW.valid) OR upper(NEW.valid) > people_today())
    EXECUTE FUNCTION people_refuse_retired('people_competency', 'competency_id');
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_teams_are_retired")]

    operations = [
        migrations.AddField(
            model_name="competency",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(
            TRIGGER, "DROP TRIGGER a_retired_competency_counts_for_no_profile ON people_profilecompetency;"
        ),
    ]

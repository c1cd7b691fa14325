"""Role profiles are retired: nobody has one from then on."""

from django.db import migrations, models

TRIGGER = """
CREATE TRIGGER nobody_has_a_retired_role_profile
    BEFORE INSERT OR UPDATE OF role_profile_id, valid ON people_membership FOR EACH ROW
    WHEN (NEW.role_profile_id IS NOT NULL AND (upper_inf(NEW.valid) OR upper(NEW.valid) > people_today()))
    EXECUTE FUNCTION people_refuse_retired('people_roleprofile', 'role_profile_id');
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0008_offices_are_retired")]

    operations = [
        migrations.AddField(
            model_name="roleprofile",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER nobody_has_a_retired_role_profile ON people_membership;"),
    ]

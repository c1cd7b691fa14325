"""No journey starts in a retired role profile; one that started in it before keeps it."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER no_journey_starts_in_a_retired_role_profile
    BEFORE INSERT OR UPDATE OF role_profile_id ON onboarding_journey FOR EACH ROW
    WHEN (NEW.state = 'OPEN')
    EXECUTE FUNCTION people_refuse_retired('people_roleprofile', 'role_profile_id');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0009_role_profiles_are_retired"),
        ("onboarding", "0003_journeys_start_at_offices_in_use"),
    ]

    operations = [
        migrations.RunSQL(TRIGGER, "DROP TRIGGER no_journey_starts_in_a_retired_role_profile ON onboarding_journey;")
    ]

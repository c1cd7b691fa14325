"""No journey starts at a retired office; one that started there before keeps it."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER no_journey_starts_at_a_retired_office
    BEFORE INSERT OR UPDATE OF office_id ON onboarding_journey FOR EACH ROW
    WHEN (NEW.office_id IS NOT NULL AND NEW.state = 'OPEN')
    EXECUTE FUNCTION people_refuse_retired('people_office', 'office_id');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_offices_are_retired"),
        ("onboarding", "0002_published_plans_stay"),
    ]

    operations = [
        migrations.RunSQL(TRIGGER, "DROP TRIGGER no_journey_starts_at_a_retired_office ON onboarding_journey;")
    ]

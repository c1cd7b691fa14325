"""No opening that is to be filled is for a retired team."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER no_seat_is_to_be_filled_in_a_retired_team
    BEFORE INSERT OR UPDATE OF team_id, state ON hiring_opening FOR EACH ROW
    WHEN (NEW.state IN ('DRAFT', 'WAITING', 'OPEN'))
    EXECUTE FUNCTION people_refuse_retired('people_team', 'team_id');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_teams_are_retired"),
        ("hiring", "0026_folds_are_planned_for_what_they_fold"),
    ]

    operations = [
        migrations.RunSQL(TRIGGER, "DROP TRIGGER no_seat_is_to_be_filled_in_a_retired_team ON hiring_opening;")
    ]

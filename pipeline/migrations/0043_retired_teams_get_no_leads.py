"""No rule in use gives leads to a retired team, and no target of one goes on."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER no_rule_gives_leads_to_a_retired_team
    BEFORE INSERT OR UPDATE OF team_id, is_active ON pipeline_assignmentrule FOR EACH ROW
    WHEN (NEW.team_id IS NOT NULL AND NEW.is_active)
    EXECUTE FUNCTION people_refuse_retired('people_team', 'team_id');

CREATE TRIGGER no_target_of_a_retired_team_goes_on
    BEFORE INSERT OR UPDATE OF team_id, end_date ON pipeline_target FOR EACH ROW
    WHEN (NEW.team_id IS NOT NULL AND NEW.end_date > people_today())
    EXECUTE FUNCTION people_refuse_retired('people_team', 'team_id');
"""

UNDO = """
DROP TRIGGER no_target_of_a_retired_team_goes_on ON pipeline_target;
DROP TRIGGER no_rule_gives_leads_to_a_retired_team ON pipeline_assignmentrule;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_teams_are_retired"),
        ("pipeline", "0042_deals_of_unknown_start"),
    ]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]

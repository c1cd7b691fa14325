"""What of the pipeline keeps a team from being retired."""

from pipeline.models import AssignmentRule, Target
from salesmgmt.people.models import Team
from salesmgmt.people.using import Use, register_use

register_use(
    Use(
        Team,
        "team_has_rules",
        lambda team, day: AssignmentRule.objects.filter(team=team, is_active=True),
        one="1 assignment rule gives leads to {name}; give it another team, or switch it off, first.",
        many="{count} assignment rules give leads to {name}; give them another team, or switch them off, first.",
    )
)
register_use(
    Use(
        Team,
        "team_has_targets",
        lambda team, day: Target.objects.filter(team=team, end_date__gt=day),
        one="1 target of {name} is of a period that is not over; retire the team once it is.",
        many="{count} targets of {name} are of periods that are not over; retire the team once they are.",
    )
)

"""What of hiring keeps a team from being retired."""

from hiring.models import Opening
from salesmgmt.people.models import Team
from salesmgmt.people.using import Use, register_use

register_use(
    Use(
        Team,
        "team_has_openings",
        lambda team, day: Opening.objects.to_be_filled().filter(team=team),
        one="1 opening is for {name}; fill or cancel it first.",
        many="{count} openings are for {name}; fill or cancel them first.",
    )
)

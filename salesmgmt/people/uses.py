"""What of people keeps a row of the company's from being retired."""

from salesmgmt.people.models import Competency, Membership, Office, ProfileCompetency, RoleProfile, Team
from salesmgmt.people.models.line import reaching_beyond
from salesmgmt.people.using import Use, register_use

register_use(
    Use(
        Team,
        "team_has_members",
        lambda team, day: Membership.objects.filter(reaching_beyond(day), team=team),
        one="1 person is in {name} today or later; move them to another team first.",
        many="{count} people are in {name} today or later; move them to another team first.",
    )
)
register_use(
    Use(
        Team,
        "team_has_teams_below",
        lambda team, day: Team.objects.offered().filter(parent=team),
        one="1 team in use stands below {name}; move it below another team, or retire it first.",
        many="{count} teams in use stand below {name}; move them below another team, or retire them first.",
    )
)
register_use(
    Use(
        Competency,
        "competency_counts",
        lambda competency, day: RoleProfile.objects.filter(
            pk__in=ProfileCompetency.objects.filter(reaching_beyond(day), competency=competency).values("profile")
        ),
        one="{name} counts for 1 role profile today or later; say there that it no longer counts first.",
        many="{name} counts for {count} role profiles today or later; say there that it no longer counts first.",
    )
)
register_use(
    Use(
        Office,
        "office_has_people",
        lambda office, day: Membership.objects.filter(reaching_beyond(day), office=office),
        one="1 person works in {name} today or later; move them to another office first.",
        many="{count} people work in {name} today or later; move them to another office first.",
    )
)
register_use(
    Use(
        RoleProfile,
        "role_profile_has_people",
        lambda profile, day: Membership.objects.filter(reaching_beyond(day), role_profile=profile),
        one="1 person is {name} today or later; give them another role profile first.",
        many="{count} people are {name} today or later; give them another role profile first.",
    )
)

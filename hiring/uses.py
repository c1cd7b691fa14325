"""What of hiring keeps a team or a role profile from being retired."""

from django.db.models import Q

from hiring.models import Candidacy, HiringProfile, Opening
from salesmgmt.people.models import RoleProfile, Team
from salesmgmt.people.using import Use, register_use

_ASKS = "{name} takes applications or has a bench goal; close its form and set the goal to 0 under Hiring first."

register_use(
    Use(
        Team,
        "team_has_openings",
        lambda team, day: Opening.objects.to_be_filled().filter(team=team),
        one="1 opening is for {name}; fill or cancel it first.",
        many="{count} openings are for {name}; fill or cancel them first.",
    )
)
register_use(
    Use(
        RoleProfile,
        "role_profile_has_openings",
        lambda profile, day: Opening.objects.to_be_filled().filter(profile__role_profile=profile),
        one="1 opening is for {name}; fill or cancel it first.",
        many="{count} openings are for {name}; fill or cancel them first.",
    )
)
register_use(
    Use(
        RoleProfile,
        "role_profile_has_candidates",
        lambda profile, day: Candidacy.objects.open().filter(profile__role_profile=profile),
        one="1 candidate runs for {name}; hire or reject them first.",
        many="{count} candidates run for {name}; hire or reject them first.",
    )
)
register_use(
    Use(
        RoleProfile,
        "role_profile_asks_for_candidates",
        lambda profile, day: HiringProfile.objects.filter(
            Q(bench_goal__gt=0) | Q(takes_applications=True), role_profile=profile
        ),
        one=_ASKS,
        many=_ASKS,
    )
)

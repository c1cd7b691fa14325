"""What of onboarding keeps an office or a role profile from being retired."""

from onboarding.models import Journey
from salesmgmt.people.models import Office, RoleProfile
from salesmgmt.people.using import Use, register_use

register_use(
    Use(
        Office,
        "office_has_journeys",
        lambda office, day: Journey.objects.open().filter(office=office),
        one="1 open journey counts its days by the calendar of {name}; finish or stop it first.",
        many="{count} open journeys count their days by the calendar of {name}; finish or stop them first.",
    )
)
register_use(
    Use(
        RoleProfile,
        "role_profile_has_journeys",
        lambda profile, day: Journey.objects.open().filter(role_profile=profile),
        one="1 open journey leads to {name}; finish or stop it first.",
        many="{count} open journeys lead to {name}; finish or stop them first.",
    )
)

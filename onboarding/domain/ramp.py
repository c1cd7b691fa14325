"""Says which milestone counts as ramped for a role profile."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from onboarding.choices import MilestoneKind
from onboarding.models import RampDefinition
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import RoleProfile
from salesmgmt.people.models.line import reaching_beyond
from salesmgmt.people.rules import require


@transaction.atomic
def define(*, role_profile: RoleProfile, milestone: str, from_date: date, by: User, at: datetime) -> RampDefinition:
    """Journeys of the role profile that start on `from_date` or later are ramped at `milestone`.

    What counted for those before stays in history. Raises Refused when a later definition stands already.
    """
    require(by, "onboarding.edit_plans", "say what counts as ramped")
    if milestone not in MilestoneKind.values:
        raise Refused(f"“{milestone}” is not a milestone; choose one of the list.", code="milestone", field="milestone")
    RoleProfile.objects.select_for_update(no_key=True).get(pk=role_profile.pk)
    for row in RampDefinition.objects.filter(reaching_beyond(from_date), role_profile=role_profile).order_by("valid"):
        _end(row, from_date)
    made = RampDefinition.objects.create(
        role_profile=role_profile, milestone=milestone, valid=DateRange(from_date, None)
    )
    payload = {"role_profile_id": role_profile.pk, "milestone": milestone, "from_date": from_date}
    append(kind="ramp.defined", subject=made, by=by, at=at, payload=payload)
    return made


def _end(row: RampDefinition, from_date: date) -> None:
    if row.valid.lower is not None and row.valid.lower > from_date:
        raise Refused(
            f"{row} from {row.valid.lower:%-d %B %Y} on; choose that day or a later one.",
            code="later_ramp_definition",
            field="from_date",
        )
    if row.valid.lower == from_date:
        row.delete()
        return
    row.valid = DateRange(row.valid.lower, from_date)
    row.save(update_fields=["valid"])

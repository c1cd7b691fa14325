"""Notes what a manager expects of leavers, and goes back to what history says."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from hiring.domain.history import require_hirer
from hiring.models import HiringProfile, LeaverRate
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Team
from salesmgmt.people.rules import require

HIGHEST = Decimal(2)


@transaction.atomic
def note_leaver_rate(
    *, profile: HiringProfile, team: Team, yearly_rate: Decimal, note: str, by: User, at: datetime
) -> LeaverRate:
    """From now on the bench of the profile in the team is measured with this rate; the note says why."""
    _require(profile, by)
    note = note.strip()
    if not 0 <= yearly_rate <= HIGHEST:
        raise Refused(
            "Leavers a year are between 0% and 200% of the places; correct the rate.",
            code="leaver_rate",
            field="yearly_rate",
        )
    if not note or len(note) > LeaverRate._meta.get_field("note").max_length:
        raise Refused(
            "Say in up to 300 characters why you expect another rate than history tells.",
            code="note_missing",
            field="note",
        )
    facts = {"yearly_rate": yearly_rate, "note": note, "noted_by": by, "noted_at": at}
    rate, _ = LeaverRate.objects.update_or_create(profile=profile, team=team, defaults=facts)
    payload = {"profile_id": profile.pk, "team_id": team.pk, "yearly_rate": str(yearly_rate)}
    append(kind="leaver_rate.noted", subject=rate, by=by, at=at, payload=payload)
    return rate


@transaction.atomic
def go_by_history(*, profile: HiringProfile, team: Team, by: User, at: datetime) -> None:
    """Takes a noted rate away; nothing happens where there is none."""
    _require(profile, by)
    rate = LeaverRate.objects.select_for_update().filter(profile=profile, team=team).first()
    if rate is None:
        return
    payload = {"profile_id": profile.pk, "team_id": team.pk}
    append(kind="leaver_rate.taken_away", subject=rate, by=by, at=at, payload=payload)
    rate.delete()


def _require(profile: HiringProfile, by: User) -> None:
    require(by, "hiring.work_candidates", "note how many leave")
    require_hirer(by, profile)

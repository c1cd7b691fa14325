"""New hires of whom it is known after how many days they won their first deal."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from onboarding.domain.milestones import refresh_milestones
from onboarding.models import Journey
from pipeline.domain.closing import win_deal
from salesmgmt.common.period import day_start
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.members import Place, add_person
from salesmgmt.people.models import RoleProfile
from tests.cast import START, Cast
from tests.onboarding.rows import start
from tests.pipeline_rows import make_deal, make_process, won_for


def hire_and_ramp(
    cast: Cast, profile: RoleProfile, *, days: Sequence[int | None], start_date: date, at: datetime
) -> list[Journey]:
    """One person of Max's team for each of `days` (None: not yet); the first two are A and B, and so on."""
    make_process()
    return [_hire(cast, profile, number, after, start_date, at) for number, after in enumerate(days)]


def _hire(cast: Cast, profile: RoleProfile, number: int, after: int | None, start_date: date, at: datetime) -> Journey:
    letter = chr(ord("A") + number)
    user = add_person(
        email=f"hire-{letter.lower()}@kestrel.example",
        name=f"Hire {letter}",
        place=Place(team=cast.north, manager=cast.max, role_profile=profile),
        roles=(Role.REP,),
        start_date=START,
        by=cast.olga,
        at=at,
    )
    if after is not None:
        won_at = day_start(start_date + timedelta(days=after), cast.company.zone) + timedelta(hours=9)
        deal = make_deal(user, f"Account {letter}", at=won_at - timedelta(days=1))
        win_deal(deal=deal, reason=won_for(), by=user, at=won_at)
    journey = start(user, start_date, by=cast.max)
    refresh_milestones([journey.pk])
    return journey

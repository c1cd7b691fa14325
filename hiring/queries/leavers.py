"""Who held which place in the last two years, and how often one was left: the history that needs are computed from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import DateField, Exists, F, Func, OuterRef, QuerySet

from hiring.engine.need import History
from salesmgmt.people.models import Membership, Team

LOOKED_BACK = timedelta(days=730)


@dataclass(slots=True)
class Places:
    """Of one role profile: its history, and how many places of each team somebody holds today."""

    history: History = field(default_factory=History)
    teams: dict[Team, int] = field(default_factory=dict)


def places_of(role_profiles: Collection[int], *, today: date) -> Mapping[int, Places]:
    """By role profile; one query.

    A place is left on the day on which its row ends and the person does not go on in the same role profile: who
    changes only the manager or the team goes on. An end that is still to come has not happened.
    """
    rows_of: dict[int, list[Membership]] = {pk: [] for pk in role_profiles}
    for row in _held(role_profiles, today=today):
        rows_of[row.role_profile_id].append(row)  # type: ignore[index]  # filtered by it
    return {pk: Places(_history(rows, today), _teams(rows, today)) for pk, rows in rows_of.items()}


def _held(role_profiles: Collection[int], *, today: date) -> QuerySet[Membership]:
    since = today - LOOKED_BACK
    ends = Func(F("valid"), function="upper", output_field=DateField())
    same = Membership.objects.filter(
        user=OuterRef("user"), role_profile=OuterRef("role_profile"), valid__contains=OuterRef("ends")
    )
    rows = Membership.objects.filter(role_profile__in=role_profiles, valid__overlap=(since, today + timedelta(days=1)))
    return rows.annotate(ends=ends).annotate(goes_on=Exists(same)).select_related("team").order_by("team__name", "pk")


def _history(rows: list[Membership], today: date) -> History:
    since = today - LOOKED_BACK
    ended = [row for row in rows if row.until and since < row.until <= today and not row.goes_on]  # type: ignore[attr-defined]
    held = [(min(row.until or today, today) - max(row.since or since, since)).days for row in rows]
    return History(len(ended), len({row.user_id for row in rows}), sum(days for days in held if days > 0))


def _teams(rows: list[Membership], today: date) -> dict[Team, int]:
    found: dict[Team, int] = {}
    for row in rows:
        if row.until is None or row.until > today:
            found[row.team] = found.get(row.team, 0) + 1
    return found

"""Parameters, as a URL or a command line gives them, read into a scope; what is not one is refused in a sentence."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from salesmgmt.accounts.models import User
from salesmgmt.api.refusals import UnknownParameter
from salesmgmt.common.period import day_start
from salesmgmt.figures.declaration import PARAMETERS, Figure
from salesmgmt.figures.refusals import BadScope
from salesmgmt.figures.scope import Scope
from salesmgmt.people.models import Company, Team


def read_scope(figure: Figure, given: Mapping[str, str], *, user: User, at: datetime, rows: bool = False) -> Scope:
    """The question that `given` asks. `rows` allows `group`, which narrows to one group of `by`.

    Raises UnknownParameter and BadScope.
    """
    allowed = parameters_of(figure, user=user, rows=rows)
    for name in given:
        if name not in allowed:
            raise UnknownParameter(
                f"{figure.name} has no parameter {name}: it takes {', '.join(allowed) or 'none'}.", field=name
            )
    scope = Scope(
        user=user,
        at=at,
        start=_day(given, "from"),
        end=_day(given, "to"),
        as_of=_instant(given, at),
        team=_team(given),
        owner=_owner(given),
        by=_grouping(figure, given, user),
        group=given.get("group"),
    )
    if scope.start and scope.end and scope.start >= scope.end:
        raise BadScope(
            f"The days from {scope.start} up to {scope.end} are none: choose a later end (it is not counted itself).",
            field="to",
        )
    if scope.group is not None and scope.by is None:
        raise BadScope("A group is one of a breakdown: name the breakdown with by as well.", field="group")
    return scope


def parameters_of(figure: Figure, *, user: User, rows: bool = False) -> list[str]:
    """The parameters a figure takes from a person, in the order of PARAMETERS."""
    names = [name for name in PARAMETERS if name in figure.parameters]
    if figure.groupings_for(user):
        names += ["by", "group"] if rows else ["by"]
    return names


def _day(given: Mapping[str, str], name: str) -> date | None:
    text = given.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadScope(f"{name}={text} is no day: write it as 2026-11-21.", field=name) from error


def _instant(given: Mapping[str, str], at: datetime) -> datetime | None:
    """A day means its end in the company's zone, and today means now; an instant is taken as it stands."""
    text = given.get("as_of")
    if not text:
        return None
    try:
        moment = _end_of(date.fromisoformat(text), at) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise BadScope(
            f"as_of={text} is no time: write a day as 2026-11-21, or an instant as 2026-11-21T18:00:00Z.", field="as_of"
        ) from error
    if moment.tzinfo is None:
        raise BadScope(f"as_of={text} has no zone: end it with Z, or with an offset such as +02:00.", field="as_of")
    if moment > at:
        raise BadScope(f"as_of={text} lies in the future: figures look at what is known up to now.", field="as_of")
    return moment


def _end_of(day: date, at: datetime) -> datetime:
    company = Company.objects.current()
    return at if day == company.day_of(at) else day_start(day + timedelta(days=1), company.zone)


def _team(given: Mapping[str, str]) -> int | None:
    key = _key(given, "team")
    if key is not None and not Team.objects.filter(pk=key).exists():
        raise BadScope(f"There is no team {key}: take the number of a team in Settings, Teams.", field="team")
    return key


def _owner(given: Mapping[str, str]) -> int | None:
    key = _key(given, "owner")
    if key is not None and not User.objects.filter(pk=key).exists():
        raise BadScope(f"There is no person {key}: take the number of a person in Settings, People.", field="owner")
    return key


def _key(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise BadScope(f"{name}={text} is no key: write the number of the {name}.", field=name)
    return int(text)


def _grouping(figure: Figure, given: Mapping[str, str], user: User) -> str | None:
    name = given.get("by")
    if not name:
        return None
    choices = figure.groupings_for(user)
    if name not in choices:
        raise BadScope(f"{figure.name} cannot be broken down by {name}: take one of {', '.join(choices)}.", field="by")
    return name

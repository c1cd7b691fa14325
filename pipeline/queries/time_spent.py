"""Where selling time goes, for whoever leads people: by person, kind and stage, each number that of a figure."""

from dataclasses import dataclass, replace
from typing import Any

from salesmgmt.accounts.models import User
from salesmgmt.figures.queries.answer import Answer, Group, answer
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.scope import Scope
from salesmgmt.figures.wording import value_said

TIME, VERIFIED = "pipeline.selling_time", "pipeline.verified_share"


@dataclass(frozen=True)
class Spent:
    """One group: how long, how long each, how many activities; and of persons what share somebody else saw."""

    key: str
    label: str
    hours: str
    each: str
    activities: str
    verified: str = ""


@dataclass(frozen=True)
class TimeSpent:
    """The whole and its breakdowns; `left_out` activities say no minutes."""

    whole: dict[str, str]
    left_out: int
    persons: list[Spent]
    kinds: list[Spent]
    stages: list[Spent]


def time_spent(scope: Scope) -> TimeSpent:
    """Of what the scope's user may see, over its days, team and owner."""
    by_person = _asked(TIME, scope, "person", scope.user, counting_left_out=True)
    seen = {group.key: group for group in _asked(VERIFIED, scope, "person", scope.user).groups}
    return TimeSpent(
        whole={result.measure.name: value_said(result, None) for result in by_person.results},
        left_out=by_person.left_out or 0,
        persons=[_spent(group, seen.get(group.key)) for group in by_person.groups],
        kinds=[_spent(group) for group in _asked(TIME, scope, "kind", scope.user).groups],
        stages=[_spent(group) for group in _asked(TIME, scope, "stage", scope.user).groups],
    )


def _asked(name: str, scope: Scope, by: str, user: User, *, counting_left_out: bool = False) -> Answer:
    return answer(figure_for(name, user), replace(scope, by=by), counting_left_out=counting_left_out)


def _spent(group: Group, seen: Group | None = None) -> Spent:
    said: dict[str, Any] = {result.measure.name: value_said(result, None) for result in group.results}
    verified = value_said(seen.results[0], None) if seen else ""
    return Spent(group.key or "", group.label, said["hours"], said["each"], said["activities"], verified)

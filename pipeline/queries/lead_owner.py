"""Why a lead belongs to whom it does: the last that the rules made of it, in words and in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.engine.assignment import Candidate, daily_quota
from pipeline.models import AssignmentLog, Lead
from pipeline.rules import leads_a_line, reads_every_deal
from salesmgmt.accounts.models import User


@dataclass(frozen=True, slots=True)
class Considered:
    """What was known of somebody who was considered."""

    name: str
    is_chosen: bool
    takes_today: int
    given: int
    capacity: int
    share: float
    skills: int
    away: bool


@dataclass(frozen=True, slots=True)
class WhyOwner:
    """`considered` is empty for those who do not see how many leads others were given."""

    log: AssignmentLog
    tried: int
    people: int
    considered: Sequence[Considered]
    wanted: Sequence[str]
    is_whose_it_is: bool


def why_this_owner(lead: Lead, *, viewer: User) -> WhyOwner | None:
    """None where no rule was ever asked."""
    log = AssignmentLog.objects.filter(lead=lead).select_related("rule", "chosen").first()
    if log is None:
        return None
    step = log.tried[-1] if log.tried else {"candidates": [], "wanted": []}
    sees_numbers = bool(reads_every_deal(viewer) or leads_a_line(viewer))
    return WhyOwner(
        log,
        len(log.tried),
        len(step["candidates"]),
        _considered(log, step) if sees_numbers else [],
        step["wanted"],
        log.chosen_id == lead.owner_id,
    )


def _considered(log: AssignmentLog, step: dict[str, Any]) -> list[Considered]:
    people = [Candidate(**{**each, "skills": tuple(each["skills"])}) for each in step["candidates"]]
    names = dict(User.objects.filter(pk__in=[each.person for each in people]).values_list("pk", "name"))
    return [
        Considered(
            names.get(each.person, "somebody who is gone"),
            each.person == log.chosen_id,
            max(daily_quota(each.capacity, each.last_day, share_bp=each.share_bp), 0),
            each.last_month,
            each.capacity,
            each.share_bp / 10_000,
            len(set(step["wanted"]) & set(each.skills)),
            each.away,
        )
        for each in sorted(people, key=lambda each: each.place)
    ]

"""What became of a campaign's leads, for everybody who reads the pipeline: marketing needs no deal and no lead for it.

Where a number counts leads that its reader may not open, it is told only when at least `FEWEST` of them are such:
else it would say of somebody's few leads what became of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from pipeline.choices import LeadRejection, LeadState
from pipeline.models import Campaign, Lead
from pipeline.models.lead import UNDECIDED
from salesmgmt.accounts.models import User

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A number over all leads, or None where it would tell of too few."""

    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reasons` are what sales said no for; those of too few leads are told together, or not at all."""

    leads: Told
    decided: Told
    accepted: Told
    reasons: Sequence[Told]

    @property
    def share(self) -> float | None:
        if not self.decided.count or self.accepted.count is None:
            return None
        return self.accepted.count / self.decided.count


def outcome_of(campaign: Campaign, *, reader: User) -> Outcome:
    rows = Lead.objects.filter(campaign=campaign)
    every, own = _counts(rows), _counts(rows.visible_to(reader))
    rejected = _told("Rejected", every["rejected"], own["rejected"])
    accepted = _told("Accepted", every["accepted"], own["accepted"])
    # with one of the two the other follows from those decided
    both = accepted.count is not None and rejected.count is not None
    decided = _told("Decided", every["decided"], own["decided"])
    return Outcome(
        leads=_told("Leads", every["leads"], own["leads"]),
        decided=decided,
        accepted=accepted if both else Told("Accepted", None),
        reasons=_reasons(every, own) if both else [],
    )


def _counts(rows: QuerySet[Lead]) -> dict[str, int]:
    counted = {reason: Count("pk", filter=Q(rejection=reason)) for reason in LeadRejection.values}
    found: dict[str, int] = rows.aggregate(
        leads=Count("pk"),
        decided=Count("pk", filter=~Q(state__in=UNDECIDED)),
        rejected=Count("pk", filter=Q(state=LeadState.REJECTED)),
        **counted,
    )
    return found | {"accepted": found["decided"] - found["rejected"]}


def _told(label: str, every: int, own: int) -> Told:
    return Told(label, every if every == own or every - own >= FEWEST else None)


def _reasons(every: dict[str, int], own: dict[str, int]) -> list[Told]:
    told = [_told(reason.label, every[reason], own[reason]) for reason in LeadRejection if every[reason]]
    named = [each for each in told if each.count is not None]
    few = [reason for reason in LeadRejection if every[reason] and _told("", every[reason], own[reason]).count is None]
    if not few:
        return sorted(named, key=lambda each: -(each.count or 0))
    rest = _told("Other reasons", sum(every[each] for each in few), sum(own[each] for each in few))
    # what is left over after all others is known from the sum: too few of them, and no reason is told at all
    return [*sorted(named, key=lambda each: -(each.count or 0)), rest] if rest.count is not None else []

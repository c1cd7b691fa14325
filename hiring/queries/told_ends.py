"""How candidacies ended, as far as the candidate was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hiring.choices import CandidacyState
from hiring.models import Candidacy, CandidateMail


@dataclass(frozen=True, slots=True)
class ToldEnd:
    """The end that the candidate knows of: none while the mail of a rejection waits, and their own where they withdrew
    before it left. `ended_at` is when it really ended."""

    state: CandidacyState
    at: datetime | None
    ended_at: datetime | None

    def told(self, at: datetime | None) -> datetime | None:
        """An instant at which something of the candidacy ended, as they are told it: what ended with it ends with the
        end that they know of."""
        return self.at if at is not None and self.ended_at is not None and at >= self.ended_at else at


def told_ends(candidacies: Iterable[Candidacy]) -> dict[int, ToldEnd]:
    """By candidacy, in one query."""
    found = list(candidacies)
    waiting = CandidateMail.objects.waiting().farewells().filter(candidacy__in=found)
    untold = set(waiting.values_list("candidacy_id", flat=True))
    return {each.pk: _told_end(each, each.pk in untold) for each in found}


def _told_end(candidacy: Candidacy, is_untold: bool) -> ToldEnd:
    if candidacy.withdrew_at is not None:
        return ToldEnd(CandidacyState.WITHDRAWN, candidacy.withdrew_at, candidacy.ended_at)
    if is_untold:
        return ToldEnd(CandidacyState.OPEN, None, candidacy.ended_at)
    return ToldEnd(CandidacyState(candidacy.state), candidacy.ended_at, candidacy.ended_at)

"""What everybody saw of one candidate, side by side: for those who may read it, by the blind rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hiring.choices import RatingValue, Recommendation
from hiring.models import Candidacy, Scorecard
from hiring.queries.sittings import Sitting, sittings_of
from salesmgmt.accounts.models import User
from salesmgmt.people.models import ProfileCompetency


@dataclass(frozen=True, slots=True)
class Seen:
    """A scorecard's rating of a competency; None where it was not seen, which is no zero."""

    value: int | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One competency: how many rated it how, and what each scorecard says of it."""

    name: str
    weight: int | None
    counts: Sequence[tuple[int, str, int]]
    seen: Sequence[Seen]

    @property
    def rated(self) -> int:
        return sum(count for _, _, count in self.counts)


@dataclass(frozen=True, slots=True)
class Debrief:
    """`cards` are those that the viewer may read, each with its stage; `hidden` are in, but not to be read yet, and
    `missing` says whose are not in."""

    sittings: Sequence[Sitting]
    cards: Sequence[tuple[Scorecard, str]]
    lines: Sequence[Line]
    recommended: Sequence[tuple[str, str, int]]
    hidden: int
    missing: Sequence[tuple[str, str]]

    @property
    def closed(self) -> str:
        """Until when the hidden ones are."""
        return next((each.closed for each in self.sittings if each.is_blind), "")

    @property
    def said(self) -> str:
        """2 yes, 1 strong no."""
        return ", ".join(f"{count} {label.lower()}" for _, label, count in self.recommended if count)


def debrief_of(candidacy: Candidacy, *, viewer: User) -> Debrief:
    """In four queries at the most."""
    sittings = [each for each in sittings_of(candidacy.pk, viewer=viewer) if not each.is_cancelled]
    staged = [(card, each.interview.stage.name) for each in reversed(sittings) for card in each.scorecards]
    cards = [card for card, _ in staged]
    counted = Counter(card.recommendation for card in cards)
    return Debrief(
        sittings=sittings,
        cards=staged,
        lines=_lines(candidacy, cards),
        recommended=[(code, label, counted[code]) for code, label in Recommendation.choices],
        hidden=sum(each.submitted for each in sittings) - len(cards),
        missing=[(name, each.interview.stage.name) for each in reversed(sittings) for name in each.missing],
    )


def _lines(candidacy: Candidacy, cards: Sequence[Scorecard]) -> list[Line]:
    """What the role profile asks for today, the weightiest first, then what was rated before."""
    asked = ProfileCompetency.objects.today().filter(profile=candidacy.profile.role_profile_id)
    weights = dict(asked.order_by("-weight", "competency__name").values_list("competency__name", "weight"))
    rated = sorted({rating["competency"] for card in cards for rating in card.seen} - set(weights))  # type: ignore[attr-defined]
    return [_line(name, weights.get(name), cards) for name in (*weights, *rated)]


def _line(name: str, weight: int | None, cards: Sequence[Scorecard]) -> Line:
    found = [next((each for each in card.seen if each["competency"] == name), None) for card in cards]  # type: ignore[attr-defined]
    seen = [Seen(each["value"] if each else None, each["evidence"] if each else "") for each in found]
    counts = Counter(each.value for each in seen)
    return Line(name, weight, [(value, label, counts[value]) for value, label in RatingValue.choices], seen)

"""What a lead is scored by, and what of its values the counts of a run say."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.models import Lead

PEOPLE = ((1_000, "1,000 and more"), (100, "100 to 999"), (10, "10 to 99"), (0, "fewer than 10"))
FEWEST_OF_A_VALUE = 5
"""Decided leads with a value that are too few for it to count."""
TITLES = {
    "lead_source": "Lead source",
    "campaign": "Campaign",
    "country": "Country",
    "people": "People",
    "email": "E-mail",
    "phone": "Phone",
}


def values_of(lead: Lead) -> dict[str, str]:
    """By field in words; what is not known is left out, but whether somebody can be reached is always known."""
    known = {
        "lead_source": lead.lead_source.name if lead.lead_source else "",
        "campaign": lead.campaign.name if lead.campaign else "",
        "country": lead.country.strip().title(),
        "people": "" if lead.employee_count is None else next(w for n, w in PEOPLE if lead.employee_count >= n),
        "email": "given" if lead.email else "not given",
        "phone": "given" if lead.phone else "not given",
    }
    return {name: value for name, value in known.items() if value}


@dataclass(frozen=True, slots=True)
class Counted:
    """A value of a lead with how many that had it were accepted and rejected; `counts` is false for too few."""

    title: str
    value: str
    won: int
    lost: int

    @property
    def counts(self) -> bool:
        return self.won + self.lost >= FEWEST_OF_A_VALUE

    @property
    def share(self) -> float | None:
        return self.won / (self.won + self.lost) if self.counts else None


def counted(lead: Lead) -> Sequence[Counted]:
    """Why a lead has its score, by the counts of the run that gave it; empty without one."""
    if lead.score_run is None:
        return []
    found = lead.score_run.counts
    return [
        Counted(TITLES[name], value, *found.get(name, {}).get(value, [0, 0])) for name, value in values_of(lead).items()
    ]

"""Leads of the last weeks that became no deal: new, worked, accepted or rejected, by where they came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from salesmgmt.demo.world.days import instant, number_of
from salesmgmt.demo.world.facts import Arguments, Person
from salesmgmt.demo.world.names import firm, person_name, plain
from salesmgmt.demo.world.staff import Staff
from salesmgmt.demo.world.truth import SellingTruth

WINDOW = 60
"""Working days that leads go back."""
OF_A_REP = 7
STILL_NEW, STILL_WORKED = 2, 8
"""Working days for which leads may stay unanswered, and undecided."""
ACCEPTED_SHARE = 0.25
"""Times the source's quality, of those that became no deal."""
REASONS = (("WRONG_FIT", 0.3), ("NOT_REACHED", 0.25), ("NO_NEED", 0.2), ("NO_BUDGET", 0.15), ("KNOWN", 0.1))
FIRM_BEYOND, FIRMS = 2_500, 1_400
"""Firms of leads are numbered beyond those of the usual accounts, so that most of them are nobody's account."""
COUNTRIES = ("Germany", "France", "Sweden", "United Kingdom", "Netherlands")
PEOPLE_MEAN, PEOPLE_DEVIATION = 5.0, 1.4
"""Of the logarithm of how many people work at a company."""
NAMED_SHARE = 0.9
PHONE_SHARE = 0.45
MOST_BEFORE = timedelta(days=6)
FEWEST_MINUTES, MINUTES = 10, 600


@dataclass(frozen=True, slots=True)
class Lead:
    """`answered_at` comes before `decided_at`, where both are known."""

    person: str
    company: str
    email: str
    phone: str
    source: str
    owner: int
    state: str
    rejection: str
    created_at: datetime
    answered_at: datetime | None
    decided_at: datetime | None


def leads(staff: Staff, arguments: Arguments, truth: SellingTruth) -> Iterator[Lead]:
    """In no order; nothing happens after the last working day."""
    today = number_of(arguments.end)
    last = datetime.combine(arguments.end, time(), tzinfo=UTC) - timedelta(hours=3)
    for person in staff.selling_on(arguments.end):
        rng = Random(f"{arguments.seed}/leads/{person.number}")
        for age in (1, *(1 + int(WINDOW * rng.random() ** 1.5) for _ in range(OF_A_REP))):
            if today - age >= number_of(person.start):
                yield _lead(rng, person, age, instant(rng, today - age, person.office), last, truth)


def _lead(rng: Random, owner: Person, age: int, at: datetime, last: datetime, truth: SellingTruth) -> Lead:
    source = rng.choices(truth.sources, weights=[each.share for each in truth.sources])[0]
    of, name = firm(FIRM_BEYOND + int(rng.random() * FIRMS)), person_name(rng)
    first, _, family = name.partition(" ")
    state, rejection = _state(rng, age, source.quality)
    answered_at = min(at + answer_after(rng), last)
    decided_at = min(answered_at + timedelta(days=int(rng.random() * STILL_WORKED)), last)
    is_named = rng.random() < NAMED_SHARE
    return Lead(
        person=name if is_named else "",
        company=of.name,
        email=f"{plain(first)}.{plain(family)}@{of.domain}" if is_named else f"info@{of.domain}",
        phone=_phone(rng),
        source=source.code,
        owner=owner.number,
        state=state,
        rejection=rejection,
        created_at=at,
        answered_at=None if state == "NEW" else answered_at,
        decided_at=decided_at if state in ("ACCEPTED", "REJECTED") else None,
    )


def before_the_deal(arguments: Arguments, began_at: datetime) -> tuple[datetime, datetime]:
    """When the lead of a deal came in, and when it was answered."""
    rng = Random(f"{arguments.seed}/lead/{began_at.isoformat()}")
    came_in = began_at - MOST_BEFORE * rng.random()
    return came_in, min(came_in + answer_after(rng), began_at)


def phone_of(arguments: Arguments, began_at: datetime) -> str:
    """As often as among leads that became no deal, so that a known number says nothing of what becomes of a lead."""
    return _phone(Random(f"{arguments.seed}/lead-phone/{began_at.isoformat()}"))


def _phone(rng: Random) -> str:
    return f"+49 40 {rng.randint(1_000_000, 9_999_999)}" if rng.random() < PHONE_SHARE else ""


def company_of(seed: int, company: str) -> tuple[str, int]:
    """In which country a company is and how many people work there, which says nothing of what becomes of its lead."""
    rng = Random(f"{seed}/lead-company/{company}")
    return rng.choice(COUNTRIES), int(rng.lognormvariate(PEOPLE_MEAN, PEOPLE_DEVIATION))


def answer_after(rng: Random) -> timedelta:
    """From some minutes to, seldom, some days."""
    return timedelta(minutes=FEWEST_MINUTES + int(rng.expovariate(1 / MINUTES)))


def _state(rng: Random, age: int, quality: float) -> tuple[str, str]:
    """The younger, the likelier it still waits."""
    if age <= STILL_NEW and rng.random() < 0.7:
        return "NEW", ""
    if age <= STILL_WORKED and rng.random() < 0.7:
        return "WORKING", ""
    if rng.random() < ACCEPTED_SHARE * quality:
        return "ACCEPTED", ""
    reasons, weights = zip(*REASONS, strict=True)
    return "REJECTED", rng.choices(reasons, weights=weights)[0]

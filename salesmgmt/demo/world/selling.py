"""Accounts and deals, one after the other, so that a million of them need no more memory than one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from salesmgmt.demo.world.days import date_of, in_order, instant, number_of
from salesmgmt.demo.world.facts import Arguments
from salesmgmt.demo.world.names import firm, person_name, plain
from salesmgmt.demo.world.offers import Line, draw_lines, list_price_of, net_minor_of
from salesmgmt.demo.world.paths import Path, draw_path
from salesmgmt.demo.world.placing import Placed, place_all
from salesmgmt.demo.world.territories import Territory
from salesmgmt.demo.world.truth import SellingTruth
from salesmgmt.demo.world.words.firms import COUNTRIES, TITLES

WON, LOST = 4, 5
"""Numbers of the closing stages, after the four of `SellingTruth.steps`."""
CATEGORIES = ("PIPELINE", "PIPELINE", "BEST_CASE", "COMMIT", "CLOSED", "OMITTED")
WON_REASONS = (("best-fit", 0.4), ("relationship", 0.3), ("fast-delivery", 0.2), ("best-price", 0.1))
LOST_REASONS = (("no-decision", 0.35), ("price", 0.2), ("competitor", 0.2), ("no-budget", 0.15), ("bad-timing", 0.1))
SPLIT_SHARE = 0.05


@dataclass(slots=True)
class Account:
    number: int
    name: str
    owner: int
    sector: str
    founded: int
    revenue: int
    employees: int
    country: str
    source: str
    contact: str
    contact_title: str
    contact_email: str


@dataclass(slots=True)
class Version:
    """What was true of a deal from `since`; the next one's `since` ends it."""

    since: datetime
    stage: int
    owner: int
    net_minor: int | None
    close: date | None


@dataclass(slots=True)
class Deal:
    """One deal with its history; the last version is what is true today."""

    number: int
    name: str
    account: int
    path: Path
    office: str
    versions: list[Version]
    lines: list[Line]
    list_price: int
    closed: bool
    reason: str = ""
    shares: tuple[tuple[int, int], ...] = ()
    """(person, basis points) where it is not the owner's alone."""
    heir: tuple[int, int] | None = None
    """From which working day on whose the account is, where its rep has left."""
    visits: list[tuple[int, int, int]] = field(default_factory=list)
    """(stage, first working day, last working day) of each stage it got to, up to today."""
    first_meeting: bool = False

    @property
    def now(self) -> Version:
        return self.versions[-1]

    @property
    def won(self) -> bool:
        return self.now.stage == WON


def accounts(territory: Territory, arguments: Arguments) -> Iterator[Account]:
    """The accounts of one territory; whoever took over from a leaver owns them now."""
    rng = Random(f"{arguments.seed}/accounts/{territory.person.number}")
    for number in range(territory.first_account, territory.first_account + territory.accounts):
        is_ = firm(number + arguments.seed * 37)
        contact = person_name(rng)
        first, _, family = contact.partition(" ")
        yield Account(
            number=number,
            name=is_.name,
            owner=territory.successor or territory.person.number,
            sector=is_.sector,
            founded=rng.randint(1921, 2019),
            revenue=rng.randint(4, 900) * 1_000_000,
            employees=rng.randint(30, 6_000),
            country=rng.choice(COUNTRIES),
            source=rng.choice(("referral", "website", "trade-fair", "outbound", "partner")),
            contact=contact,
            contact_title=rng.choice(TITLES),
            contact_email=f"{plain(first)}.{plain(family)}@{is_.domain}",
        )


def deals(found: list[Territory], arguments: Arguments, truth: SellingTruth) -> Iterator[Deal]:
    """All deals, numbered from 1; what did not fit into the ramps of new hires goes to those ramped before."""
    number, spilled = 1, 0
    ramped = [territory for territory in found if territory.meeting_day is None]
    for territory in found:
        wanted = territory.deals
        if territory.meeting_day is None:
            extra = round(spilled / len(ramped))
            spilled, wanted = spilled - extra, wanted + extra
            ramped.pop()
        rng = Random(f"{arguments.seed}/deals/{territory.person.number}")
        made = 0
        for placed in place_all(territory, wanted, lambda rng=rng: draw_path(truth, rng), rng):
            yield _deal(number, placed, territory, arguments, truth, rng)
            number, made = number + 1, made + 1
        spilled += wanted - made


def _deal(
    number: int, placed: Placed, territory: Territory, arguments: Arguments, truth: SellingTruth, rng: Random
) -> Deal:
    account = territory.first_account + int(rng.random() * territory.accounts)
    person, today = territory.person, number_of(arguments.end)
    lines = draw_lines(person.profile, rng)
    deal = Deal(
        number=number,
        name=f"{firm(account + arguments.seed * 37).name}, {lines[0].product}",
        account=account,
        path=placed.path,
        office=person.office,
        versions=[],
        lines=lines,
        list_price=list_price_of(lines),
        closed=placed.start + placed.length < today,
        first_meeting=placed.first_meeting,
    )
    _live(deal, placed, territory, truth, today, rng)
    if territory.until is None and territory.colleague and rng.random() < SPLIT_SHARE:
        own = 7_000 if rng.random() < 0.6 else 5_000
        deal.shares = ((person.number, own), (territory.colleague, 10_000 - own))
    if territory.until is not None and territory.successor is not None:
        deal.heir = (territory.until, territory.successor)
    return deal


def _live(deal: Deal, placed: Placed, territory: Territory, truth: SellingTruth, today: int, rng: Random) -> None:
    """The stages up to today as visits and versions, with a hand-over where the rep leaves in between."""
    day, net, owner = placed.start, net_minor_of(deal.lines), territory.person.number
    for stage, days in enumerate(placed.days):
        if day >= today:
            break
        left = sum(step.days.scale * 2 + 0.5 for step in truth.steps[stage:])
        deal.visits.append((stage, day, min(day + days, today)))
        deal.versions.append(
            Version(instant(rng, day, deal.office), stage, owner, net if stage else None, date_of(day + round(left)))
        )
        day += days
    if deal.closed:
        stage, reasons = (WON, WON_REASONS) if placed.path.won else (LOST, LOST_REASONS)
        deal.reason = rng.choices([code for code, _ in reasons], weights=[share for _, share in reasons])[0]
        at = instant(rng, day, deal.office)
        deal.versions.append(Version(at, stage, owner, net if len(placed.days) > 1 else None, at.date()))
    if territory.until is not None:
        _hand_over(deal, territory, rng)
    ordered = in_order([version.since for version in deal.versions])
    for version, since in zip(deal.versions, ordered, strict=True):
        version.since = since


def _hand_over(deal: Deal, territory: Territory, rng: Random) -> None:
    """From the leaver's last day on the deal, if it is still open then, is somebody else's."""
    assert territory.until is not None
    assert territory.successor is not None
    before = [version for version in deal.versions if number_of(version.since.date()) < territory.until]
    after = deal.versions[len(before) :]
    if before[-1].stage in {WON, LOST}:
        return
    last = before[-1]
    given = Version(
        instant(rng, territory.until - 1, deal.office), last.stage, territory.successor, last.net_minor, last.close
    )
    given.since = max(given.since, last.since)
    for version in after:
        version.owner = territory.successor
    deal.versions = [*before, given, *after]

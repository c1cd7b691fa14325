"""Openings and offers, through the hiring domain: seats filled by hires, open seats, offers on the way."""

from datetime import datetime, timedelta
from decimal import Decimal

from hiring.domain.answers import accept_offer
from hiring.domain.leaver_rates import note_leaver_rate
from hiring.domain.offers import OfferFacts, ask_for_offer, draft_offer, send_offer
from hiring.domain.openings import ask_to_open, cancel_opening, draft_opening, fill
from hiring.models import Candidacy, HiringProfile, Opening
from hiring.queries.link_tokens import offer_token
from salesmgmt.accounts.models import User
from salesmgmt.demo.world import facts
from salesmgmt.demo.world.staff import MANAGER_OF
from salesmgmt.demo.writing.book import CURRENCY, Book
from salesmgmt.people.models import Membership, Team

MOST_FILLED = 24
EVERY_NTH_FROM_THE_BENCH = 4
"""So many hires, and one needed no seat."""
PAY = {"enterprise-ae": (6_200_000, 5_000_000), "mid-market-ae": (4_400_000, 3_400_000)}
REASONS = ("GROWTH", "REPLACEMENT", "GROWTH", "BAR_RAISE")


def write_seats(book: Book) -> None:
    hired = [each for each in book.world.applicants if each.hired and each.ended_at]
    hired.sort(key=lambda each: (each.ended_at, each.number))
    for place, each in enumerate(hired[-MOST_FILLED:]):
        if (place + 1) % EVERY_NTH_FROM_THE_BENCH:
            _fill(book, each, place)
    managers = [User.objects.get(pk=book.user(number)) for number in list(MANAGER_OF.values())[:2]]
    for place, manager in enumerate(managers):
        _open(book, manager, REASONS[place], days=20 + 25 * place)
    _draft(book, managers[0])
    cancelled = _open(book, managers[-1], "GROWTH", days=60)
    cancel_opening(
        opening=cancelled, reason="Moved to the next half-year.", by=managers[-1], at=book.today_at - timedelta(days=9)
    )
    _offer_to_the_ready(book, managers[0])
    _expect_leavers(book, managers[1])


def _fill(book: Book, each: facts.Applicant, place: int) -> None:
    assert each.ended_at is not None
    assert each.hired is not None
    opened_at = max(each.ended_at - timedelta(days=21 + 11 * (place % 7)), book.founded_at)
    candidacy = Candidacy.objects.get(pk=book.candidacies + each.number)
    membership = Membership.objects.filter(user=book.user(each.hired)).select_related("team", "manager").earliest("pk")
    manager = membership.manager or book.by
    opening = _seat(candidacy.profile, membership.team, manager, REASONS[place % len(REASONS)], opened_at)
    fill(ask_to_open(opening=opening, by=manager, at=opened_at), candidacy, by=manager, at=each.ended_at)


def _open(book: Book, manager: User, reason: str, *, days: int) -> Opening:
    at = book.today_at - timedelta(days=days)
    return ask_to_open(opening=_seat_of(book, manager, reason, at), by=manager, at=at)


def _draft(book: Book, manager: User) -> None:
    _seat_of(book, manager, "BAR_RAISE", book.today_at - timedelta(days=2))


def _seat_of(book: Book, manager: User, reason: str, at: datetime) -> Opening:
    profile = HiringProfile.objects.get(pk=book.hiring_profiles["enterprise-ae"])
    return _seat(
        profile, Membership.objects.filter(user=manager).select_related("team").earliest("pk").team, manager, reason, at
    )


def _seat(profile: HiringProfile, team: Team, manager: User, reason: str, at: datetime) -> Opening:
    target_date = (at + timedelta(days=75)).date()
    return draft_opening(profile=profile, team=team, reason=reason, target_date=target_date, by=manager, at=at)


def _offer_to_the_ready(book: Book, manager: User) -> None:
    """Of four who stand ready, one has a draft, one an approved offer, one a sent one, and one has accepted."""
    ready = [each for each in book.world.applicants if each.bench and each.state == "OPEN" and not each.bench.left_at]
    at = book.today_at - timedelta(days=3)
    for step, each in enumerate(ready[:4]):
        base, variable = PAY[each.profile]
        last_day = (book.today_at + timedelta(days=5 + 4 * step)).date()
        terms = OfferFacts(base + 100_000 * step, variable, CURRENCY, last_day + timedelta(days=30), last_day)
        candidacy = Candidacy.objects.get(pk=book.candidacies + each.number)
        offer = draft_offer(candidacy=candidacy, facts=terms, by=manager, at=at)
        if step >= 1:
            offer = ask_for_offer(offer=offer, by=manager, at=at)
        if step >= 2:
            offer = send_offer(offer=offer, by=manager, at=at, on_paper=True)
        if step == 3:
            accept_offer(token=offer_token(offer), at=at + timedelta(hours=30))


def _expect_leavers(book: Book, manager: User) -> None:
    """One manager knows more than history says."""
    profile = HiringProfile.objects.get(pk=book.hiring_profiles["enterprise-ae"])
    team = Membership.objects.filter(user=manager).select_related("team").earliest("pk").team
    note = "Two of the team told me that they look around."
    note_leaver_rate(profile=profile, team=team, yearly_rate=Decimal("0.35"), note=note, by=manager, at=book.today_at)

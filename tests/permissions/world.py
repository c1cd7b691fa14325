"""What the permission table speaks of: one small company, and names for its things."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from rest_framework.test import APIClient

from pipeline.domain.accounts import add_contact
from pipeline.domain.activities import log_activity
from pipeline.domain.catalogue import add_lead_source, add_product
from pipeline.domain.closing import win_deal
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.moves import move_deal
from pipeline.domain.orders import place_order
from pipeline.domain.planned_meetings import plan_meeting
from pipeline.domain.targets import set_target
from salesmgmt.accounts.models import User
from salesmgmt.api.models import Token
from salesmgmt.common.period import quarter_of
from salesmgmt.web.models import Undo
from tests.cast import AT, Cast
from tests.permissions.approvals import approval_names
from tests.permissions.bench_need import need_names
from tests.permissions.booking import booking_names
from tests.permissions.candidate_notes import note_names
from tests.permissions.candidate_tags import tag_names_of
from tests.permissions.duplicates import duplicate_names
from tests.permissions.fairness import fairness_names
from tests.permissions.hiring import hiring_names
from tests.permissions.hiring_campaigns import hiring_campaign_names
from tests.permissions.hiring_pages import open_form
from tests.permissions.kernel import kernel_names
from tests.permissions.leads import lead_names
from tests.permissions.lists import list_names
from tests.permissions.onboarding import onboarding_names
from tests.permissions.orders import order_names
from tests.permissions.pay import pay_names
from tests.permissions.process import process_names
from tests.permissions.seats import seat_names
from tests.permissions.secrets import plant
from tests.permissions.targets import target_names
from tests.permissions.tasks import task_names
from tests.permissions.webhooks import webhook_names
from tests.pipeline_rows import lost_for, make_deal, make_process, stage, won_for
from tests.replay import Snapshot, filled_tables


@dataclass(frozen=True)
class World:
    """`names` fill the braces of the table's addresses. People come by session, a service user by token."""

    names: dict[str, object]
    sessions: dict[str, APIClient]
    service: APIClient

    def client(self, name: str, address: str) -> APIClient:
        return self.service if name == "api_user" and address.startswith("/api/") else self.sessions[name]


STANDS_FOR = timedelta(minutes=5)
"""Half as long as the shortest window in which an act of its may be undone."""
_made: tuple[Snapshot, World, datetime] | None = None


def make_world(cast: Cast, who: tuple[str, ...]) -> World:
    """As `_make_world`, whose rows stand again as they were when one was made in this process a while ago."""
    global _made  # noqa: PLW0603  # it takes two seconds
    if _made is None or timezone.now() - _made[2] > STANDS_FOR:
        before, at = filled_tables(), timezone.now()
        world = _make_world(cast, who)
        _made = Snapshot.take(besides=before), world, at
        return world
    snapshot, world, _ = _made
    snapshot.write()
    return replace(world, sessions={name: _again(client) for name, client in world.sessions.items()})


def _again(client: APIClient) -> APIClient:
    """Without what a test did with it: signed out, for one."""
    fresh = APIClient(raise_request_exception=False)
    fresh.cookies = copy(client.cookies)
    return fresh


def _make_world(cast: Cast, who: tuple[str, ...]) -> World:
    """Rita has three deals (one won and ordered; another with a contact and a call; the third just moved), and a
    target; Sam has one deal.

    Rita and the API service user have a token each.
    """
    make_process()
    ritas_deal = make_deal(cast.rita, "Helix Robotics")
    won = make_deal(cast.rita, "Orbit Foods")
    win_deal(deal=won, reason=won_for(), by=cast.rita, at=AT)
    order = place_order(deal=won, by=cast.rita, at=AT)
    moved = move_deal(deal=make_deal(cast.rita, "Alba Works"), to=stage("Discover"), by=cast.rita, at=timezone.now())
    sams_deal = make_deal(cast.sam, "Nimbus Freight")
    contact = add_contact(account=ritas_deal.account, name="Cleo Chen", by=cast.rita, at=AT)
    activity = log_activity(deal=ritas_deal, kind="CALL", happened_at=AT, contact=contact, by=cast.rita, at=AT)
    said = {"kind": "MEETING", "about": "Terms", "as_next_step": False, "by": cast.rita, "at": AT}
    meeting = plan_meeting(deal=ritas_deal, starts_at=AT.replace(year=2999), **said)
    product = add_product(name="GTX Basic", series="GTX", list_price=Decimal(550), by=cast.olga, at=AT)
    set_lines(deal=ritas_deal, lines=[LineFacts(product=product)], by=cast.rita, at=AT)
    source = add_lead_source(code="web", name="Web", by=cast.olga, at=AT)
    target = set_target(
        user=cast.rita,
        measure="BOOKINGS",
        period=quarter_of(AT.date()),
        full_amount=Decimal(100_000),
        by=cast.olga,
        at=AT,
    )
    ritas_token, _ = Token.objects.create(cast.rita)
    _, text = Token.objects.create(cast.api_user)
    names = {
        "ritas_deal": ritas_deal.pk,
        "ritas_won_deal": won.pk,
        "ritas_order": order.pk,
        "ritas_account": ritas_deal.account_id,
        "ritas_contact": contact.pk,
        "ritas_activity": activity.pk,
        "ritas_meeting": meeting.pk,
        "ritas_target": target.pk,
        "ritas_undo": Undo.objects.about(moved).get().pk,
        "sams_deal": sams_deal.pk,
        "nora": cast.nora.pk,
        "sam": cast.sam.pk,
        "product": product.pk,
        "lead_source": source.pk,
        "close_reason": won_for().pk,
        "lost_reason": lost_for().pk,
        "process": stage("Qualify").process_version.process_id,
        "qualify": stage("Qualify").pk,
        "discover": stage("Discover").pk,
        "ritas_token": ritas_token.public_id,
        "figure": "toy.open_deals",
        "admins_figure": "toy.admins_deals",
    }
    for more in (kernel_names, onboarding_names, pay_names, hiring_names, list_names, lead_names, process_names):
        _name(names, more(cast))
    _name(names, webhook_names(cast))
    _name(names, order_names(cast, order))
    _name(names, task_names(cast, ritas_deal))
    _name(names, target_names(cast, target))
    _name(names, seat_names(cast, cals=names["cals_candidacy"], adas=names["adas_candidacy"]))
    _name(names, note_names(cast, cals=names["cals_candidacy"], adas=names["adas_candidacy"]))
    _name(names, tag_names_of(cast, cals=names["cals_candidacy"]))
    _name(names, booking_names(cast, adas=names["adas_candidacy"]))
    _name(names, fairness_names(cast, cal=names["cal"]))
    _name(names, hiring_campaign_names(cast, source=names["candidate_source"]))
    _name(names, need_names(cast, cals=names["cals_candidacy"], adas=names["adas_candidacy"]))
    _name(names, duplicate_names(cast, contact, timezone.now()))
    open_form(cast)
    _name(names, approval_names(cast, ritas_deal, product))
    plant(names)
    clients = {name: _by_session(getattr(cast, name, None)) for name in who}
    return World(names, clients, _by_token(text))


def _name(names: dict[str, object], more: dict[str, object]) -> None:
    """No name stands for two things."""
    twice = {name for name in names.keys() & more.keys() if names[name] != more[name]}
    assert not twice, f"{twice} stand for something else already; choose other names."
    names |= more


def _by_session(user: User | None) -> APIClient:
    client = APIClient(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _by_token(text: str) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    return client

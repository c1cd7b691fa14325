"""What whoever is asked for help may read, and how long answers take."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.core import signing
from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import TruncDate

from pipeline.choices import SharedFact
from pipeline.models import Deal, HelpRequest
from pipeline.queries.deals_as_of import with_deals_owner
from pipeline.queries.hours import HoursBetween
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.common.money import money_said
from salesmgmt.common.period import day_start
from salesmgmt.figures.scope import Scope

_SALT = "pipeline.help"


def shared_facts(request: HelpRequest) -> Sequence[tuple[str, str]]:
    """The facts of the deal that were shared, as label and value: all that the helper reads of it."""
    says = {SharedFact.NAME: _name, SharedFact.ACCOUNT: _account, SharedFact.AMOUNT: _amount}
    says |= {SharedFact.CLOSE_DATE: _close_date, SharedFact.STAGE: _stage, SharedFact.PRODUCTS: _products}
    chosen = [fact for fact in SharedFact if fact in request.shared]
    return [(fact.label, says[fact](request.deal)) for fact in chosen]


def token_of(request: HelpRequest) -> str:
    """The key of the link at which the helper answers without signing in."""
    return signing.Signer(salt=_SALT).sign(request.pk)


def request_of(token: str) -> HelpRequest | None:
    try:
        pk = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    rows = HelpRequest.objects.select_related("deal__account", "deal__stage", "helper", "asked_by")
    return rows.filter(pk=pk, helper__is_active=True).first()


def help_asked_in_period(scope: Scope) -> QuerySet[HelpRequest]:
    """The requests about deals that one may see which were asked within the days asked for and not withdrawn, with
    `fact_day` and `place`, where the helper stood on it; `answered_after`, in hours, where an answer was known then."""
    rows = HelpRequest.objects.filter(deal__in=Deal.objects.visible_to(scope.user).values("pk"))
    standing = Q(withdrawn_at=None)
    rows = rows.filter(standing | Q(withdrawn_at__gte=scope.as_of) if scope.as_of else standing)
    zone = scope.company.zone
    rows = rows.filter(asked_at__lt=scope.moment)
    if scope.start:
        rows = rows.filter(asked_at__gte=day_start(scope.start, zone))
    if scope.end:
        rows = rows.filter(asked_at__lt=day_start(scope.end, zone))
    rows, _ = with_deals_owner(rows, scope)
    known = Case(When(answered_at__lt=scope.moment, then=HoursBetween("answered_at", "asked_at")))
    rows = rows.annotate(fact_day=TruncDate("asked_at", tzinfo=ZoneInfo(zone)), answered_after=known)
    rows = with_owner_place(rows, owner="helper")
    return of_team(rows, scope.team) if scope.team else rows


def _name(deal: Deal) -> str:
    return deal.name


def _account(deal: Deal) -> str:
    return deal.account.name if deal.account else "not known"


def _amount(deal: Deal) -> str:
    if deal.amount is None:
        return "not priced yet"
    return money_said(deal.amount, deal.currency)


def _close_date(deal: Deal) -> str:
    return f"{deal.close_date.day} {deal.close_date:%b %Y}" if deal.close_date else "not known"


def _stage(deal: Deal) -> str:
    return deal.stage.name


def _products(deal: Deal) -> str:
    names = deal.lines.order_by("position").values_list("product__name", flat=True)
    return ", ".join(names) or "none yet"
